/**
 * ROLIE feeds, service documents and category documents (RFC 8322 in JSON): CSAF 2.0 §7.1.15 to §7.1.17 and
 * ROLIE_feed_json_schema.json. Read, checked, printed; unknown fields kept.
 */
import { CsafError, type Finding } from '../error.ts'
import type { Csaf, Tlp } from '../document/types.ts'
import { isObject, printJson, readJsonObject, type JsonLimits } from '../json.ts'
import { compareInstants, compareText, parseInstant } from '../instants.ts'
import { anyText, array, checkShape, instant, object, refuse, text, uri, type Check } from '../shape.ts'
import { documentPath } from './names.ts'

export interface RolieLink {
  readonly rel: string
  readonly href: string
}

export interface RolieCategory {
  readonly scheme?: string
  readonly term: string
}

export interface RolieEntry {
  readonly id: string
  readonly title: string
  readonly link: readonly RolieLink[]
  readonly published: string
  readonly updated: string
  readonly content: { readonly type: 'application/json'; readonly src: string }
  readonly format: { readonly schema: string; readonly version: '2.0' }
  readonly summary?: { readonly content?: string }
  readonly category?: readonly RolieCategory[]
  readonly [field: string]: unknown
}

export interface RolieFeed {
  readonly feed: {
    readonly id: string
    readonly title: string
    readonly link: readonly RolieLink[]
    readonly category: readonly RolieCategory[]
    readonly updated: string
    readonly entry: readonly RolieEntry[]
    readonly [field: string]: unknown
  }
}

export const INFORMATION_TYPE = 'urn:ietf:params:rolie:category:information-type'
export const CSAF_SCHEMA = 'https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json'

const some = text()
const link = array(object({ href: uri(), rel: some }, { required: ['href', 'rel'] }))
const category = object({ scheme: some, term: some }, { required: ['term'] })

function having(check: Check, rule: string, holds: (item: Readonly<Record<string, unknown>>) => boolean, message: string, fix: string): Check {
  return (value, report) => {
    check(value, report)
    if (Array.isArray(value) && !value.filter(isObject).some(holds)) report.finding(rule, message, fix)
  }
}

const isSelf = ({ rel }: Readonly<Record<string, unknown>>): boolean => rel === 'self'
const links = having(link, 'self', isSelf, 'has no link with rel self', 'add one')
const isCsaf = ({ scheme, term }: Readonly<Record<string, unknown>>): boolean => scheme === INFORMATION_TYPE && term === 'csaf'
const categories = having(array(category), 'category', isCsaf, `has no category csaf of the scheme ${INFORMATION_TYPE}`, 'add it')

const entry = object(
  {
    category: array(category),
    content: object({ src: uri(/\.json$/, 'the URL of the document'), type: text({ oneOf: ['application/json'] }) }, { required: ['src', 'type'] }),
    format: object({ schema: text({ oneOf: [CSAF_SCHEMA] }), version: text({ oneOf: ['2.0'] }) }, { required: ['schema', 'version'] }),
    id: some,
    link: links,
    published: instant,
    summary: object({ content: anyText }),
    title: some,
    updated: instant,
  },
  { required: ['content', 'format', 'id', 'link', 'published', 'title', 'updated'] },
)

const feed = object(
  {
    feed: object(
      {
        category: categories,
        entry: array(entry, { min: 0 }),
        id: text({ pattern: /^[a-zA-Z0-9+\-_.]+$/, words: 'letters, digits, +, -, _ and .' }),
        link: links,
        title: some,
        updated: instant,
      },
      { required: ['category', 'entry', 'id', 'link', 'title', 'updated'] },
    ),
  },
  { required: ['feed'] },
)

const collection = object({ categories: object({ category: categories }, { required: ['category'] }), href: uri(), title: some }, { required: ['categories', 'href', 'title'] })
const service = object({ service: object({ workspace: array(object({ collection: array(collection), title: some }, { required: ['collection', 'title'] })) }, { required: ['workspace'] }) }, { required: ['service'] })
const categoryDocument = object({ categories: object({ category: array(category) }, { required: ['category'] }) }, { required: ['categories'] })

/** Everything that §7.1.15 has to say about the shape of a feed; empty when it is one. */
export function validateRolieFeed(value: unknown): Finding[] {
  const shape = checkShape(feed, value).findings
  if (shape.length > 0) return shape
  const findings: Finding[] = []
  const seen = new Set<string>()
  for (const [at, { id, updated, published }] of (value as RolieFeed).feed.entry.entries()) {
    const path = `/feed/entry/${at}`
    if (seen.has(id)) findings.push({ level: 'error', path: `${path}/id`, rule: 'id', message: 'stands in an entry before', fix: 'leave one entry for each document' })
    seen.add(id)
    const [from, to] = [parseInstant(published), parseInstant(updated)]
    if (from !== undefined && to !== undefined && compareInstants(from, to) > 0) findings.push({ level: 'error', path: `${path}/updated`, rule: 'updated', message: 'is before published', fix: 'correct one of the two' })
  }
  return findings
}

/** Everything that §7.1.16 has to say about the shape of a service document. */
export function validateRolieService(value: unknown): Finding[] {
  return checkShape(service, value).findings
}

/** Everything that §7.1.17 has to say about the shape of a category document. */
export function validateRolieCategories(value: unknown): Finding[] {
  return checkShape(categoryDocument, value).findings
}

/** Reads a feed from its JSON text. Throws `bad-json`, `bad-rolie` with all findings, `too-large`. */
export function parseRolieFeed(source: string, limits?: JsonLimits): RolieFeed {
  const value: unknown = readJsonObject(source, 'a ROLIE feed', limits)
  refuse(validateRolieFeed(value), 'bad-rolie', 'a ROLIE feed')
  return value as RolieFeed
}

export function printRolieFeed(value: RolieFeed): string {
  return printJson(value)
}

export interface FeedSource {
  /** Where the feed will lie. */
  readonly url: string
  /** The folder of distribution, with a slash at its end. */
  readonly directoryUrl: string
  readonly title: string
  readonly label: Tlp | 'UNLABELED'
  /** When the feed changed last; at least as late as its newest document. */
  readonly updated: string
  readonly documents: readonly Csaf[]
  /** Which files lie beside each document. */
  readonly hashes?: readonly ('sha256' | 'sha512')[]
  readonly signed?: boolean
}

/** The feed of the documents of one TLP label, the latest first. Throws `bad-rolie`, `bad-name`. */
export function buildRolieFeed({ directoryUrl, documents, hashes = [], label, signed = false, title, updated, url }: FeedSource): RolieFeed {
  const entries = documents.map(({ document }): RolieEntry => {
    const own = document.distribution?.tlp?.label ?? 'UNLABELED'
    if (own !== label) throw new CsafError('bad-rolie', `the document ${document.tracking.id} is ${own}; the feed is for ${label}`)
    const src = directoryUrl + documentPath({ document })
    const { current_release_date: current, id, initial_release_date: initial } = document.tracking
    return {
      id,
      title: document.title,
      link: [{ rel: 'self', href: src }, ...hashes.map((hash) => ({ rel: 'hash', href: `${src}.${hash}` })), ...(signed ? [{ rel: 'signature', href: `${src}.asc` }] : [])],
      published: initial,
      updated: current,
      content: { type: 'application/json', src },
      format: { schema: CSAF_SCHEMA, version: '2.0' },
    }
  })
  const built: RolieFeed = {
    feed: {
      id: `csaf-feed-tlp-${label.toLowerCase()}`,
      title,
      link: [{ rel: 'self', href: url }],
      category: [{ scheme: INFORMATION_TYPE, term: 'csaf' }],
      updated,
      entry: entries.sort((a, b) => byTime(b.updated, a.updated) || compareText(a.id, b.id)),
    },
  }
  refuse(validateRolieFeed(built), 'bad-rolie', 'the feed')
  return built
}

function byTime(a: string, b: string): number {
  const [one, other] = [parseInstant(a), parseInstant(b)]
  return one === undefined || other === undefined ? 0 : compareInstants(one, other)
}
