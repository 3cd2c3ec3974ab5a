/**
 * What one wants to know of a pattern without matching it: is it valid, which comparisons does it make, which plain
 * values does it look for, what in it is lawful but unwise.
 */
import type { Comparison, ComparisonExpression, Literal, ObservationExpression, Pattern } from './ast.ts'
import { PatternError } from './errors.ts'
import { type PatternLimits, parsePattern } from './parse.ts'
import { printPath } from './print.ts'
import { sortable } from './timestamp.ts'

/** Something found in a pattern: `offset` in UTF-16 code units, `message` in words that may be shown. */
export type PatternRemark = { offset: number; message: string }

/** Undefined when the text is a valid pattern; otherwise where it is not, and why. For ingest: it never throws. */
export function checkPattern(text: string, limits?: PatternLimits): PatternRemark | undefined {
  try {
    parsePattern(text, limits)
    return undefined
  } catch (error) {
    if (error instanceof PatternError) return { offset: error.offset, message: error.message }
    throw error
  }
}

/** Every comparison of a pattern, in the order of the text. */
export function comparisonsOf(pattern: Pattern): Comparison[] {
  const found: Comparison[] = []
  for (const observation of observationsOf(pattern)) collect(observation.comparison, found)
  return found
}

/** The strings that a pattern compares with = or IN and not negated, each with its path, in the order of the text. */
export function valuesIn(pattern: Pattern): { path: string; value: string }[] {
  return comparisonsOf(pattern).flatMap(({ path, operator, negated, literal }) => {
    if (negated || literal === undefined || (operator !== '=' && operator !== 'IN')) return []
    const literals: Literal[] = literal.kind === 'set' ? literal.items : [literal]
    return literals.flatMap((item) => (item.kind === 'string' ? [{ path: printPath(path), value: item.value }] : []))
  })
}

/** What is valid but will hardly do what its writer wants, in the order of the text. */
export function warningsOf(pattern: Pattern): PatternRemark[] {
  const subjects = comparisonsOf(pattern).flatMap(({ path }) =>
    NOT_OBSERVABLE.has(path.type)
      ? [{ offset: path.at, message: `${path.type} is not a cyber-observable object, and only those are found in observations` }]
      : [])
  return [...subjects, ...emptySpans(pattern)].sort((a, b) => a.offset - b.offset)
}

/** STIX 2.1 §4, §5, §7.2, §7.3 and §8: objects that are never part of an observation. */
const NOT_OBSERVABLE = new Set([
  'attack-pattern', 'campaign', 'course-of-action', 'grouping', 'identity', 'incident', 'indicator', 'infrastructure',
  'intrusion-set', 'location', 'malware', 'malware-analysis', 'note', 'observed-data', 'opinion', 'report',
  'threat-actor', 'tool', 'vulnerability', 'relationship', 'sighting', 'language-content', 'marking-definition',
  'extension-definition', 'bundle',
])

function emptySpans(node: ObservationExpression): PatternRemark[] {
  if (node.kind === 'observation') return []
  if (node.kind !== 'qualified') return node.operands.flatMap(emptySpans)
  const empty = node.qualifiers.flatMap((qualifier) =>
    qualifier.kind === 'startstop' && sortable(qualifier.start) >= sortable(qualifier.stop)
      ? [{ offset: qualifier.at, message: 'START is not before STOP, so nothing can match' }]
      : [])
  return [...emptySpans(node.operand), ...empty]
}

/** The single observation expressions of a pattern, in the order of the text. */
export function observationsOf(node: ObservationExpression): (ObservationExpression & { kind: 'observation' })[] {
  if (node.kind === 'observation') return [node]
  return node.kind === 'qualified' ? observationsOf(node.operand) : node.operands.flatMap(observationsOf)
}

function collect(node: ComparisonExpression, found: Comparison[]): void {
  if (node.kind === 'comparison') found.push(node)
  else for (const operand of node.operands) collect(operand, found)
}
