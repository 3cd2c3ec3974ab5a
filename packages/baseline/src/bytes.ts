/** Bytes and their texts: hex, base64, base32hex (RFC 4648). Pure, for every runtime. */

/** For platform calls, which want memory of their own. */
export type Bytes = Uint8Array<ArrayBuffer>

export const concatBytes = (...parts: readonly Uint8Array[]): Bytes => joinBytes(parts)

/** Any number of parts: more than a call may have arguments. */
export function joinBytes(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export const printHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => HEX[byte]).join('')

/** Of a character that is known to be one. */
const digit = (code: number): number => (code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57)

/** Null where the text is not pairs of hex digits. */
export function parseHex(text: string): Bytes | null {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return null
  const bytes = new Uint8Array(text.length / 2)
  for (let at = 0; at < bytes.length; at++) bytes[at] = digit(text.charCodeAt(2 * at)) * 16 + digit(text.charCodeAt(2 * at + 1))
  return bytes
}

/** Less than 0, 0 or more than 0, byte by byte; the shorter first where one begins the other (RFC 4034 §6.1, §6.3). */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && compareBytes(a, b) === 0

export function printBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

const BASE32HEX = '0123456789abcdefghijklmnopqrstuv'

/** Base 32 with the extended hex alphabet, lower case, without padding (RFC 5155 §3.3). */
export function printBase32Hex(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32HEX[(held >> (bits - 5)) & 31]
  }
  return bits > 0 ? text + BASE32HEX[(held << (5 - bits)) & 31] : text
}
