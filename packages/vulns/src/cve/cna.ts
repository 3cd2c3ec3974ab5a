/** The CNA container of a CVE record: cve-schema 5.x, `cnaPublishedContainer` and `cnaRejectedContainer`. */
import { scoreCvss } from '../cvss/score.ts'
import { parseCvss } from '../cvss/vector.ts'
import { VulnsError } from '../error.ts'
import { isObject, type JsonObject } from '../json.ts'
import { anyObject, array, boolean, instant, object, pointer, text, uri, type Check, type Report } from '../shape.ts'

export interface CveText {
  readonly lang: string
  readonly value: string
  readonly [field: string]: unknown
}

export interface CveVersion {
  readonly version: string
  readonly status: 'affected' | 'unaffected' | 'unknown'
  readonly versionType?: string
  readonly lessThan?: string
  readonly lessThanOrEqual?: string
  readonly changes?: readonly { readonly at: string; readonly status: CveVersion['status'] }[]
  readonly [field: string]: unknown
}

export interface CveProduct {
  readonly vendor?: string
  readonly product?: string
  readonly collectionURL?: string
  readonly packageName?: string
  readonly packageURL?: string
  readonly defaultStatus?: CveVersion['status']
  readonly versions?: readonly CveVersion[]
  readonly [field: string]: unknown
}

export interface CnaContainer {
  readonly providerMetadata: { readonly orgId: string; readonly [field: string]: unknown }
  readonly title?: string
  readonly descriptions?: readonly CveText[]
  readonly affected?: readonly CveProduct[]
  readonly references?: readonly { readonly url: string; readonly [field: string]: unknown }[]
  readonly metrics?: readonly object[]
  readonly rejectedReasons?: readonly CveText[]
  readonly [field: string]: unknown
}

const STATUS = text({ oneOf: ['affected', 'unaffected', 'unknown'] })
const LANGUAGE = text({ pattern: /^[A-Za-z]{2,4}(?:[-_][A-Za-z0-9]{1,8})*$/, words: 'it must be a BCP 47 language such as en' })
const time: Check = (value, path, report) => instant(typeof value === 'string' && /T[\d:.]+$/.test(value) ? `${value}Z` : value, path, report)
const word = (max: number): Check => text({ min: 1, max })

const media: Check = object({ type: word(256), base64: boolean, value: text({ min: 1 }) }, { required: ['type', 'value'] })
const description: Check = object({ lang: LANGUAGE, value: word(4096), supportingMedia: array(media, { min: 1 }) }, { required: ['lang', 'value'] })

// "descriptions: must contain at least one in English"
const descriptions: Check = (value, path, report) => {
  array(description, { min: 1 })(value, path, report)
  const texts = Array.isArray(value) ? value.filter(isObject) : []
  if (texts.length > 0 && !texts.some(({ lang }) => typeof lang === 'string' && /^en(?:$|[-_])/i.test(lang))) {
    report(path, 'english', 'must have one text in English (lang en)')
  }
}

const version: Check = object(
  {
    version: word(1024),
    status: STATUS,
    versionType: word(128),
    lessThan: word(1024),
    lessThanOrEqual: word(1024),
    changes: array(object({ at: word(1024), status: STATUS }, { required: ['at', 'status'] }), { min: 1 }),
  },
  {
    required: ['version', 'status'],
    also: (value, path, report) => {
      const isRange = value['lessThan'] !== undefined || value['lessThanOrEqual'] !== undefined
      if (value['lessThan'] !== undefined && value['lessThanOrEqual'] !== undefined) {
        report(path, 'one-end', 'must not have both lessThan and lessThanOrEqual')
      }
      if (isRange && value['versionType'] === undefined) report(pointer(path, 'versionType'), 'range', 'is missing; a range needs to say how its versions are ordered')
      if (!isRange && value['changes'] !== undefined) report(path, 'range', 'has changes, but neither lessThan nor lessThanOrEqual')
    },
  },
)

const product: Check = object(
  {
    vendor: word(512),
    product: word(2048),
    collectionURL: uri,
    packageName: word(2048),
    packageURL: text({ pattern: /^pkg:[^@?#]+(?:[#].*)?$/, words: 'it must be a package URL without version and qualifiers' }),
    cpes: array(text()),
    modules: array(text()),
    programFiles: array(text()),
    programRoutines: array(anyObject),
    platforms: array(text({ max: 1024 })),
    repo: uri,
    defaultStatus: STATUS,
    versions: array(version, { min: 1 }),
  },
  {
    also: (value, path, report) => {
      const has = (name: string): boolean => value[name] !== undefined
      if (!(has('vendor') && has('product')) && !(has('collectionURL') && has('packageName')) && !has('packageURL')) {
        report(path, 'named', 'must have vendor and product, or collectionURL and packageName, or packageURL')
      }
      if (!has('versions') && !has('defaultStatus')) report(path, 'status', 'must have versions or defaultStatus')
    },
  },
)

const reference: Check = object({ url: uri, name: word(512), tags: array(text({ min: 1 })) }, { required: ['url'] })

const problemType: Check = object(
  {
    descriptions: array(
      object(
        { lang: LANGUAGE, description: word(4096), cweId: text({ pattern: /^CWE-[1-9][0-9]*$/, words: 'it must be CWE- and a number' }), type: word(128) },
        { required: ['lang', 'description'] },
      ),
      { min: 1 },
    ),
  },
  { required: ['descriptions'] },
)

const CVSS_FIELDS: Readonly<Record<string, string>> = { cvssV2_0: '2.0', cvssV3_0: '3.0', cvssV3_1: '3.1', cvssV4_0: '4.0' }

const metric: Check = object(
  { format: word(64), scenarios: array(anyObject, { min: 1 }) },
  {
    also: (value, path, report) => {
      const fields = Object.keys(CVSS_FIELDS).filter((name) => value[name] !== undefined)
      if (fields.length === 0 && value['other'] === undefined) report(path, 'metric', `must have one of ${Object.keys(CVSS_FIELDS).join(', ')} and other`)
      for (const name of fields) checkCvss(value[name], CVSS_FIELDS[name] ?? '', pointer(path, name), report)
    },
  },
)

// The vector must be one, of the version stated, and the score must be its score.
function checkCvss(value: unknown, stated: string, path: string, report: Report): void {
  if (!isObject(value)) return report(path, 'type', 'must be an object')
  const { vectorString, baseScore } = value
  if (typeof vectorString !== 'string') return report(pointer(path, 'vectorString'), 'required', 'must be a string')
  try {
    const cvss = parseCvss(vectorString)
    if (cvss.version !== stated) report(pointer(path, 'vectorString'), 'cvss-version', `is CVSS ${cvss.version}; the field is for ${stated}`)
    const { base, overall } = scoreCvss(cvss)
    if (typeof baseScore === 'number' && baseScore !== base && !(stated === '4.0' && baseScore === overall)) {
      report(pointer(path, 'baseScore'), 'cvss-score', `is ${baseScore}; the vector gives ${base}`, 'warning')
    }
  } catch (error) {
    if (!(error instanceof VulnsError)) throw error
    report(pointer(path, 'vectorString'), 'cvss', error.message)
  }
}

const CREDITS = ['finder', 'reporter', 'analyst', 'coordinator', 'remediation developer', 'remediation reviewer', 'remediation verifier', 'tool', 'sponsor', 'other']

const orgId = text({ pattern: /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-4[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$/, words: 'it must be a UUID of version 4' })
export const providerMetadata: Check = object({ orgId, shortName: text({ min: 2, max: 32 }), dateUpdated: time }, { required: ['orgId'] })

const KNOWN: Readonly<Record<string, Check>> = {
  providerMetadata,
  dateAssigned: time,
  datePublic: time,
  title: word(256),
  descriptions,
  affected: array(product, { min: 1 }),
  cpeApplicability: array(anyObject, { min: 1 }),
  problemTypes: array(problemType, { min: 1 }),
  references: array(reference, { min: 1 }),
  impacts: array(object({ capecId: text({ pattern: /^CAPEC-[1-9][0-9]*$/ }), descriptions }, { required: ['descriptions'] }), { min: 1 }),
  metrics: array(metric, { min: 1 }),
  configurations: descriptions,
  workarounds: descriptions,
  solutions: descriptions,
  exploits: descriptions,
  timeline: array(object({ time, lang: LANGUAGE, value: word(4096) }, { required: ['time', 'lang', 'value'] }), { min: 1 }),
  credits: array(object({ lang: LANGUAGE, value: word(4096), user: orgId, type: text({ oneOf: CREDITS }) }, { required: ['lang', 'value'] }), { min: 1 }),
  source: anyObject,
  tags: array(text({ min: 1 }), { min: 1 }),
  taxonomyMappings: array(anyObject, { min: 1 }),
}

// Fields of one's own begin with x_; others are kept, with a remark.
function ownFields(value: JsonObject, path: string, report: Report, known: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(known, name) && !name.startsWith('x_')) report(pointer(path, name), 'unknown', 'is not a field of the format; own fields begin with x_', 'warning')
  }
}

export const cnaPublished: Check = object(KNOWN, {
  required: ['providerMetadata', 'descriptions', 'affected', 'references'],
  also: (value, path, report) => ownFields(value, path, report, KNOWN),
})

const REJECTED: Readonly<Record<string, Check>> = {
  providerMetadata,
  rejectedReasons: descriptions,
  replacedBy: array(text({ pattern: /^CVE-[0-9]{4}-[0-9]{4,19}$/ }), { min: 1 }),
}

export const cnaRejected: Check = object(REJECTED, {
  required: ['providerMetadata', 'rejectedReasons'],
  also: (value, path, report) => ownFields(value, path, report, REJECTED),
})
