/**
 * Assurance, after the Global Network Initiative: every two years an accredited assessor from outside looks at the process
 * and at sealed cases. The cases stay with the organisation and the assessor; public are the determination ("effort in good
 * faith, with improvement over time": yes, not yet, no), the number of cases, and the entries that commit to them.
 */
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import { bad, conflict, dayOf, endOf, isOf, monthsLater, type Logged } from '../model.ts'
import { needDay, needOnce, needSignatory, type Of, type Speaker } from './may.ts'
import { needOwnEvidence } from './stages.ts'

export type Engaged = Logged<'assurance-engagement'>
export type Determined = Logged<'assurance-determination'>
export type CaseId = `case_${string}`
/** What is known of a sealed case without opening it. `read`: since when the assessor has it open. */
export type SealedCase = { id: CaseId; fact: FactId; at: Micros; engagement: FactId; by: OrganisationId; commitment: string; size: number; title: string; read: Micros | null }
/** By the secretariat, as a stated fact. The last one of an organisation counts. */
export type Accreditation = { organisation: OrganisationId; from: Micros; until: string; basis: string; fact: FactId; ended: Micros | null }
export type AssuranceState = 'none' | 'under-way' | 'current' | 'due' | 'expired'

export const DETERMINATION_MONTHS = 24
const LONGEST_ENGAGEMENT = 366 * DAY

export const expiresAt = (act: Determined): Micros => monthsLater(act.at, DETERMINATION_MONTHS)
export const determinationsOf = (acts: readonly Logged[], reviewed: OrganisationId): Determined[] => acts.filter(isOf('assurance-determination')).filter(({ says }) => says.reviewed === reviewed)

export function accreditationState({ until, ended }: Accreditation, now: Micros): 'accredited' | 'ended' | 'expired' {
  if (ended !== null) return 'ended'
  return now < endOf(until) ? 'accredited' : 'expired'
}
export const isAccredited = (id: OrganisationId, all: readonly Accreditation[], now: Micros): boolean => {
  const last = all.findLast(({ organisation }) => organisation === id)
  return last !== undefined && accreditationState(last, now) === 'accredited'
}

export function engagementState(act: Engaged, acts: readonly Logged[], now: Micros): 'open' | 'over' | 'determined' {
  if (acts.some((one) => one.kind === 'assurance-determination' && one.says.engagement === act.fact)) return 'determined'
  return now < endOf(act.says.until) ? 'open' : 'over'
}

/** `acts` of everybody. `signed`: since when the organisation has signed the pledge. */
export function assuranceStanding(acts: readonly Logged[], organisation: OrganisationId, signed: Micros | undefined, now: Micros): { state: AssuranceState; due: Micros | null; expires: Micros | null } {
  const last = determinationsOf(acts, organisation).at(-1)
  const expires = last === undefined ? null : expiresAt(last)
  const due = expires ?? (signed === undefined ? null : monthsLater(signed, DETERMINATION_MONTHS))
  if (expires !== null && now < expires) return { state: 'current', due, expires }
  if (acts.some((act) => act.kind === 'assurance-engagement' && act.organisation === organisation && engagementState(act, acts, now) === 'open')) return { state: 'under-way', due, expires }
  if (expires !== null) return { state: 'expired', due, expires }
  return { state: due !== null && now >= due ? 'due' : 'none', due, expires }
}

/** Evidence of stages that a determination which still stands has checked. */
export function verifiedEvidence(acts: readonly Logged[], organisation: OrganisationId, now: Micros): Map<FactId, FactId> {
  return new Map(determinationsOf(acts, organisation).filter((act) => now < expiresAt(act)).flatMap((act) => (act.says.verified ?? []).map((one) => [one as FactId, act.fact] as const)))
}

export type AssuranceAround = {
  speaker: Speaker
  /** The other side: the assessor of an engagement, the organisation of a determination. */
  other: Speaker | undefined
  /** Under one control, by what the alliance has recorded. */
  affiliated: boolean
  accreditations: readonly Accreditation[]
  acts: readonly Logged[]
  /** Sealed for the engagement that a determination names. */
  cases: readonly SealedCase[]
  now: Micros
}

export function needMayEngage({ says, organisation }: Of<'assurance-engagement'>, { speaker, other, affiliated, accreditations, acts, now }: AssuranceAround): void {
  needSignatory(speaker)
  if (says.assessor === organisation) throw bad('/assessor', 'nobody assesses itself', 'choose an accredited partner')
  needAssessor(other, affiliated, accreditations, now, '/assessor')
  needDay(says.until, '/until', { from: now + 7 * DAY, until: now + LONGEST_ENGAGEMENT })
  const open = acts.filter(isOf('assurance-engagement')).find((act) => act.organisation === organisation && engagementState(act, acts, now) === 'open')
  if (open !== undefined) throw conflict('engaged-already', `a review is open until ${open.says.until}: one at a time`)
}

function needAssessor(assessor: Speaker | undefined, affiliated: boolean, accreditations: readonly Accreditation[], now: Micros, field: string): void {
  if (assessor === undefined || assessor.kind !== 'partner' || assessor.state !== 'active') throw bad(field, 'is an active partner of the alliance', 'choose an accredited partner')
  if (!isAccredited(assessor.id, accreditations, now)) throw bad(field, `${assessor.name} is not accredited now`, 'choose an accredited partner')
  if (affiliated) throw bad(field, `${assessor.name} is under one control with the organisation`, 'choose an assessor of another group')
}

export function needMayDetermine({ says, organisation }: Of<'assurance-determination'>, { speaker, other, affiliated, accreditations, acts, cases, now }: AssuranceAround): void {
  const engagement = acts.find((act): act is Engaged => act.kind === 'assurance-engagement' && act.fact === says.engagement)
  if (engagement === undefined || engagement.says.assessor !== organisation) throw bad('/engagement', 'is a review that your organisation was asked for', 'name the act by which you were engaged')
  if (says.reviewed !== engagement.organisation || says.reviewed === organisation) throw bad('/reviewed', 'is the organisation that asked for the review', `write ${engagement.organisation}`)
  needAssessor(speaker, affiliated, accreditations, now, '/engagement')
  const state = engagementState(engagement, acts, now)
  if (state === 'determined') throw conflict('determined-already', 'this review has its determination; the next review makes the next one')
  if (state === 'over') throw conflict('engagement-over', `the review ended on ${dayOf(endOf(engagement.says.until) - DAY)}: the organisation asks for another`)
  needOnce(says.cases, '/cases')
  const odd = says.cases.findIndex((fact) => !cases.some((one) => one.fact === fact && one.read !== null))
  if (odd !== -1) throw bad(`/cases/${odd}`, 'is a case sealed for this review that you have opened', 'read the case first, or leave it out')
  needOnce(says.verified ?? [], '/verified')
  for (const [at, fact] of (says.verified ?? []).entries()) needOwnEvidence(fact, other?.id ?? engagement.organisation, acts, `/verified/${at}`)
}

/** Who may put a case file into a review, and read what is in it: the two sides, and nobody else, whatever their rights. */
export const isSide = (engagement: Engaged, organisation: OrganisationId | undefined): boolean =>
  organisation !== undefined && (engagement.organisation === organisation || engagement.says.assessor === organisation)
