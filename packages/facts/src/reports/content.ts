/**
 * What a report and a message say, before age encrypts them: one JSON object each, files in base64 inside. Whoever opens one
 * reads it here, since it was written by a stranger.
 */
import { base64, utf8 } from './code.ts'

export const REPORT_KIND = 'openaccord/report/v1'
export const MESSAGE_KIND = 'openaccord/report-message/v1'

/** Characters, files, and bytes of all files together. */
export const REPORT_LIMITS = { line: 300, text: 50_000, message: 20_000, files: 10, fileBytes: 8 * 1024 * 1024, name: 200 } as const
/** Largest age file of a report and of a message, in bytes. */
export const MOST_SEALED = { report: 12 * 1024 * 1024, message: 12 * 1024 * 1024 } as const

export type ReportFile = { name: string; type: string; content: string }
/** The answers of the guided form; the empty text where nothing was said. */
export type ReportAnswers = {
  title: string
  /** Product or service, and where: an address, a package URL. */
  product: string
  versions: string
  /** What is wrong. */
  text: string
  /** How one sees it. */
  steps: string
  /** What somebody could do with it. */
  impact: string
  /** Whether others know or use it. */
  known: 'no' | 'told-others' | 'public' | 'exploited' | 'unknown'
  /** Plans: when to publish, whom else one tells. */
  plans: string
  /** Name for thanks; empty: not named. */
  credit: string
  /** How else to reach the reporter; empty: by the mailbox alone. */
  contact: string
}
export type ReportContent = { kind: typeof REPORT_KIND; language: string; answers: ReportAnswers; files: ReportFile[] }
export type MessageContent = { kind: typeof MESSAGE_KIND; language: string; text: string; files: ReportFile[] }

export const KNOWN = ['no', 'told-others', 'public', 'exploited', 'unknown'] as const
const ANSWERS = { title: REPORT_LIMITS.line, product: REPORT_LIMITS.line, versions: REPORT_LIMITS.line, text: REPORT_LIMITS.text, steps: REPORT_LIMITS.text, impact: REPORT_LIMITS.text, plans: 4_000, credit: REPORT_LIMITS.line, contact: REPORT_LIMITS.line } as const

/** What age is given. Sizes are filled up with white space to a multiple of 4 kB, so that the length tells little. */
export function printReport(content: Omit<ReportContent, 'kind'>): Uint8Array<ArrayBuffer> {
  return filledUp(JSON.stringify({ kind: REPORT_KIND, ...content }))
}
export function printMessage(content: Omit<MessageContent, 'kind'>): Uint8Array<ArrayBuffer> {
  return filledUp(JSON.stringify({ kind: MESSAGE_KIND, ...content }))
}

/** What age gave, or the reason why it cannot be read. Unknown fields are left out; texts are cut where they pass the limits. */
export function readReport(bytes: Uint8Array): ReportContent | { unreadable: string } {
  const value = parsed(bytes)
  if (!isObject(value) || value['kind'] !== REPORT_KIND || !isObject(value['answers'])) return { unreadable: `what is inside is not ${REPORT_KIND}` }
  const given = value['answers']
  const known = KNOWN.find((each) => each === given['known']) ?? 'unknown'
  const texts = Object.fromEntries(Object.entries(ANSWERS).map(([name, most]) => [name, textOf(given[name], most)])) as Omit<ReportAnswers, 'known'>
  return { kind: REPORT_KIND, language: languageOf(value['language']), answers: { ...texts, known }, files: filesOf(value['files']) }
}

export function readMessage(bytes: Uint8Array): MessageContent | { unreadable: string } {
  const value = parsed(bytes)
  if (!isObject(value) || value['kind'] !== MESSAGE_KIND) return { unreadable: `what is inside is not ${MESSAGE_KIND}` }
  return { kind: MESSAGE_KIND, language: languageOf(value['language']), text: textOf(value['text'], REPORT_LIMITS.message), files: filesOf(value['files']) }
}

/** A name that is safe to save under: no folders, nothing that hides or turns text, never empty. */
export function safeFileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\p{C}\u200b\u2028\u2029\ufeff"<>|:*?]/gu, '').replace(/^[.\s]+|[.\s]+$/g, '').slice(0, REPORT_LIMITS.name)
  return plain === '' ? 'file' : plain
}

export const fileOf = (name: string, type: string, bytes: Uint8Array): ReportFile => ({ name: safeFileName(name), type: typeOf(type), content: base64(bytes) })

function filesOf(value: unknown): ReportFile[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, REPORT_LIMITS.files).flatMap((each: unknown) => {
    if (!isObject(each) || typeof each['content'] !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(each['content'])) return []
    return [{ name: safeFileName(textOf(each['name'], 1_000)), type: typeOf(textOf(each['type'], 100)), content: each['content'] }]
  })
}

/** As told, for show alone: files are handed out as application/octet-stream. */
const typeOf = (text: string): string => (/^[a-z0-9][a-z0-9.+-]{0,60}\/[a-z0-9][a-z0-9.+-]{0,60}$/i.test(text) ? text.toLowerCase() : 'application/octet-stream')
const languageOf = (value: unknown): string => (typeof value === 'string' && /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/.test(value) ? value : 'und')
const textOf = (value: unknown, most: number): string => (typeof value === 'string' ? value.toWellFormed().slice(0, most) : '')
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** White space at the end means nothing in JSON. */
function filledUp(text: string): Uint8Array<ArrayBuffer> {
  const bytes = utf8(text)
  const filled = new Uint8Array(Math.ceil(bytes.length / 4_096) * 4_096).fill(0x20)
  filled.set(bytes)
  return filled
}
