/**
 * The ladder of those from whom nothing is heard (after the CVE programme's rules for inactive authorities): six months
 * without an act or a contribution, two notices two weeks apart, a public flag, suspension, removal. The notices are
 * stated when they were sent; from then on time alone goes on. And the ladder as it stands, whatever led there.
 */
import type { BallotId, ConcernId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'

export type LadderState = 'active' | 'silent' | 'first-notice' | 'second-notice' | 'flagged' | 'suspended' | 'removed' | 'left'
export type LadderStep = 'first-notice' | 'second-notice' | 'flagged' | 'suspended' | 'restored' | 'removed'
export type Ground = 'no-activity' | 'ballot'

/** Between one step and the next. */
export const STEP = 14 * DAY
export const REMOVED_AFTER = 180 * DAY

/** A step that was stated. `effective` is when it counts from: for what time brought about, the instant at which it did. */
export type Rung = {
  seq: number
  organisation: OrganisationId
  step: LadderStep | 'restore-proposed'
  at: Micros
  effective: Micros
  ground: Ground | null
  concern: ConcernId | null
  ballot: BallotId | null
  words: string | null
  by: PersonId | null
  fact: FactId | null
}
/** The organisation as the members' room has it. `lastActivity` counts from its admission at the least. */
export type Walker = { id: OrganisationId; state: 'active' | 'suspended' | 'left'; stateAt: Micros; signatory: boolean; lastActivity: Micros }
export type Ladder = { state: LadderState; since: Micros; ground: Ground | null; next: { step: LadderStep; at: Micros } | null }

/** Six months on, on the same day and at the same time; the last day of a month where there is none such. */
export function silentFrom(lastActivity: Micros): Micros {
  const date = new Date(Math.floor(lastActivity / 1000))
  const moved = new Date(date)
  moved.setUTCDate(1)
  moved.setUTCMonth(date.getUTCMonth() + 6)
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(date.getUTCDate(), last))
  return moved.getTime() * 1000 + (lastActivity % 1000)
}

/** `rungs`: of this organisation, oldest first. */
export function ladderOf(walker: Walker, rungs: readonly Rung[], now: Micros): Ladder {
  const last = rungs.findLast(({ step }) => step === 'suspended' || step === 'removed' || step === 'restored')
  if (last?.step === 'removed') return { state: 'removed', since: last.effective, ground: last.ground, next: null }
  if (walker.state === 'left') return { state: 'left', since: walker.stateAt, ground: null, next: null }
  if (last?.step === 'suspended') return suspended(last.effective, last.ground, now)
  if (walker.state === 'suspended') return { state: 'suspended', since: walker.stateAt, ground: null, next: null }
  if (!walker.signatory) return { state: 'active', since: walker.lastActivity, ground: null, next: null }
  return lapsing(Math.max(walker.lastActivity, last?.effective ?? 0), rungs, now)
}

function suspended(since: Micros, ground: Ground | null, now: Micros): Ladder {
  if (ground !== 'no-activity') return { state: 'suspended', since, ground, next: null }
  const ends = since + REMOVED_AFTER
  if (ends <= now) return { state: 'removed', since: ends, ground, next: null }
  return { state: 'suspended', since, ground, next: { step: 'removed', at: ends } }
}

/** Notices count only where nothing has been heard since. Without both of them nobody is suspended, however long it takes. */
function lapsing(from: Micros, rungs: readonly Rung[], now: Micros): Ladder {
  const since = rungs.filter(({ at }) => at > from)
  const first = since.find(({ step }) => step === 'first-notice')
  const second = since.find(({ step }) => step === 'second-notice')
  const silent = silentFrom(from)
  if (first === undefined) return now < silent ? { state: 'active', since: from, ground: null, next: null } : { state: 'silent', since: silent, ground: null, next: { step: 'first-notice', at: silent } }
  if (second === undefined) return { state: 'first-notice', since: first.at, ground: null, next: { step: 'second-notice', at: first.at + STEP } }
  const flagged = second.at + STEP
  const out = flagged + STEP
  if (now < flagged) return { state: 'second-notice', since: second.at, ground: null, next: { step: 'flagged', at: flagged } }
  if (now < out) return { state: 'flagged', since: flagged, ground: 'no-activity', next: { step: 'suspended', at: out } }
  return suspended(out, 'no-activity', now)
}

/** What the job has to state now, with the instant from which it counts; undefined where nothing is due. One at a time, in order. */
export function dueRung(walker: Walker, rungs: readonly Rung[], now: Micros): { step: LadderStep; effective: Micros } | undefined {
  const ladder = ladderOf(walker, rungs, now)
  const { state, since, ground, next } = ladder
  if (next !== null && next.at <= now && (next.step === 'first-notice' || next.step === 'second-notice')) return { step: next.step, effective: now }
  if (ground !== 'no-activity') return undefined
  const from = Math.max(walker.lastActivity, rungs.findLast(({ step }) => step === 'restored')?.effective ?? 0)
  const stated = (step: LadderStep): boolean => rungs.some((rung) => rung.step === step && rung.at > from)
  const second = rungs.findLast(({ step }) => step === 'second-notice')
  if (second !== undefined && !stated('flagged') && (state === 'flagged' || state === 'suspended')) return { step: 'flagged', effective: second.at + STEP }
  if (state === 'suspended' && !stated('suspended')) return { step: 'suspended', effective: since }
  if (state === 'removed' && !stated('removed')) return stated('suspended') ? { step: 'removed', effective: since } : { step: 'suspended', effective: since - REMOVED_AFTER }
  return undefined
}
