/** Base64 of RFC 4648, padded: printed in the standard alphabet (§4), read in that or the URL-safe one (§5), as DSSE asks for. */
import { AttestError } from './errors.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUE_OF = new Int8Array(128).fill(-1)
for (let value = 0; value < 64; value++) VALUE_OF[ALPHABET.charCodeAt(value)] = value

export function printBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63)
    text += at + 1 < bytes.length ? ALPHABET.charAt((group >> 6) & 63) : '='
    text += at + 2 < bytes.length ? ALPHABET.charAt(group & 63) : '='
  }
  return text
}

/** Either alphabet, never both in one text; padding and spare bits must be right. `pointer` names the field in the error. */
export function parseBase64(text: string, pointer: string): Uint8Array {
  const wrong = (rule: string): AttestError => new AttestError('malformed-base64', pointer, rule)
  if (/[-_]/.test(text) && /[+/]/.test(text)) throw wrong('mixes the two alphabets of base64')
  if (text.length % 4 !== 0) throw wrong('is base64 of the wrong length: it is padded with = to a multiple of 4')
  const end = text.length - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0)
  const bytes = new Uint8Array(Math.floor((end * 3) / 4))
  let [group, bits, to] = [0, 0, 0]
  for (let at = 0; at < end; at++) {
    const value = VALUE_OF[standard(text.charCodeAt(at))] ?? -1
    if (value < 0) throw wrong(`has a character that is not base64 at ${at}`)
    group = ((group << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[to++] = group >> bits
  }
  if ((group & ((1 << bits) - 1)) !== 0) throw wrong('has spare bits at its end that are not zero')
  return bytes
}

/** `-` and `_` of the URL-safe alphabet are `+` and `/` of the standard one. */
const standard = (code: number): number => (code === 0x2d ? 0x2b : code === 0x5f ? 0x2f : code)
