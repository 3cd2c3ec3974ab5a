/**
 * Timestamps: integer microseconds inside, text with exactly six fractional digits and Z outside.
 * Follows TAXII 2.1 §2 (timestamp). Reading is tolerant of 0 to 9 fractional digits, since clients in use send them.
 */
import { TaxiiError } from './errors.ts'

const SHAPE = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?Z$/

/**
 * Prints microseconds since 1970-01-01T00:00:00Z as `YYYY-MM-DDTHH:MM:SS.ssssssZ`.
 * Any safe integer has a text (years 1684 to 2255); anything else is a RangeError, a fault of the caller.
 */
export function printTimestamp(micros: number): string {
  if (!Number.isSafeInteger(micros)) throw new RangeError(`microseconds are a safe integer, not ${micros}`)
  const millis = Math.floor(micros / 1000)
  const rest = String(micros - millis * 1000).padStart(3, '0')
  return `${new Date(millis).toISOString().slice(0, 23)}${rest}Z`
}

/**
 * Reads a timestamp into microseconds since 1970-01-01T00:00:00Z. Digits beyond the sixth are cut off, not rounded.
 * Throws TaxiiError 'bad-timestamp' for any other shape, a day that does not exist, or an instant outside 1684 to 2255.
 */
export function parseTimestamp(text: string): number {
  const micros = microsOf(text)
  if (micros === undefined) {
    throw new TaxiiError('bad-timestamp', `${quote(text)} is not a timestamp; write it as 2024-01-31T12:00:00.000000Z (UTC, ending in Z)`)
  }
  if (!Number.isSafeInteger(micros)) {
    throw new TaxiiError('bad-timestamp', `${text} lies outside the years 1684 to 2255, which microseconds can count`)
  }
  return micros
}

/** As parseTimestamp, but undefined instead of throwing, and the nearest countable instant instead of refusing the far ones. */
export function nearestMicros(text: string): number | undefined {
  const micros = microsOf(text)
  if (micros === undefined) return undefined
  return Math.min(Math.max(micros, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
}

function microsOf(text: string): number | undefined {
  const found = SHAPE.exec(text)
  if (found === null) return undefined
  const [, year, month, day, hour, minute, second, fraction = ''] = found.map(String)
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month))) return undefined
  const millis = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`)
  return millis * 1000 + (found[7] === undefined ? 0 : Number(fraction.slice(0, 6).padEnd(6, '0')))
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Words of strangers in our own sentences: short, and on one line. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}
