/** Documents of other programs read as drafts: found out by what only one of the formats has, refused by what their own format says. */
import { AdvisoryError, fromCsaf, type Draft, type Loss as FormatLoss } from '@openaccord/advisory'
import { CsafError } from '@openaccord/csaf'
import { VulnsError } from '@openaccord/vulns'
import { Refusal } from '../../kernel/index.ts'
import { fault, type Format, type Loss } from './model.ts'

type Reader = (value: unknown) => { draft: Draft; losses: readonly FormatLoss[] }
const READERS: Readonly<Partial<Record<Format, Reader>>> = { 'csaf-2.0': fromCsaf, 'csaf-2.1': fromCsaf }

/** By what only one of the formats has. */
function formatOf(value: unknown): Format | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const has = (name: string): boolean => Object.hasOwn(value, name)
  if (has('document')) return (value as { document: { csaf_version?: unknown } }).document?.csaf_version === '2.1' ? 'csaf-2.1' : 'csaf-2.0'
  if (has('@context')) return 'openvex'
  if (has('bomFormat')) return 'cyclonedx'
  if (has('dataType') || has('providerMetadata') || has('containers')) return 'cve'
  return has('affected') || has('schema_version') || has('modified') ? 'osv' : undefined
}

/** A document that a stranger wrote, as a draft. Throws a Refusal with what its own format has to say. */
export function importText(text: string, asked: Format | undefined): { format: Format; draft: Draft; losses: readonly Loss[] } {
  const value = jsonOf(text)
  const format = asked ?? formatOf(value)
  const read = format === undefined ? undefined : READERS[format]
  if (format === undefined || read === undefined) throw fault('import', '/text', 'this is none of the formats that are read', `paste a document in ${Object.keys(READERS).join(', ')}, or say which of them it is`)
  try {
    return { format, ...read(value) }
  } catch (error) {
    if (!(error instanceof AdvisoryError || error instanceof CsafError || error instanceof VulnsError)) throw error
    const findings = error instanceof AdvisoryError ? error.findings.slice(0, 20) : []
    const faults = findings.length === 0 ? [{ field: '/text', rule: error.message.slice(0, 500), fix: 'correct it, or import another document' }] : findings.map(({ path, message, fix }) => ({ field: `/text${path}`, rule: message, fix }))
    throw new Refusal('unprocessable', 'advisories.import', `this cannot be read as ${format}: ${error.message.slice(0, 300)}`, { faults, cause: error })
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw fault('import', '/text', `this is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`, 'paste the whole document')
  }
}
