/**
 * Semantic Versioning 2.0.0 §11, as npm, Go, Cargo, Hex, Pub, Swift and Julia use it. Read with the tolerance those
 * tools have: a leading `v` or `=`, one or two numbers where three are meant. Build metadata does not order.
 * NuGet adds a fourth number and ignores case: NuGet.Versioning, "Semantic versioning" of its reference.
 */
import { compareDigits, compareLists, comparePrefixes, compareText, isDigits } from './order.ts'
import { defineScheme, type VersionScheme } from './scheme.ts'

export interface SemverKey {
  readonly numbers: readonly string[]
  /** The dot-separated identifiers after `-`; empty for a release. */
  readonly prerelease: readonly string[]
}

const IDENTIFIERS = /^[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*$/

/** Parses `[v]n(.n){0,most-1}[-prerelease][+build]`; undefined when it is none. */
export function parseSemver(text: string, most = 3): SemverKey | undefined {
  const bare = text.trim().replace(/^=?\s*[vV]?/, '')
  const plus = bare.indexOf('+')
  if (plus !== -1 && !IDENTIFIERS.test(bare.slice(plus + 1))) return undefined
  const main = plus === -1 ? bare : bare.slice(0, plus)
  const dash = main.indexOf('-')
  const numbers = (dash === -1 ? main : main.slice(0, dash)).split('.')
  if (numbers.length > most || !numbers.every(isDigits)) return undefined
  if (dash === -1) return { numbers, prerelease: [] }
  const prerelease = main.slice(dash + 1)
  return IDENTIFIERS.test(prerelease) ? { numbers, prerelease: prerelease.split('.') } : undefined
}

export function compareSemver(a: SemverKey, b: SemverKey): number {
  return compareLists(a.numbers, b.numbers, compareDigits, '0') || comparePrerelease(a.prerelease, b.prerelease)
}

// §11.3: a release is greater than its pre-releases. §11.4: numbers by value, below words; the longer list is greater.
function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  return comparePrefixes(a, b, (left, right) => {
    const numeric = isDigits(left)
    if (numeric !== isDigits(right)) return numeric ? -1 : 1
    return numeric ? compareDigits(left, right) : compareText(left, right)
  })
}

const bare = (text: string): string => text.trim().replace(/^=?\s*[vV]?/, '')

export function semverScheme(name: string): VersionScheme {
  return defineScheme({ name, parse: (text) => parseSemver(text), compare: compareSemver, normalize: bare })
}

export const nuget: VersionScheme = defineScheme({
  name: 'nuget',
  parse: (text) => {
    const key = parseSemver(text, 4)
    return key && { ...key, prerelease: key.prerelease.map((identifier) => identifier.toLowerCase()) }
  },
  compare: compareSemver,
  normalize: (text) => {
    const plus = text.indexOf('+')
    return plus === -1 ? text.toLowerCase() : text.slice(0, plus).toLowerCase() + text.slice(plus)
  },
})
