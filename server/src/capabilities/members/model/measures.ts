/**
 * What the secretariat may do about an organisation, always by two persons: a pause of access in an emergency
 * (docs/decisions/0011), and, for those who are no signatories, suspension and removal. Pure.
 */
import type { Micros, OrganisationId, PersonId } from '@openaccord/names'
import { DAY, HOUR, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Organisation } from '../model.ts'

export const MEASURES = ['pause', 'suspension', 'removal'] as const
export type MeasureKind = (typeof MEASURES)[number]
export const GROUNDS = ['stolen-key', 'compromised-account', 'intrusion'] as const
export type Ground = (typeof GROUNDS)[number]
/** After “because”. */
export const PAUSED_BECAUSE: Record<Ground, string> = {
  'stolen-key': 'a signing key may be in other hands', 'compromised-account': 'an account may be in other hands', intrusion: 'an attacker may be in its systems',
}

/** `until`: when a pause ends by itself. `ended`: taken back before it was confirmed, or ended early. */
export type Measure = {
  organisation: OrganisationId
  n: number
  what: MeasureKind
  ground: Ground | null
  reason: string
  askedBy: PersonId
  askedAt: Micros
  confirmedBy: PersonId | null
  confirmedAt: Micros | null
  until: Micros | null
  endedBy: PersonId | null
  endedAt: Micros | null
}
export type MeasureState = 'asked' | 'lapsed' | 'taken-back' | 'running' | 'over' | 'done'
export type MeasureWish = { what: MeasureKind; ground?: Ground; reason: string }
/** A pause that a second person confirmed; it runs until `until`, its early end included. */
export type Pause = { from: Micros; until: Micros; ground: Ground; reason: string }

export const PAUSE_LASTS = 72 * HOUR
export const CONFIRM_WITHIN = 24 * HOUR
/** A pause that begins within this time after the end of another continues it. */
export const PAUSES_APART = 14 * DAY
const SAME_GROUND = 2

export function stateOfMeasure({ what, askedAt, confirmedAt, until, endedAt }: Measure, now: Micros): MeasureState {
  if (confirmedAt === null) return endedAt !== null ? 'taken-back' : now < askedAt + CONFIRM_WITHIN ? 'asked' : 'lapsed'
  if (what !== 'pause') return 'done'
  return endedAt === null && until !== null && now < until ? 'running' : 'over'
}

export const openMeasure = (measures: readonly Measure[], now: Micros): Measure | undefined =>
  measures.find((one) => ['asked', 'running'].includes(stateOfMeasure(one, now)))

export function pauseOf({ what, ground, reason, confirmedAt, until, endedAt }: Measure): Pause | undefined {
  if (what !== 'pause' || ground === null || confirmedAt === null || until === null) return undefined
  return { from: confirmedAt, until: endedAt ?? until, ground, reason }
}

/** The pauses that one beginning now would continue, newest first: each began within 14 days of the end of the one before. */
export function pausesBefore(measures: readonly Measure[], now: Micros): Pause[] {
  const pauses = measures.map(pauseOf).filter((one) => one !== undefined).sort((a, b) => b.from - a.from)
  const chain: Pause[] = []
  let next = now
  for (const pause of pauses) {
    if (next - pause.until >= PAUSES_APART) break
    chain.push(pause)
    next = pause.from
  }
  return chain
}

/** One person of the secretariat asks; nothing has happened yet. */
export function askForMeasure(actor: Actor, by: PersonId, organisation: Organisation, before: readonly Measure[], wish: MeasureWish, now: Micros): Measure {
  needFitting(actor, organisation, wish, before, now)
  if (openMeasure(before, now) !== undefined) {
    throw new Refusal('conflict', 'members.measure-open', `a measure about ${organisation.name} waits or runs already: confirm it, take it back or end it first`)
  }
  return {
    organisation: organisation.id, n: before.length + 1, what: wish.what, ground: wish.ground ?? null, reason: wish.reason.trim(), askedBy: by, askedAt: now,
    confirmedBy: null, confirmedAt: null, until: null, endedBy: null, endedAt: null,
  }
}

/** A second person, who was here before it was asked for. A pause that continues another takes an ombudsperson. `since`: of the second person. */
export function confirmMeasure(actor: Actor, { id: by, since }: { id: PersonId; since: Micros }, organisation: Organisation, measures: readonly Measure[], now: Micros): Measure {
  const open = openMeasure(measures, now)
  if (open === undefined || open.confirmedAt !== null) throw noneAsked(organisation)
  needFitting(actor, organisation, { what: open.what, reason: open.reason, ...(open.ground === null ? {} : { ground: open.ground }) }, measures, now)
  if (open.askedBy === by) throw new Refusal('forbidden', 'members.second-person', 'who asked for this does not confirm it: a second person does')
  if (since >= open.askedAt) throw new Refusal('forbidden', 'members.second-person-new', 'the second person is one who was here before this was asked for')
  if (needsOmbudsperson(open, measures, now) && !actor.may.has('concerns.screen')) {
    throw new Refusal('forbidden', 'members.pause-ombudsperson', `${organisation.name} was paused within the last 14 days: a further pause is confirmed by an ombudsperson`)
  }
  return { ...open, confirmedBy: by, confirmedAt: now, until: open.what === 'pause' ? now + PAUSE_LASTS : null }
}

export const needsOmbudsperson = ({ what }: Pick<Measure, 'what'>, measures: readonly Measure[], now: Micros): boolean =>
  what === 'pause' && pausesBefore(measures, now).length > 0

/** Takes back what was only asked for; ends a pause early: one of its two persons, or an ombudsperson. */
export function endMeasure(actor: Actor, by: PersonId, organisation: Organisation, measures: readonly Measure[], now: Micros): Measure {
  needOutside(actor, organisation)
  const open = openMeasure(measures, now)
  if (open === undefined) throw noneAsked(organisation)
  if (open.confirmedAt !== null && open.askedBy !== by && open.confirmedBy !== by && !actor.may.has('concerns.screen')) {
    throw new Refusal('forbidden', 'members.pause-not-yours', 'a pause is ended by one of the two who made it, or by an ombudsperson')
  }
  return { ...open, endedBy: by, endedAt: now }
}

const noneAsked = ({ name }: Organisation): Refusal => new Refusal('conflict', 'members.measure-none', `nothing waits or runs about ${name}: what nobody confirms lapses after 24 hours`)

function needOutside(actor: Actor, { id }: Organisation): void {
  if (actor.organisation === id) throw new Refusal('conflict', 'members.own-organisation', 'nobody decides on their own organisation: another has to')
}

function needFitting(actor: Actor, organisation: Organisation, { what, ground }: MeasureWish, measures: readonly Measure[], now: Micros): void {
  const { name, kind, standing } = organisation
  needOutside(actor, organisation)
  if (what !== 'pause' && kind === 'signatory') throw byFinding(name)
  if (standing.state === 'left') throw new Refusal('conflict', 'members.organisation-left', `${name} has left already`)
  if (what === 'suspension' && standing.state !== 'active') throw new Refusal('conflict', 'members.organisation-not-active', `${name} is not active`)
  if (what === 'removal' && kind === 'secretariat') throw new Refusal('conflict', 'members.secretariat-stays', 'the secretariat’s own organisation does not leave')
  if ((what === 'pause') !== (ground !== undefined)) throw badGround(what)
  if (pausesBefore(measures, now).filter((pause) => pause.ground === ground).length >= SAME_GROUND) {
    throw new Refusal('conflict', 'members.pause-again', `${name} was paused twice on this ground without 14 days between: what lasts longer is brought up as a concern`)
  }
}

export const byFinding = (name: string): Refusal =>
  new Refusal('forbidden', 'members.by-finding', `${name} is a signatory: it is suspended, restored or removed by a panel’s finding and a ballot, or by lapse of time. Bring up a concern; in an emergency ask for a pause of access`)

const badGround = (what: MeasureKind): Refusal => new Refusal('unprocessable', 'members.measure-ground', 'the ground does not fit', {
  faults: [{ field: '/ground', rule: what === 'pause' ? 'a pause has a ground' : 'only a pause has a ground', fix: what === 'pause' ? `write ${GROUNDS.join(' or ')}` : 'leave it out; the reason says why' }],
})
