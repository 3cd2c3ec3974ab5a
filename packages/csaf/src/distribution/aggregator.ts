/** aggregator.json: CSAF 2.0 §7.1.21 to §7.1.23, §7.2.4, §7.2.5 and aggregator_json_schema.json; unknown fields kept. */
import type { Finding } from '../error.ts'
import type { Publisher } from '../document/types.ts'
import { publisher } from '../document/schema.ts'
import { printJson, readJsonObject, type JsonLimits } from '../json.ts'
import { array, checkShape, instant, object, refuse, text, uri } from '../shape.ts'
import { providerUrl, role, type ProviderRole } from './provider-metadata.ts'

export interface ListedMetadata {
  readonly last_updated: string
  readonly publisher: Publisher
  readonly url: string
  /** `csaf_provider` unless told. */
  readonly role?: ProviderRole
}

export interface Aggregator {
  readonly aggregator: {
    readonly category: 'aggregator' | 'lister'
    readonly name: string
    readonly namespace: string
    readonly contact_details?: string
    readonly issuing_authority?: string
  }
  readonly aggregator_version: '2.0'
  readonly canonical_url: string
  readonly csaf_providers: readonly { readonly metadata: ListedMetadata; readonly mirrors?: readonly string[] }[]
  readonly csaf_publishers?: readonly { readonly metadata: ListedMetadata; readonly mirrors: readonly string[]; readonly update_interval: string }[]
  readonly last_updated: string
  readonly [field: string]: unknown
}

const some = text()
const metadata = object({ last_updated: instant, publisher, role, url: providerUrl }, { required: ['last_updated', 'publisher', 'url'] })
const mirrors = array(providerUrl, { unique: true })

const aggregator = object(
  {
    aggregator: object(
      { category: text({ oneOf: ['aggregator', 'lister'] }), contact_details: some, issuing_authority: some, name: some, namespace: uri() },
      { required: ['category', 'name', 'namespace'] },
    ),
    aggregator_version: text({ oneOf: ['2.0'] }),
    canonical_url: uri(/\/aggregator\.json$/, 'a URL that ends with /aggregator.json'),
    csaf_providers: array(object({ metadata, mirrors }, { required: ['metadata'] }), { unique: true }),
    csaf_publishers: array(object({ metadata, mirrors, update_interval: some }, { required: ['metadata', 'mirrors', 'update_interval'] }), { unique: true }),
    last_updated: instant,
  },
  { required: ['aggregator', 'aggregator_version', 'canonical_url', 'csaf_providers', 'last_updated'] },
)

/** Reads it from its JSON text. Throws `bad-json`, `bad-aggregator` with all findings, `too-large`. */
export function parseAggregator(source: string, limits?: JsonLimits): Aggregator {
  const value: unknown = readJsonObject(source, 'an aggregator.json', limits)
  refuse(validateAggregator(value), 'bad-aggregator', 'an aggregator.json')
  return value as Aggregator
}

/** Everything the schema has to say about a value; empty when it is an aggregator.json. */
export function validateAggregator(value: unknown): Finding[] {
  return checkShape(aggregator, value).findings
}

export function printAggregator(value: Aggregator): string {
  return printJson(value)
}

/** What the requirements of the roles (§7.2.4, §7.2.5) ask of a list beyond its schema. */
export function checkAggregator(value: Aggregator): Finding[] {
  const findings: Finding[] = []
  const all = [...value.csaf_providers, ...(value.csaf_publishers ?? [])]
  // §7.1.22
  const parties = new Set(all.map(({ metadata: { publisher: party } }) => party.namespace))
  const others = [...parties].filter((namespace) => namespace !== value.aggregator.namespace)
  if (parties.size < 2 || others.length === 0) {
    findings.push({ level: 'error', path: '/csaf_providers', rule: '7.1.22', message: 'has fewer than two disjoint issuing parties, one of them not the aggregator', fix: 'list another issuing party' })
  }
  // §7.1.23, for the role CSAF aggregator
  const base = value.canonical_url.slice(0, value.canonical_url.lastIndexOf('/') + 1)
  const folders = new Set<string>()
  let mirrored = 0
  for (const [at, { mirrors: own }] of value.csaf_providers.entries()) {
    if (own !== undefined) mirrored++
    for (const [index, url] of (own ?? []).entries()) {
      const folder = url.startsWith(base) ? (url.slice(base.length).split('/')[0] ?? '') : ''
      if (folder !== '' && folders.has(folder)) {
        findings.push({ level: 'error', path: `/csaf_providers/${at}/mirrors/${index}`, rule: '7.1.23', message: 'lies in the folder of another mirror', fix: 'give each issuing party its own folder' })
      }
      folders.add(folder)
    }
  }
  const origin = originOf(value.canonical_url)
  for (const [at, { mirrors: own }] of value.aggregator.category === 'lister' ? value.csaf_providers.entries() : []) {
    for (const [index, url] of (own ?? []).entries()) {
      if (originOf(url) === origin) findings.push({ level: 'error', path: `/csaf_providers/${at}/mirrors/${index}`, rule: '7.2.4', message: 'is a mirror of the lister’s own', fix: 'leave it out, or use the category aggregator' })
    }
  }
  if (value.aggregator.category === 'aggregator' && mirrored < 2) {
    findings.push({ level: 'error', path: '/csaf_providers', rule: '7.2.5', message: `mirrors ${mirrored} of at least two issuing parties`, fix: 'mirror another one, or use the category lister' })
  }
  return findings
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url)
