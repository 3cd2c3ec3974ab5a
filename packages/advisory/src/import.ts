/** Any of the formats, found out by what only one of them has. */
import type { Imported } from './convert.ts'
import { fromCsaf } from './csaf/from-csaf.ts'
import { fromCve } from './cve/from-cve.ts'
import { fromCycloneDx } from './cyclonedx/from-cyclonedx.ts'
import { AdvisoryError } from './error.ts'
import { fromOpenVex } from './openvex/from-openvex.ts'
import { fromOsv } from './osv/from-osv.ts'
import { isObject } from './shape.ts'

export const FORMATS = ['csaf-2.0', 'csaf-2.1', 'cve', 'osv', 'openvex', 'cyclonedx'] as const
export type Format = (typeof FORMATS)[number]

/** Which format a value is in; `draft` for a draft, undefined for none that is known. */
export function formatOf(value: unknown): Format | 'draft' | undefined {
  if (!isObject(value)) return undefined
  const has = (name: string): boolean => Object.hasOwn(value, name)
  if (has('format')) return 'draft'
  if (has('document')) return isObject(value['document']) && value['document']['csaf_version'] === '2.1' ? 'csaf-2.1' : 'csaf-2.0'
  if (has('@context')) return 'openvex'
  if (has('bomFormat')) return 'cyclonedx'
  if (has('dataType') || has('cnaContainer') || has('providerMetadata')) return 'cve'
  return has('id') && has('modified') ? 'osv' : undefined
}

const READERS: Readonly<Record<Format, (value: unknown) => Imported>> = { 'csaf-2.0': fromCsaf, 'csaf-2.1': fromCsaf, cve: fromCve, osv: fromOsv, openvex: fromOpenVex, cyclonedx: fromCycloneDx }

/** A draft from a document of any of the formats. Throws `bad-document`. */
export function importDocument(value: unknown): Imported {
  const format = formatOf(value)
  if (format === undefined || format === 'draft') throw new AdvisoryError('bad-document', `it is none of the formats ${FORMATS.join(', ')}`)
  return READERS[format](value)
}
