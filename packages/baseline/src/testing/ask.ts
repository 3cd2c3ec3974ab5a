/** The loop of whoever measures, for tests: asks what is left until nothing is. */
import { judge, noObservations, questionsLeft } from '../judge.ts'
import type { DnsAnswer, HttpAnswer, Observations, Question, SmtpAnswer, TlsAnswer } from '../observations.ts'
import type { CheckResult, Report, RuleId } from '../result.ts'
import type { Settings } from '../rules/index.ts'
import { NOW } from './world.ts'

export type Answers = {
  dns(name: string, type: Extract<Question, { ask: 'dns' }>['type']): DnsAnswer
  http?(url: string): HttpAnswer
  tls?(host: string, port: number, version: TlsAnswer['version']): TlsAnswer
  smtp?(host: string): SmtpAnswer
}

export type Asked = { observations: Observations; report: Report; rounds: number; questions: Question[] }

const MOST_ROUNDS = 60

export async function ask(domain: string, answers: Answers, settings: Settings = {}, now: Date = NOW): Promise<Asked> {
  const observations = noObservations(domain, now.toISOString(), 'a test')
  const questions: Question[] = []
  for (let rounds = 0; rounds < MOST_ROUNDS; rounds++) {
    const left = await questionsLeft(observations, now, settings)
    if (left.length === 0) return { observations, report: await judge(observations, now, settings), rounds, questions }
    questions.push(...left)
    for (const question of left) add(observations, question, answers)
  }
  throw new Error(`after ${MOST_ROUNDS} rounds there were still questions`)
}

function add(observations: Observations, question: Question, answers: Answers): void {
  const away = { outcome: 'timeout' as const }
  if (question.ask === 'dns') observations.dns.push(answers.dns(question.name, question.type))
  if (question.ask === 'http') observations.http.push(answers.http?.(question.url) ?? { url: question.url, ...away })
  if (question.ask === 'tls') observations.tls.push(answers.tls?.(question.host, question.port, question.version) ?? { host: question.host, port: question.port, version: question.version, ...away })
  if (question.ask === 'smtp') observations.smtp.push(answers.smtp?.(question.host) ?? { host: question.host, ...away, extensions: [] })
}

export function resultOf({ report }: Pick<Asked, 'report'>, id: RuleId): CheckResult {
  const found = report.results.find((result) => result.id === id)
  if (found === undefined) throw new Error(`no result for ${id}`)
  return found
}

/** What is tested most: the verdict and what was said first. */
export const saysOf = (asked: Pick<Asked, 'report'>, id: RuleId): string => {
  const { verdict, findings } = resultOf(asked, id)
  return `${verdict} ${findings[0]?.key ?? ''}`
}
