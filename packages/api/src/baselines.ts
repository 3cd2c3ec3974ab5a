/**
 * Baselines: what a domain shows of its security, measured on request for anyone. The rules and their words are in
 * packages/baseline; here a check is asked for, followed, and read again later.
 */
import { Type } from 'typebox'
import { route } from './route.ts'
import * as S from './shapes.ts'

const BaselineId = S.id('baseline')
/** A-labels, lower case, without the last dot. */
const Domain = Type.String({ minLength: 3, maxLength: 253 })

export const VERDICTS = ['pass', 'notice', 'fail', 'not-applicable', 'not-tested', 'error'] as const
export const GROUPS = ['web', 'mail'] as const
/** `opted-out`: the domain asks not to be checked, by a line in its DNS. */
export const CHECK_STATES = ['waiting', 'running', 'done', 'opted-out', 'failed'] as const

const Source = Type.Object({ document: Type.String(), section: Type.String(), url: Type.String() })
const Finding = Type.Object({
  verdict: S.oneOf(VERDICTS),
  /** Never changes: translations go by it. */
  key: Type.String(),
  values: Type.Record(Type.String(), Type.String()),
  /** Which of the values are words and not names, numbers or records: the codes they are made from, in order. Reports of before have none. */
  reasons: Type.Optional(Type.Record(Type.String(), Type.Array(Type.Object({ code: Type.String(), values: Type.Record(Type.String(), Type.String()) })))),
  /** Plain English. */
  words: Type.String(),
  source: Source,
})
const Fix = Type.Object({
  key: Type.String(),
  words: Type.String(),
  publish: Type.Union([
    Type.Object({ as: Type.Literal('dns'), name: Type.String(), type: Type.String(), value: Type.String() }),
    Type.Object({ as: Type.Literal('file'), url: Type.String(), contentType: Type.String(), body: Type.String() }),
    Type.Object({ as: Type.Literal('header'), url: Type.String(), name: Type.String(), value: Type.String() }),
    Type.Object({ as: Type.Literal('setting'), where: Type.String() }),
  ]),
})
export const BaselineRule = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  title: Type.String(),
  groups: Type.Array(S.oneOf(GROUPS)),
  mandatory: Type.Boolean(),
  maximum: Type.Integer(),
  sources: Type.Array(Source),
})
const Result = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  title: Type.String(),
  groups: Type.Array(S.oneOf(GROUPS)),
  mandatory: Type.Boolean(),
  verdict: S.oneOf(VERDICTS),
  /** While the check runs: not all that this rule asks has been answered. */
  pending: Type.Boolean(),
  subject: Type.String(),
  raw: Type.Array(Type.String()),
  points: Type.Integer(),
  maximum: Type.Integer(),
  findings: Type.Array(Finding),
  fixes: Type.Array(Fix),
})
const Tally = Type.Object({ passed: Type.Integer(), applicable: Type.Integer(), points: Type.Integer(), maximum: Type.Integer(), undecided: Type.Integer() })

export const BaselineReport = Type.Object({
  id: BaselineId,
  domain: Domain,
  /** As people read it: other scripts instead of A-labels. */
  shown: Type.String(),
  /** When the check was done, by the hub's clock. */
  at: S.Time,
  observedAt: S.Time,
  judgedAt: S.Time,
  /** Who measured, and by which resolvers. */
  vantage: Type.String(),
  /** True where a sample alliance's own servers were measured, and not the internet. */
  sample: Type.Boolean(),
  /** Each mandatory rule once, whether it serves the web, mail or both. */
  overall: Tally,
  web: Tally,
  mail: Tally,
  results: Type.Array(Result),
})

export const BaselineCheck = Type.Object({
  id: BaselineId,
  domain: Domain,
  shown: Type.String(),
  state: S.oneOf(CHECK_STATES),
  asked: S.Time,
  /** Of the questions known by now, how many are answered. More questions come from the answers. */
  answered: Type.Integer(),
  questions: Type.Integer(),
  /** How many checks are before this one; 0 once it runs. */
  before: Type.Integer(),
  /** What can be said so far. */
  soFar: S.maybe(BaselineReport),
})

const Line = Type.Object({ id: BaselineId, at: S.Time, overall: Tally, web: Tally, mail: Tally })
const ByDomain = Type.Object({ domain: Type.String({ minLength: 1, maxLength: 300 }) })

export const baselines = {
  checkDomain: route({
    method: 'POST', path: '/api/v1/baselines', access: 'public', pace: 'expensive', status: 202,
    summary: 'Asks for a check of a domain. One that was measured less than ten minutes ago, or is being measured, is not measured again.',
    body: Type.Object({ domain: Type.String({ minLength: 1, maxLength: 300 }) }), reply: BaselineCheck,
  }),
  domainBaseline: route({
    method: 'GET', path: '/api/v1/baselines/domains/:domain', access: 'public',
    summary: 'How a domain stands: a check under way, the latest report, and what earlier ones said.',
    params: ByDomain,
    reply: Type.Object({
      domain: Domain, shown: Type.String(),
      /** A check that waits or runs, or the last one where it led to no report. */
      check: S.maybe(BaselineCheck),
      report: S.maybe(BaselineReport),
      /** Newest first, at most 20. */
      history: Type.Array(Line),
      /** From when on it may be measured again; null where it may be now. */
      again: S.maybe(S.Time),
    }),
  }),
  baselineReport: route({
    method: 'GET', path: '/api/v1/baselines/reports/:report', access: 'public', summary: 'One report, as it was.', params: Type.Object({ report: BaselineId }), reply: BaselineReport,
  }),
  baselineObservations: route({
    method: 'GET', path: '/api/v1/baselines/reports/:report/observations', access: 'public',
    summary: 'What the report was judged from, answer by answer: see packages/baseline. Kept for the three newest reports of a domain.',
    params: Type.Object({ report: BaselineId }), reply: Type.Unsafe<Record<string, unknown>>({ type: 'object' }),
  }),
  baselineRules: route({
    method: 'GET', path: '/api/v1/baselines/rules', access: 'public', summary: 'What is checked, what it counts, and where it comes from.', reply: Type.Object({ rules: Type.Array(BaselineRule) }),
  }),
}
