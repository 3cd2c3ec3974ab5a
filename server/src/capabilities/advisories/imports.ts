/** Documents of other programs read as drafts; what a format refuses is said in its own words. */
import { AdvisoryError, FORMATS, formatOf, importDocument, type Draft } from '@openaccord/advisory'
import { CsafError } from '@openaccord/csaf'
import { VulnsError } from '@openaccord/vulns'
import { Refusal } from '../../kernel/index.ts'
import { fault, type Format, type Loss } from './model.ts'

/** A document that a stranger wrote, as a draft. `asked`: the format that it is said to be. */
export function importText(text: string, asked: Format | undefined): { format: Format; draft: Draft; losses: readonly Loss[] } {
  const value = jsonOf(text)
  const format = formatOf(value)
  if (format === undefined || format === 'draft') throw fault('import', '/text', 'this is none of the formats that are read', `paste a document in ${FORMATS.join(', ')}`)
  if (asked !== undefined && asked !== format) throw fault('import', '/format', `this looks like ${format}`, `say ${format}, or leave it out`)
  try {
    return { format, ...importDocument(value) }
  } catch (error) {
    if (!(error instanceof AdvisoryError || error instanceof CsafError || error instanceof VulnsError)) throw error
    const findings = error.findings.slice(0, 20)
    const faults = findings.length === 0 ? [{ field: '/text', rule: error.message.slice(0, 500), fix: 'correct it, or import another document' }] : findings.map((one) => ({ field: `/text${one.path}`, rule: one.message, fix: 'fix' in one ? one.fix : 'correct it there' }))
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
