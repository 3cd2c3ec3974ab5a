/** Working days are Monday to Friday in UTC: an alliance of many countries has no holidays in common. */
import type { Micros } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'

/** So many working days later, at the same time of day. */
export function afterWorkingDays(from: Micros, days: number): Micros {
  let at = from
  for (let left = days; left > 0; ) {
    at += DAY
    const weekday = new Date(at / 1000).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return at
}
