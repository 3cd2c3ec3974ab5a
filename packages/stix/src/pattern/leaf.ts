/**
 * One observation expression together with the observations that satisfy it, arranged so that "which of them can
 * have happened between two moments" and "by when can the n-th have happened" are binary searches.
 */
import type { Budget } from './budget.ts'
import type { Observation } from './observe.ts'

export type Leaf = {
  /** indices of the observations that satisfy it, those that began earlier first */
  members: number[]
  firsts: Ranked
  lasts: Ranked
  /** of each member the end, and of each beginning of the list the latest end */
  ends: number[]
  latestEnds: number[]
}

/** Moments in ascending order; `sums[i]` is how many observations the first `i` of them stand for. */
type Ranked = { moments: number[]; sums: number[] }

export function createLeaf(members: number[], pool: readonly Observation[]): Leaf {
  const ordered = members.toSorted((a, b) => (pool[a]?.first ?? 0) - (pool[b]?.first ?? 0))
  const seen = ordered.flatMap((index) => pool[index] ?? [])
  const ends = seen.map(({ last }) => last)
  const latestEnds: number[] = []
  for (const end of ends) latestEnds.push(Math.max(end, latestEnds.at(-1) ?? -Infinity))
  return { members: ordered, firsts: ranked(seen, 'first'), lasts: ranked(seen, 'last'), ends, latestEnds }
}

/** The indices of those that can have happened from `lo` to `hi`, both included. */
export function membersBetween(leaf: Leaf, lo: number, hi: number, budget: Budget): number[] {
  if (lo > hi) return []
  const from = below(leaf.latestEnds, lo)
  const to = upTo(leaf.firsts.moments, hi)
  budget.spend(2 + Math.max(0, to - from))
  const found: number[] = []
  for (let i = from; i < to; i++) if ((leaf.ends[i] ?? -Infinity) >= lo) found.push(leaf.members[i] as number)
  return found
}

/** The earliest moment from `lo` on by which `need` observations can have happened; Infinity when never. */
export function earliestOf(leaf: Leaf, need: number, lo: number, budget: Budget): number {
  budget.spend(2)
  const over = leaf.lasts.sums[below(leaf.lasts.moments, lo)] ?? 0
  const place = below(leaf.firsts.sums, need + over) - 1 // sums begin with 0, so they stand one further
  const moment = leaf.firsts.moments[place]
  return moment === undefined ? Infinity : Math.max(lo, moment)
}

function ranked(seen: Observation[], side: 'first' | 'last'): Ranked {
  const ordered = seen.toSorted((a, b) => a[side] - b[side])
  const sums = [0]
  for (const { count } of ordered) sums.push((sums.at(-1) ?? 0) + count)
  return { moments: ordered.map((observation) => observation[side]), sums }
}

/** How many entries are less than `value`. */
function below(ascending: number[], value: number): number {
  let from = 0
  let to = ascending.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((ascending[middle] ?? Infinity) < value) from = middle + 1
    else to = middle
  }
  return from
}

/** How many entries are at most `value`. */
function upTo(ascending: number[], value: number): number {
  let from = 0
  let to = ascending.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((ascending[middle] ?? Infinity) <= value) from = middle + 1
    else to = middle
  }
  return from
}
