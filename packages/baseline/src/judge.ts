/** All rules over the observations of one domain: the report, and what is still to be asked for it. */
import { runCheck, type Check } from './check.ts'
import type { Observations, Question } from './observations.ts'
import type { CheckResult, Group, Report, Rule, Tally } from './result.ts'
import { checksOf, type Settings } from './rules/index.ts'
import { common, lookAt, Unsettled, type Seen } from './seen.ts'

/**
 * The report on a domain. What was not asked is `not-tested`; what could not be found out is `error`. Never throws for anything that a
 * domain may have answered. `settings.trustAnchors` are those of the root zone unless given.
 */
export async function judge(observations: Observations, now: Date, settings: Settings = {}): Promise<Report> {
  const { domain, observedAt, vantage } = observations
  const checks = checksOf(settings)
  const { results } = await run(observations, now, checks)
  return {
    domain, observedAt, judgedAt: now.toISOString(), vantage, results,
    web: tally(results, checks, 'web'), mail: tally(results, checks, 'mail'),
  }
}

/**
 * What the rules want to know and nobody has asked yet; empty when the report is whole. Ask them all, add each answer (failures and
 * `not-tested` too), and call again. Whatever the answers are, it ends: a handful of rounds for most domains, and some hundred questions
 * where answers are made to keep us asking. Set a limit of your own and enter what is over it as `not-tested`.
 */
export async function questionsLeft(observations: Observations, now: Date, settings: Settings = {}): Promise<Question[]> {
  const { left } = await run(observations, now, checksOf(settings))
  return left
}

/** Nothing seen yet. */
export const noObservations = (domain: string, observedAt: string, vantage: string): Observations =>
  ({ domain, observedAt, vantage, dns: [], http: [], tls: [], smtp: [] })

async function run(observations: Observations, now: Date, checks: readonly Check[]): Promise<{ results: CheckResult[]; left: Question[] }> {
  const { seen, left } = lookAt(observations)
  const nowhere = isNowhere(seen)
  const results: CheckResult[] = []
  for (const check of checks) {
    const judged: Check = nowhere ? { ...check, judge: () => ({ findings: [common('no-domain', { domain: seen.domain })] }) } : check
    results.push(await runCheck(judged, seen, now))
  }
  return { results, left: [...left.values()] }
}

/** RFC 8020: nothing is at or below a name that does not exist. An alias to nowhere exists itself. */
function isNowhere(seen: Seen): boolean {
  try {
    const { outcome, answer } = seen.anyDns(seen.domain, 'A')
    return outcome === 'nxdomain' && answer.length === 0
  } catch (error) {
    if (error instanceof Unsettled) return false
    throw error
  }
}

/** Errors and what was not tested are `undecided` and count neither way. */
function tally(results: readonly CheckResult[], checks: readonly Check[], group: Group): Tally {
  const sum: Tally = { passed: 0, applicable: 0, points: 0, maximum: 0, undecided: 0 }
  results.forEach((result, at) => {
    const rule: Rule | undefined = checks[at]?.rule
    if (rule === undefined || !rule.mandatory || !rule.groups.includes(group) || result.verdict === 'not-applicable') return
    if (result.verdict === 'error' || result.verdict === 'not-tested') {
      sum.undecided++
      return
    }
    sum.applicable++
    sum.points += result.points
    sum.maximum += result.maximum
    if (result.verdict !== 'fail') sum.passed++
  })
  return sum
}
