/**
 * A mail that reports something (RFC 5322, MIME), read for one purpose: text as it stands, everything else as a file. HTML is
 * never shown. Robots are recognised as RFC 3834 asks and get no answer. Who it says it is from is what it says, and no more.
 */
import type { Email } from 'postal-mime'
import { fileOf, REPORT_LIMITS, type ReportFile } from '@openaccord/facts'
import { Refusal, strippedText } from '../../kernel/index.ts'

export type ReadMail = { from: string | undefined; title: string; text: string; language: string; files: ReportFile[] }

const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 } as const

/** Undefined: written by a robot, a list, or by ourselves. `own`: the part behind the @ of our addresses. */
export async function readMail(message: Uint8Array, { sender, own }: { sender: string; own: string }): Promise<ReadMail | undefined> {
  const mail = await parsed(message)
  const said = mail.from !== undefined && 'address' in mail.from ? mail.from.address : undefined
  const from = said ?? sender
  if (sender === '' || isByRobot(mail) || from.toLowerCase().endsWith(`@${own}`)) return undefined
  const title = oneLine(mail.subject ?? '').slice(0, REPORT_LIMITS.line) || 'A mail without a subject'
  const text = strippedText(mail.text ?? '')
  return { from: from !== undefined && ADDRESS.test(from) ? from : undefined, title, language: languageIn(mail), ...parts(mail, text, message) }
}

/** Nested or headed beyond measure: whoever sends it hears so, and does not try again. */
async function parsed(message: Uint8Array): Promise<Email> {
  const { default: PostalMime } = await import('postal-mime')
  try {
    return await PostalMime.parse(message, LIMITS)
  } catch (cause) {
    throw new Refusal('unprocessable', 'reports.mail', 'this mail cannot be read: write it as plain text, or use the form of the hub', { cause })
  }
}

/** RFC 3834 §5; RFC 2919 for lists; `Precedence` as old programs still write it. */
function isByRobot({ headers }: Email): boolean {
  const value = (name: string) => headers.find(({ key }) => key === name)?.value.trim().toLowerCase()
  const automatic = value('auto-submitted')
  return (automatic !== undefined && automatic !== 'no') || value('list-id') !== undefined || ['bulk', 'junk', 'list'].includes(value('precedence') ?? '') || /^<?>?$/.test(value('return-path') ?? '-')
}

/** Long text and HTML become files; more files than a report has, or larger ones, are left in the mail, which is then one file. */
function parts(mail: Email, text: string, message: Uint8Array): { text: string; files: ReportFile[] } {
  const files = [
    ...(text.length > REPORT_LIMITS.text ? [fileOf('mail.txt', 'text/plain', new TextEncoder().encode(text))] : []),
    ...(mail.html === undefined || mail.html === '' ? [] : [fileOf('mail.html', 'text/html', new TextEncoder().encode(mail.html))]),
    ...mail.attachments.map(({ filename, mimeType, content }) => fileOf(filename ?? 'file', mimeType, bytesOf(content))),
  ]
  const bytes = files.reduce((sum, { content }) => sum + content.length * 0.75, 0)
  const kept = files.length <= REPORT_LIMITS.files && bytes <= REPORT_LIMITS.fileBytes ? files : [fileOf('mail.eml', 'message/rfc822', message)]
  const shown = text.slice(0, REPORT_LIMITS.text).trim()
  return { text: shown === '' ? 'This mail has no plain text; what it says is in the attached files.' : shown, files: kept }
}

const bytesOf = (content: ArrayBuffer | Uint8Array | string): Uint8Array => (typeof content === 'string' ? new TextEncoder().encode(content) : content instanceof Uint8Array ? content : new Uint8Array(content))

const oneLine = (text: string): string => strippedText(text).replace(/\s+/g, ' ').trim()

function languageIn({ headers }: Email): string {
  const value = headers.find(({ key }) => key === 'content-language')?.value.split(',')[0]?.trim() ?? ''
  return /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/.test(value) ? value : 'en'
}
