/**
 * Is this version affected? OSV format, "Evaluation" (the algorithm `IsVulnerable`), over enumerated versions and over
 * SEMVER, ECOSYSTEM and GIT events. What cannot be judged is `unknown`, never `not-affected`.
 */
import { isSamePackage, parsePurl, type Purl } from '../purl/purl.ts'
import { versionScheme } from '../versions/schemes.ts'
import type { VersionScheme } from '../versions/scheme.ts'
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
  // "withdrawn: the record should be considered never to have existed"
  if (osv.withdrawn !== undefined) return { status: 'not-affected', because: '/withdrawn', fixed: [] }
  const purl = question.purl === undefined ? undefined : parsePurl(question.purl)
  const version = question.version ?? purl?.version
  const fixed: string[] = []
  let unknown: string | undefined
  for (const [at, affected] of (osv.affected ?? []).entries()) {
    const path = `/affected/${at}`
    const isPackage = matchesPackage(affected, question, purl)
    const scheme = schemeOfEcosystem(affected.package?.ecosystem ?? '')
    if (isPackage && version !== undefined && holdsVersion(affected, version, scheme)) {
      return { status: 'affected', because: `${path}/versions`, fixed: fixesOf(affected) }
    }
    for (const [place, range] of (affected.ranges ?? []).entries()) {
      const answer = range.type === 'GIT' ? judgeGit(range, question) : isPackage && judgeRange(range, version, scheme)
      if (answer === true) return { status: 'affected', because: `${path}/ranges/${place}`, fixed: fixesOf(affected) }
      if (answer === 'unknown') unknown ??= `${path}/ranges/${place}`
    }
    if (isPackage) fixed.push(...fixesOf(affected))
    if (isPackage && !canJudge(affected, version, question)) unknown ??= path
  }
  if (unknown !== undefined) return { status: 'unknown', because: unknown, fixed }
  return { status: 'not-affected', because: '', fixed }
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
function holdsVersion({ versions = [] }: OsvAffected, version: string, scheme: VersionScheme | undefined): boolean {
  if (versions.includes(version)) return true
  if (scheme === undefined || !scheme.isValid(version)) return false
  const key = scheme.compile(version)
  return versions.some((one) => scheme.isValid(one) && scheme.compareCompiled(scheme.compile(one), key) === 0)
}

function judgeRange({ type, events }: OsvRange, version: string | undefined, ecosystem: VersionScheme | undefined): boolean | 'unknown' {
  if (version === undefined) return false
  const scheme = type === 'SEMVER' ? versionScheme('semver') : ecosystem
  if (scheme === undefined || !scheme.isValid(version)) return 'unknown'
  const compiled = compileEvents(events, scheme)
  if (compiled === undefined) return 'unknown'
  const key = scheme.compile(version)
  const isAtLeast = (event: Placed): boolean => event.key === undefined || scheme.compareCompiled(key, event.key) >= 0
  const limits = compiled.filter(({ kind }) => kind === 'limit')
  if (limits.length > 0 && limits.every(isAtLeast)) return false
  let affected = false
  for (const event of compiled) {
    if (event.kind === 'introduced' && isAtLeast(event)) affected = true
    else if (event.kind === 'fixed' && isAtLeast(event)) affected = false
    else if (event.kind === 'last_affected' && event.key !== undefined && scheme.compareCompiled(key, event.key) > 0) affected = false
  }
  return affected
}

interface Placed {
  readonly kind: 'introduced' | 'fixed' | 'last_affected' | 'limit'
  /** Undefined is before every version: `introduced: "0"`. */
  readonly key: ReturnType<VersionScheme['compile']> | undefined
}

// The events in order of version; undefined when one of them is no version of the scheme.
function compileEvents(events: readonly OsvEvent[], scheme: VersionScheme): Placed[] | undefined {
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

// GIT: affected is what an introducing commit reaches and no fix after it does.
function judgeGit({ events }: OsvRange, { commit, isAncestor }: OsvQuestion): boolean | 'unknown' {
  if (commit === undefined) return false
  if (isAncestor === undefined) return 'unknown'
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
