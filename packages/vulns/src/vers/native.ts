/**
 * Version ranges as the ecosystems write them, turned into VERS: npm (node-semver, "Ranges"), Cargo, PyPI (PyPA "Version
 * specifiers"), RubyGems (Gem::Requirement), Conan 2 ("Version ranges"), NuGet and Maven (brackets), nginx, OpenSSL.
 * What is written is kept as it is, sorted, unless a union of ranges that overlap would then mean something else.
 */
import { limitText, quote, VulnsError } from '../error.ts'
import { versionScheme } from '../versions/schemes.ts'
import type { VersionScheme } from '../versions/scheme.ts'
import { compareHigh, compareLow, isEmpty, mergeIntervals, sameIntervals, type Bound, type Interval } from './intervals.ts'
import { parseBrackets } from './native-brackets.ts'
import { parseConan, parseGem, parseNginx, parseOpenssl, parsePypi } from './native-lists.ts'
import { parseCargo, parseNpm } from './native-npm.ts'
import { intervalsOf, sortConstraints, type Vers, type VersConstraint } from './vers.ts'

/** A union of intersections: one alternative is a list of constraints that all hold. An empty one holds for everything. */
export type Alternatives = readonly (readonly VersConstraint[])[]

const READERS: Readonly<Record<string, (text: string) => Alternatives>> = {
  npm: parseNpm,
  cargo: parseCargo,
  pypi: parsePypi,
  gem: parseGem,
  conan: parseConan,
  nuget: (text) => parseBrackets(text, 'nuget'),
  maven: (text) => parseBrackets(text, 'maven'),
  nginx: parseNginx,
  openssl: parseOpenssl,
}

/** The longest native range that is read, in characters. */
export const MAX_NATIVE_RANGE_LENGTH = 65_536

/** The schemes whose own range notation is read. */
export const NATIVE_RANGE_SCHEMES: readonly string[] = Object.keys(READERS)

/**
 * Reads a range in the ecosystem's own notation. A range that holds nothing is `vers:none/*`.
 * Throws `unknown-scheme`, `bad-vers`, `bad-version`, `too-large`.
 */
export function parseNativeRange(scheme: string, text: string): Vers {
  limitText(text, MAX_NATIVE_RANGE_LENGTH, 'a version range')
  const read = Object.hasOwn(READERS, scheme) ? READERS[scheme] : undefined
  if (read === undefined) {
    throw new VulnsError('unknown-scheme', `no range notation is known for ${quote(scheme)}; known are ${NATIVE_RANGE_SCHEMES.join(', ')}`)
  }
  const order = versionScheme(scheme)
  const alternatives = read(text).map((constraints) => tighten(order, constraints)).filter((one) => one !== undefined)
  if (alternatives.length === 0) return { scheme: 'none', constraints: '*' }
  if (alternatives.some((constraints) => constraints.length === 0)) return { scheme, constraints: '*' }
  return { scheme, constraints: unite(scheme, order, alternatives) }
}

// One lower and one upper bound of each intersection are left; undefined when nothing can lie between them.
function tighten(order: VersionScheme, constraints: readonly VersConstraint[]): VersConstraint[] | undefined {
  let low: Placed | undefined
  let high: Placed | undefined
  const kept: VersConstraint[] = []
  for (const constraint of constraints) {
    const bound = boundOf(order, constraint)
    const { comparator } = constraint
    if (comparator === '!=') kept.push(constraint)
    if (comparator.startsWith('>') || comparator === '=') low = low && compareLow(order, low, bound) >= 0 ? low : bound
    if (comparator.startsWith('<') || comparator === '=') high = high && compareHigh(order, high, bound) <= 0 ? high : bound
  }
  if (isEmpty(order, intervalOf(low, high))) return undefined
  if (low && high && order.compareCompiled(low.version, high.version) === 0) {
    kept.unshift({ comparator: '=', version: low.text })
  } else {
    if (high) kept.unshift({ comparator: high.inclusive ? '<=' : '<', version: high.text })
    if (low) kept.unshift({ comparator: low.inclusive ? '>=' : '>', version: low.text })
  }
  return kept
}

interface Placed extends Bound {
  readonly text: string
}

function boundOf(order: VersionScheme, { comparator, version }: VersConstraint): Placed {
  return { text: version, version: order.compile(version), inclusive: comparator.endsWith('=') }
}

function intervalOf(low: Bound | undefined, high: Bound | undefined): Interval {
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }
}

function unite(scheme: string, order: VersionScheme, alternatives: readonly VersConstraint[][]): VersConstraint[] {
  const exclusions = sharedExclusions(alternatives)
  const bounds = alternatives.map((each) => each.filter(({ comparator }) => comparator !== '!='))
  // Where two constraints name one version, the upper bound stands first: `<1.5.0|>=1.5.0`.
  const written = sortConstraints(scheme, bounds.flat().sort((a, b) => side(a) - side(b)))
  const united = mergeIntervals(order, bounds.flatMap((each) => intervalsOf(order, each)))
  const isSame = sameIntervals(order, united, mergeIntervals(order, intervalsOf(order, written)))
  return sortConstraints(scheme, [...(isSame ? written : print(order, united)), ...exclusions])
}

// VERS excludes a version from the whole range, so every alternative has to exclude it.
function sharedExclusions(alternatives: readonly VersConstraint[][]): VersConstraint[] {
  const [first = new Set<string>(), ...others] = alternatives.map((each) => new Set(each.filter(({ comparator }) => comparator === '!=').map(({ version }) => version)))
  if (others.some((other) => other.size !== first.size || ![...first].every((version) => other.has(version)))) {
    throw new VulnsError('bad-vers', 'a union of ranges with exclusions cannot be written as VERS; write each as a range of its own')
  }
  return [...first].map((version) => ({ comparator: '!=', version }))
}

function side({ comparator }: VersConstraint): number {
  return comparator.startsWith('<') ? 0 : comparator.startsWith('>') ? 2 : 1
}

// The union as constraints again.
function print(order: VersionScheme, united: readonly Interval[]): VersConstraint[] {
  return united.flatMap(({ low, high }): VersConstraint[] => {
    if (low && high && order.compareCompiled(low.version, high.version) === 0) return [{ comparator: '=', version: low.text ?? '' }]
    return [
      ...(low ? [{ comparator: low.inclusive ? '>=' : '>', version: low.text ?? '' } as const] : []),
      ...(high ? [{ comparator: high.inclusive ? '<=' : '<', version: high.text ?? '' } as const] : []),
    ]
  })
}
