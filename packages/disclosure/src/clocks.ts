/** Which clocks run, what is due next, what is late and what was met when: from what happened and the moment alone. Instants are milliseconds since 1970, UTC. */
import { CLOCK_IDS, CLOCKS, type ClockEvent, type ClockId, type ClockRule, type Span } from './clock-rules.ts'
import { afterMonths, afterWorkingDays, DAY_MS, PLAIN_CALENDAR, SEC_CALENDAR, type WorkCalendar } from './working-days.ts'

/** `soon`: in the last quarter of its time. `grace`: past its end, within the days of grace. */
export type ClockState = 'running' | 'soon' | 'grace' | 'overdue' | 'met' | 'met-late'
export type Clock = { readonly id: ClockId; readonly rule: ClockRule; readonly started: number; readonly due: number; readonly graceUntil: number | null; readonly met: number | null; readonly state: ClockState }
/** What happened when. Of one kind the first starts a clock, and the first after that meets it. */
export type Happening = { readonly event: ClockEvent; readonly at: number }

const CLOSES_AT_1730 = 17 * 60 + 30

/** The instant so long after another. Working days are those of `calendar`; the SEC has its own. */
export function after(from: number, span: Span, calendar: WorkCalendar = PLAIN_CALENDAR): number {
  if ('hours' in span) return from + span.hours * 3_600_000
  if ('days' in span) return from + span.days * DAY_MS
  if ('months' in span) return afterMonths(from, span.months)
  return span.calendar === 'sec' ? afterWorkingDays(from, span.workingDays, SEC_CALENDAR, CLOSES_AT_1730) : afterWorkingDays(from, span.workingDays, calendar)
}

/** The clocks that have begun, those that run out first first. */
export function clocksOf(happened: readonly Happening[], { now, calendar = PLAIN_CALENDAR, ids = CLOCK_IDS }: { now: number; calendar?: WorkCalendar; ids?: readonly ClockId[] }): Clock[] {
  return ids.flatMap((id) => clockOf(id, happened, now, calendar) ?? []).toSorted((one, other) => one.due - other.due)
}

function clockOf(id: ClockId, happened: readonly Happening[], now: number, calendar: WorkCalendar): Clock | undefined {
  const rule: ClockRule = CLOCKS[id]
  const triggered = firstOf(happened, [rule.trigger])
  const condition = rule.after === undefined ? 0 : firstOf(happened, [rule.after])
  if (triggered === undefined || condition === undefined || triggered > now) return undefined
  const started = Math.max(triggered, condition)
  const due = after(started, rule.span, calendar)
  const graceUntil = rule.grace === undefined ? null : after(due, rule.grace, calendar)
  const met = firstOf(happened.filter(({ at }) => at >= started && at <= now), rule.metBy) ?? null
  return { id, rule, started, due, graceUntil, met, state: stateOf({ started, due, graceUntil, met }, now) }
}

const firstOf = (happened: readonly Happening[], events: readonly ClockEvent[]): number | undefined =>
  happened.filter(({ event }) => events.includes(event)).map(({ at }) => at).toSorted((one, other) => one - other)[0]

function stateOf({ started, due, graceUntil, met }: Pick<Clock, 'started' | 'due' | 'graceUntil' | 'met'>, now: number): ClockState {
  if (met !== null) return met <= (graceUntil ?? due) ? 'met' : 'met-late'
  if (now > (graceUntil ?? due)) return 'overdue'
  if (now > due) return 'grace'
  return due - now <= (due - started) / 4 ? 'soon' : 'running'
}

const isOpen = ({ met }: Clock): boolean => met === null

/** What runs out next, of what has not yet run out. */
export const nextDue = (clocks: readonly Clock[], now: number): Clock | undefined => clocks.filter(isOpen).filter(({ due }) => due >= now).toSorted((one, other) => one.due - other.due)[0]
export const overdueOf = (clocks: readonly Clock[]): Clock[] => clocks.filter(({ state }) => state === 'overdue')
