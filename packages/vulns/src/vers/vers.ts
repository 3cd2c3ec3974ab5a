/**
 * VERS version ranges: parse, print, ask. package-url/vers-spec, "URI scheme", "Parsing and validating version range
 * specifiers" and "Checking if a version is contained within a range".
 *
 *   vers:scheme/[comparator]version|[comparator]version…        vers:scheme/*
 */
import { limitText, quote, VulnsError } from '../error.ts'
import { MAX_VERSION_LENGTH, type VersionScheme } from '../versions/scheme.ts'
import { isVersionScheme, versionScheme } from '../versions/schemes.ts'
import { liesIn, mergeIntervals, type Bound, type Interval } from './intervals.ts'

export type VersComparator = '=' | '!=' | '<' | '<=' | '>' | '>='

export interface VersConstraint {
  readonly comparator: VersComparator
  readonly version: string
}

export interface Vers {
  readonly scheme: string
  /** In order of version; `'*'` is every version. */
  readonly constraints: readonly VersConstraint[] | '*'
}

/** The longest range that is read, in characters. */
export const MAX_VERS_LENGTH = 262_144

/** Reads a canonical range. Throws `bad-vers`, `bad-version`, `too-large`. `printVers(parseVers(text))` is `text`. */
export function parseVers(text: string): Vers {
  const { scheme, body } = splitVers(text)
  if (body === '*') return { scheme, constraints: '*' }
  const pieces = body.split('|')
  if (pieces[0] === '') throw bad(text, 'it begins with a pipe or has no constraint')
  if (pieces.at(-1) === '') throw bad(text, 'it ends with a pipe')
  if (pieces.includes('')) throw bad(text, 'two pipes follow each other')
  const constraints = pieces.map((piece) => parseConstraint(piece, text))
  checkVersions(scheme, constraints)
  if (!isSorted(scheme, constraints)) throw bad(text, 'its constraints are not sorted by version; normalizeVers sorts them')
  const vers: Vers = { scheme, constraints }
  if (printVers(vers) !== text) throw bad(text, `its percent-encoding is not canonical; write ${quote(printVers(vers))}`)
  return vers
}

/**
 * Reads a range that need not be canonical: spaces, empty constraints and order are mended; nothing is simplified.
 * Throws `bad-vers`, `bad-version`, `too-large`.
 */
export function normalizeVers(text: string): Vers {
  limitText(text, MAX_VERS_LENGTH, 'a version range')
  const { scheme, body } = splitVers(text.replace(/[ \t\r\n]+/g, ''))
  if (body === '*') return { scheme, constraints: '*' }
  const constraints = body.split('|').filter((piece) => piece !== '').map((piece) => parseConstraint(piece, text))
  if (constraints.length === 0) throw bad(text, 'it has no constraint')
  checkVersions(scheme, constraints)
  return { scheme, constraints: sortConstraints(scheme, constraints) }
}

export function printVers({ scheme, constraints }: Vers): string {
  if (constraints === '*') return `vers:${scheme}/*`
  return `vers:${scheme}/${constraints.map(printConstraint).join('|')}`
}

/** Whether the range holds the version. Throws `unknown-scheme`, `bad-version`, `too-large`. */
export function versContains(vers: Vers, version: string): boolean {
  return compileVers(vers)(version)
}

/** The range as a question to be asked often: O(log n) each. Throws as `versContains` does. */
export function compileVers({ scheme, constraints }: Vers): (version: string) => boolean {
  if (scheme === 'none') return () => false
  if (constraints === '*') return () => true
  const order = versionScheme(scheme)
  const excluded = new Set(constraints.filter(isExclusion).map(({ version }) => version))
  const excludedKeys = [...excluded].map((version) => ({ low: pointAt(order, version), high: pointAt(order, version) }))
  const outside = mergeIntervals(order, excludedKeys)
  const inside = mergeIntervals(order, intervalsOf(order, constraints))
  return (version) => {
    const key = order.compile(version)
    return !liesIn(order, outside, key) && liesIn(order, inside, key)
  }
}

/** What the constraints say, each pair read as the specification reads it; the list is not merged. */
export function intervalsOf(scheme: VersionScheme, constraints: readonly VersConstraint[]): Interval[] {
  const intervals: Interval[] = []
  for (const { comparator, version } of constraints) {
    // "If the version equals a constraint with =, <= or >=, it is in the range."
    if (comparator === '=' || comparator === '<=' || comparator === '>=') {
      intervals.push({ low: pointAt(scheme, version), high: pointAt(scheme, version) })
    }
  }
  const ordered = simplify(sortedBounds(scheme, constraints))
  // Only exclusions: everything else is in.
  if (ordered.length === 0 && constraints.every(isExclusion)) return [{}]
  ordered.forEach((bound, at) => {
    const next = ordered[at + 1]
    if (bound.isLow) intervals.push(next === undefined ? { low: bound } : { low: bound, high: next })
    else if (at === 0) intervals.push({ high: bound })
  })
  return intervals
}

interface OrderedBound extends Bound {
  readonly isLow: boolean
}

function sortedBounds(scheme: VersionScheme, constraints: readonly VersConstraint[]): OrderedBound[] {
  return constraints
    .filter(({ comparator }) => comparator !== '=' && comparator !== '!=')
    .map(({ comparator, version }) => ({
      text: version,
      version: scheme.compile(version),
      inclusive: comparator.endsWith('='),
      isLow: comparator.startsWith('>'),
    }))
    .sort((a, b) => scheme.compareCompiled(a.version, b.version))
}

// "Version constraints simplification": of two lower bounds in a row the first counts, of two upper ones the second.
function simplify(bounds: readonly OrderedBound[]): OrderedBound[] {
  return bounds.filter((bound, at) => {
    const neighbour = bounds[bound.isLow ? at - 1 : at + 1]
    return neighbour === undefined || neighbour.isLow !== bound.isLow
  })
}

/** In order of version; as they stand where the scheme cannot order them. Constraints on one version keep their places. */
export function sortConstraints(scheme: string, constraints: readonly VersConstraint[]): VersConstraint[] {
  if (!isVersionScheme(scheme)) return [...constraints]
  const order = versionScheme(scheme)
  if (!constraints.every(({ version }) => order.isValid(version))) return [...constraints]
  return constraints
    .map((constraint) => ({ constraint, key: order.compile(constraint.version) }))
    .sort((a, b) => order.compareCompiled(a.key, b.key))
    .map(({ constraint }) => constraint)
}

function splitVers(text: string): { scheme: string; body: string } {
  limitText(text, MAX_VERS_LENGTH, 'a version range')
  if (/[\s]/.test(text)) throw bad(text, 'it has white space; normalizeVers takes it out')
  if (!text.startsWith('vers:')) throw bad(text, 'it does not begin with "vers:"')
  const slash = text.indexOf('/')
  const scheme = slash === -1 ? '' : text.slice(5, slash)
  if (!/^[a-z][a-z0-9.-]*$/.test(scheme)) throw bad(text, 'its scheme is not lower-case letters, digits, "." and "-"; write vers:npm/…')
  const body = text.slice(slash + 1)
  if ((scheme === 'none' || scheme === 'all') && body !== '*') throw bad(text, `the scheme ${scheme} takes "*" only`)
  return { scheme, body }
}

function parseConstraint(piece: string, text: string): VersConstraint {
  const [, comparator = '', raw = ''] = /^(!=|<=|>=|<|>|=)?(.*)$/s.exec(piece) ?? []
  if (raw === '') throw bad(text, `the constraint ${quote(piece)} has no version`)
  if (raw === '*') throw bad(text, '"*" stands alone, without comparator or other constraints')
  if (/[<>=!]/.test(raw)) throw bad(text, `the constraint ${quote(piece)} has a comparator inside its version; encode it as %3C, %3E, %3D or %21`)
  let version: string
  try {
    version = decodeURIComponent(raw)
  } catch {
    throw bad(text, `the constraint ${quote(piece)} is not percent-encoded UTF-8`)
  }
  limitText(version, MAX_VERSION_LENGTH, 'a version')
  if (!version.isWellFormed()) throw bad(text, 'a version is not well-formed Unicode')
  return { comparator: comparator === '' ? '=' : (comparator as VersComparator), version }
}

// A version that its scheme does not know is carried along: asking is what fails then. Instants are strict by definition.
function checkVersions(scheme: string, constraints: readonly VersConstraint[]): void {
  if (scheme !== 'datetime') return
  for (const { version } of constraints) versionScheme(scheme).compile(version)
}

function isSorted(scheme: string, constraints: readonly VersConstraint[]): boolean {
  return sortConstraints(scheme, constraints).every((constraint, at) => constraint === constraints[at])
}

function printConstraint({ comparator, version }: VersConstraint): string {
  return `${comparator === '=' ? '' : comparator}${encodeVersion(version)}`
}

// The separators and comparators of a range, "%" itself, and all that is no printable ASCII.
function encodeVersion(version: string): string {
  if (!version.isWellFormed()) throw new VulnsError('bad-vers', 'a version is not well-formed Unicode')
  return version.replace(/[^!-~]+|[%|<>=!*,/]/gu, (characters) =>
    encodeURIComponent(characters).replace(/[!*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`),
  )
}

function isExclusion({ comparator }: VersConstraint): boolean {
  return comparator === '!='
}

function pointAt(scheme: VersionScheme, version: string): Bound {
  return { text: version, version: scheme.compile(version), inclusive: true }
}

function bad(text: string, why: string): VulnsError {
  return new VulnsError('bad-vers', `${quote(text)} is not a version range: ${why}`)
}
