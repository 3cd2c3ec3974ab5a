/**
 * Filters: the query parameters of the TAXII endpoints, parsed once and refused clearly.
 * Follows TAXII 2.1 §3.4 and the parameter tables of §5.3 to §5.8, in their order.
 */
import { TaxiiError } from './errors.ts'
import { nearestMicros, quote } from './timestamps.ts'

/** The endpoints that take filters: §5.4, §5.3, §5.6, §5.8 and §5.7. */
export type FilteredEndpoint = 'objects' | 'manifest' | 'object' | 'versions' | 'delete'

/** Which versions of each object: all of them, or the union of the earliest, the latest and those of given instants (microseconds). */
export type VersionFilter = { all: true } | { all?: false; first: boolean; last: boolean; at: number[] }

export type Filters = {
  /** Only what was added after this instant, in microseconds, exclusive. */
  addedAfter?: number
  /** At most so many objects; the server's own cap is applied by the caller. */
  limit?: number
  /** The cursor as received; see readCursor. */
  next?: string
  ids?: string[]
  types?: string[]
  versions: VersionFilter
  /** 'latest' when not asked: only the latest specification version of each object. */
  specVersions: string[] | 'latest'
  /** match fields that TAXII does not define, passed over as §3.4 allows. */
  ignored?: string[]
}

export const FILTER_LIMITS = { query: 100_000, next: 1024, ids: 1000, types: 100, versions: 100, specVersions: 10 } as const

type Parameter = 'added_after' | 'limit' | 'next' | 'match[id]' | 'match[type]' | 'match[version]' | 'match[spec_version]'

const PAGING: readonly Parameter[] = ['added_after', 'limit', 'next']
const ALLOWED: Record<FilteredEndpoint, readonly Parameter[]> = {
  objects: [...PAGING, 'match[id]', 'match[type]', 'match[version]', 'match[spec_version]'],
  manifest: [...PAGING, 'match[id]', 'match[type]', 'match[version]', 'match[spec_version]'],
  object: [...PAGING, 'match[version]', 'match[spec_version]'],
  versions: [...PAGING, 'match[spec_version]'],
  delete: ['match[version]', 'match[spec_version]'],
}

/**
 * Parses the query of one request. Throws TaxiiError 'bad-filter' naming the parameter, the rule and the fix;
 * throws nothing else whatever the text. Parameters other than TAXII's are passed over, except on delete, where
 * passing over a restriction would delete more than was meant. Without match[version], 'versions' and 'delete'
 * mean all versions, the others the last.
 */
export function parseFilters(query: URLSearchParams | string, where: FilteredEndpoint): Filters {
  const given = collect(query, where)
  const addedAfter = parsed(given.known.get('added_after'), parseAddedAfter)
  const limit = parsed(given.known.get('limit'), parseLimit)
  const next = parsed(given.known.get('next'), parseNext)
  const ids = parsed(given.known.get('match[id]'), parseIds)
  const types = parsed(given.known.get('match[type]'), parseTypes)
  const versions = parsed(given.known.get('match[version]'), parseVersions)
  const specVersions = parsed(given.known.get('match[spec_version]'), parseSpecVersions)
  return {
    ...(addedAfter === undefined ? {} : { addedAfter }),
    ...(limit === undefined ? {} : { limit }),
    ...(next === undefined ? {} : { next }),
    ...(ids === undefined ? {} : { ids }),
    ...(types === undefined ? {} : { types }),
    versions: versions ?? defaultVersions(where),
    specVersions: specVersions ?? 'latest',
    ...(given.ignored.length === 0 ? {} : { ignored: given.ignored }),
  }
}

function parsed<T>(text: string | undefined, parse: (text: string) => T): T | undefined {
  return text === undefined ? undefined : parse(text)
}

const defaultVersions = (where: FilteredEndpoint): VersionFilter =>
  where === 'versions' || where === 'delete' ? { all: true } : { first: false, last: true, at: [] }

// §3.4: which parameters there are, each at most once
function collect(query: URLSearchParams | string, where: FilteredEndpoint): { known: Map<Parameter, string>; ignored: string[] } {
  if (typeof query === 'string' && query.length > FILTER_LIMITS.query) {
    throw refusal('query', `it has at most ${FILTER_LIMITS.query} characters`, 'ask in several requests')
  }
  const known = new Map<Parameter, string>()
  const ignored: string[] = []
  for (const [name, value] of new URLSearchParams(query)) {
    if (isParameter(name)) {
      if (!ALLOWED[where].includes(name)) throw notHere(name, where)
      if (known.has(name)) throw refusal(name, 'it occurs at most once in a request', onceFix(name))
      known.set(name, value)
    } else if (name.startsWith('match') && !/^match\[[^[\]]+\]$/.test(name)) {
      throw refusal(name, 'a match parameter reads match[field]', 'write for example match[type]=indicator')
    } else if (where === 'delete') {
      throw notHere(name, where)
    } else if (name.startsWith('match') && ignored.length < 20) {
      ignored.push(name.slice(6, -1))
    }
  }
  return { known, ignored }
}

const isParameter = (name: string): name is Parameter => (ALLOWED.objects as readonly string[]).includes(name)

const onceFix = (name: Parameter): string =>
  name.startsWith('match') ? 'join the values with commas in one parameter' : 'leave only one of them'

function notHere(name: string, where: FilteredEndpoint): TaxiiError {
  return refusal(name, `the ${where} endpoint does not take it`, `it takes ${ALLOWED[where].join(', ')}`)
}

function parseAddedAfter(text: string): number {
  const micros = nearestMicros(text)
  if (micros === undefined) {
    throw refusal('added_after', 'it is one timestamp in UTC', 'write it as 2024-01-31T12:00:00.000000Z', text)
  }
  return micros
}

function parseLimit(text: string): number {
  const limit = /^[0-9]{1,16}$/.test(text) ? Number(text) : 0
  if (limit < 1 || !Number.isSafeInteger(limit)) {
    throw refusal('limit', 'it is a whole number greater than zero', 'write for example limit=100', text)
  }
  return limit
}

function parseNext(text: string): string {
  if (text === '' || text.length > FILTER_LIMITS.next) {
    throw refusal('next', 'it is the value that the page before gave', 'send that value unchanged, or begin again without next', text)
  }
  return text
}

// Types and ids are read as STIX 2.1 §2.9 and §3.1 write them, with room for what older content has
const TYPE = /^[a-z0-9][a-z0-9_-]{0,249}$/
const ID_END = /^--[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/
const ID_END_LENGTH = 38
/** In two halves: a type may hold hyphens too, and one expression for both goes back over every id to find where it ends. */
const ID: Shape = { test: (value) => ID_END.test(value.slice(-ID_END_LENGTH)) && TYPE.test(value.slice(0, -ID_END_LENGTH)) }
const SPEC_VERSION = /^\d{1,3}\.\d{1,3}$/

const parseIds = (text: string): string[] =>
  parseList('match[id]', text, FILTER_LIMITS.ids, ID, 'each value is a STIX id', 'write type--UUID, several joined by commas')
const parseTypes = (text: string): string[] =>
  parseList('match[type]', text, FILTER_LIMITS.types, TYPE, 'each value is an object type', 'write for example indicator,malware')
const parseSpecVersions = (text: string): string[] =>
  parseList('match[spec_version]', text, FILTER_LIMITS.specVersions, SPEC_VERSION, 'each value is a STIX version', 'write 2.1, or 2.0,2.1')

type Shape = { test(value: string): boolean }

// §3.4: values are joined by commas without any spaces and mean "or", so saying one twice changes nothing
function parseList(name: Parameter, text: string, most: number, shape: Shape, rule: string, fix: string): string[] {
  const values = split(name, text, most)
  for (const value of values) if (!shape.test(value)) throw refusal(name, rule, fix, value)
  return [...new Set(values)]
}

function split(name: Parameter, text: string, most: number): string[] {
  const values = text.split(',', most + 1)
  if (values.length > most) throw refusal(name, `it has at most ${most} values`, 'ask in several requests')
  if (values.includes('')) throw refusal(name, 'a value is not empty', 'leave the parameter out, or the comma', text)
  if (/\s/.test(text)) throw refusal(name, 'values are joined by a comma without any spaces', 'leave the spaces out', text)
  return values
}

// §3.4.1, version: no keyword and no instant twice; all stands alone
function parseVersions(text: string): VersionFilter {
  const name = 'match[version]'
  const words = split(name, text, FILTER_LIMITS.versions)
  const instants = words.filter((word) => !KEYWORDS.has(word)).map(parseVersion)
  const keywords = words.filter((word) => KEYWORDS.has(word))
  if (new Set(keywords).size < keywords.length || new Set(instants).size < instants.length) {
    throw refusal(name, 'a keyword or a version occurs at most once', 'leave the second one out', text)
  }
  if (!keywords.includes('all')) return { first: keywords.includes('first'), last: keywords.includes('last'), at: instants }
  if (words.length > 1) throw refusal(name, 'all is not joined with anything', 'send match[version]=all', text)
  return { all: true }
}

const KEYWORDS: ReadonlySet<string> = new Set(['all', 'first', 'last'])

function parseVersion(text: string): number {
  const micros = nearestMicros(text)
  if (micros === undefined) {
    throw refusal('match[version]', 'a version is first, last, all or a timestamp', 'write for example 2024-01-31T12:00:00.000Z', text)
  }
  return micros
}

function refusal(parameter: string, rule: string, fix: string, value?: string): TaxiiError {
  const named = parameter.length > 60 ? `${parameter.slice(0, 60)}…` : parameter
  const seen = value === undefined ? '' : ` (got ${quote(value)})`
  return new TaxiiError('bad-filter', `${named}: ${rule}${seen}; ${fix}`, { details: { parameter: named, rule, fix } })
}

/**
 * A text that is equal for two queries exactly when they ask for the same set of objects, in the same place:
 * `scope` names the collection and, where there is one, the object. limit and next are left out, since they may
 * change from page to page. For signCursor and readCursor.
 */
export function filtersDigest(scope: string, where: FilteredEndpoint, filters: Filters): string {
  const { versions, specVersions, ids, types } = filters
  return JSON.stringify([
    scope,
    where,
    filters.addedAfter ?? null,
    ids?.toSorted() ?? null,
    types?.toSorted() ?? null,
    versions.all === true ? 'all' : [versions.first, versions.last, versions.at.toSorted((a, b) => a - b)],
    specVersions === 'latest' ? specVersions : specVersions.toSorted(),
  ])
}
