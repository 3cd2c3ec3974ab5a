/**
 * SHA-256 (FIPS 180-4) of whole messages, at once and without waiting: node:crypto where there is one, @noble/hashes elsewhere.
 */
import { sha256 as noble } from '@noble/hashes/sha2.js'
import { nodeCrypto } from './platform.ts'

/** Bytes of a SHA-256 hash. */
export const HASH_SIZE = 32

const NIBBLE_OF = new Uint8Array(128)
for (const [value, digit] of [...'0123456789abcdef'].entries()) NIBBLE_OF[digit.charCodeAt(0)] = value

const hash = nodeCrypto?.hash

/** Writes the 32 bytes of SHA-256 over `bytes` to `out` from `at`. */
export const sha256Into: (bytes: Uint8Array, out: Uint8Array, at: number) => void =
  hash === undefined ? (bytes, out, at) => out.set(noble(bytes), at) : (bytes, out, at) => writeHex(hash('sha256', bytes), out, at)

/** The 32 bytes of SHA-256 over these bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(HASH_SIZE)
  sha256Into(bytes, out, 0)
  return out
}

/** Asking Node for hex and reading that is about twice as fast as asking for a Buffer, which is costly to make for 32 bytes. */
function writeHex(hex: string, out: Uint8Array, at: number): void {
  for (let digit = 0, to = at; digit < hex.length; digit += 2, to++) {
    out[to] = ((NIBBLE_OF[hex.charCodeAt(digit)] ?? 0) << 4) | (NIBBLE_OF[hex.charCodeAt(digit + 1)] ?? 0)
  }
}
