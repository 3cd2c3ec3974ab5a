/** How much of everything there may be in one case, and what a text and a file's name may hold. The contract says the same of single texts. */
import { plainText, Refusal } from '../../../kernel/index.ts'
import { conflict, fault } from '../model.ts'

export const LIMITS = {
  fileBytes: 10_485_760, allFileBytes: 262_144_000,
  files: 500, vulnerabilities: 50, parties: 500, threads: 400, messages: 10_000, tasks: 500, drafts: 100, versions: 200, notes: 1000, entries: 40_000, cases: 2000,
} as const

export function needRoom(what: keyof typeof LIMITS, many: number): void {
  if (many >= LIMITS[what]) throw conflict('full', `there are ${LIMITS[what]} ${what} already, and that is the limit: use what is there, or split the case`)
}

/** In its one form, and not empty. */
export function cleanText(text: string, field: string): string {
  const clean = plainText(text, 'cases', field)
  if (clean === '') throw fault('empty', field, 'there is nothing written', 'write at least a word')
  return clean
}

/** One line. */
export const cleanLine = (text: string, field: string): string => cleanText(text.replace(/\s+/g, ' '), field)

/** What a file is called when it is saved: no folders, no hidden files, nothing that a shell or a system reads as a command. */
export function safeName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\p{C}\p{Zl}\p{Zp}<>:"|?*`$;&]/gu, '').replace(/\s+/g, ' ').replace(/^[.\s-]+|[.\s]+$/g, '')
  const short = cut(plain, 120)
  if (short === '' || /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i.test(short)) return 'file.bin'
  return short
}

/** Keeps the ending, which tells what a file is. */
function cut(name: string, most: number): string {
  const letters = [...name]
  if (letters.length <= most) return name
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? ''
  return letters.slice(0, most - ending.length).join('').trim() + ending
}

/** Base64 in its one form (RFC 4648 §4). */
export function bytesOf(content: string): Uint8Array {
  const bytes = Buffer.from(content, 'base64')
  if (bytes.toString('base64') !== content) throw fault('content', '/content', 'the content is base64 (RFC 4648 §4) with its padding, on one line', 'encode the bytes again')
  if (bytes.length === 0) throw fault('content-empty', '/content', 'the file is empty', 'choose another file')
  if (bytes.length > LIMITS.fileBytes) throw new Refusal('too-large', 'cases.file-size', `a file has at most ${LIMITS.fileBytes / 1_048_576} MiB`)
  return new Uint8Array(bytes)
}
