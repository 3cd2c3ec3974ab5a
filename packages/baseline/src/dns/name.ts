/**
 * Domain names: labels of bytes on the wire, text for people. RFC 1035 §3.1 and §5.1, canonical order of RFC 4034 §6.1.
 * Text is lower case, without the last dot; `.` is the root; a byte other than a-z 0-9 - _ * is written `\DDD`.
 */
import { compareBytes, concatBytes, type Bytes } from '../bytes.ts'
import { BaselineError } from '../errors.ts'
import { reason, type Reason } from '../reasons.ts'

export const MOST_NAME_BYTES = 255
const MOST_LABEL_BYTES = 63
/** What is asked below a domain has at most ten bytes more. */
const MOST_DOMAIN = 240
const MOST_DOMAIN_LABELS = 10
const LETTER_A = 0x41
const LETTER_Z = 0x5a

const isPlain = (byte: number): boolean =>
  (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x5f || byte === 0x2a

export const lowerByte = (byte: number): number => (byte >= LETTER_A && byte <= LETTER_Z ? byte + 32 : byte)

/** Labels, the leftmost first; none for the root. */
export function printName(labels: readonly Uint8Array[]): string {
  return labels.length === 0 ? '.' : labels.map(printLabel).join('.')
}

function printLabel(label: Uint8Array): string {
  let text = ''
  for (const each of label) {
    const byte = lowerByte(each)
    text += isPlain(byte) ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`
  }
  return text
}

/** Reads text as `printName` writes it; capitals and one last dot are taken too. Throws `malformed-name`. */
export function parseName(text: string): Bytes[] {
  if (text === '.') return []
  if (text.length > 4 * MOST_NAME_BYTES) throw refused(reason('name.long', { name: short(text), most: MOST_NAME_BYTES }))
  const body = text.endsWith('.') && !text.endsWith('\\.') ? text.slice(0, -1) : text
  const labels = body.split('.').map((label) => parseLabel(label, text))
  if (labels.reduce((sum, label) => sum + label.length + 1, 1) > MOST_NAME_BYTES) throw refused(reason('name.long', { name: short(text), most: MOST_NAME_BYTES }))
  return labels
}

function parseLabel(label: string, whole: string): Bytes {
  const bytes: number[] = []
  for (let at = 0; at < label.length; at++) {
    const escaped = /^\\(\d{3})/.exec(label.slice(at, at + 4))?.[1]
    const byte = escaped === undefined ? lowerByte(label.charCodeAt(at)) : Number(escaped)
    if (escaped === undefined ? !isPlain(byte) : byte > 255) throw refused(reason('name.character', { name: short(whole) }))
    if (escaped !== undefined) at += 3
    bytes.push(byte)
  }
  if (bytes.length === 0 || bytes.length > MOST_LABEL_BYTES) throw refused(reason('name.labels', { name: short(whole), most: MOST_LABEL_BYTES }))
  return Uint8Array.from(bytes)
}

/** Lower case, uncompressed, with the empty label of the root. */
export function wireName(labels: readonly Uint8Array[]): Bytes {
  const parts = labels.flatMap((label) => [Uint8Array.of(label.length), label.map(lowerByte)])
  return concatBytes(...parts, Uint8Array.of(0))
}

/** RFC 4034 §6.1: by labels from the right, each as lower-case bytes. */
export function compareNames(a: readonly Uint8Array[], b: readonly Uint8Array[]): number {
  const shared = Math.min(a.length, b.length)
  for (let back = 1; back <= shared; back++) {
    const difference = compareBytes(lowered(a[a.length - back]), lowered(b[b.length - back]))
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

const lowered = (label: Uint8Array | undefined): Uint8Array => (label ?? new Uint8Array()).map(lowerByte)

/** `example.com` of `www.example.com`; the parent of a top-level domain is `.`; that of the root is null. */
export function parentOf(name: string): string | null {
  if (name === '.') return null
  const dot = name.indexOf('.')
  return dot === -1 ? '.' : name.slice(dot + 1)
}

/** The name and all above it, the root last. */
export function ancestry(name: string): string[] {
  const names: string[] = []
  for (let at: string | null = name; at !== null; at = parentOf(at)) names.push(at)
  return names
}

/** Is it this name or one below? */
export const isWithin = (name: string, zone: string): boolean => zone === '.' || name === zone || name.endsWith(`.${zone}`)

export const labelCount = (name: string): number => (name === '.' ? 0 : name.split('.').length)

/** May a server be called this? Short enough that `_25._tcp.` still fits before it. */
export const isHost = (name: string): boolean => name.length <= MOST_DOMAIN && /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/.test(name)

/**
 * A domain as people write it: A-labels or other Unicode (then written as A-labels), capitals, a last dot. Not the root, not an address.
 * Throws `malformed-name`.
 */
export function parseDomain(text: string): string {
  const given = text.trim().replace(/\.$/, '')
  if (given.length > MOST_NAME_BYTES) throw refused(reason('name.long', { name: short(given), most: MOST_NAME_BYTES }))
  const name = /^[\x21-\x7e]*$/.test(given) ? given.toLowerCase() : asciiName(given)
  if (!/^(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)(?=[a-z0-9-]*[a-z])[a-z0-9-]{1,63}(?<!-)$/.test(name) || name.length > MOST_DOMAIN || labelCount(name) > MOST_DOMAIN_LABELS) {
    throw refused(reason('name.domain', { name: short(given) }))
  }
  return name
}

/** UTS 46 as the platform's URL does it. */
function asciiName(text: string): string {
  try {
    return new URL(`https://${text.replaceAll(/[/?#@:\\]/g, ' ')}/`).hostname
  } catch {
    throw refused(reason('name.none', { name: short(text) }))
  }
}

const refused = (why: Reason): BaselineError => new BaselineError('malformed-name', why)
/** With quotes and what does not print escaped, as JSON does. */
const short = (text: string): string => JSON.stringify(text.slice(0, 100)).slice(1, -1)
