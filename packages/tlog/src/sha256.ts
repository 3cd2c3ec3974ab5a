/**
 * SHA-256 (FIPS 180-4) of whole messages, at once and without waiting: node:crypto where there is one, @noble/hashes elsewhere.
 */
import { sha256 as noble } from '@noble/hashes/sha2.js'
import { nodeCrypto } from './platform.ts'

/** Bytes of a SHA-256 hash. */
export const HASH_SIZE = 32

/** The 32 bytes of SHA-256 over these bytes. */
export const sha256: (bytes: Uint8Array) => Uint8Array = (() => {
  const hash = nodeCrypto?.hash
  if (hash === undefined) return noble
  return (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer'))
})()
