/** Sets of versions as sorted, disjoint intervals: what a range means, whatever way it was written. */
import type { CompiledVersion, VersionScheme } from '../versions/scheme.ts'

export interface Bound {
  readonly version: CompiledVersion
  readonly inclusive: boolean
  /** The version as it was written, where that is still wanted. */
  readonly text?: string
}

/** From `low` to `high`; a bound that is missing is no bound. */
export interface Interval {
  readonly low?: Bound
  readonly high?: Bound
}

/** The union, sorted, with intervals that touch joined and empty ones gone. O(n log n). */
export function mergeIntervals(scheme: VersionScheme, intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = []
  const sorted = intervals.filter((one) => !isEmpty(scheme, one)).sort((a, b) => compareLow(scheme, a.low, b.low))
  for (const next of sorted) {
    const last = merged.at(-1)
    if (last === undefined || !touches(scheme, last.high, next.low)) merged.push(next)
    else if (compareHigh(scheme, last.high, next.high) < 0) merged[merged.length - 1] = withHigh(last, next.high)
  }
  return merged
}

/** Whether a version lies in one of the intervals, which must be merged. O(log n). */
export function liesIn(scheme: VersionScheme, merged: readonly Interval[], version: CompiledVersion): boolean {
  let from = 0
  let to = merged.length
  while (from < to) {
    const middle = (from + to) >> 1
    const { low, high } = merged[middle] ?? {}
    if (low !== undefined && isBelow(scheme, version, low)) to = middle
    else if (high !== undefined && isAbove(scheme, version, high)) from = middle + 1
    else return true
  }
  return false
}

/** Whether two merged lists hold the same versions. */
export function sameIntervals(scheme: VersionScheme, a: readonly Interval[], b: readonly Interval[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, at) => compareLow(scheme, one.low, b[at]?.low) === 0 && compareHigh(scheme, one.high, b[at]?.high) === 0)
  )
}

function isBelow(scheme: VersionScheme, version: CompiledVersion, low: Bound): boolean {
  const order = scheme.compareCompiled(version, low.version)
  return order < 0 || (order === 0 && !low.inclusive)
}

function isAbove(scheme: VersionScheme, version: CompiledVersion, high: Bound): boolean {
  const order = scheme.compareCompiled(version, high.version)
  return order > 0 || (order === 0 && !high.inclusive)
}

export function isEmpty(scheme: VersionScheme, { low, high }: Interval): boolean {
  if (low === undefined || high === undefined) return false
  const order = scheme.compareCompiled(low.version, high.version)
  return order > 0 || (order === 0 && !(low.inclusive && high.inclusive))
}

export function compareLow(scheme: VersionScheme, a: Bound | undefined, b: Bound | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  return scheme.compareCompiled(a.version, b.version) || Number(b.inclusive) - Number(a.inclusive)
}

export function compareHigh(scheme: VersionScheme, a: Bound | undefined, b: Bound | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  return scheme.compareCompiled(a.version, b.version) || Number(a.inclusive) - Number(b.inclusive)
}

function touches(scheme: VersionScheme, high: Bound | undefined, low: Bound | undefined): boolean {
  if (high === undefined || low === undefined) return true
  const order = scheme.compareCompiled(low.version, high.version)
  return order < 0 || (order === 0 && (low.inclusive || high.inclusive))
}

function withHigh(interval: Interval, high: Bound | undefined): Interval {
  return { ...(interval.low === undefined ? {} : { low: interval.low }), ...(high === undefined ? {} : { high }) }
}
