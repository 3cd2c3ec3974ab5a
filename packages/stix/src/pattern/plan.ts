/**
 * A pattern made ready for the search (STIX 2.1 §9.5.1, §9.5.2): each observation expression is replaced by the
 * observations that satisfy it, and what needs no search is worked out beforehand. REPEATS of one observation is a
 * count, REPEATS of AND is AND of REPEATS, OR of single observations is one observation of either kind, and
 * START … STOP is a span that moves inward freely.
 */
import type { ObservationExpression, Pattern, Qualifier } from './ast.ts'
import type { Leaf } from './leaf.ts'
import { microsecondsOf } from './timestamp.ts'

/** `need` is the least number of observations that can satisfy a plan. Moments are microseconds since 1970. */
export type Plan =
  | { kind: 'leaf'; leaf: Leaf; need: number }
  | { kind: 'all'; parts: Plan[]; need: number }
  | { kind: 'any'; parts: Plan[]; need: number }
  | { kind: 'sequence'; parts: Plan[]; need: number }
  /** all of `part` within a span of `width` microseconds, ends included */
  | { kind: 'within'; part: Plan; width: number; need: number }
  /** all of `part` from `from` to `to`, both included */
  | { kind: 'span'; part: Plan; from: number; to: number; need: number }
  /** `times` distinct copies of `part`; `anyOf` are the observations that can be of any use to one */
  | { kind: 'repeat'; part: Plan; times: number; anyOf: Leaf; need: number }

/** Gives observations, by their indices, as a leaf: the same leaf for the same ones. */
export type LeafFor = (members: number[]) => Leaf

/** @param leafOf gives the observations that satisfy a single observation expression */
export function planPattern(
  pattern: Pattern,
  leafFor: LeafFor,
  leafOf: (node: ObservationExpression & { kind: 'observation' }) => Leaf,
): Plan {
  const plan = (node: ObservationExpression): Plan => {
    switch (node.kind) {
      case 'observation':
        return { kind: 'leaf', leaf: leafOf(node), need: 1 }
      case 'qualified':
        return node.qualifiers.reduce((part, qualifier) => qualified(part, qualifier, leafFor), plan(node.operand))
      case 'and':
        return allOf(node.operands.map(plan))
      case 'or':
        return anyOf(node.operands.map(plan), leafFor)
      case 'followedby': {
        const parts = node.operands.map(plan)
        return { kind: 'sequence', parts, need: total(parts) }
      }
    }
  }
  return plan(pattern)
}

const MEMBERS = new WeakMap<Plan, number[]>()

/** The observations that can be of use to a plan, without repetition. Gathered once for each plan. */
export function membersIn(plan: Plan): number[] {
  const known = MEMBERS.get(plan)
  if (known !== undefined) return known
  const members = gathered(plan)
  MEMBERS.set(plan, members)
  return members
}

function gathered(plan: Plan): number[] {
  switch (plan.kind) {
    case 'leaf':
      return plan.leaf.members
    case 'within':
    case 'span':
      return membersIn(plan.part)
    case 'repeat':
      return plan.anyOf.members
    default: {
      const all = new Set<number>()
      for (const part of plan.parts) for (const index of membersIn(part)) all.add(index)
      return [...all]
    }
  }
}

/** The ends of the spans in a plan: with the times of the observations, the moments at which something changes. */
export function spanEnds(plan: Plan, side: 'from' | 'to'): number[] {
  switch (plan.kind) {
    case 'leaf':
      return []
    case 'span':
      return [plan[side], ...spanEnds(plan.part, side)]
    case 'within':
    case 'repeat':
      return spanEnds(plan.part, side)
    default:
      return plan.parts.flatMap((part) => spanEnds(part, side))
  }
}

function qualified(part: Plan, qualifier: Qualifier, leafFor: LeafFor): Plan {
  switch (qualifier.kind) {
    case 'repeats':
      return repeated(part, qualifier.times, leafFor)
    case 'startstop': // at or after START, before STOP
      return { kind: 'span', part, from: microsecondsOf(qualifier.start), to: microsecondsOf(qualifier.stop) - 1, need: part.need }
    case 'within': // the latest is earlier than the earliest plus the window
      if (part.kind === 'leaf' && part.need === 1) return part
      return { kind: 'within', part, width: Math.ceil(qualifier.seconds * 1_000_000) - 1, need: part.need }
  }
}

function repeated(part: Plan, times: number, leafFor: LeafFor): Plan {
  const need = part.need * times
  if (times === 1) return part
  switch (part.kind) {
    case 'leaf':
      return { ...part, need }
    case 'all':
      return { ...part, parts: part.parts.map((each) => repeated(each, times, leafFor)), need }
    case 'span':
      return { ...part, part: repeated(part.part, times, leafFor), need }
    default:
      return { kind: 'repeat', part, times, anyOf: leafFor(membersIn(part)), need }
  }
}

function allOf(parts: Plan[]): Plan {
  const flat = parts.flatMap((part) => (part.kind === 'all' ? part.parts : [part]))
  return { kind: 'all', parts: flat, need: total(flat) }
}

function anyOf(parts: Plan[], leafFor: LeafFor): Plan {
  const single = parts.every((part) => part.kind === 'leaf' && part.need === 1)
  if (single) return { kind: 'leaf', leaf: leafFor([...new Set(parts.flatMap(membersIn))].sort((a, b) => a - b)), need: 1 }
  return { kind: 'any', parts, need: Math.min(...parts.map((part) => part.need)) }
}

function total(parts: Plan[]): number {
  return parts.reduce((sum, part) => sum + part.need, 0)
}
