/**
 * The frontier of a growing tree (its compact range): the roots of the complete subtrees at the right edge, at most 53 hashes,
 * from which the next leaf and the root are reached without the rest of the tree. RFC 6962 §2.1.
 */
import { TlogError } from './errors.ts'
import { emptyRoot, leafHashInto, nodeHashInto } from './merkle.ts'
import { HASH_SIZE } from './sha256.ts'
import { foldHashes } from './tree-proofs.ts'

/** What is kept between runs: the size, and the hashes from the largest complete subtree to the smallest. */
export type FrontierState = { readonly size: number; readonly hashes: readonly Uint8Array[] }

export type Frontier = {
  readonly size: number
  /** Adds the hash of the next leaf: 32 bytes from `at`. */
  append(leafHash: Uint8Array, at?: number): void
  /** Adds the next entry, by its leaf hash. */
  appendEntry(entry: Uint8Array): void
  /** The root of the tree so far. */
  root(): Uint8Array
  state(): FrontierState
}

const LEVELS = 53

/**
 * A frontier that begins empty, or where another one ended. `made` is told the hash of every complete subtree of 2^level leaves
 * as it comes to be, leaves (level 0) first; the bytes change after it returns.
 */
export function createFrontier(from: FrontierState = { size: 0, hashes: [] }, made?: (level: number, hash: Uint8Array) => void): Frontier {
  let size = from.size
  /** The complete subtree of 2^level leaves, where the size has that bit, lies at level * 32. */
  const slots = new Uint8Array(LEVELS * HASH_SIZE)
  const slot = (level: number): Uint8Array => slots.subarray(level * HASH_SIZE, (level + 1) * HASH_SIZE)
  const levels = levelsOf(size)
  if (levels.length !== from.hashes.length || from.hashes.some((hash) => hash.length !== HASH_SIZE)) {
    throw new TlogError('out-of-range', `the frontier of size ${size} has ${levels.length} hashes of 32 bytes`)
  }
  levels.forEach((level, at) => slot(level).set(from.hashes[at] ?? []))
  const hashes = (): Uint8Array[] => levelsOf(size).map((level) => slot(level).slice())
  /** The hash on its way up: it joins every complete subtree to its left, as a carry does in addition. */
  const carry = new Uint8Array(HASH_SIZE)
  const settle = (): void => {
    let level = 0
    made?.(level, carry)
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
      nodeHashInto(slots, level * HASH_SIZE, carry, 0, carry, 0)
      level += 1
      made?.(level, carry)
    }
    slots.set(carry, level * HASH_SIZE)
    size += 1
  }
  return {
    get size() {
      return size
    },
    append(leafHash, at = 0) {
      if (leafHash.length < at + HASH_SIZE) {
        throw new TlogError('out-of-range', `a leaf hash has 32 bytes, not ${leafHash.length - at}`)
      }
      for (let byte = 0; byte < HASH_SIZE; byte++) carry[byte] = leafHash[at + byte] ?? 0
      settle()
    },
    appendEntry(entry) {
      leafHashInto(entry, carry, 0)
      settle()
    },
    root: () => (size === 0 ? emptyRoot() : foldHashes(hashes())),
    state: () => ({ size, hashes: hashes() }),
  }
}

/** The root of a tree of these entries, without keeping more than its frontier. */
export function hashTree(entries: Iterable<Uint8Array>): Uint8Array {
  const frontier = createFrontier()
  for (const entry of entries) frontier.appendEntry(entry)
  return frontier.root()
}

/** The levels of the complete subtrees of a tree of this size, largest first: the bits that are set. */
function levelsOf(size: number): number[] {
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new TlogError('out-of-range', `a size is a whole number from 0 to 2^53 - 1, not ${size}`)
  }
  const levels: number[] = []
  for (let [rest, level] = [size, 0]; rest > 0; [rest, level] = [Math.floor(rest / 2), level + 1]) {
    if (rest % 2 === 1) levels.unshift(level)
  }
  return levels
}
