/** security.txt, read by the grammar of RFC 9116 §4, with or without an OpenPGP cleartext signature (RFC 9580 §7). */
import { BaselineError } from '../errors.ts'
import { reason, type Reason } from '../reasons.ts'

export type SecurityTxtField = { /** Lower case. */ name: string; value: string; line: number }
export type SecurityTxt = { fields: SecurityTxtField[]; /** Wrapped in an OpenPGP cleartext signature, which is not checked here. */ signed: boolean }

const SIGNED = '-----BEGIN PGP SIGNED MESSAGE-----'
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----'
const SIGNATURE_END = '-----END PGP SIGNATURE-----'
const MOST_LINES = 2000

/** Throws `malformed-text`, naming the line. */
export function parseSecurityTxt(text: string): SecurityTxt {
  const lines = text.replace(/^\ufeff/, '').split('\n').map((line) => line.trimEnd())
  if (lines.length > MOST_LINES) throw refuse(reason('security-txt.lines', { line: MOST_LINES }))
  const first = lines.findIndex((line) => line !== '')
  const signed = lines[first] === SIGNED
  const { from, to } = signed ? signedPart(lines, first) : { from: 0, to: lines.length }
  const fields: SecurityTxtField[] = []
  for (let at = from; at < to; at++) {
    const line = lines[at] ?? ''
    // dash-escaped text of the cleartext signature framework
    const plain = signed && line.startsWith('- ') ? line.slice(2) : line
    if (plain.trim() === '' || plain.startsWith('#')) continue
    fields.push(parseField(plain, at + 1))
  }
  return { fields, signed }
}

/** What is signed stands between the empty line after the armor headers and the signature. */
function signedPart(lines: readonly string[], first: number): { from: number; to: number } {
  const blank = lines.indexOf('', first + 1)
  const to = lines.indexOf(SIGNATURE, first + 1)
  if (blank === -1 || to === -1 || blank > to) throw refuse(reason('security-txt.no-signature', { line: first + 1 }))
  if (!lines.includes(SIGNATURE_END, to)) throw refuse(reason('security-txt.signature-end', { line: to + 1 }))
  return { from: blank + 1, to }
}

/** fields: a name, a colon, a space and a value. The space is often left out, and every reader takes that. */
function parseField(line: string, number: number): SecurityTxtField {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(colon, 0))
  const value = line.slice(colon + 1).trim()
  if (!/^[\x21-\x39\x3b-\x7e]+$/.test(name)) throw refuse(reason('security-txt.no-field', { line: number }))
  if (value === '') throw refuse(reason('security-txt.no-value', { line: number, name }))
  return { name: name.toLowerCase(), value, line: number }
}

const refuse = (why: Reason): BaselineError => new BaselineError('malformed-text', why)

/** Milliseconds since 1970, or null: a date and time of RFC 3339 §5.6 with an offset, on a day that exists. */
export function parseInstant(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:[Zz]|[+-](\d{2}):(\d{2}))$/.exec(text)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] = match.slice(1).map((part) => Number(part ?? 0))
  const days = month < 1 || month > 12 ? 0 : new Date(Date.UTC(year, month, 0)).getUTCDate()
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return null
  const time = Date.parse(text.toUpperCase().replace(/:60(?=[.Z+-])/, ':59'))
  return Number.isNaN(time) ? null : time
}

/** A URI as RFC 3986 §3 begins one: a scheme and something after it, without spaces. */
export const schemeOf = (uri: string): string | null => /^([a-z][a-z0-9+.-]*):[\x21-\x7e]+$/i.exec(uri)?.[1]?.toLowerCase() ?? null
