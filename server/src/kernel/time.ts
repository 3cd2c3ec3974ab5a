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
