/** The loop of whoever measures, for tests: asks what is left until nothing is. */
import assert from 'node:assert/strict'
import { judge, noObservations, questionsLeft } from '../judge.ts'
import type { DnsAnswer, HttpAnswer, Observations, Question, SmtpAnswer, TlsAnswer } from '../observations.ts'
import { clipped, reasonWords } from '../reasons.ts'
import type { CheckResult, Finding, Report, RuleId } from '../result.ts'
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
    if (left.length === 0) {
      const report = await judge(observations, now, settings)
      for (const { findings } of report.results) findings.forEach(assertCoded)
      return { observations, report, rounds, questions }
    }
    questions.push(...left)
    for (const question of left) add(observations, question, answers)
  }
  throw new Error(`after ${MOST_ROUNDS} rounds there were still questions`)
}

/** These say why: whatever stands there has a code that a translation goes by. `what` may also be an address on the web. */
const WORDS = new Set(['why', 'outcome', 'what'])

function assertCoded({ key, values, reasons = {} }: Finding): void {
  for (const [name, value] of Object.entries(values)) {
    const coded = reasons[name]
    if (coded !== undefined) assert.equal(value, clipped(reasonWords(coded)), `${key} {${name}}`)
    else assert.ok(!WORDS.has(name) || value === '' || (name === 'what' && URL.canParse(value)), `${key} {${name}} has no code: ${value}`)
  }
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
