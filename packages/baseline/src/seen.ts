/**
 * The observations as rules look at them: each question has its answer, or is noted as still to be asked.
 * A rule that cannot go on throws `Unsettled`, which becomes its result: not tested, or an error, never a fail.
 */
import { recordsAt } from './dns/message.ts'
import type { AskedType, DnsAnswer, DnsRecord, HttpAnswer, HttpResponse, Observations, Question, SmtpAnswer, TlsAnswer, TlsVersion } from './observations.ts'
import { phrases, rfc } from './phrases.ts'
import { detailOf, outcomeReason, reason, type Reason } from './reasons.ts'
import type { Finding } from './result.ts'

export const common = phrases('common', {
  'not-asked': ['not-tested', rfc(1034, '5'), 'Not looked at yet: {what}.'],
  'not-tested': ['not-tested', rfc(1034, '5'), 'Not tested: {what}. {why}'],
  'dns-failed': ['error', rfc(1035, '4.1.1'), 'We could not find out: DNS gave no usable answer for {what} ({outcome}). This does not count.'],
  'http-failed': ['error', rfc(9110, '3.4'), 'We could not find out: {what} gave no usable answer ({outcome}). This does not count.'],
  'unreadable': ['error', rfc(1035, '3.2'), 'We could not read what DNS answered: {why}. This does not count.'],
  'no-domain': ['not-applicable', rfc(8020, '2'), '{domain} does not exist in DNS.'],
  'no-web': ['not-applicable', rfc(9110, '4.2.2'), '{domain} has no address in DNS, so it has no website to look at.'],
  'no-mail': ['not-applicable', rfc(7505, '3'), '{domain} names no mail server in DNS.'],
})

export class Unsettled extends Error {
  readonly finding: Finding
  constructor(finding: Finding) {
    super(finding.words)
    this.finding = finding
  }
}

/** A DNS answer that tells something: records, or that there are none. */
export type Settled = { outcome: 'answer' | 'empty' | 'nxdomain'; records: DnsRecord[]; whole: DnsAnswer }

export type Seen = {
  readonly domain: string
  /** Notes these to be asked in the same round. */
  want(...questions: readonly Question[]): void
  /** Throws Unsettled for anything but records or their absence. */
  dns(name: string, type: AskedType): Settled
  /** Whatever came. Throws Unsettled only while it is still to be asked. */
  anyDns(name: string, type: AskedType): DnsAnswer
  /** What came if it was asked, null otherwise; asks nothing. */
  peekDns(name: string, type: AskedType): DnsAnswer | null
  anyHttp(url: string): HttpAnswer
  /** Throws Unsettled unless the answer is definite: a response, a refusal, no address, no trusted TLS. */
  http(url: string): HttpResponse | (HttpAnswer & { outcome: 'refused' | 'tls' | 'no-address' })
  tls(host: string, port: number, version: TlsVersion): TlsAnswer
  smtp(host: string): SmtpAnswer
}

/** `left` grows while rules look. */
export function lookAt(observations: Observations): { seen: Seen; left: Map<string, Question> } {
  const left = new Map<string, Question>()
  const dns = new Map(observations.dns.map((answer) => [`dns ${answer.name} ${answer.type}`, answer]))
  const http = new Map(observations.http.map((answer) => [`http ${answer.url}`, answer]))
  const tls = new Map(observations.tls.map((answer) => [`tls ${answer.host}:${answer.port} ${answer.version}`, answer]))
  const smtp = new Map(observations.smtp.map((answer) => [`smtp ${answer.host}`, answer]))
  const known = (key: string): boolean => dns.has(key) || http.has(key) || tls.has(key) || smtp.has(key)
  const want = (...questions: readonly Question[]): void => {
    for (const question of questions) if (!known(keyOf(question))) left.set(keyOf(question), question)
  }
  const answered = <A>(answers: ReadonlyMap<string, A>, question: Question): A => {
    const key = keyOf(question)
    const answer = answers.get(key)
    if (answer !== undefined) return answer
    left.set(key, question)
    throw new Unsettled(common('not-asked', { what: wordsFor(question) }))
  }
  const anyDns = (name: string, type: AskedType): DnsAnswer => answered(dns, { ask: 'dns', name, type })
  const anyHttp = (url: string): HttpAnswer => answered(http, { ask: 'http', url })
  return {
    left,
    seen: {
      domain: observations.domain, want, anyDns, anyHttp,
      peekDns: (name, type) => dns.get(keyOf({ ask: 'dns', name, type })) ?? null,
      dns: (name, type) => settled(anyDns(name, type)),
      http: (url) => definite(anyHttp(url)),
      tls: (host, port, version) => answered(tls, { ask: 'tls', host, port, version }),
      smtp: (host) => answered(smtp, { ask: 'smtp', host }),
    },
  }
}

function keyOf(question: Question): string {
  switch (question.ask) {
    case 'dns': return `dns ${question.name} ${question.type}`
    case 'http': return `http ${question.url}`
    case 'tls': return `tls ${question.host}:${question.port} ${question.version}`
    case 'smtp': return `smtp ${question.host}`
  }
}

/** What was asked; an address on the web says it itself. */
export function wordsFor(question: Question): string | Reason {
  switch (question.ask) {
    case 'dns': return reason('question.dns', { type: question.type, name: question.name })
    case 'http': return question.url
    case 'tls': return reason('question.tls', { version: question.version, host: question.host })
    case 'smtp': return reason('question.smtp', { host: question.host })
  }
}

function settled(answer: DnsAnswer): Settled {
  const { outcome, name, type } = answer
  if (outcome === 'answer') return { outcome, records: recordsAt(answer.answer, name, type), whole: answer }
  if (outcome === 'empty' || outcome === 'nxdomain') return { outcome, records: [], whole: answer }
  throw new Unsettled(dnsTrouble(answer))
}

/** What is said of an answer that tells nothing. */
export function dnsTrouble(answer: DnsAnswer): Finding {
  const { name, type, outcome } = answer
  const what = reason('question.dns', { type, name })
  if (outcome === 'not-tested') return common('not-tested', { what, why: detailOf(answer) })
  if (outcome === 'answer' || outcome === 'empty' || outcome === 'nxdomain') throw new Error(`there is no trouble with ${type} of ${name}`)
  return common('dns-failed', { what, outcome: [outcomeReason(outcome), ...detailOf(answer)] })
}

function definite(answer: HttpAnswer): ReturnType<Seen['http']> {
  const { outcome, url } = answer
  if (outcome === 'response') return answer
  if (outcome === 'refused' || outcome === 'tls' || outcome === 'no-address') return { ...answer, outcome }
  if (outcome === 'not-tested') throw new Unsettled(common('not-tested', { what: url, why: detailOf(answer) }))
  if (outcome === 'blocked') throw new Unsettled(common('not-tested', { what: url, why: reason('limit.not-public') }))
  throw new Unsettled(common('http-failed', { what: url, outcome: [outcomeReason(outcome), ...detailOf(answer)] }))
}
