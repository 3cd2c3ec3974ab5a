/**
 * Entry bundles: big-endian uint16 length-prefixed entries, at most 256 of them.
 * Follows tlog-tiles, "Log entries".
 */
import { TlogError } from './errors.ts'
import { leafHashInto } from './merkle.ts'
import { HASH_SIZE } from './sha256.ts'
import { TILE_WIDTH } from './tile-paths.ts'

/** Bytes of the longest entry: its length is a uint16. */
export const LONGEST_ENTRY = 65_535

/** Reads a bundle; the entries are views into `bytes`. */
export function parseEntryBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    if (entries.length === TILE_WIDTH) throw refuse(`a bundle has at most ${TILE_WIDTH} entries; there are bytes after them`)
    const [high, low] = [bytes[at], bytes[at + 1]]
    if (high === undefined || low === undefined) throw refuse(`entry ${entries.length} breaks off in its length`)
    const end = at + 2 + high * 256 + low
    if (end > bytes.length) throw refuse(`entry ${entries.length} breaks off: ${end - bytes.length} bytes are missing`)
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  if (entries.length === 0) throw refuse('an empty bundle must not be served')
  return entries
}

/** The leaf hashes of a bundle, one after the other: what the level 0 tile beside it must hold. */
export function hashEntryBundle(bytes: Uint8Array): Uint8Array {
  const entries = parseEntryBundle(bytes)
  const hashes = new Uint8Array(entries.length * HASH_SIZE)
  for (const [at, entry] of entries.entries()) leafHashInto(entry, hashes, at * HASH_SIZE)
  return hashes
}

/** Prints from 1 to 256 entries. */
export function printEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0 || entries.length > TILE_WIDTH) {
    throw refuse(`a bundle has from 1 to ${TILE_WIDTH} entries, not ${entries.length}`)
  }
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0))
  let at = 0
  for (const [index, entry] of entries.entries()) {
    if (entry.length > LONGEST_ENTRY) {
      throw new TlogError('entry-too-large', `entry ${index} has ${entry.length} bytes; ${LONGEST_ENTRY} are the most`)
    }
    bytes[at] = Math.floor(entry.length / 256)
    bytes[at + 1] = entry.length % 256
    bytes.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bytes
}

const refuse = (why: string): TlogError => new TlogError('malformed-bundle', why)
