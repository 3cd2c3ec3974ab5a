/**
 * The plain files of a folder of distribution: index.txt (CSAF 2.0 §7.1.12), changes.csv (§7.1.13, RFC 4180) and hash
 * files (§7.1.18). Names in them are relative, of one year folder and one file; nothing else leaves the parser.
 */
import { CsafError, quote } from '../error.ts'
import { compareInstants, compareText, parseInstant, type Instant } from '../instants.ts'

/** The most lines that are read. */
export const MAX_LISTING_LINES = 1_000_000

export interface Change {
  /** `2026/example-2026-001.json` */
  readonly path: string
  /** `/document/tracking/current_release_date` of the document. */
  readonly date: string
}

const PATH = /^\d{4}\/[+\-a-z0-9_]+\.json$/

/** `2026/example-2026-001.json`: a year folder and a file name by §5.1. */
export function isDocumentPath(text: string): boolean {
  return text.length <= 1024 && PATH.test(text)
}

function checkPath(text: string, where: string): string {
  if (isDocumentPath(text)) return text
  throw new CsafError('bad-listing', `${where}: ${quote(text)} is not a year folder and a file name, such as 2026/example-2026-001.json`)
}

function linesOf(text: string, what: string): string[] {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  if (lines.length > MAX_LISTING_LINES) throw new CsafError('too-large', `${what} has ${lines.length} lines; at most ${MAX_LISTING_LINES} are read`)
  return lines
}

/** The paths that an index.txt lists. Throws `bad-listing` with the line, `too-large`. */
export function parseIndex(text: string): string[] {
  const seen = new Set<string>()
  for (const [at, line] of linesOf(text, 'index.txt').entries()) {
    const where = `line ${at + 1} of index.txt`
    if (seen.has(checkPath(line, where))) throw new CsafError('bad-listing', `${where}: ${quote(line)} stands there twice`)
    seen.add(line)
  }
  return [...seen]
}

/** An index.txt, the newest folder first, each path on a line of its own. Throws `bad-listing`. */
export function printIndex(paths: Iterable<string>): string {
  const sorted = [...new Set(paths)].sort((a, b) => compareText(b.slice(0, 4), a.slice(0, 4)) || compareText(a, b))
  return sorted.map((path) => `${checkPath(path, 'index.txt')}\n`).join('')
}

const ROW = /^(?:"([^"]*)"|([^",]*)),(?:"([^"]*)"|([^",]*))$/

/**
 * The rows of a changes.csv, in their order; quoted as in CSAF 2.0, or not, as in 2.1. Throws `bad-listing` with the line
 * where a row is not a path and a time, stands there twice, or is later than the row above; `too-large`.
 */
export function parseChanges(text: string): Change[] {
  const rows: Change[] = []
  const seen = new Set<string>()
  let before: Instant | undefined
  for (const [at, line] of linesOf(text, 'changes.csv').entries()) {
    const where = `line ${at + 1} of changes.csv`
    const match = ROW.exec(line)
    if (match === null) throw new CsafError('bad-listing', `${where} is not two fields: ${quote(line)}; write "2026/name.json","2026-01-31T12:00:00Z"`)
    const path = checkPath(match[1] ?? match[2] ?? '', where)
    const date = match[3] ?? match[4] ?? ''
    const instant = parseInstant(date)
    if (instant === undefined) throw new CsafError('bad-listing', `${where}: ${quote(date)} is not a time; write it as 2026-01-31T12:00:00Z`)
    if (seen.has(path)) throw new CsafError('bad-listing', `${where}: ${quote(path)} stands there twice`)
    if (before !== undefined && compareInstants(before, instant) < 0) throw new CsafError('bad-listing', `${where} is later than the line above; the latest comes first`)
    seen.add(path)
    rows.push({ path, date })
    before = instant
  }
  return rows
}

/** A changes.csv: quoted, without a heading, the latest first. Throws `bad-listing`. */
export function printChanges(changes: Iterable<Change>): string {
  const rows = [...changes].map((change) => {
    const instant = parseInstant(change.date)
    if (instant === undefined) throw new CsafError('bad-listing', `${quote(change.date)} is not a time; write it as 2026-01-31T12:00:00Z`)
    return { path: checkPath(change.path, 'changes.csv'), date: change.date, instant }
  })
  rows.sort((a, b) => compareInstants(b.instant, a.instant) || compareText(a.path, b.path))
  return rows.map(({ date, path }) => `"${path}","${date}"\n`).join('')
}

export type HashAlgorithm = 'sha256' | 'sha512'

const DIGITS: Readonly<Record<HashAlgorithm, number>> = { sha256: 64, sha512: 128 }

/** The digest in a hash file, in lower case. Throws `bad-listing` when it does not begin with one. */
export function parseHashFile(text: string, algorithm: HashAlgorithm): string {
  const [, digest = ''] = /^([0-9A-Fa-f]+)(?:\s|$)/.exec(text.slice(0, 4096)) ?? []
  if (digest.length === DIGITS[algorithm]) return digest.toLowerCase()
  throw new CsafError('bad-listing', `a ${algorithm} file begins with ${DIGITS[algorithm]} hexadecimal digits and white space, not with ${quote(text)}`)
}

/** A hash file as `sha256sum` writes it: the digest, two spaces, the file name. Throws `bad-listing`. */
export function printHashFile(digest: string, fileName: string, algorithm: HashAlgorithm): string {
  if (/[\r\n]/.test(fileName)) throw new CsafError('bad-listing', `the file name ${quote(fileName)} has a line break`)
  return `${parseHashFile(digest, algorithm)}  ${fileName}\n`
}
