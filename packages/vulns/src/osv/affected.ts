/**
 * Is this version affected? OSV format, "Evaluation" (the algorithm `IsVulnerable`), over enumerated versions and over
 * SEMVER, ECOSYSTEM and GIT events. What cannot be judged is `unknown`, never `not-affected`.
 */
import { isSamePackage, parsePurl, type Purl } from '../purl/purl.ts'
import { versionScheme } from '../versions/schemes.ts'
import { liesIn, mergeIntervals, type Interval } from '../vers/intervals.ts'
import type { CompiledVersion, VersionScheme } from '../versions/scheme.ts'
import { coversEcosystem, ecosystemOfPurlType, normalizeName, schemeOfEcosystem } from './ecosystems.ts'
import type { Osv, OsvAffected, OsvEvent, OsvRange } from './osv.ts'

/** The package and version in question. */
export interface OsvQuestion {
  /** With release where the ecosystem has them: `Debian:12`. */
  readonly ecosystem?: string
  readonly name?: string
  /** Instead of ecosystem and name; its version, if it has one, counts unless `version` is given. */
  readonly purl?: string
  readonly version?: string
  /** For GIT ranges: the commit in question, in full. */
  readonly commit?: string
  /** For GIT ranges: whether one commit is the other or its ancestor. Without it GIT ranges are unknown. */
  readonly isAncestor?: (ancestor: string, descendant: string) => boolean
}

export interface OsvAnswer {
  readonly status: 'affected' | 'not-affected' | 'unknown'
  /** Which part of the record decided, as a JSON Pointer; or why none could. */
  readonly because: string
  /** The fixed versions or commits that the matching ranges name. */
  readonly fixed: readonly string[]
}

/** Judges one package version by one record. Throws `bad-purl` for a question with a bad package URL. */
export function judgeOsv(osv: Osv, question: OsvQuestion): OsvAnswer {
  return compileOsv(osv)(question)
}

/** The record as a question to be asked often; what a question needs is put in order when it is first asked. */
export function compileOsv(osv: Osv): (question: OsvQuestion) => OsvAnswer {
  // "withdrawn: the record should be considered never to have existed"
  if (osv.withdrawn !== undefined) return () => ({ status: 'not-affected', because: '/withdrawn', fixed: [] })
  const entries = (osv.affected ?? []).map(compileEntry)
  return (question) => {
    const purl = question.purl === undefined ? undefined : parsePurl(question.purl)
    const version = question.version ?? purl?.version
    const fixed: (readonly string[])[] = []
    let unknown: string | undefined
    for (const { path, affected, fixes, holdsVersion, ranges } of entries) {
      const isPackage = matchesPackage(affected, question, purl)
      if (isPackage && version !== undefined && holdsVersion(version)) {
        return { status: 'affected', because: `${path}/versions`, fixed: fixes }
      }
      for (const { place, range, judge } of ranges) {
        const answer = range.type === 'GIT' ? judgeGit(range, question) : isPackage && version !== undefined && judge(version)
        if (answer === true) return { status: 'affected', because: place, fixed: fixes }
        if (answer === 'unknown') unknown ??= place
      }
      if (!isPackage) continue
      fixed.push(fixes)
      if (!canJudge(affected, version, question)) unknown ??= path
    }
    const all = { fixed: fixed.flat() }
    return unknown === undefined ? { status: 'not-affected', because: '', ...all } : { status: 'unknown', because: unknown, ...all }
  }
}

interface Entry {
  readonly path: string
  readonly affected: OsvAffected
  readonly fixes: readonly string[]
  readonly holdsVersion: (version: string) => boolean
  readonly ranges: readonly { readonly place: string; readonly range: OsvRange; readonly judge: (version: string) => boolean | 'unknown' }[]
}

function compileEntry(affected: OsvAffected, at: number): Entry {
  const path = `/affected/${at}`
  const scheme = schemeOfEcosystem(affected.package?.ecosystem ?? '')
  const ranges = (affected.ranges ?? []).map((range, place) => ({ place: `${path}/ranges/${place}`, range, judge: judgeOf(range, scheme) }))
  return { path, affected, fixes: fixesOf(affected), ranges, holdsVersion: listOf(affected.versions ?? [], scheme) }
}

// A version says nothing about commits; a record without versions and ranges says nothing about either.
function canJudge({ versions = [], ranges = [] }: OsvAffected, version: string | undefined, { commit }: OsvQuestion): boolean {
  const named = versions.length > 0 || ranges.some(({ type }) => type !== 'GIT')
  return (version !== undefined && named) || (commit !== undefined && ranges.some(({ type }) => type === 'GIT'))
}

function matchesPackage({ package: named }: OsvAffected, question: OsvQuestion, purl: Purl | undefined): boolean {
  if (named === undefined) return false
  if (purl !== undefined && named.purl !== undefined) return isSamePackage(purl, parsePurlOr(named.purl, purl))
  const ecosystem = question.ecosystem ?? ecosystemOfPurlType(purl?.type ?? '')
  const name = question.name ?? (purl === undefined ? undefined : nameOf(purl))
  if (ecosystem === undefined || name === undefined || !coversEcosystem(named.ecosystem, ecosystem)) return false
  return normalizeName(ecosystem, named.name) === normalizeName(ecosystem, name)
}

// A record with a package URL that cannot be read matches nothing by it.
function parsePurlOr(text: string, { type, name }: Purl): Purl {
  try {
    return parsePurl(text)
  } catch {
    return { type: `not-${type}`, name }
  }
}

function nameOf({ type, namespace, name }: Purl): string {
  if (namespace === undefined) return name
  return type === 'maven' ? `${namespace}:${name}` : `${namespace}/${name}`
}

// "versions": the texts, and what the ecosystem holds equal to them.
function listOf(versions: readonly string[], scheme: VersionScheme | undefined): (version: string) => boolean {
  const texts = new Set(versions)
  let points: Interval[] | undefined
  return (version) => {
    if (texts.has(version)) return true
    if (scheme === undefined || texts.size === 0 || !scheme.isValid(version)) return false
    points ??= mergeIntervals(scheme, versions.filter(scheme.isValid).map((one) => pointAt(scheme.compile(one))))
    return liesIn(scheme, points, scheme.compile(version))
  }
}

function pointAt(version: CompiledVersion): Interval {
  return { low: { version, inclusive: true }, high: { version, inclusive: true } }
}

function judgeOf({ type, events }: OsvRange, ecosystem: VersionScheme | undefined): (version: string) => boolean | 'unknown' {
  const scheme = type === 'SEMVER' ? versionScheme('semver') : ecosystem
  let span: Span | 'unknown' | undefined
  return (version) => {
    if (scheme === undefined || !scheme.isValid(version)) return 'unknown'
    span ??= spanOf(events, scheme)
    if (span === 'unknown') return 'unknown'
    const key = scheme.compile(version)
    return liesIn(scheme, span.affected, key) && liesIn(scheme, span.limits, key)
  }
}

interface Span {
  readonly affected: readonly Interval[]
  /** "BeforeLimits": below one of the limits, or everything when there are none. */
  readonly limits: readonly Interval[]
}

// The sweep of `IsVulnerable` over the sorted events, kept as intervals.
function spanOf(events: readonly OsvEvent[], scheme: VersionScheme): Span | 'unknown' {
  const placed = placeEvents(events, scheme)
  if (placed === undefined) return 'unknown'
  const affected: Interval[] = []
  const limits: Interval[] = []
  let open: Interval | undefined
  for (const { kind, key } of placed) {
    if (kind === 'introduced') open ??= key === undefined ? {} : { low: { version: key, inclusive: true } }
    else if (key !== undefined && kind === 'limit') limits.push({ high: { version: key, inclusive: false } })
    else if (key !== undefined && open !== undefined) {
      affected.push({ ...open, high: { version: key, inclusive: kind === 'last_affected' } })
      open = undefined
    }
  }
  if (open !== undefined) affected.push(open)
  return { affected: mergeIntervals(scheme, affected), limits: limits.length === 0 ? [{}] : mergeIntervals(scheme, limits) }
}

interface Placed {
  readonly kind: 'introduced' | 'fixed' | 'last_affected' | 'limit'
  /** Undefined is before every version: `introduced: "0"`. */
  readonly key: CompiledVersion | undefined
}

// The events in order of version; undefined when one of them is no version of the scheme.
function placeEvents(events: readonly OsvEvent[], scheme: VersionScheme): Placed[] | undefined {
  const placed: Placed[] = []
  for (const event of events) {
    for (const kind of ['introduced', 'fixed', 'last_affected', 'limit'] as const) {
      const value = event[kind]
      if (value === undefined || (kind === 'limit' && value === '*')) continue
      const isStart = kind === 'introduced' && value === '0'
      if (!isStart && !scheme.isValid(value)) return undefined
      placed.push({ kind, key: isStart ? undefined : scheme.compile(value) })
    }
  }
  const compare = (a: Placed, b: Placed): number => {
    if (a.key === undefined || b.key === undefined) return Number(a.key !== undefined) - Number(b.key !== undefined)
    return scheme.compareCompiled(a.key, b.key)
  }
  // A start and an end on one version: the start counts (`fixed: 3.2.0` of one pair, `introduced: 3.2.0` of another),
  // unless they stand next to each other in the record: that pair is empty.
  const isEmptyPair = (start: Placed | undefined, end: Placed | undefined): boolean =>
    start?.kind === 'introduced' && end?.kind === 'fixed' && compare(start, end) === 0
  const kept = placed.filter((event, at) => !isEmptyPair(event, placed[at + 1]) && !isEmptyPair(placed[at - 1], event))
  return kept.sort((a, b) => compare(a, b) || Number(a.kind === 'introduced') - Number(b.kind === 'introduced'))
}

// Each start is held against each end, so their number is limited.
const MAX_GIT_EVENTS = 1000

// GIT: affected is what an introducing commit reaches and no fix after it does.
function judgeGit({ events }: OsvRange, { commit, isAncestor }: OsvQuestion): boolean | 'unknown' {
  if (commit === undefined) return false
  if (isAncestor === undefined || events.length > MAX_GIT_EVENTS) return 'unknown'
  const valuesOf = (kind: keyof OsvEvent): string[] => events.flatMap((event) => event[kind] ?? [])
  const reaches = (from: string, to: string): boolean => from === '0' || isAncestor(from, to)
  const limits = valuesOf('limit').filter((limit) => limit !== '*')
  if (limits.length > 0 && !limits.some((limit) => limit !== commit && isAncestor(commit, limit))) return false
  const ends = [
    ...valuesOf('fixed').map((end) => ({ end, isPast: reaches(end, commit) })),
    ...valuesOf('last_affected').map((end) => ({ end, isPast: end !== commit && reaches(end, commit) })),
  ]
  return valuesOf('introduced').some(
    (start) => reaches(start, commit) && !ends.some(({ end, isPast }) => isPast && reaches(start, end)),
  )
}

function fixesOf({ ranges = [] }: OsvAffected): string[] {
  return [...new Set(ranges.flatMap(({ events }) => events.flatMap(({ fixed }) => fixed ?? [])))]
}
