/**
 * Gathering: a loop that knows no rule. It asks what the rules still want to know, adds each answer, and begins again until
 * nothing is left. What is over a limit or comes after the deadline is entered as not tested.
 */
import { MOST_BODY, noObservations, printQuery, questionsLeft, readAnswer, reason, reasonWords, type DnsAnswer, type HttpAnswer, type Observations, type Question, type Reason, type SmtpAnswer, type TlsAnswer } from '@openaccord/baseline'
import type { Random } from '../../../kernel/index.ts'
import { createMeasure, type Measure, MeasureError } from '../../../platform/measure.ts'
import type { Means, Place } from '../means.ts'
import { OPT_OUT_LABEL, optsOut } from '../model.ts'

type Answer = { ask: 'dns'; answer: DnsAnswer } | { ask: 'http'; answer: HttpAnswer } | { ask: 'tls'; answer: TlsAnswer } | { ask: 'smtp'; answer: SmtpAnswer }
export type Gathering = Pick<Means, 'random' | 'origin' | 'gate' | 'patience'> & {
  place: Place
  domain: string
  /** Ends all of it. */
  signal: AbortSignal
  /** After each answer. */
  progress?: (seen: Observations, figures: Figures) => void
}
export type Figures = { answered: number; questions: number }

/** How many of each kind one check asks at most. */
const MOST = { dns: 250, http: 16, tls: 12, smtp: 3 } as const
const DNS_AT_ONCE = 8
const MOST_ROUNDS = 60

/** What was seen, or `opted-out` where the domain asks not to be looked at. Never throws for what others answer. */
export async function gather({ place, domain, signal, origin, gate, patience, random, progress = () => {} }: Gathering): Promise<Observations | 'opted-out'> {
  const { world, settings } = place
  const name = new URL(origin).hostname
  const measure = createMeasure({ world, signal, as: name.includes('.') ? name : 'hub.invalid', agent: `OpenAccord-baseline/1 (+${origin}/check; one visit, asked for by a reader)`, ...(gate && { gate }), ...(patience && { patience }) })
  if (await hasOptedOut(measure, domain, random)) return 'opted-out'
  const seen = noObservations(domain, measure.begun.toISOString(), `${name} (DNS: ${world.resolvers.slice(0, 3).join(', ')})`)
  const counts = { dns: 0, http: 0, tls: 0, smtp: 0 }
  const turn = inTurn(DNS_AT_ONCE)
  let [answered, questions] = [0, 0]

  async function one(question: Question): Promise<void> {
    counts[question.ask] += 1
    const over = counts[question.ask] > MOST[question.ask] ? reason('limit.questions') : undefined
    const answer = over === undefined && !signal.aborted ? await ask(question) : notTested(question, over ?? reason('limit.time'))
    enter(seen, answer)
    answered += 1
    progress(seen, { answered, questions })
  }
  const ask = (question: Question): Promise<Answer> => (question.ask === 'dns' ? turn(() => askDns(measure, question, random)) : askHost(measure, question))

  for (let round = 0; round < MOST_ROUNDS; round++) {
    const left = await questionsLeft(seen, measure.begun, settings)
    if (left.length === 0) break
    questions += left.length
    await Promise.all(left.map(one))
  }
  return seen
}

async function askDns(measure: Measure, { name, type }: Omit<Extract<Question, { ask: 'dns' }>, 'ask'>, random: Random): Promise<{ ask: 'dns'; answer: DnsAnswer }> {
  const [high = 0, low = 0] = random(2)
  const asked = { id: high * 256 + low, name, type }
  const nothing = { name, type, answer: [], authority: [] }
  try {
    const message = await measure.dns(printQuery(asked), (bytes) => isFor(asked.id, bytes))
    return { ask: 'dns', answer: readAnswer(asked, message) }
  } catch (error) {
    if (!(error instanceof MeasureError)) throw error
    return { ask: 'dns', answer: { ...nothing, outcome: error.code === 'malformed' ? 'malformed' : 'timeout', detail: error.message, reason: error.reason } }
  }
}

/** The header says whether it answers our query; whether the question is the same, `readAnswer` says. */
const isFor = (id: number, bytes: Uint8Array): boolean => bytes.length >= 12 && Buffer.from(bytes).readUInt16BE(0) === id && (bytes[2]! & 0x80) !== 0

async function askHost(measure: Measure, question: Exclude<Question, { ask: 'dns' }>): Promise<Answer> {
  switch (question.ask) {
    case 'http': return { ask: 'http', answer: await measure.http(question.url, MOST_BODY) }
    case 'tls': {
      const { host, port, version } = question
      return { ask: 'tls', answer: { host, port, version, ...(await measure.tls(host, port, version)) } as TlsAnswer }
    }
    case 'smtp': return { ask: 'smtp', answer: { host: question.host, ...(await measure.smtp(question.host)) } as SmtpAnswer }
  }
}

function notTested(question: Question, why: Reason): Answer {
  const skipped = { outcome: 'not-tested' as const, detail: reasonWords(why), reason: why }
  switch (question.ask) {
    case 'dns': return { ask: 'dns', answer: { name: question.name, type: question.type, answer: [], authority: [], ...skipped } }
    case 'http': return { ask: 'http', answer: { url: question.url, ...skipped } }
    case 'tls': return { ask: 'tls', answer: { host: question.host, port: question.port, version: question.version, ...skipped } }
    case 'smtp': return { ask: 'smtp', answer: { host: question.host, extensions: [], ...skipped } }
  }
}

function enter(seen: Observations, { ask, answer }: Answer): void {
  if (ask === 'dns') seen.dns.push(answer)
  else if (ask === 'http') seen.http.push(answer)
  else if (ask === 'tls') seen.tls.push(answer)
  else seen.smtp.push(answer)
}

/** A TXT line at `_openaccord-check.<domain>` that says no. Whoever can write it is the domain's own. */
async function hasOptedOut(measure: Measure, domain: string, random: Random): Promise<boolean> {
  const name = `${OPT_OUT_LABEL}.${domain}`
  const { answer } = await askDns(measure, { name, type: 'TXT' }, random)
  return answer.answer.some(({ type, rdata }) => type === 'TXT' && optsOut(firstText(rdata)))
}

/** RFC 1035 §3.3.14: a byte of length, then the text; a short line is one such string. */
const firstText = (rdata: string): string => Buffer.from(rdata.slice(2, 2 + 2 * Number.parseInt(rdata.slice(0, 2), 16)), 'hex').toString('latin1')

/** At most so many at once, in the order they came. */
function inTurn(most: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= most) await new Promise<void>((resolve) => void waiting.push(resolve))
    running += 1
    try {
      return await work()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }
}
