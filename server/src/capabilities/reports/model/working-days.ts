/** Working days in UTC: Monday to Friday. Holidays differ from country to country and are not known here. */
import type { Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'

/** 1970-01-01 was a Thursday; 0 is Monday. */
const weekday = (at: Micros): number => (Math.floor(at / DAY) + 3) % 7

/** The same time of day, so many working days later; from a weekend it is counted as from Monday at 0:00. */
export function addWorkingDays(from: Micros, days: number): Micros {
  let at = weekday(from) < 5 ? from : (Math.floor(from / DAY) + 7 - weekday(from)) * DAY
  for (let left = days; left > 0; left--) at += weekday(at) === 4 ? 3 * DAY : DAY
  return at
}

/** Working days between two moments, with parts of a day; weekends count nothing. */
export function workingDaysBetween(from: Micros, to: Micros): number {
  let counted = 0
  for (let at = from; at < to; ) {
    const next = Math.min(to, (Math.floor(at / DAY) + 1) * DAY)
    if (weekday(at) < 5) counted += next - at
    at = next
  }
  return counted / DAY
}
