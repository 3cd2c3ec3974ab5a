/**
 * A commitment: folded from its acts, and then from time alone. `update-overdue` (a measure has not come, the date lies ahead),
 * `late` (the original date has passed) and `missed` come by themselves. A date moves once;
 * the original one goes on to count, and is the only one by which something is met in time.
 */
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import { endOf, monthsLater, startOf, type Logged } from '../model.ts'
import { metricOf, reaches, isBetter, wayGone, type Metric } from './metrics.ts'

export type Measure = { act: Logged<'commitment-progress'> | Logged<'commitment-closing'>; value: string; on: string; corrections: Logged<'commitment-correction'>[] }
/** What the acts leave behind, whatever the time is. Nothing of it is ever overwritten. */
export type Commitment = {
  act: Logged<'commitment'>
  organisation: OrganisationId
  metric: Metric
  accepted: Logged<'commitment-acceptance'> | undefined
  moved: Logged<'commitment-move'> | undefined
  measures: Measure[]
  closed: Logged<'commitment-closing'> | undefined
  replacedBy: Logged<'commitment'> | undefined
}
export type CommitmentState = 'proposed' | 'accepted' | 'on-track' | 'at-risk' | 'update-overdue' | 'late' | 'met' | 'partly-met' | 'missed' | 'replaced' | 'withdrawn'
export type Column = 'promised' | 'started' | 'late' | 'met' | 'not-met' | 'ended'
export type Standing = {
  state: CommitmentState
  column: Column
  late: 'due-passed' | null
  onTime: boolean | null
  latest: { value: string; on: string } | null
  way: number | null
  /** Until when the next measure is expected. */
  nextMeasure: Micros | null
  /** When this changes by time alone. */
  changes: Micros | null
}

/** After a measure was due it may still come, for so long, before its silence shows. */
export const MEASURE_GRACE = 30 * DAY
/** After the date that stands there is so long to measure and close; then it is missed. */
export const CLOSING_GRACE = 60 * DAY
/** What is closed as replaced is missed unless something takes its place within so long. */
export const REPLACE_WITHIN = 30 * DAY
const MONTHS = { 'month': 1, 'quarter': 3, 'half-year': 6, 'year': 12 } as const
const COLUMNS: Readonly<Record<CommitmentState, Column>> = {
  'proposed': 'promised', 'accepted': 'promised', 'on-track': 'started', 'at-risk': 'started', 'update-overdue': 'started', 'late': 'late', 'met': 'met', 'partly-met': 'not-met', 'missed': 'not-met', 'replaced': 'ended', 'withdrawn': 'ended',
}

/** All commitments in these acts (oldest first), by the id of the act that made each. */
export function commitmentsOf(acts: readonly Logged[]): Map<FactId, Commitment> {
  const all = new Map<FactId, Commitment>()
  const measures = new Map<FactId, Measure>()
  for (const act of acts) take(act, all, measures)
  return all
}

function take(act: Logged, all: Map<FactId, Commitment>, measures: Map<FactId, Measure>): void {
  if (act.kind === 'commitment') {
    all.set(act.fact, { act, organisation: act.organisation, metric: metricOf(act.says.metric), accepted: undefined, moved: undefined, measures: [], closed: undefined, replacedBy: undefined })
    const before = act.says.replaces === undefined ? undefined : all.get(act.says.replaces as FactId)
    if (before !== undefined) before.replacedBy = act
    return
  }
  if (act.kind === 'commitment-correction') return void measures.get(act.says.corrects as FactId)?.corrections.push(act)
  if (act.kind !== 'commitment-acceptance' && act.kind !== 'commitment-move' && act.kind !== 'commitment-progress' && act.kind !== 'commitment-closing') return
  const commitment = all.get(act.says.commitment as FactId)
  if (commitment === undefined) return
  if (act.kind === 'commitment-acceptance') commitment.accepted = act
  if (act.kind === 'commitment-move') commitment.moved = act
  if (act.kind === 'commitment-closing') commitment.closed = act
  if (act.kind !== 'commitment-progress' && act.kind !== 'commitment-closing') return
  const { value, on } = act.says
  if (value === undefined || on === undefined) return
  const measure: Measure = { act, value, on, corrections: [] }
  commitment.measures.push(measure)
  measures.set(act.fact, measure)
}

/** What was measured last, as it was last put right. */
export function latestOf({ measures }: Pick<Commitment, 'measures'>): { value: string; on: string } | undefined {
  const last = measures.at(-1)
  return last && figureOf(last)
}
export const figureOf = ({ value, on, corrections }: Measure): { value: string; on: string } => corrections.at(-1)?.says ?? { value, on }

export const dueOf = ({ act }: Pick<Commitment, 'act'>): Micros => endOf(act.says.due)
/** The date that stands now. */
export const dueNowOf = ({ act, moved }: Pick<Commitment, 'act' | 'moved'>): Micros => endOf(moved?.says.due ?? act.says.due)

/** Until when a measure is expected: one in each span since it was taken on, the last one with the closing. */
function nextMeasureOf(commitment: Commitment): Micros | undefined {
  const { act, accepted } = commitment
  if (accepted === undefined || commitment.closed !== undefined) return undefined
  const last = latestOf(commitment)
  const from = last === undefined ? accepted.at : Math.max(accepted.at, startOf(last.on))
  return Math.min(monthsLater(from, MONTHS[act.says.every]), dueNowOf(commitment))
}

export function standingOf(commitment: Commitment, now: Micros): Standing {
  const { act, metric } = commitment
  const latest = latestOf(commitment) ?? null
  const way = latest === null ? null : wayGone(metric, { baseline: act.says.baseline.value, target: act.says.target, value: latest.value })
  const nextMeasure = nextMeasureOf(commitment) ?? null
  const found = commitment.closed === undefined ? openState(commitment, nextMeasure, now) : closedState(commitment, commitment.closed, now)
  const changes = momentsOf(commitment, nextMeasure).filter((at) => at > now).reduce<Micros | null>((least, at) => (least === null || at < least ? at : least), null)
  return { ...found, column: COLUMNS[found.state], latest, way, nextMeasure, changes }
}

type Found = Pick<Standing, 'state' | 'late' | 'onTime'>

function openState(commitment: Commitment, nextMeasure: Micros | null, now: Micros): Found {
  if (commitment.accepted === undefined) return { state: 'proposed', late: null, onTime: null }
  const passed = now >= dueOf(commitment)
  if (now >= dueNowOf(commitment) + CLOSING_GRACE) return { state: 'missed', late: null, onTime: false }
  if (passed) return { state: 'late', late: 'due-passed', onTime: null }
  if (nextMeasure !== null && now >= nextMeasure + MEASURE_GRACE) return { state: 'update-overdue', late: null, onTime: null }
  const last = commitment.measures.at(-1)?.act
  if (last === undefined) return { state: 'accepted', late: null, onTime: null }
  return { state: last.kind === 'commitment-progress' ? last.says.outlook : 'on-track', late: null, onTime: null }
}

/** What the organisation says of its end holds as far as its last figure does. */
function closedState(commitment: Commitment, closed: Logged<'commitment-closing'>, now: Micros): Found {
  const { result } = closed.says
  if (result === 'withdrawn') return { state: 'withdrawn', late: null, onTime: null }
  if (result === 'replaced') return commitment.replacedBy === undefined && now >= closed.at + REPLACE_WITHIN ? { state: 'missed', late: null, onTime: false } : { state: 'replaced', late: null, onTime: null }
  const latest = latestOf(commitment)
  const state = latest === undefined ? 'missed' : resultOf(commitment, latest.value)
  return { state, late: null, onTime: state === 'met' && result === 'met' && inTime(commitment, closed) }
}

/** Neither a later act nor another day in a correction makes something have been in time. */
function inTime(commitment: Commitment, closed: Logged<'commitment-closing'>): boolean {
  const days = [closed.says.on, latestOf(commitment)?.on].filter((on) => on !== undefined)
  return days.every((on) => startOf(on) < dueOf(commitment)) && closed.at < dueOf(commitment) + CLOSING_GRACE
}

/** What a figure amounts to in the end. */
export function resultOf({ act, metric }: Pick<Commitment, 'act' | 'metric'>, value: string): 'met' | 'partly-met' | 'missed' {
  if (reaches(metric, value, act.says.target)) return 'met'
  return isBetter(metric, value, act.says.baseline.value) ? 'partly-met' : 'missed'
}

function momentsOf(commitment: Commitment, nextMeasure: Micros | null): Micros[] {
  const { accepted, closed, replacedBy } = commitment
  if (closed !== undefined) return closed.says.result === 'replaced' && replacedBy === undefined ? [closed.at + REPLACE_WITHIN] : []
  if (accepted === undefined) return []
  return [dueOf(commitment), dueNowOf(commitment) + CLOSING_GRACE, ...(nextMeasure === null ? [] : [nextMeasure + MEASURE_GRACE])]
}
