/** Baselines: how a check moves, how often one may be asked for, and what a report says in one line. Pure. */
import { RULES, type CheckResult, type Report, type Rule, type Tally } from '@openaccord/baseline'
import type { Micros } from '@openaccord/names'
import { DAY, MINUTE, SECOND } from '../../kernel/index.ts'

export type BaselineId = `baseline_${string}`
export type CheckState = 'waiting' | 'running' | 'done' | 'opted-out' | 'failed'
export type Check = {
  id: BaselineId
  domain: string
  state: CheckState
  asked: Micros
  ended: Micros | null
  answered: number
  questions: number
  sample: boolean
  report: Report | null
}

/** A domain is measured no more often than that. */
export const AT_MOST_EVERY = 10 * MINUTE
/** For everything together; what is not known then is not tested. */
export const WHOLE_CHECK_MS = 28_000
/** How many wait at most, and how many run at once on one hub. */
export const MOST_WAITING = 50
export const AT_ONCE = 3
/** A hub that runs a check and says nothing for so long is gone. */
export const LEASE = 90 * SECOND
export const KEPT_REPORTS = 20
export const KEPT_OBSERVATIONS = 3
/** Domains nobody asks for any more are forgotten. */
export const FORGOTTEN_AFTER = 400 * DAY
/** A domain that does not want to be measured says so in a TXT line at this name. */
export const OPT_OUT_LABEL = '_openaccord-check'
export const optsOut = (line: string): boolean => /^\s*(?:check\s*=\s*)?(?:no|off)\s*$/i.test(line)

/** When it may be measured again, or null where it may be now. */
export function againAt({ state, asked, ended }: Pick<Check, 'state' | 'asked' | 'ended'>, now: Micros): Micros | null {
  if (state === 'waiting' || state === 'running') return null
  const again = (ended ?? asked) + AT_MOST_EVERY
  return again > now ? again : null
}

export const ruleOf = (id: string): Rule | undefined => RULES.find((rule) => rule.id === id)

/** Each mandatory rule once, whether it serves the web, mail or both; the two groups stand apart in the report. */
export function overallOf(results: readonly CheckResult[]): Tally {
  const sum: Tally = { passed: 0, applicable: 0, points: 0, maximum: 0, undecided: 0 }
  for (const { id, verdict, points, maximum } of results) {
    if (ruleOf(id)?.mandatory !== true || verdict === 'not-applicable') continue
    if (verdict === 'error' || verdict === 'not-tested') {
      sum.undecided += 1
      continue
    }
    sum.applicable += 1
    sum.points += points
    sum.maximum += maximum
    if (verdict !== 'fail') sum.passed += 1
  }
  return sum
}

/** While a check runs: something this rule wants to know is not answered yet. */
export const isPending = (result: CheckResult): boolean => result.findings.some(({ key }) => key === 'common.not-asked')
