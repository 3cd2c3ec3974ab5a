/** What a rule says about a domain, and what all of them say together. Plain JSON, like the observations they come from. */

import type { Reason } from './reasons.ts'

/** `error`: we could not find out (a timeout, a server in trouble). It is never a fail and never counts against anyone. */
export type Verdict = 'pass' | 'notice' | 'fail' | 'not-applicable' | 'not-tested' | 'error'

/** Mail and web are counted apart; a rule that serves both counts in both. */
export type Group = 'web' | 'mail'

export type RuleId =
  | 'security-txt' | 'https-redirect' | 'hsts' | 'tls-versions' | 'tls-certificate' | 'caa' | 'dnssec'
  | 'dmarc' | 'spf' | 'null-mx' | 'starttls' | 'mta-sts' | 'tls-rpt' | 'dane'

/** Where a rule comes from: `{ document: 'RFC 9116', section: '2.5.5' }`. */
export type Source = { document: string; section: string; url: string }

export type Rule = {
  id: RuleId
  /** Counts up whenever the same observations could give another verdict. */
  version: number
  title: string
  groups: readonly Group[]
  /** Counted in the overall score; the others are shown. */
  mandatory: boolean
  /** Points for a pass; a notice has half of them, rounded down; a fail none. */
  maximum: number
  sources: readonly Source[]
}

/** One thing that was found. `key` never changes and is what a translation goes by; `words` are plain English. */
export type Finding = {
  verdict: Verdict
  /** `<rule>.<what>`, for example `dmarc.policy-none`. */
  key: string
  /** What stands in the words: names, numbers, texts from the record. */
  values: Record<string, string>
  /** Which of the values are words of ours, by the codes they are made from; in reports of before there are none. */
  reasons?: Record<string, Reason[]>
  words: string
  source: Source
}

/** What would put it right: words, and the very thing to publish. */
export type Fix = {
  /** `<rule>.fix-<what>`, for translations. */
  key: string
  words: string
  publish:
    | { as: 'dns'; name: string; type: string; value: string }
    | { as: 'file'; url: string; contentType: string; body: string }
    | { as: 'header'; url: string; name: string; value: string }
    /** Something to set on a server, or to ask of whoever runs it. */
    | { as: 'setting'; where: string }
}

export type CheckResult = {
  id: RuleId
  version: number
  verdict: Verdict
  /** The name or host that was judged. */
  subject: string
  /** What was found there, as it stands: records in zone-file form, status lines, the text of a file. Cut at a limit. */
  raw: string[]
  points: number
  maximum: number
  /** The worst first; the first one is the message of the result. Never empty. */
  findings: Finding[]
  /** Empty where there is nothing to do. */
  fixes: Fix[]
}

/** Of the mandatory rules of a group: what was passed (a notice passes), and what could be judged. */
export type Tally = { passed: number; applicable: number; points: number; maximum: number; undecided: number }

export type Report = {
  domain: string
  observedAt: string
  judgedAt: string
  vantage: string
  /** In the order of `RULES`. */
  results: CheckResult[]
  web: Tally
  mail: Tally
}
