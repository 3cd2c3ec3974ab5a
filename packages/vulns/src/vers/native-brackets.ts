/** Intervals in brackets: NuGet ("Package versioning", version ranges) and Maven (POM reference, requirement). */
import { quote, VulnsError } from '../error.ts'
import type { Alternatives } from './native.ts'
import type { VersConstraint } from './vers.ts'

/** `[1.0,2.0)`, `[1.0]`, `(,1.0]`, several by commas. A bare version is a minimum to NuGet; Maven may overrule it. */
export function parseBrackets(text: string, scheme: 'nuget' | 'maven'): Alternatives {
  const trimmed = text.trim()
  if (!/^[[(]/.test(trimmed)) {
    if (scheme === 'nuget' && trimmed !== '') return [[{ comparator: '>=', version: trimmed }]]
    throw bad(text, 'a bare version is only a wish to Maven; write [1.0] or [1.0,)')
  }
  const alternatives: VersConstraint[][] = []
  let rest = trimmed
  while (rest !== '') {
    const end = rest.search(/[\])]/)
    if (end === -1 || !/^[[(]/.test(rest)) throw bad(text, `${quote(rest)} is no interval in brackets`)
    alternatives.push(parseInterval(rest.slice(0, end + 1), text))
    const after = rest.slice(end + 1).trimStart()
    if (after !== '' && !after.startsWith(',')) throw bad(text, 'intervals are separated by a comma')
    rest = after.slice(1).trimStart()
  }
  return alternatives
}

function parseInterval(interval: string, text: string): VersConstraint[] {
  const ends = interval.slice(1, -1).split(',').map((end) => end.trim())
  const [low = '', high] = ends
  const closedLow = interval.startsWith('[')
  const closedHigh = interval.endsWith(']')
  if (ends.length > 2) throw bad(text, `${quote(interval)} has more than two ends`)
  if (high === undefined) {
    if (!closedLow || !closedHigh || low === '') throw bad(text, `${quote(interval)} has one end only; one version is [1.0]`)
    return [{ comparator: '=', version: low }]
  }
  return [
    ...(low === '' ? [] : [{ comparator: closedLow ? '>=' : '>', version: low } as const]),
    ...(high === '' ? [] : [{ comparator: closedHigh ? '<=' : '<', version: high } as const]),
  ]
}

function bad(text: string, why: string): VulnsError {
  return new VulnsError('bad-vers', `${quote(text)} is not a range in brackets: ${why}`)
}
