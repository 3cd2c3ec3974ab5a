/**
 * Timestamps as STIX writes them (STIX 2.1 §2.16): RFC 3339, upper-case T and Z, any number of fraction digits.
 * They are ordered as integer microseconds since 1970; the text as sent stays beside them.
 */
import { StixError } from './error.ts'

/** `micros` is exact from 1684 to 2255; outside, it still orders, to within 32 microseconds. */
export type Timestamp = { text: string; micros: number }

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const MICROS_PER_SECOND = 1_000_000
const FRACTION_SCALE = [0, 100_000, 10_000, 1_000, 100, 10, 1]
const DAYS_TO_1970 = 719_528 // from 0000-01-01 in the proleptic Gregorian calendar
const [DASH, DOT, ZERO, COLON, T, Z] = [45, 46, 48, 58, 84, 90]

/** The text and its place in time; throws `bad-timestamp`. */
export function parseTimestamp(text: string): Timestamp {
  return { text, micros: microsOf(text) }
}

/** Microseconds since 1970, the digits below a microsecond cut off; throws `bad-timestamp`. */
export function microsOf(text: string): number {
  const micros = typeof text === 'string' ? readMicros(text) : NaN
  if (micros !== micros) {
    throw new StixError('bad-timestamp', `"${String(text).slice(0, 64)}" is not a timestamp: write 2026-01-31T12:00:00.000Z`)
  }
  return micros
}

/** Microseconds since 1970, or NaN where the text is no timestamp: the quiet form for hot paths. */
export function readMicros(text: string): number {
  const end = text.length - 1
  if (end < 19 || text.charCodeAt(end) !== Z || !punctuated(text)) return NaN
  const year = two(text, 0) * 100 + two(text, 2)
  const month = two(text, 5)
  const day = two(text, 8)
  const hour = two(text, 11)
  const minute = two(text, 14)
  const second = two(text, 17)
  const days = daysOf(year, month, day)
  // a comparison with NaN is false, so the tests are written for what must hold
  if (!(days === days && hour <= 23 && minute <= 59 && (second <= 59 || isLeapSecond(month, day, hour, minute, second)))) {
    return NaN
  }
  return (days * 86_400 + hour * 3_600 + minute * 60 + second) * MICROS_PER_SECOND + fraction(text, end)
}

function punctuated(text: string): boolean {
  return (
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON
  )
}

function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO
  const ones = text.charCodeAt(at + 1) - ZERO
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN
}

function daysOf(year: number, month: number, day: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const length = (DAYS_IN_MONTH[month - 1] ?? 0) + (leap && month === 2 ? 1 : 0)
  if (!(day >= 1 && day <= length && year >= 0)) return NaN
  const before = year - 1
  const leapDays = year === 0 ? 0 : 1 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
  const dayOfYear = (DAYS_BEFORE_MONTH[month - 1] ?? 0) + (leap && month > 2 ? 1 : 0) + day - 1
  return year * 365 + leapDays + dayOfYear - DAYS_TO_1970
}

/** RFC 3339 §5.7: 23:59:60 at the end of June or December; it orders as the second that follows. */
function isLeapSecond(month: number, day: number, hour: number, minute: number, second: number): boolean {
  return second === 60 && hour === 23 && minute === 59 && ((month === 6 && day === 30) || (month === 12 && day === 31))
}

/** The digits between the dot and the Z as microseconds; NaN for a dot without digits or anything else there. */
function fraction(text: string, end: number): number {
  if (end === 19) return 0
  if (text.charCodeAt(19) !== DOT || end === 20) return NaN
  let value = 0
  for (let at = 20; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO
    if (!(digit >= 0 && digit <= 9)) return NaN
    if (at < 26) value = value * 10 + digit
  }
  const digits = end - 20
  return digits >= 6 ? value : value * (FRACTION_SCALE[digits] ?? 1)
}

/** How many fraction digits the text carries: `created` and `modified` need three (STIX 2.1 §3.2). */
export function fractionDigits(text: string): number {
  return Math.max(0, text.length - 21)
}
