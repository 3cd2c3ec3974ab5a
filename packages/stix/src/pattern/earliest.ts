/**
 * A quick bound for the search: the earliest moment by which a plan can be satisfied when its parts may share
 * observations. No match without sharing is earlier, so Infinity means that there is none. Later beginnings never
 * give earlier ends, which is what lets WITHIN slide its window forward only.
 */
import type { Budget } from './budget.ts'
import { earliestOf } from './leaf.ts'
import type { Plan } from './plan.ts'

/** The bound for `plan` between `lo` and `hi`, both included; Infinity when it cannot be done by `hi`. */
export function earliestEnd(plan: Plan, lo: number, hi: number, budget: Budget): number {
  budget.spend(1)
  const end = unlimited(plan, lo, hi, budget)
  return end <= hi ? end : Infinity
}

function unlimited(plan: Plan, lo: number, hi: number, budget: Budget): number {
  switch (plan.kind) {
    case 'leaf':
      return earliestOf(plan.leaf, plan.need, lo, budget)
    case 'all':
      return plan.parts.reduce((latest, part) => (latest > hi ? latest : Math.max(latest, earliestEnd(part, lo, hi, budget))), lo)
    case 'any':
      return plan.parts.reduce((earliest, part) => Math.min(earliest, earliestEnd(part, lo, hi, budget)), Infinity)
    case 'sequence':
      return sequenceEnd(plan.parts, 0, lo, hi, budget)
    case 'span':
      return earliestEnd(plan.part, Math.max(lo, plan.from), Math.min(hi, plan.to), budget)
    case 'repeat':
      return Math.max(earliestEnd(plan.part, lo, hi, budget), earliestOf(plan.anyOf, plan.need, lo, budget))
    case 'within':
      return windowEnd(plan.part, plan.width, lo, hi, budget)
  }
}

/** The bound for the parts of FOLLOWEDBY from number `from` on. */
export function sequenceEnd(parts: Plan[], from: number, lo: number, hi: number, budget: Budget): number {
  let end = lo
  for (let i = from; i < parts.length && end <= hi; i++) end = earliestEnd(parts[i] as Plan, end, hi, budget)
  return end
}

/** A window that ends too early for what is in it moves on to where it ends with it, and looks again. */
function windowEnd(part: Plan, width: number, lo: number, hi: number, budget: Budget): number {
  let begin = lo
  for (;;) {
    const end = earliestEnd(part, begin, hi, budget)
    if (end === Infinity || end <= begin + width) return end
    begin = end - width
  }
}
