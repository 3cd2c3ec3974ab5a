/**
 * OSV records: Open Source Vulnerability format, version 1.7 (ossf/osv-schema). Read, checked, printed; fields that the
 * format does not know are kept.
 */
import { isObject, printJson, readJsonObject, type JsonLimits } from '../json.ts'
import { anyObject, array, collect, instant, nullable, object, refuse, text, uri, type Check } from '../shape.ts'
import { quote, type Finding } from '../error.ts'

export interface OsvEvent {
  readonly introduced?: string
  readonly fixed?: string
  readonly last_affected?: string
  readonly limit?: string
}

export interface OsvRange {
  readonly type: 'SEMVER' | 'ECOSYSTEM' | 'GIT'
  readonly repo?: string
  readonly events: readonly OsvEvent[]
  readonly [field: string]: unknown
}

export interface OsvSeverity {
  readonly type: string
  readonly score: string
}

export interface OsvAffected {
  readonly package?: { readonly ecosystem: string; readonly name: string; readonly purl?: string }
  readonly severity?: readonly OsvSeverity[] | null
  readonly ranges?: readonly OsvRange[]
  readonly versions?: readonly string[]
  readonly [field: string]: unknown
}

export interface Osv {
  readonly schema_version?: string
  readonly id: string
  readonly modified: string
  readonly published?: string
  readonly withdrawn?: string
  readonly aliases?: readonly string[] | null
  readonly related?: readonly string[]
  readonly upstream?: readonly string[]
  readonly summary?: string
  readonly details?: string
  readonly severity?: readonly OsvSeverity[] | null
  readonly affected?: readonly OsvAffected[] | null
  readonly references?: readonly { readonly type: string; readonly url: string }[] | null
  readonly [field: string]: unknown
}

/** Reads a record from its JSON text. Throws `bad-json`, `bad-osv` with all findings, `too-large`. */
export function parseOsv(source: string, limits?: JsonLimits): Osv {
  return asOsv(readJsonObject(source, 'an OSV record', limits))
}

/** A value that was read elsewhere (YAML, an API) as a record. Throws `bad-osv` with all findings. */
export function asOsv(value: unknown): Osv {
  refuse(validateOsv(value), 'bad-osv', 'an OSV record')
  return value as Osv
}

export function printOsv(osv: Osv): string {
  return printJson(osv)
}

const EVENT_KINDS = ['introduced', 'fixed', 'last_affected', 'limit'] as const

const event: Check = (value, path, report) => {
  object({ introduced: text(), fixed: text(), last_affected: text(), limit: text() })(value, path, report)
  if (!isObject(value)) return
  const kinds = EVENT_KINDS.filter((kind) => Object.hasOwn(value, kind))
  if (kinds.length !== 1) report(path, 'one-event', `must have exactly one of ${EVENT_KINDS.join(', ')}`)
}

const COMMIT = /^(?:0|[a-f0-9]{40}|[a-f0-9]{64})$/

const range: Check = object(
  { type: text({ oneOf: ['SEMVER', 'ECOSYSTEM', 'GIT'] }), repo: text(), events: array(event, { min: 1 }), database_specific: anyObject },
  {
    required: ['type', 'events'],
    also: ({ type, repo, events }, path, report) => {
      const all = (Array.isArray(events) ? events : []).filter(isObject)
      if (!all.some((one) => Object.hasOwn(one, 'introduced'))) report(path, 'introduced', 'must have an introduced event')
      if (all.some((one) => 'last_affected' in one) && all.some((one) => 'fixed' in one)) {
        report(path, 'fixed-or-last', 'must not have both fixed and last_affected events')
      }
      if (type !== 'GIT') return
      if (repo === undefined) report(`${path}/repo`, 'required', 'is missing; a GIT range names its repository')
      for (const value of all.flatMap((one) => Object.values(one))) {
        if (typeof value !== 'string' || COMMIT.test(value)) continue
        // Some published advisories shorten their commits; they can be read, but not be matched.
        const level = /^[a-f0-9]{7,}$/.test(value) ? 'warning' : 'error'
        report(path, 'commit', `must use full commit hashes in lower case, or 0, not ${quote(value)}`, level)
      }
    },
  },
)

const severities: Check = nullable(
  array(object({ type: text({ oneOf: ['CVSS_V2', 'CVSS_V3', 'CVSS_V4', 'Ubuntu'] }), score: text({ min: 1 }) }, { required: ['type', 'score'] })),
)

const affected: Check = object({
  package: object({ ecosystem: text({ min: 1 }), name: text({ min: 1 }), purl: text() }, { required: ['ecosystem', 'name'] }),
  severity: severities,
  ranges: array(range),
  versions: array(text()),
  ecosystem_specific: anyObject,
  database_specific: anyObject,
})

const REFERENCES = ['ADVISORY', 'ARTICLE', 'DETECTION', 'DISCUSSION', 'REPORT', 'FIX', 'INTRODUCED', 'GIT', 'PACKAGE', 'EVIDENCE', 'WEB']
const CREDITS = ['FINDER', 'REPORTER', 'ANALYST', 'COORDINATOR', 'REMEDIATION_DEVELOPER', 'REMEDIATION_REVIEWER', 'REMEDIATION_VERIFIER', 'TOOL', 'SPONSOR', 'OTHER']

const record: Check = object(
  {
    schema_version: text({ pattern: /^\d+\.\d+\.\d+/, words: 'it must be a version such as 1.7.0' }),
    id: text({ min: 1 }),
    modified: instant,
    published: instant,
    withdrawn: instant,
    aliases: nullable(array(text())),
    related: array(text()),
    upstream: array(text()),
    summary: text(),
    details: text(),
    severity: severities,
    affected: nullable(array(affected)),
    references: nullable(array(object({ type: text({ oneOf: REFERENCES }), url: uri }, { required: ['type', 'url'] }))),
    credits: array(object({ name: text(), contact: array(text()), type: text({ oneOf: CREDITS }) }, { required: ['name'] })),
    database_specific: anyObject,
  },
  {
    required: ['id', 'modified'],
    closed: true,
    also: (value, path, report) => {
      const inner = Array.isArray(value['affected']) ? value['affected'].filter(isObject) : []
      if (Array.isArray(value['severity']) && inner.some((one) => Array.isArray(one['severity']))) {
        report(`${path}/severity`, 'severity-once', 'must not stand both in the record and in one of affected')
      }
    },
  },
)

/** Everything the format has to say about a value; empty when it is a record. */
export function validateOsv(value: unknown): Finding[] {
  return collect(record, value)
}
