/**
 * The search for observations that satisfy a plan. Every temporal constraint is turned into spans of time for single
 * observation expressions by choosing moments: where the window of a WITHIN begins, and where one side of a
 * FOLLOWEDBY ends. When all are chosen, what is left is an assignment, solved exactly (assign.ts).
 *
 * Which moments need be tried: of all solutions take the one whose moments are as early as possible. Where the left
 * side of a FOLLOWEDBY ends then is the beginning of an observation or span in it, or of its own span. Of those as
 * late as possible: where a WITHIN begins is the end of an observation or span in it, or of its own span. Moments
 * are chosen from the outside in, so these few candidates miss nothing. Before each choice two bounds are asked
 * (earliest.ts, and an assignment under the spans known so far), so hopeless branches end at once.
 */
import { type Demand, assignObservations } from './assign.ts'
import { type Budget, OutOfSteps } from './budget.ts'
import { earliestEnd, sequenceEnd } from './earliest.ts'
import type { Observation } from './observe.ts'
import { type Plan, membersIn, spanEnds } from './plan.ts'

/** Plans still to be satisfied from `lo` to `hi`; `done` parts of a sequence, or copies of a repeat, are behind us. */
type Agenda = { plan: Plan; done: number; lo: number; hi: number; rest: Agenda } | undefined

const DEEPEST = 500

/** The indices of observations that satisfy the plan, in ascending order; undefined when none do. */
export function searchPlan(plan: Plan, pool: readonly Observation[], budget: Budget): number[] | undefined {
  const lo = pool.reduce((earliest, { first }) => Math.min(earliest, first), Infinity)
  const hi = pool.reduce((latest, { last }) => Math.max(latest, last), -Infinity)
  if (earliestEnd(plan, lo, hi, budget) === Infinity) return undefined
  return new Searcher(pool, budget).solve({ plan, done: 0, lo, hi, rest: undefined }, [], 0)
}

class Searcher {
  private readonly pool: readonly Observation[]
  private readonly budget: Budget

  constructor(pool: readonly Observation[], budget: Budget) {
    this.pool = pool
    this.budget = budget
  }

  /** @param met demands whose spans are final */
  solve(agenda: Agenda, met: Demand[], depth: number): number[] | undefined {
    if (depth > DEEPEST) throw new OutOfSteps('the pattern has too many choices')
    const demands = [...met]
    this.budget.spend(1 + demands.length)
    let next = agenda
    while (next !== undefined) {
      const { plan, lo, hi } = next
      this.budget.spend(1)
      if (lo > hi) return undefined
      if (plan.kind === 'leaf') {
        demands.push({ leaf: plan.leaf, need: plan.need, lo, hi })
        next = next.rest
      } else if (plan.kind === 'all') next = plan.parts.reduce((rest, part) => ({ plan: part, done: 0, lo, hi, rest }), next.rest)
      else if (plan.kind === 'span') next = { plan: plan.part, done: 0, lo: Math.max(lo, plan.from), hi: Math.min(hi, plan.to), rest: next.rest }
      else if (plan.kind === 'repeat') next = copied(next, plan)
      else return this.choose(next, demands, depth + 1)
    }
    return assignObservations(demands, this.pool, this.budget)
  }

  private choose(agenda: NonNullable<Agenda>, met: Demand[], depth: number): number[] | undefined {
    if (assignObservations([...met, ...this.known(agenda)], this.pool, this.budget) === undefined) return undefined
    const { plan } = agenda
    if (plan.kind === 'any') return this.chooseBranch(agenda, plan, met, depth)
    if (plan.kind === 'within') return this.chooseWindow(agenda, plan, met, depth)
    return plan.kind === 'sequence' ? this.chooseEnd(agenda, plan, met, depth) : undefined
  }

  private chooseBranch(agenda: NonNullable<Agenda>, plan: Plan & { kind: 'any' }, met: Demand[], depth: number): number[] | undefined {
    const { lo, hi, rest } = agenda
    for (const part of plan.parts) {
      if (earliestEnd(part, lo, hi, this.budget) === Infinity) continue
      const found = this.solve({ plan: part, done: 0, lo, hi, rest }, met, depth)
      if (found !== undefined) return found
    }
    return undefined
  }

  private chooseWindow(agenda: NonNullable<Agenda>, plan: Plan & { kind: 'within' }, met: Demand[], depth: number): number[] | undefined {
    const { lo, hi, rest } = agenda
    const { part, width } = plan
    for (const begin of this.moments(plan, 'last', lo, hi)) {
      const end = earliestEnd(part, begin, hi, this.budget)
      if (end === Infinity) return undefined
      if (end > begin + width) continue
      const found = this.solve({ plan: part, done: 0, lo: begin, hi: Math.min(hi, begin + width), rest }, met, depth)
      if (found !== undefined) return found
    }
    return undefined
  }

  private chooseEnd(agenda: NonNullable<Agenda>, plan: Plan & { kind: 'sequence' }, met: Demand[], depth: number): number[] | undefined {
    const { done, lo, hi, rest } = agenda
    const part = plan.parts[done]
    if (part === undefined) return undefined
    if (done === plan.parts.length - 1) return this.solve({ plan: part, done: 0, lo, hi, rest }, met, depth)
    const earliest = earliestEnd(part, lo, hi, this.budget)
    for (const end of this.moments(part, 'first', lo, hi)) {
      if (end < earliest) continue
      if (sequenceEnd(plan.parts, done + 1, end, hi, this.budget) > hi) return undefined
      const later: Agenda = { plan, done: done + 1, lo: end, hi, rest }
      const found = this.solve({ plan: part, done: 0, lo, hi: end, rest: later }, met, depth)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** The moments worth trying, in ascending order. */
  private moments(plan: Plan, side: 'first' | 'last', lo: number, hi: number): number[] {
    const members = membersIn(plan)
    this.budget.spend(members.length)
    const ends = spanEnds(plan, side === 'first' ? 'from' : 'to')
    const all = [side === 'first' ? lo : hi, ...ends, ...members.flatMap((index) => this.pool[index]?.[side] ?? [])]
    return [...new Set(all)].filter((moment) => moment >= lo && moment <= hi).sort((a, b) => a - b)
  }

  /** The demands that the rest of the agenda makes in any case, under the spans known so far. */
  private known(agenda: Agenda): Demand[] {
    const demands: Demand[] = []
    const collect = (plan: Plan, times: number, lo: number, hi: number, done = 0): void => {
      this.budget.spend(1)
      if (plan.kind === 'leaf') demands.push({ leaf: plan.leaf, need: plan.need * times, lo, hi })
      else if (plan.kind === 'span') collect(plan.part, times, Math.max(lo, plan.from), Math.min(hi, plan.to))
      else if (plan.kind === 'within') collect(plan.part, times, lo, hi)
      else if (plan.kind === 'repeat') collect(plan.part, times * (plan.times - done), lo, hi)
      else if (plan.kind !== 'any') for (const part of plan.parts.slice(done)) collect(part, times, lo, hi)
    }
    for (let item = agenda; item !== undefined; item = item.rest) collect(item.plan, 1, item.lo, item.hi, item.done)
    return demands
  }
}

/** One copy of what is repeated, and the others after it. */
function copied(item: NonNullable<Agenda>, plan: Plan & { kind: 'repeat' }): Agenda {
  const { done, lo, hi, rest } = item
  const others = done + 1 < plan.times ? { ...item, done: done + 1 } : rest
  return { plan: plan.part, done: 0, lo, hi, rest: others }
}
