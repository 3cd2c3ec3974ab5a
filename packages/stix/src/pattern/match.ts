/**
 * Matching a pattern over observed data (STIX 2.1 §9.4 to §9.7): does some choice of observations satisfy it, and
 * which. An observed-data object stands for `number_observed` distinct observations, each at some moment from
 * `first_observed` to `last_observed`; a pattern matches when there are moments that satisfy it.
 */
import type { ObservationExpression, Pattern } from './ast.ts'
import { Budget, OutOfSteps } from './budget.ts'
import type { TestLimits } from './compare.ts'
import { type ObservationTest, compileObservation } from './evaluate.ts'
import { observationsOf } from './inspect.ts'
import { type Leaf, createLeaf } from './leaf.ts'
import { type Observation, type ObservedData, readObservations } from './observe.ts'
import { type LeafFor, planPattern } from './plan.ts'
import { printPattern } from './print.ts'
import { searchPlan } from './search.ts'

export type MatchOptions = {
  /** the cyber-observable objects that `object_refs` name, in any order; other objects may be among them */
  objects?: Iterable<unknown>
  /** how many steps of work may be done (default 1,000,000: some tens of milliseconds) */
  budget?: number
  /** how many characters a regular expression of MATCHES may have (default 4,096) */
  regexLength?: number
}

/**
 * `observations` are the indices of one set that satisfies the pattern, ascending, empty without a match. With
 * `reason: 'budget'` the question was left open when the steps were used up. `steps` is the work that was done.
 */
export type MatchResult = { matched: boolean; observations: number[]; steps: number; reason?: 'budget' }

/**
 * Matches a pattern. It always ends within the budget, whatever the pattern and the data.
 * @throws PatternError `unsupported-regex`, `bad-regex` or `too-long` for an expression of MATCHES that cannot be
 *   used, `bad-observation` for observed data without usable times or count
 */
export function matchPattern(pattern: Pattern, observedData: readonly ObservedData[], options: MatchOptions = {}): MatchResult {
  const budget = new Budget(options.budget ?? 1_000_000)
  const limits = { regexLength: options.regexLength ?? 4_096, budget }
  const pool = readObservations(observedData, options.objects ?? [])
  try {
    const tests = compileTests(pattern, limits)
    const leafFor = sharedLeaves(pool, budget)
    const found = searchPlan(planPattern(pattern, leafFor, leavesOf(tests, pool, budget, leafFor)), pool, budget)
    return { matched: found !== undefined, observations: found ?? [], steps: budget.used }
  } catch (error) {
    if (!(error instanceof OutOfSteps)) throw error
    return { matched: false, observations: [], steps: budget.used, reason: 'budget' }
  }
}

type Single = ObservationExpression & { kind: 'observation' }

/** All tests are made before any is used, so an unusable expression is an error whatever the data. */
function compileTests(pattern: Pattern, limits: TestLimits): Map<Single, ObservationTest> {
  return new Map(observationsOf(pattern).map((node) => [node, compileObservation(node.comparison, limits)]))
}

/** Observation expressions that say the same are tried once. */
function leavesOf(tests: Map<Single, ObservationTest>, pool: readonly Observation[], budget: Budget, leafFor: LeafFor): (node: Single) => Leaf {
  const known = new Map<string, Leaf>()
  return (node) => {
    const text = printPattern(node)
    const members = (): number[] => pool.flatMap((observation, index) => (tests.get(node)?.(observation, budget) ? [index] : []))
    const leaf = known.get(text) ?? leafFor(members())
    known.set(text, leaf)
    return leaf
  }
}

/** Leaves of the same observations are one, so the search sees that they are the same. */
function sharedLeaves(pool: readonly Observation[], budget: Budget): LeafFor {
  const known = new Map<string, Leaf>()
  return (members) => {
    budget.spend(members.length)
    const key = members.join()
    const leaf = known.get(key) ?? createLeaf(members, pool)
    known.set(key, leaf)
    return leaf
  }
}
