/**
 * Timestamps as STIX writes them (§2.16: RFC 3339 in UTC with a final Z, any number of fraction digits), compared
 * exactly, and as whole microseconds for the arithmetic of WITHIN.
 */

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?Z$/

export function isTimestamp(text: string): boolean {
  const parts = SHAPE.exec(text)
  if (parts === null) return false
  const month = Number(parts[2])
  const day = Number(parts[3])
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(Number(parts[1]), month)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** A form of a valid timestamp whose code-unit order is the order of time, whatever the number of digits. */
export function sortable(timestamp: string): string {
  return timestamp.slice(0, -1).replace(/\.0+$|(\.\d*?)0+$/, '$1')
}

/** Microseconds since 1970 of a valid timestamp; digits beyond the sixth are cut off. A leap second is the next one. */
export function microsecondsOf(timestamp: string): number {
  const at = (from: number, to: number): number => Number(timestamp.slice(from, to))
  const day = Date.UTC(2000, at(5, 7) - 1, at(8, 10)) // a leap year, moved to the real one below
  const date = new Date(day)
  date.setUTCFullYear(at(0, 4), at(5, 7) - 1, at(8, 10))
  const seconds = date.getTime() / 1000 + at(11, 13) * 3600 + at(14, 16) * 60 + at(17, 19)
  const fraction = timestamp.slice(20, -1)
  return seconds * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0'))
}
