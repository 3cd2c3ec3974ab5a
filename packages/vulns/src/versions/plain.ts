/**
 * The small schemes: lists of numbers, OpenSSL's letters, instants, plain text (VERS, "version-range-spec",
 * schemes `intdot`, `datetime`, `lexicographic`, `generic`; PVP for Hackage; R's `package_version` for CRAN).
 */
import { compareRpmText } from './distributions.ts'
import { compareDigits, compareLists, comparePrefixes, compareText } from './order.ts'
import { defineScheme, type VersionScheme } from './scheme.ts'
import { compareSemver, parseSemver, type SemverKey } from './semver.ts'

/** Numbers between dots; what the shorter list lacks is 0. */
export function intdotScheme(name: string): VersionScheme {
  return defineScheme({
    name,
    parse: (text) => numbersOf(text, /\./),
    compare: (a, b) => compareLists(a, b, compareDigits, '0'),
  })
}

/** Numbers between separators; of two lists that begin alike the shorter is less. */
export function numberListScheme(name: string, separator: RegExp): VersionScheme {
  return defineScheme({
    name,
    parse: (text) => numbersOf(text, separator),
    compare: (a, b) => comparePrefixes(a, b, compareDigits),
  })
}

function numbersOf(text: string, separator: RegExp): string[] | undefined {
  const numbers = text.trim().replace(/^v/, '').split(separator)
  return numbers.every((number) => /^[0-9]+$/.test(number)) ? numbers : undefined
}

interface OpensslKey extends SemverKey {
  readonly letters: string
}

/** OpenSSL: up to 1.1.1 a release is followed by letters (a … z, za …); from 3.0 semantic versions. */
export const openssl: VersionScheme = defineScheme({
  name: 'openssl',
  parse: (text): OpensslKey | undefined => {
    const match = /^([0-9]+\.[0-9]+(?:\.[0-9]+)?)([a-z]*)(-[0-9A-Za-z.-]+)?$/.exec(text.trim())
    const key = match === null ? undefined : parseSemver(`${match[1] ?? ''}${match[3] ?? ''}`)
    return key && { ...key, letters: match?.[2] ?? '' }
  },
  compare: (a, b) =>
    compareLists(a.numbers, b.numbers, compareDigits, '0') || compareText(a.letters, b.letters) || compareSemver(a, b),
})

interface Moment {
  readonly milliseconds: number
  readonly fraction: string
}

/** RFC 3339 instants, to any fraction of a second. */
export const datetime: VersionScheme = defineScheme({
  name: 'datetime',
  parse: (text): Moment | undefined => {
    const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/.exec(text)
    if (match === null) return undefined
    const [, date = '', time = '', fraction = '', zone = ''] = match
    const milliseconds = Date.parse(`${date}T${time}${zone}`)
    const isDay = new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) === true
    return Number.isNaN(milliseconds) || !isDay ? undefined : { milliseconds, fraction }
  },
  compare: (a, b) => a.milliseconds - b.milliseconds || compareFractions(a.fraction, b.fraction),
})

function compareFractions(a: string, b: string): number {
  const width = Math.max(a.length, b.length)
  return compareText(a.padEnd(width, '0'), b.padEnd(width, '0'))
}

/** By the bytes of UTF-8, which is by code point; no normalisation. */
export const lexicographic: VersionScheme = defineScheme({
  name: 'lexicographic',
  parse: (text) => Array.from(text, (character) => character.codePointAt(0) ?? 0),
  compare: (a, b) => comparePrefixes(a, b, (left, right) => left - right),
})

/** For what has no rules of its own: runs of digits by value, runs of letters as text, as rpm does. */
export const generic: VersionScheme = defineScheme({
  name: 'generic',
  parse: (text) => text.trim() || undefined,
  compare: compareRpmText,
})
