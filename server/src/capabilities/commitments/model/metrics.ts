/**
 * The metrics that commitments are measured by: a small published catalogue, so that figures of several organisations mean
 * the same. A rule is never changed: it gets another version, and what was promised under the earlier one is measured by it.
 * Sources: the seven goals of CISA's Secure by Design pledge, MANRS actions, RFC 9116, and our own pledge.
 */
import { bad } from '../model.ts'

export type Unit = 'percent' | 'days' | 'hours' | 'count' | 'level'
export type Metric = { id: string; version: string; name: string; rule: string; unit: Unit; better: 'higher' | 'lower'; principles: readonly string[] }

const metric = (id: string, version: string, unit: Unit, better: Metric['better'], principles: string, name: string, rule: string): Metric =>
  ({ id, version, name, rule, unit, better, principles: principles.split(' ') })

/** Oldest version first. */
export const METRICS: readonly Metric[] = [
  metric('fixed-within-90-days', '1', 'percent', 'higher', 'P1', 'Reports fixed within 90 days',
    'Of valid vulnerability reports received at least 90 days ago, those fixed within 90 days. Reports closed as invalid or duplicate are left out.'),
  metric('fixed-within-90-days', '2', 'percent', 'higher', 'P1', 'Reports fixed within 90 days',
    'Of vulnerability reports received in the last twelve months and at least 90 days ago, those fixed or publicly mitigated within 90 days. A report leaves the count as invalid or duplicate only where its reporter or a mediator agrees.'),
  metric('first-answer-days', '1', 'days', 'lower', 'P1', 'Days to a first human answer',
    'The number of working days within which nine in ten vulnerability reports of the last twelve months had a first answer by a person. Automatic replies do not count.'),
  metric('mfa-share', '1', 'percent', 'higher', 'P1 P3', 'Accounts with a second factor',
    'Of accounts that signed in during the last month, those for which a second factor was in force. A possible but unused factor does not count.'),
  metric('default-passwords', '1', 'count', 'lower', 'P1 P2', 'Products with a default password',
    'Products under support of which any unit leaves the works with a password that another unit has, too.'),
  metric('update-reach-30-days', '1', 'percent', 'higher', 'P1', 'Devices fixed within 30 days',
    'Of supported devices or users in the field, those on a fixed version 30 days after a critical fix; the mean over the fixes of the last twelve months.'),
  metric('recurring-classes', '1', 'percent', 'lower', 'P1', 'Vulnerabilities of a known class',
    'Of vulnerabilities published in the last twelve months, those whose CWE class had been found in the same product in the two years before.'),
  metric('cve-complete', '1', 'percent', 'higher', 'P1 P4', 'Complete CVE records',
    'Of CVE records published in the last twelve months, those with CWE, CVSS and an affected version range.'),
  metric('signed-releases', '1', 'percent', 'higher', 'P2', 'Releases with signed provenance',
    'Of releases of the last twelve months, those with a signature and provenance that anyone outside can verify.'),
  metric('reproducible-builds', '1', 'percent', 'higher', 'P2', 'Products built reproducibly',
    'Of products under support, those of which an outsider has rebuilt the newest release bit for bit.'),
  metric('users-warned-hours', '1', 'hours', 'lower', 'P2', 'Hours to warn users of a state attack',
    'From the moment when it is known with confidence that a state attacks a user, to the warning of that user: the longest of the last twelve months. 0 where there was no case is not a figure: leave the measure out.'),
  metric('people-trained', '1', 'count', 'higher', 'P3', 'People trained outside',
    'People outside the organisation and its customers who finished a course of at least four hours in the last twelve months.'),
  metric('languages-offered', '1', 'count', 'higher', 'P3', 'Languages of advice',
    'Languages in which all current security advice for users is published on the same day.'),
  metric('help-answered-10-days', '1', 'percent', 'higher', 'P3', 'Requests for help answered',
    'Of requests for help by civil society, schools and small companies in the last twelve months, those answered by a person within ten working days.'),
  metric('advisories-machine-readable', '1', 'percent', 'higher', 'P4', 'Advisories machines can read',
    'Of advisories of the last twelve months, those published as valid CSAF 2.0 or OSV on the same day.'),
  metric('shared-before-public', '1', 'percent', 'higher', 'P4', 'Shared before it was public',
    'Of indicators shared with the alliance in the last twelve months, those shared before their first public sighting, or within 72 hours of one’s own first.'),
  metric('upstream-fixes', '1', 'count', 'higher', 'P4', 'Fixes given to open source',
    'Fixes for vulnerabilities in open-source components that were offered upstream with a patch or with money in the last twelve months.'),
  metric('routes-filtered', '1', 'percent', 'higher', 'P2 P4', 'Customer routes filtered',
    'Of networks that announce routes through one’s own, those of which announcements are filtered by prefix and origin.'),
]

export const findMetric = ({ id, version }: { id: string; version: string }): Metric | undefined => METRICS.find((one) => one.id === id && one.version === version)
export const currentMetric = (id: string): Metric | undefined => METRICS.findLast((one) => one.id === id)
export const isCurrent = (one: Metric): boolean => currentMetric(one.id)?.version === one.version

/** For what was taken: the catalogue only grows, so it is there. */
export function metricOf(named: { id: string; version: string }): Metric {
  const found = findMetric(named)
  if (found === undefined) throw new Error(`the catalogue has lost ${named.id} ${named.version}`)
  return found
}

/** New promises are made under the newest rule. */
export function needCurrentMetric(named: { id: string; version: string }, principle: string): Metric {
  const current = currentMetric(named.id)
  if (current === undefined) throw bad('/metric/id', 'the catalogue has no such metric', `choose among ${[...new Set(METRICS.map(({ id }) => id))].join(', ')}`)
  if (named.version !== current.version) throw bad('/metric/version', `the rule of ${current.id} is at version ${current.version}`, `write version "${current.version}"`)
  if (!current.principles.includes(principle)) throw bad('/metric/id', `${current.id} measures ${current.principles.join(' and ')}, not ${principle}`, `choose a metric of ${principle}, or a clause of ${current.principles.join(' or ')}`)
  return current
}

/** Refuses figures that this unit cannot have. */
export function needFits({ unit }: Metric, value: string, field: string): void {
  if (unit === 'percent' && Number(value) > 100) throw bad(field, 'a share is at most 100', 'write a figure from 0 to 100')
  if (unit === 'count' && value.includes('.')) throw bad(field, 'what is counted is whole', 'leave the decimals out')
}

/** Whether `value` is at least as good as `goal`. */
export const reaches = ({ better }: Metric, value: string, goal: string): boolean =>
  better === 'higher' ? Number(value) >= Number(goal) : Number(value) <= Number(goal)
export const isBetter = (metric: Metric, value: string, than: string): boolean => Number(value) !== Number(than) && reaches(metric, value, than)

/** How much of the way from baseline to target has been gone, in whole percent from 0 to 100. */
export function wayGone(metric: Metric, { baseline, target, value }: { baseline: string; target: string; value: string }): number {
  if (reaches(metric, value, target)) return 100
  const [from, to, at] = [Number(baseline), Number(target), Number(value)]
  return from === to ? 0 : Math.max(0, Math.min(99, Math.floor(((at - from) / (to - from)) * 100)))
}
