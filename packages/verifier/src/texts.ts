/** Bytes as text and back, and times: what every file of this room needs of them. */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

export const utf8 = (text: string): Uint8Array => encoder.encode(text)
/** Undefined when the bytes are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
export const bytesOfHex = (hex: string): Uint8Array => Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16))

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}

/** Seconds since 1970 as an instant, to the second. */
export const printSeconds = (seconds: number): string => (seconds <= 8.64e12 ? `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z` : `second ${seconds}`)
/** An instant (RFC 3339) in seconds since 1970, with its fraction. */
export const secondsOf = (instant: string): number => Date.parse(instant) / 1000
