/** Time and chance as arguments. Times are integer microseconds since 1970; they enter in main.ts and nowhere else. */
import type { Micros } from '@openaccord/names'

export type Clock = () => Micros
/** That many bytes of cryptographic chance. */
export type Random = (bytes: number) => Uint8Array

export const SECOND = 1_000_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** `2026-11-22T04:17:00.000Z`: milliseconds, as the interface shows times. */
export const iso = (at: Micros): string => new Date(Math.floor(at / 1000)).toISOString()
/** `2026-11-22 04:17 UTC`, for sentences. */
export const minuteUtc = (at: Micros): string => `${iso(at).slice(0, 16).replace('T', ' ')} UTC`
export const microsOfIso = (text: string): Micros => Date.parse(text) * 1000

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/
/** A date of the calendar (RFC 3339 full-date): ECMAScript takes 30 February for 2 March. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).getUTCDate() === Number(text.slice(8))
/** An instant (RFC 3339 date-time) of a day that exists, which microseconds can count: of the years 1684 to 2255. */
export function isInstant(text: string): boolean {
  const [, day] = INSTANT.exec(text) ?? []
  return day !== undefined && isDay(day) && !text.includes('T24') && Number.isSafeInteger(microsOfIso(text))
}
