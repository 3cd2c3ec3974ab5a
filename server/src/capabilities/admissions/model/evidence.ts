/**
 * Evidence: what is claimed, shown or measured, with its grade, its four times and its end. A measurement that says
 * otherwise than a claim stands beside it and never overwrites it; a check can be disputed, and both outcomes stay.
 */
import type { ApplicationId, EvidenceId, Micros, PersonId } from '@openaccord/names'
import { DAY, Refusal } from '../../../kernel/index.ts'
import { conflict } from '../model.ts'
import { CLAUSES, CRITERIA, type Criterion } from './answers.ts'

export const GRADES = ['E0', 'E1', 'E2', 'E3', 'E4'] as const
export type Grade = (typeof GRADES)[number]
export type EvidenceKind = 'claim' | 'link' | 'document' | 'measurement'
export type CheckResult = 'pass' | 'fail' | 'inconclusive'
export type EvidenceState = 'submitted' | 'valid' | 'failed' | 'inconclusive' | 'expiring' | 'expired' | 'superseded' | 'disputed' | 'upheld' | 'corrected'
export type Finding = { check: string; result: string; points: number; maximum: number }
export type Dispute = { at: Micros; reason: string; gradeBefore: Grade; closed: { at: Micros; outcome: 'upheld' | 'corrected'; note: string } | null }
export type Evidence = {
  id: EvidenceId
  application: ApplicationId
  /** A criterion, `domain` for a measurement, or `domain.dmarc` and the like for what is claimed of the domain. */
  criterion: string
  kind: EvidenceKind
  answer: 'yes' | 'partly' | 'not-yet' | null
  claim: string | null
  title: string | null
  link: string | null
  sha256: string | null
  bytes: number | null
  mime: string | null
  releasedAt: Micros | null
  grade: Grade
  effectiveAt: Micros | null
  observedAt: Micros | null
  receivedAt: Micros
  expiresAt: Micros | null
  checked: { at: Micros; by: PersonId | null; result: CheckResult; note: string } | null
  dispute: Dispute | null
  supersededAt: Micros | null
  rules: string | null
  findings: Finding[]
  report: string | null
}

/** Without a term of its own, what was shown counts for a year. */
export const EVIDENCE_LASTS = 365 * DAY
export const EXPIRING = 30 * DAY

/** By time alone as well: nobody has to do anything for evidence to expire. */
export function evidenceState({ supersededAt, dispute, checked, expiresAt }: Evidence, now: Micros): EvidenceState {
  if (supersededAt !== null) return 'superseded'
  if (dispute !== null && dispute.closed === null) return 'disputed'
  if (checked === null) return 'submitted'
  if (checked.result !== 'pass') return dispute?.closed?.outcome ?? (checked.result === 'fail' ? 'failed' : 'inconclusive')
  if (expiresAt !== null && now >= expiresAt) return 'expired'
  if (dispute?.closed) return dispute.closed.outcome
  return expiresAt !== null && now >= expiresAt - EXPIRING ? 'expiring' : 'valid'
}

/** The most that each kind can show: nobody documents by saying so. */
const MOST: Readonly<Record<EvidenceKind, Grade>> = { claim: 'E1', link: 'E2', document: 'E4', measurement: 'E3' }
/** E3 is measured by the hub, and only by it. */
export function needGrade({ kind }: Evidence, grade: Grade): void {
  const fits = kind === 'measurement' ? grade === 'E3' || grade === 'E0' : grade !== 'E3' && grade <= MOST[kind]
  if (fits) return
  const most = kind === 'measurement' ? 'E3, or E0 where nothing was seen' : kind === 'document' ? 'E0, E1, E2, or E4 for an assessor’s report' : `at most ${MOST[kind]}`
  throw new Refusal('unprocessable', 'admissions.grade', `evidence of this kind has another grade`, { faults: [{ field: '/grade', rule: `for a ${kind}: ${most}`, fix: `write ${MOST[kind]} or less` }] })
}

export function check(evidence: Evidence, given: { result: CheckResult; grade: Grade; note: string; by: PersonId; expires: Micros | null }, now: Micros): Evidence {
  if (evidence.supersededAt !== null) throw conflict('superseded', 'newer evidence has taken its place: check that')
  if (evidence.dispute !== null && evidence.dispute.closed === null) throw conflict('disputed', 'this is disputed: a second person closes the dispute')
  if (evidence.dispute !== null) throw conflict('dispute-closed', 'a dispute about this was closed: its outcome stands')
  needGrade(evidence, given.grade)
  if (given.expires !== null && given.expires <= now) throw new Refusal('unprocessable', 'admissions.expires', 'evidence that has ended shows nothing', { faults: [{ field: '/expires', rule: 'later than now', fix: 'leave it out: then it is a year' }] })
  const { result, grade, note, by } = given
  return { ...evidence, grade: result === 'pass' ? grade : 'E0', expiresAt: given.expires ?? evidence.expiresAt ?? now + EVIDENCE_LASTS, checked: { at: now, by, result, note } }
}

export function dispute(evidence: Evidence, reason: string, now: Micros): Evidence {
  if (evidence.supersededAt !== null) throw conflict('superseded', 'newer evidence has taken its place')
  if (evidence.checked === null && evidence.kind !== 'measurement') throw conflict('not-checked', 'this was not checked yet, so there is nothing to dispute')
  if (evidence.dispute !== null) throw conflict('disputed-already', 'this was disputed already')
  return { ...evidence, dispute: { at: now, reason, gradeBefore: evidence.grade, closed: null } }
}

/** Upheld, the check stands. Corrected, the grade changes, and what it was before stays beside it. By another person than who checked. */
export function resolve(evidence: Evidence, given: { outcome: 'upheld' | 'corrected'; grade: Grade | null; note: string; by: PersonId }, now: Micros): Evidence {
  const { dispute: open, checked } = evidence
  if (open === null || open.closed !== null) throw conflict('not-disputed', 'no dispute about this is open')
  if (checked?.by === given.by) throw new Refusal('forbidden', 'admissions.own-check', 'who checked it does not decide on the dispute: another person does')
  const dispute = { ...open, closed: { at: now, outcome: given.outcome, note: given.note } }
  if (given.outcome === 'upheld') return { ...evidence, dispute }
  if (given.grade === null) throw new Refusal('unprocessable', 'admissions.grade', 'a correction says the grade', { faults: [{ field: '/grade', rule: 'given where the outcome is “corrected”', fix: 'write the grade that is right' }] })
  needGrade(evidence, given.grade)
  return { ...evidence, grade: given.grade, dispute, checked: { at: checked?.at ?? now, by: checked?.by ?? null, result: given.grade === 'E0' ? 'fail' : 'pass', note: checked?.note ?? '' } }
}

/** Measurements that say otherwise than a claim about the domain. Not measured is no contradiction, nor is an error. */
export function contradictions(claim: Evidence, all: readonly Evidence[]): { evidence: EvidenceId; check: string; result: string }[] {
  const named = /^domain\.(.+)$/.exec(claim.criterion)?.[1]
  if (named === undefined || claim.kind === 'measurement' || claim.answer !== 'yes') return []
  const newest = all.findLast(({ kind, supersededAt }) => kind === 'measurement' && supersededAt === null)
  return (newest?.findings ?? []).filter(({ check: at, result }) => result === 'fail' && (at === named || (named === 'tls' && (at === 'tls-versions' || at === 'tls-certificate')))).map(({ check: at, result }) => ({ evidence: newest!.id, check: at, result }))
}

export const clausesOf = (criterion: string): readonly string[] =>
  (CRITERIA as readonly string[]).includes(criterion) ? CLAUSES[criterion as Criterion] : criterion.startsWith('domain') ? ['P1.2'] : []

/** What still has to be looked at before everyone may comment. */
export function unreviewed(all: readonly Evidence[], least: Grade, now: Micros): string[] {
  const current = all.filter(({ supersededAt }) => supersededAt === null)
  const open = current.filter((one) => ['submitted', 'disputed'].includes(evidenceState(one, now)) && !one.criterion.startsWith('domain'))
  const short = CRITERIA.filter((criterion) => {
    const given = current.filter((one) => one.criterion === criterion)
    return !given.some(({ checked, grade, answer }) => checked?.result === 'pass' && (grade >= least || answer === 'not-yet'))
  })
  const measured = current.some(({ kind }) => kind === 'measurement')
  return [...new Set([...open.map(({ criterion }) => criterion), ...short, ...(measured ? [] : ['domain'])])]
}
