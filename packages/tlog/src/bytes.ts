/**
 * Bytes as text and back, strictly: base64 of RFC 4648 §4 with padding and no spare bits, lower-case hex, UTF-8, and the
 * decimal numbers of the formats. Every reading is undone exactly by its printing; whatever is not is refused.
 */
import { TlogError, type TlogErrorCode } from './errors.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUE_OF = new Int8Array(128).fill(-1)
for (let value = 0; value < 64; value++) VALUE_OF[ALPHABET.charCodeAt(value)] = value

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export const utf8 = (text: string): Uint8Array => encoder.encode(text)

/** Throws a TypeError when the bytes are not UTF-8; a byte order mark is kept. */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes)

/** Text as it is, or bytes that must be UTF-8; a lone surrogate or a broken sequence is refused with `code`. */
export function readText(input: string | Uint8Array, code: TlogErrorCode, what: string): string {
  if (typeof input === 'string') {
    if (!input.isWellFormed()) throw new TlogError(code, `${what} is not well-formed text`)
    return input
  }
  try {
    return fromUtf8(input)
  } catch (cause) {
    throw new TlogError(code, `${what} is not UTF-8`, { cause })
  }
}

export function printBase64(bytes: Uint8Array): string {
  let text = ''
  let at = 0
  for (; at + 2 < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63)
    text += ALPHABET.charAt((group >> 6) & 63) + ALPHABET.charAt(group & 63)
  }
  const rest = bytes.length - at
  if (rest === 0) return text
  const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8)
  const end = rest === 1 ? '==' : `${ALPHABET.charAt((group >> 6) & 63)}=`
  return text + ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63) + end
}

/** The bytes of a base64 text, or undefined: length, alphabet, padding and spare bits must all be right. */
export function readBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  const end = text.length - padding
  let group = 0
  let bits = 0
  let to = 0
  for (let at = 0; at < end; at++) {
    const value = VALUE_OF[text.charCodeAt(at)] ?? -1
    if (value < 0) return undefined
    group = ((group << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[to++] = group >> bits
  }
  return (group & ((1 << bits) - 1)) === 0 ? bytes : undefined
}

/** As readBase64, and refuses with words. `what` names the field. */
export function parseBase64(text: string, what = 'the text', code: TlogErrorCode = 'malformed-base64'): Uint8Array {
  const bytes = readBase64(text)
  if (bytes === undefined) throw new TlogError(code, `${what} is not base64 (RFC 4648 section 4, padded, no spare bits)`)
  return bytes
}

/** A hash line: the base64 of exactly 32 bytes. */
export function parseHash(text: string, what: string, code: TlogErrorCode): Uint8Array {
  const hash = parseBase64(text, what, code)
  if (hash.length !== 32) throw new TlogError(code, `${what} has ${hash.length} bytes; a SHA-256 hash has 32`)
  return hash
}

export function printHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16)
  return text
}

/** The bytes of lower-case hex of even length, or undefined. */
export function readHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16))
}

/** A decimal number without leading zeroes, from 0 to 2^53 - 1. */
export function parseDecimal(text: string, what: string, code: TlogErrorCode): number {
  if (!/^(?:0|[1-9][0-9]{0,19})$/.test(text)) {
    throw new TlogError(code, `${what} is not a decimal number without leading zeroes: ${JSON.stringify(text.slice(0, 40))}`)
  }
  const number = Number(text)
  if (!Number.isSafeInteger(number)) {
    throw new TlogError(code, `${what} is beyond 2^53 - 1, the largest number supported: ${text}`)
  }
  return number
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}

/** Always a copy in memory of its own, as WebCrypto's types ask for. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
