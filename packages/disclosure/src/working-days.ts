/** Days on which people work, in the time zone in which they do: weekends and holidays are arguments. Instants are milliseconds since 1970, UTC. */

/** `zone`: IANA name. `weekend`: 0 is Sunday. `isHoliday` is asked with a day of that zone, `2026-12-25`. */
export type WorkCalendar = { readonly zone: string; readonly weekend: readonly number[]; isHoliday(day: string): boolean }

/** Saturday and Sunday in UTC, and no holidays. */
export const PLAIN_CALENDAR: WorkCalendar = { zone: 'UTC', weekend: [0, 6], isHoliday: () => false }

export const DAY_MS = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** What a clock on the wall says in that zone, as if it were UTC. */
function wallClock(at: number, zone: string): number {
  if (zone === 'UTC') return Math.floor(at / 1000) * 1000
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })
  formats.set(zone, format)
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  return Date.UTC(parts['year']!, parts['month']! - 1, parts['day']!, parts['hour']!, parts['minute']!, parts['second']!)
}

/** The day on which an instant falls in that zone: `2026-11-22`. */
export const dayIn = (at: number, zone: string): string => new Date(wallClock(at, zone)).toISOString().slice(0, 10)

/** The instant at which clocks of that zone say this on this day. Where clocks jump over it, the first instant after. */
export function instantIn(day: string, minutes: number, zone: string): number {
  const wished = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000
  let at = wished
  for (let turn = 0; turn < 3; turn++) at += wished - wallClock(at, zone)
  return at
}

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
const isWorkingDay = (day: string, { weekend, isHoliday }: WorkCalendar): boolean => !weekend.includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !isHoliday(day)

/**
 * The instant by which so many working days have passed since `from`; the day on which it began is not counted.
 * `closesAt`: minutes after midnight at which the last of them ends; midnight unless said.
 */
export function afterWorkingDays(from: number, many: number, calendar: WorkCalendar, closesAt = 1440): number {
  let day = dayIn(from, calendar.zone)
  for (let left = many; left > 0; ) {
    day = nextDay(day)
    if (isWorkingDay(day, calendar)) left--
  }
  return instantIn(day, closesAt, calendar.zone)
}

/** The same day of the month and time of day, so many months later; the last day where that month is shorter. UTC. */
export function afterMonths(from: number, many: number): number {
  const date = new Date(from)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + many + 1, 0)).getUTCDate()
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + many, Math.min(date.getUTCDate(), last)) + (from - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()))
}

/** On which the SEC is closed: the holidays of 5 U.S.C. 6103, moved from Saturday to Friday and from Sunday to Monday. */
export function isUsFederalHoliday(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  const [month, of, weekday] = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCDay()]
  const nth = Math.ceil(of / 7)
  const floating: readonly (readonly [month: number, weekday: number, nth: number])[] = [[1, 1, 3], [2, 1, 3], [9, 1, 1], [10, 1, 2], [11, 4, 4]]
  if (floating.some(([m, w, n]) => m === month && w === weekday && n === nth)) return true
  if (month === 5 && weekday === 1 && of > 24) return true
  const shifts = weekday === 1 ? [0, -1] : weekday === 5 ? [0, 1] : [0]
  return shifts.some((shift) => ['01-01', '06-19', '07-04', '11-11', '12-25'].includes(new Date(date.getTime() + shift * DAY_MS).toISOString().slice(5, 10)))
}

/** New York, as the filing desk of the SEC keeps it. */
export const SEC_CALENDAR: WorkCalendar = { zone: 'America/New_York', weekend: [0, 6], isHoliday: isUsFederalHoliday }
