/** Where a concern stands: folded from what happened, and then from time alone. One state, one who is waited for, one moment. */
import type { BallotId, FactId, Micros, OrganisationId } from '@openaccord/names'
import {
  ANSWER_WITHIN, FIND_WITHIN, isOf, PUBLISH_WITHIN, SCREEN_WITHIN, WEIGH_WITHIN, type Case, type ConcernState, type Event, type EventOf, type Filing,
  type Measure, type Outcome, type Remedy, type WaitedFor,
} from '../model.ts'

export type Standing = { state: ConcernState; since: Micros; waitsFor: WaitedFor; due: Micros | null; late: boolean; outcome: Outcome | null }
/** What the events leave behind, whatever the time is. */
type Position = { state: ConcernState; since: Micros; due: Micros | null; outcome: Outcome | null }

export function standingOf({ filing, events }: Case, now: Micros): Standing {
  const position = events.reduce((before, event) => next(before, event, events), begun(filing))
  const moved = byTime(position, now)
  const waitsFor = waited(moved, filing, now)
  const due = waitsFor === 'nobody' ? null : moved.due
  return { ...moved, due, waitsFor, late: due !== null && due <= now && waitsFor !== 'log' && waitsFor !== 'time' }
}

const begun = ({ at }: Filing): Position => ({ state: 'screening', since: at, due: at + SCREEN_WITHIN, outcome: null })
const ended = (state: 'declined' | 'withdrawn' | 'closed', since: Micros, outcome: Outcome | null = null): Position => ({ state, since, due: null, outcome })

function next(before: Position, event: Event, events: readonly Event[]): Position {
  const { at } = event
  switch (event.kind) {
    case 'opened': return { ...before, state: 'answer', since: at, due: at + ANSWER_WITHIN }
    case 'declined': return ended('declined', at)
    case 'withdrawn': return ended('withdrawn', at)
    case 'corrected': return ended('closed', at, 'corrected')
    // A later answer stands beside the others and moves nothing.
    case 'answered': return before.state === 'answer' ? { ...before, state: 'weighing', since: Math.min(at, before.due ?? at), due: Math.min(at, before.due ?? at) + WEIGH_WITHIN } : before
    case 'panel-called': return { ...before, state: 'drawing', since: at, due: event.after }
    case 'panel-drawn': return { ...before, state: 'panel', since: at, due: at + FIND_WITHIN }
    case 'found': return found(before, event, events)
    case 'remedy-kept': return { ...before, due: remedyDue(events.filter((one) => one.seq <= event.seq)) }
    case 'ballot-called': return { ...before, state: 'ballot', since: at, due: null }
    case 'ballot-ended': return decided(before, event)
    case 'published': return ended('closed', at, event.measure === 'removal' ? 'removed' : 'suspended')
    case 'closed': return ended('closed', at, event.outcome)
    default: return before
  }
}

function found(before: Position, { at, finding }: EventOf<'found'>, events: readonly Event[]): Position {
  const says = events.filter(isOf('finding-proposed')).find(({ fact }) => fact === finding)?.says
  if (says === undefined || says.finding === 'not-upheld') return ended('closed', at, 'not-upheld')
  if (says.measure === 'none') return ended('closed', at, 'upheld')
  // Where a ballot is asked for it is called in the same moment: the next event.
  if (says.measure !== 'remedy') return { ...before, state: 'ballot', since: at, due: null }
  return { ...before, state: 'remedy', since: at, due: remedyDue(events) }
}

/** That nobody came to vote acquits nobody: then the ombudsperson calls another ballot, or closes it. */
function decided(before: Position, { at, outcome }: EventOf<'ballot-ended'>): Position {
  if (outcome === 'adopted') return { ...before, state: 'publishing', since: at, due: at + PUBLISH_WITHIN }
  if (outcome === 'rejected') return ended('closed', at, 'ballot-rejected')
  return { ...before, state: 'weighing', since: at, due: at + WEIGH_WITHIN }
}

/** The end of the day of the first remedy that is not kept. */
function remedyDue(events: readonly Event[]): Micros | null {
  const open = remediesOf(events).filter(({ keptAt }) => keptAt === null).map(({ due }) => endOfDay(due))
  return open.length === 0 ? null : Math.min(...open)
}

export const endOfDay = (day: string): Micros => Date.parse(`${day}T23:59:59.999Z`) * 1000 + 1000

/** Nobody has to do anything for the time of the answer to be over. */
function byTime(position: Position, now: Micros): Position {
  if (position.state !== 'answer' || position.due === null || position.due > now) return position
  return { ...position, state: 'weighing', since: position.due, due: position.due + WEIGH_WITHIN }
}

function waited({ state, due }: Position, filing: Filing, now: Micros): WaitedFor {
  switch (state) {
    case 'screening': return filing.kind === 'correction' ? 'secretariat' : 'ombudsperson'
    case 'answer': return 'organisation'
    case 'weighing': return 'ombudsperson'
    case 'drawing': return due !== null && due > now ? 'time' : 'log'
    case 'panel': return 'panel'
    case 'remedy': return due !== null && due <= now ? 'ombudsperson' : 'organisation'
    case 'ballot': return 'voters'
    case 'publishing': return 'secretariat'
    default: return 'nobody'
  }
}

/** True from the moment on at which the public reads of it: taken up, or a correction that was decided. */
export function isPublic({ filing, events }: Case): boolean {
  if (filing.kind === 'concern') return events.some(isOf('opened'))
  return filing.kind === 'correction' && events.some(isOf('corrected'))
}

export type KeptRemedy = Remedy & { keptAt: Micros | null; words: string | null }

/** What the standing finding asks for, and what of it was kept. */
export function remediesOf(events: readonly Event[]): KeptRemedy[] {
  const standing = events.findLast(isOf('found'))?.finding
  const finding = events.filter(isOf('finding-proposed')).find(({ fact }) => fact === standing)
  const kept = new Map(events.filter(isOf('remedy-kept')).map((event) => [event.remedy, event]))
  return (finding?.says.remedies ?? []).map((remedy, index) => ({ ...remedy, keptAt: kept.get(index + 1)?.at ?? null, words: kept.get(index + 1)?.words ?? null }))
}

export type ShownPanel = { called: EventOf<'panel-called'>; due: EventOf<'panel-due'> | undefined; drawn: EventOf<'panel-drawn'> | undefined; seats: OrganisationId[]; recused: OrganisationId[] }

/** Every panel that was called, oldest first; the last one sits. */
export function panelsOf(events: readonly Event[]): ShownPanel[] {
  return events.filter(isOf('panel-called')).map((called, index, all) => {
    const until = all[index + 1]?.seq ?? Infinity
    const own = events.filter(({ seq }) => seq > called.seq && seq < until)
    const drawn = own.find(isOf('panel-drawn'))
    const recused = own.filter(isOf('panel-recused'))
    return { called, due: own.find(isOf('panel-due')), drawn, seats: recused.at(-1)?.panel ?? drawn?.panel ?? [], recused: recused.map(({ organisation }) => organisation) }
  })
}

export type FindingState = 'proposed' | 'stands' | 'fallen'
export type ShownFinding = { proposed: EventOf<'finding-proposed'>; positions: EventOf<'finding-position'>[]; state: FindingState }

/** A finding stands with two of the panel behind it, and falls when so few are left that two cannot be. */
export function findingsOf(events: readonly Event[]): ShownFinding[] {
  const seats = panelsOf(events).at(-1)?.seats ?? []
  const standing = events.findLast(isOf('found'))?.finding
  return events.filter(isOf('finding-proposed')).map((proposed) => {
    const positions = events.filter(isOf('finding-position')).filter(({ finding }) => finding === proposed.fact)
    return { proposed, positions, state: proposed.fact === standing ? 'stands' : mayStillStand(proposed, positions, seats) ? 'proposed' : 'fallen' }
  })
}

function mayStillStand({ organisation }: EventOf<'finding-proposed'>, positions: readonly EventOf<'finding-position'>[], seats: readonly OrganisationId[]): boolean {
  const dissent = new Set(positions.filter(({ position }) => position === 'dissents').map((one) => one.organisation))
  return seats.includes(organisation) && seats.filter((seat) => !dissent.has(seat)).length >= 2
}

export const openFinding = (events: readonly Event[]): ShownFinding | undefined => findingsOf(events).find(({ state }) => state === 'proposed')
export const findingOf = (events: readonly Event[], fact: FactId): ShownFinding | undefined => findingsOf(events).find(({ proposed }) => proposed.fact === fact)

/** Every ballot that was called, oldest first. */
export function ballotsOf(events: readonly Event[]): { ballot: BallotId; measure: Measure; outcome: string | null }[] {
  const ended = new Map(events.filter(isOf('ballot-ended')).map(({ ballot, outcome }) => [ballot, outcome]))
  return events.filter(isOf('ballot-called')).map(({ ballot, measure }) => ({ ballot, measure, outcome: ended.get(ballot) ?? null }))
}
