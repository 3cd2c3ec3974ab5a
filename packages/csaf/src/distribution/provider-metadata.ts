/** provider-metadata.json: CSAF 2.0 §7.1.7 and provider_json_schema.json. Read, checked, printed; unknown fields kept. */
import type { Finding } from '../error.ts'
import type { Publisher, Tlp } from '../document/types.ts'
import { publisher } from '../document/schema.ts'
import { printJson, readJsonObject, type JsonLimits } from '../json.ts'
import { anyText, array, boolean, checkShape, instant, object, refuse, text, uri } from '../shape.ts'

export type ProviderRole = 'csaf_publisher' | 'csaf_provider' | 'csaf_trusted_provider'

export interface Feed {
  readonly url: string
  readonly tlp_label: Tlp | 'UNLABELED'
  readonly summary?: string
}

export interface Distribution {
  readonly directory_url?: string
  readonly rolie?: { readonly feeds: readonly Feed[]; readonly categories?: readonly string[]; readonly services?: readonly string[] }
  readonly [field: string]: unknown
}

export interface ProviderMetadata {
  readonly canonical_url: string
  readonly last_updated: string
  readonly list_on_CSAF_aggregators: boolean
  readonly mirror_on_CSAF_aggregators: boolean
  readonly metadata_version: '2.0'
  readonly publisher: Publisher
  readonly role: ProviderRole
  readonly distributions?: readonly Distribution[]
  readonly public_openpgp_keys?: readonly { readonly url: string; readonly fingerprint?: string }[]
  readonly [field: string]: unknown
}

export const providerUrl = uri(/\/provider-metadata\.json$/, 'a URL that ends with /provider-metadata.json')
const jsonUrl = uri(/\.json$/, 'a URL that ends with .json')
export const role = text({ oneOf: ['csaf_publisher', 'csaf_provider', 'csaf_trusted_provider'] })

const feed = object({ summary: anyText, tlp_label: text({ oneOf: ['UNLABELED', 'WHITE', 'GREEN', 'AMBER', 'RED'] }), url: jsonUrl }, { required: ['tlp_label', 'url'] })

const metadata = object(
  {
    canonical_url: providerUrl,
    distributions: array(
      object(
        {
          directory_url: uri(),
          rolie: object({ categories: array(jsonUrl, { unique: true }), feeds: array(feed, { unique: true }), services: array(jsonUrl, { unique: true }) }, { required: ['feeds'] }),
        },
        { min: 1 },
      ),
      { unique: true },
    ),
    last_updated: instant,
    list_on_CSAF_aggregators: boolean,
    metadata_version: text({ oneOf: ['2.0'] }),
    mirror_on_CSAF_aggregators: boolean,
    public_openpgp_keys: array(object({ fingerprint: text({ pattern: /^[0-9a-fA-F]{40,}$/, words: 'the fingerprint as 40 or more hexadecimal digits' }), url: uri() }, { required: ['url'] }), { min: 0 }),
    publisher,
    role,
  },
  { required: ['canonical_url', 'last_updated', 'list_on_CSAF_aggregators', 'mirror_on_CSAF_aggregators', 'metadata_version', 'publisher', 'role'] },
)

/** Reads it from its JSON text. Throws `bad-json`, `bad-provider-metadata` with all findings, `too-large`. */
export function parseProviderMetadata(source: string, limits?: JsonLimits): ProviderMetadata {
  const value: unknown = readJsonObject(source, 'a provider-metadata.json', limits)
  refuse(validateProviderMetadata(value), 'bad-provider-metadata', 'a provider-metadata.json')
  return value as ProviderMetadata
}

/** Everything the schema has to say about a value; empty when it is provider metadata. */
export function validateProviderMetadata(value: unknown): Finding[] {
  return checkShape(metadata, value).findings
}

export function printProviderMetadata(value: ProviderMetadata): string {
  return printJson(value)
}
