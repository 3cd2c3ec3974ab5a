/**
 * Histories from elsewhere. Whether one is valid follows from what each event says it comes after, never from time stamps: clocks
 * of two parties differ. What arrives before its cause waits for it. A snapshot of a state is judged dimension by dimension, so that
 * one that cannot be believed does not hold up the others.
 */
import { partyOf, type CaseState } from './case.ts'
import { DisclosureError, refusedBy, type Refused } from './error.ts'
import type { CaseEvent } from './events.ts'
import { happen } from './happen.ts'
import { movesFrom } from './machine.ts'
import { REPORT, type ReportMove, type ReportState } from './report.ts'
import type { PublicState, VendorState } from './vulnerability.ts'

/** `after`: ids of the events that whoever wrote this one knew of. */
export type Told = { readonly id: string; readonly after: readonly string[]; readonly event: CaseEvent }
export type Replayed = {
  readonly state: CaseState
  readonly taken: readonly string[]
  /** What the rules forbid, with the rule; it changes nothing, and what comes after it is still looked at. */
  readonly refused: readonly { readonly id: string; readonly why: Refused }[]
  /** What waits for an event that has not arrived. */
  readonly waiting: readonly string[]
}

/** Takes events in any order of arrival; each when all that it comes after was looked at. The same id counts once. */
export function replay(start: CaseState, arrived: readonly Told[]): Replayed {
  const looked = new Set<string>()
  const taken: string[] = []
  const refused: { id: string; why: Refused }[] = []
  let state = start
  let waiting = [...new Map(arrived.map((told) => [told.id, told])).values()]
  for (let ready = readyOf(waiting, looked); ready.length > 0; ready = readyOf(waiting, looked)) {
    for (const { id, event } of ready) {
      looked.add(id)
      const outcome = attempt(state, event)
      if ('why' in outcome) refused.push({ id, why: outcome.why })
      else {
        state = outcome.state
        taken.push(id)
      }
    }
    waiting = waiting.filter(({ id }) => !looked.has(id))
  }
  return { state, taken, refused, waiting: waiting.map(({ id }) => id) }
}

const readyOf = (waiting: readonly Told[], looked: ReadonlySet<string>): Told[] => waiting.filter(({ after }) => after.every((id) => looked.has(id)))

function attempt(state: CaseState, event: CaseEvent): { state: CaseState } | { why: Refused } {
  try {
    return { state: happen(state, event).state }
  } catch (error) {
    if (error instanceof DisclosureError) return { why: refusedBy(error.code) }
    throw error
  }
}

/** What somebody says the state is now: of themselves and of the vulnerability. What is left out is not spoken of. */
export type Snapshot = { readonly report?: ReportState; readonly vendor?: VendorState; readonly happened?: PublicState }
export type Dimension = keyof Snapshot
export type Adjudicated = { readonly state: CaseState; readonly adopted: readonly Dimension[]; readonly refused: readonly { readonly dimension: Dimension; readonly why: Refused }[] }

/** Each dimension on its own: adopted where a way leads from here to there, refused with the rule where none does. What is known outside comes first. */
export function adjudicate(state: CaseState, by: string, snapshot: Snapshot): Adjudicated {
  const ways: readonly (readonly [Dimension, (state: CaseState) => CaseEvent[] | undefined])[] = [
    ['happened', (now) => (snapshot.happened === undefined ? [] : wayOutside(now, by, snapshot.happened))],
    ['report', (now) => (snapshot.report === undefined ? [] : wayOfReport(now, by, snapshot.report))],
    ['vendor', (now) => (snapshot.vendor === undefined ? [] : wayOfVendor(now, by, snapshot.vendor))],
  ]
  const adopted: Dimension[] = []
  const refused: { dimension: Dimension; why: Refused }[] = []
  let next = state
  for (const [dimension, way] of ways) {
    if (snapshot[dimension] === undefined) continue
    const outcome = follow(next, way(next))
    if ('why' in outcome) refused.push({ dimension, why: outcome.why })
    else {
      next = outcome.state
      adopted.push(dimension)
    }
  }
  return { state: next, adopted, refused }
}

function follow(state: CaseState, way: readonly CaseEvent[] | undefined): { state: CaseState } | { why: Refused } {
  if (way === undefined) return { why: refusedBy('snapshot-goes-back') }
  let outcome: { state: CaseState } | { why: Refused } = { state }
  for (const event of way) {
    if ('why' in outcome) return outcome
    outcome = attempt(outcome.state, event)
  }
  return outcome
}

const gained = (now: string, then: string, letters: string): string[] | undefined => {
  if ([...letters].some((letter) => now.includes(letter) && !then.includes(letter))) return undefined
  return [...letters].filter((letter) => then.includes(letter) && !now.includes(letter))
}

function wayOutside(state: CaseState, by: string, then: PublicState): CaseEvent[] | undefined {
  const kinds = { P: 'became-public', X: 'exploit-published', A: 'attacked' } as const
  // what is said of X says P with it: an exploit that is public makes the vulnerability public
  return gained(state.happened, then, 'PXA')?.map((letter) => ({ kind: kinds[letter as keyof typeof kinds], by }))
}

function wayOfVendor(state: CaseState, by: string, then: VendorState): CaseEvent[] | undefined {
  const kinds = { V: 'vendor-knows', F: 'fix-ready', D: 'fix-deployed' } as const
  return gained(partyOf(state, by)?.vendor ?? 'vfd', then, 'VFD')?.map((letter) => ({ kind: kinds[letter as keyof typeof kinds], by }))
}

const REASON = 'as told in a snapshot'

/** The shortest way through the machine; nobody receives a report by saying so. */
function wayOfReport(state: CaseState, by: string, then: ReportState): CaseEvent[] | undefined {
  const start = partyOf(state, by)?.report
  if (start === undefined) return undefined
  const found = new Map<ReportState, Exclude<ReportMove, 'receive'>[]>([[start, []]])
  for (const [from, way] of found) {
    for (const { move, to } of movesFrom(REPORT, from)) if (move !== 'receive' && !found.has(to)) found.set(to, [...way, move])
  }
  return found.get(then)?.map((move) => ({ kind: 'report-judged', by, move, reason: REASON }))
}
