/** Rules about two timestamps of one object. */
import { readMicros } from '../timestamp.ts'
import type { StixObject } from '../types.ts'
import type { Inspection } from './finding.ts'

/** Where both are there: `later` is not before `earlier`. */
export function notBefore(object: StixObject, earlier: string, later: string, rule: string, at: Inspection): void {
  const order = compare(object[earlier], object[later])
  if (order > 0) at.error('contradiction', later, rule, `${later} is before ${earlier}`, `${later} at or after ${earlier}`)
}

/** Where both are there: `later` is after `earlier`. */
export function after(object: StixObject, earlier: string, later: string, rule: string, at: Inspection): void {
  const order = compare(object[earlier], object[later])
  if (order >= 0) at.error('contradiction', later, rule, `${later} is not after ${earlier}`, `${later} after ${earlier}`)
}

/** Negative, zero or positive as `a` is before, at or after `b`; NaN where one is no timestamp. */
function compare(a: unknown, b: unknown): number {
  if (typeof a !== 'string' || typeof b !== 'string') return NaN
  if (a === b) return 0
  // timestamps of one precision order as their texts do
  if (a.length === b.length) return a < b ? -1 : 1
  return readMicros(a) - readMicros(b)
}
