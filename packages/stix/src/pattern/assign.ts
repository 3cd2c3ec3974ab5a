/**
 * Distinct observations for demands (§9.5.2: "on different Observations"). Once every demand has its span of time,
 * giving each as many observations as it needs, none given twice, is a transport problem: demands on one side,
 * observations with their counts on the other. Solved by augmenting paths, so in polynomial time.
 */
import type { Budget } from './budget.ts'
import { type Leaf, membersBetween } from './leaf.ts'
import type { Observation } from './observe.ts'

/** `need` observations of `leaf` that can have happened from `lo` to `hi`, both included. */
export type Demand = { leaf: Leaf; need: number; lo: number; hi: number }

/** The indices of observations that together meet all demands, in ascending order; undefined when none do. */
export function assignObservations(demands: readonly Demand[], pool: readonly Observation[], budget: Budget): number[] | undefined {
  const transport = new Transport(merged(demands, budget), pool, budget)
  return transport.meetAll() ? transport.used() : undefined
}

/** Demands for the same thing at the same time are one larger demand. */
function merged(demands: readonly Demand[], budget: Budget): Demand[] {
  const byLeaf = new Map<Leaf, Demand[]>()
  for (const demand of demands) {
    const alike = byLeaf.get(demand.leaf) ?? []
    budget.spend(1 + alike.length)
    const twin = alike.findIndex(({ lo, hi }) => lo === demand.lo && hi === demand.hi)
    const other = alike[twin]
    if (other === undefined) alike.push(demand)
    else alike[twin] = { ...other, need: other.need + demand.need }
    byLeaf.set(demand.leaf, alike)
  }
  return [...byLeaf.values()].flat()
}

class Transport {
  private readonly budget: Budget
  private readonly needs: number[]
  /** for each demand, the observations that fit it */
  private readonly fitting: number[][]
  /** for each demand, how much of which observation it has been given */
  private readonly given: Map<number, number>[]
  /** for each observation, how much of it is left */
  private readonly left: Map<number, number>
  /** for each observation, the demands that have some of it */
  private readonly holders: Map<number, Set<number>>

  constructor(demands: Demand[], pool: readonly Observation[], budget: Budget) {
    this.budget = budget
    const choices = demands.map(({ leaf, need, lo, hi }) => ({ need, fitting: membersBetween(leaf, lo, hi, budget) }))
    choices.sort((a, b) => a.fitting.length - b.fitting.length) // who has little choice, chooses first
    this.needs = choices.map(({ need }) => need)
    this.fitting = choices.map(({ fitting }) => fitting)
    this.given = choices.map(() => new Map())
    this.left = new Map(this.fitting.flat().map((index) => [index, pool[index]?.count ?? 0]))
    this.holders = new Map()
  }

  meetAll(): boolean {
    return this.needs.every((need, demand) => {
      let missing = need - this.takeFree(demand, need)
      while (missing > 0) {
        const moved = this.augment(demand, missing)
        if (moved === 0) return false
        missing -= moved
      }
      return true
    })
  }

  private takeFree(demand: number, need: number): number {
    let taken = 0
    for (const index of this.fitting[demand] ?? []) {
      if (taken === need) break
      this.budget.spend(1)
      const amount = Math.min(need - taken, this.left.get(index) ?? 0)
      if (amount === 0) continue
      this.left.set(index, (this.left.get(index) ?? 0) - amount)
      this.change(demand, index, amount)
      taken += amount
    }
    return taken
  }

  used(): number[] {
    return [...new Set(this.given.flatMap((gift) => [...gift.keys()]))].sort((a, b) => a - b)
  }

  /** Breadth first from a demand over fitting observations, and over those who hold them, to one with some left. */
  private augment(demand: number, most: number): number {
    const from = new Map<number, number>() // observation -> the demand it was reached from
    const by = new Map<number, number>([[demand, -1]]) // demand -> the observation it would give up
    const queue = [demand]
    for (const current of queue) {
      for (const index of this.fitting[current] ?? []) {
        this.budget.spend(1)
        if (from.has(index)) continue
        from.set(index, current)
        if ((this.left.get(index) ?? 0) > 0) return this.move(index, from, by, most)
        for (const holder of this.holders.get(index) ?? []) {
          if (by.has(holder)) continue
          by.set(holder, index)
          queue.push(holder)
        }
      }
    }
    return 0
  }

  private move(end: number, from: Map<number, number>, by: Map<number, number>, most: number): number {
    let amount = Math.min(most, this.left.get(end) ?? 0)
    for (const [taker, given] of path(end, from, by)) {
      if (given !== -1) amount = Math.min(amount, this.given[taker]?.get(given) ?? 0)
    }
    this.left.set(end, (this.left.get(end) ?? 0) - amount)
    for (const [taker, given, taken] of path(end, from, by)) {
      this.change(taker, taken, amount)
      if (given !== -1) this.change(taker, given, -amount)
    }
    return amount
  }

  private change(demand: number, index: number, by: number): void {
    const gift = this.given[demand]
    const amount = (gift?.get(index) ?? 0) + by
    const holders = this.holders.get(index) ?? new Set()
    this.holders.set(index, holders)
    if (amount > 0) {
      gift?.set(index, amount)
      holders.add(demand)
    } else {
      gift?.delete(index)
      holders.delete(demand)
    }
  }
}

/** The steps of a path from its end: who takes, what it gives up for that (-1: nothing), what it takes. */
function* path(end: number, from: Map<number, number>, by: Map<number, number>): Generator<[number, number, number]> {
  for (let taken = end; taken !== -1;) {
    const taker = from.get(taken) ?? -1
    const given = by.get(taker) ?? -1
    yield [taker, given, taken]
    taken = given
  }
}
