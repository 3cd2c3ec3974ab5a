/**
 * Times as RFC 3339 §5.6 writes them, in order by instant and not by text: any offset, any number of digits after the
 * second, and leap seconds, which stand between the 59th second and the next minute.
 */

export interface Instant {
  /** Since 1970-01-01T00:00:00Z; a leap second counts as the 59th. */
  readonly seconds: number
  readonly leap: boolean
  /** Digits after the second, without zeros at the end. */
  readonly fraction: string
}

const FORM = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,64}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/

/** The instant, or undefined when the text is not an RFC 3339 time. */
export function parseInstant(text: string): Instant | undefined {
  const match = FORM.exec(text)
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  const [offsetHour, offsetMinute] = [Number(match[9] ?? 0), Number(match[10] ?? 0)]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return undefined
  const leap = second === 60
  const utc = new Date(0)
  utc.setUTCFullYear(year, month - 1, day)
  utc.setUTCHours(hour, minute, leap ? 59 : second)
  const offset = (offsetHour * 60 + offsetMinute) * 60 * (match[8] === '-' ? -1 : 1)
  const seconds = utc.getTime() / 1000 - offset
  // §5.7: a leap second ends a minute of UTC, and a month; the 59th minute is what can be told without a table.
  if (leap && ((seconds % 3600) + 3600) % 3600 !== 3599) return undefined
  return { seconds, leap, fraction: trimZeros(match[7] ?? '') }
}

/** Negative when `a` is earlier than `b`, 0 when they are one instant. */
export function compareInstants(a: Instant, b: Instant): number {
  return a.seconds - b.seconds || Number(a.leap) - Number(b.leap) || compareText(a.fraction, b.fraction)
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function trimZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, end)
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}
