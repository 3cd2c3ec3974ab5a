/**
 * CVE records: CVE JSON record format 5.x (CVEProject/cve-schema, CVE_Record_Format). Read, checked, printed. The shape
 * of the CNA container is checked in `cna.ts`; ADP containers are kept as they are.
 */
import { isObject, printJson, readJsonObject, type JsonLimits } from '../json.ts'
import { array, collect, instant, integer, object, pointer, refuse, text, type Check } from '../shape.ts'
import type { Finding } from '../error.ts'
import { cnaPublished, cnaRejected, providerMetadata, type CnaContainer } from './cna.ts'

export type CveState = 'PUBLISHED' | 'REJECTED'

export interface CveMetadata {
  readonly cveId: string
  readonly assignerOrgId: string
  readonly assignerShortName?: string
  readonly state: CveState
  readonly datePublished?: string
  readonly dateUpdated?: string
  readonly dateReserved?: string
  readonly dateRejected?: string
  readonly [field: string]: unknown
}

export interface CveRecord {
  readonly dataType: 'CVE_RECORD'
  readonly dataVersion: string
  readonly cveMetadata: CveMetadata
  readonly containers: { readonly cna: CnaContainer; readonly adp?: readonly object[] }
  readonly [field: string]: unknown
}

export const CVE_ID = /^CVE-[0-9]{4}-[0-9]{4,19}$/

/** Reads a record from its JSON text. Throws `bad-json`, `bad-cve` with all findings, `too-large`. */
export function parseCve(source: string, limits?: JsonLimits): CveRecord {
  return asCve(readJsonObject(source, 'a CVE record', limits))
}

/** A value that was read elsewhere as a record. Throws `bad-cve` with all findings. */
export function asCve(value: unknown): CveRecord {
  refuse(validateCve(value), 'bad-cve', 'a CVE record')
  return value as CveRecord
}

/** Reads what a CNA submits to CVE Services: `{ "cnaContainer": … }`, or the container itself. Throws as `parseCve`. */
export function parseCnaContainer(source: string, limits?: JsonLimits): CnaContainer {
  const value = readJsonObject(source, 'a CNA container', limits)
  const container = isObject(value['cnaContainer']) ? value['cnaContainer'] : value
  refuse(validateCnaContainer(container), 'bad-cve', 'a CNA container')
  return container as unknown as CnaContainer
}

export function printCve(record: CveRecord | CnaContainer): string {
  return printJson(record)
}

const UUID = /^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-4[0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$/
/** The format's time stamps may lack a zone, which is then UTC. */
export const cveTime: Check = (value, path, report) => {
  instant(typeof value === 'string' && /T[\d:.]+$/.test(value) ? `${value}Z` : value, path, report)
}

const metadata: Check = object(
  {
    cveId: text({ pattern: CVE_ID, words: 'it must be CVE-, a year, and four digits or more' }),
    assignerOrgId: text({ pattern: UUID, words: 'it must be a UUID of version 4' }),
    assignerShortName: text({ min: 2, max: 32 }),
    requesterUserId: text(),
    serial: integer(1),
    state: text({ oneOf: ['PUBLISHED', 'REJECTED'] }),
    dateReserved: cveTime,
    datePublished: cveTime,
    dateUpdated: cveTime,
    dateRejected: cveTime,
  },
  { required: ['cveId', 'assignerOrgId', 'state'], closed: true },
)

const adp: Check = object({ providerMetadata, title: text({ max: 256 }) }, { required: ['providerMetadata'] })

const record: Check = (value, path, report) => {
  const state = isObject(value) && isObject(value['cveMetadata']) ? value['cveMetadata']['state'] : undefined
  const cna = state === 'REJECTED' ? cnaRejected : cnaPublished
  object(
    {
      dataType: text({ oneOf: ['CVE_RECORD'] }),
      dataVersion: text({ pattern: /^5\.[0-9]+(?:\.[0-9]+)?$/, words: 'this reads versions 5.x' }),
      cveMetadata: metadata,
      containers: object({ cna, adp: array(adp, { min: 1 }) }, { required: ['cna'] }),
    },
    {
      required: ['dataType', 'dataVersion', 'cveMetadata', 'containers'],
      closed: true,
      also: (whole, at) => {
        if (state === 'PUBLISHED' && isObject(whole['cveMetadata']) && whole['cveMetadata']['datePublished'] === undefined) {
          report(pointer(pointer(at, 'cveMetadata'), 'datePublished'), 'published', 'is missing from a published record', 'warning')
        }
      },
    },
  )(value, path, report)
}

/** Everything the format has to say about a value; empty when it is a record without remarks. */
export function validateCve(value: unknown): Finding[] {
  return collect(record, value)
}

/** The same for a CNA container alone, as it is submitted; `state` tells which of the two kinds is meant. */
export function validateCnaContainer(value: unknown, state: CveState = 'PUBLISHED'): Finding[] {
  return collect(state === 'REJECTED' ? cnaRejected : cnaPublished, value)
}
