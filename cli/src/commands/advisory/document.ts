/** Drafts and documents of any format from a file or standard input, and what is said when one of them is not right. */
import { readFileSync } from 'node:fs'
import { AdvisoryError, asDraft, checkDraft, formatOf, importDocument, MAX_DRAFT_LENGTH, readDraft, type Draft, type Finding, type Format, type Loss } from '@openaccord/advisory'
import { CsafError, validateCsaf } from '@openaccord/csaf'
import { validateCnaContainer, validateCve, validateOpenVex, validateOsv, VulnsError } from '@openaccord/vulns'
import { EXIT, Failure } from '../../failure.ts'
import { plain, type Terminal } from '../../terminal.ts'

export type Said = { level: 'error' | 'warning' | 'information'; path: string; rule: string; message: string; fix: string | null }
export type Document = { format: Format | 'draft'; value: unknown }

/** Reads the file; drafts may have lines of remarks. */
export function readDocument(file: string): Document {
  const text = readFileSync(file === '-' ? 0 : file, 'utf8')
  if (text.length > MAX_DRAFT_LENGTH) throw new Failure(EXIT.failed, 'advisory.large', `${file} has ${text.length} characters; ${MAX_DRAFT_LENGTH} are read`, 'make several advisories of it')
  try {
    const value = readDraft(text)
    const format = formatOf(value)
    if (format === undefined) throw new Failure(EXIT.untrue, 'advisory.format', `${file} is neither a draft nor one of the formats`, 'give a draft, or CSAF, CVE, OSV, OpenVEX or CycloneDX as JSON')
    return { format, value }
  } catch (error) {
    throw failureOf(error, file)
  }
}

/** The draft in it, or made of it. */
export function draftOf({ format, value }: Document, file: string): { draft: Draft; losses: readonly Loss[] } {
  try {
    return format === 'draft' ? { draft: asDraft(value), losses: [] } : importDocument(value)
  } catch (error) {
    throw failureOf(error, file)
  }
}

export function failureOf(error: unknown, file: string): unknown {
  if (!(error instanceof AdvisoryError || error instanceof CsafError || error instanceof VulnsError)) return error
  return new Failure(EXIT.untrue, `advisory.${error.code}`, `${file}: ${plain(error.message)}`, `see everything with: accord advisory validate ${file}`, { cause: error })
}

/** What its own format says of a document. */
export function findingsOf({ format, value }: Document): Said[] {
  switch (format) {
    case 'draft':
      return checkDraft(value)
    case 'csaf-2.0': {
      const { schema, tests } = validateCsaf(value)
      return [...schema, ...tests.flatMap(({ findings }) => findings)]
    }
    case 'cve':
      return withoutFix(typeof value === 'object' && value !== null && 'dataType' in value ? validateCve(value) : validateCnaContainer(value, typeof value === 'object' && value !== null && 'rejectedReasons' in value ? 'REJECTED' : 'PUBLISHED'))
    case 'osv':
      return withoutFix(validateOsv(value))
    case 'openvex':
      return withoutFix(validateOpenVex(value))
    default:
      return asDraftSays(value)
  }
}

/** CSAF 2.1 and CycloneDX have no validator here: they are read as drafts, and judged as such. */
function asDraftSays(value: unknown): Finding[] {
  try {
    return checkDraft(importDocument(value).draft)
  } catch (error) {
    if (!(error instanceof AdvisoryError)) throw error
    return [{ level: 'error', path: '', rule: error.code, message: error.message, fix: 'correct the document' }]
  }
}

function withoutFix(findings: readonly Omit<Said, 'fix'>[]): Said[] {
  return findings.map(({ level, message, path, rule }) => ({ level, path, rule, message, fix: null }))
}

/** What did not come along, on standard error: one line for each. */
export function sayLosses(terminal: Terminal, losses: readonly Loss[], into: string): void {
  if (losses.length === 0) return
  terminal.say(`${into} has no place for:`)
  for (const { path, what, why } of losses) terminal.say(`  ${plain(path) || '/'}  ${plain(what)}: ${plain(why)}`)
}
