/**
 * The Merkle tree: hashes of leaves and nodes, and the verification of inclusion and consistency proofs.
 * Follows RFC 6962 §2.1 and RFC 9162 §2.1.3.2 and §2.1.4.2, step by step. Sizes and indexes are numbers up to 2^53 - 1 and are
 * only divided, never shifted: bit operators stop at 2^31.
 */
import { equalBytes } from './bytes.ts'
import { TlogError, type TlogErrorCode } from './errors.ts'
import { HASH_SIZE, sha256, sha256Into } from './sha256.ts'

/** MTH({}) = SHA-256(). */
export const emptyRoot = (): Uint8Array => sha256(new Uint8Array(0))

/** MTH({d(0)}) = SHA-256(0x00 || d(0)). */
export function leafHash(entry: Uint8Array): Uint8Array {
  const out = new Uint8Array(HASH_SIZE)
  leafHashInto(entry, out, 0)
  return out
}

/** SHA-256(0x01 || left || right), both of 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const out = new Uint8Array(HASH_SIZE)
  node.set(left, 1)
  node.set(right, 1 + HASH_SIZE)
  sha256Into(node, out, 0)
  return out
}

/** Where messages are put together; nothing waits between filling and hashing. */
const node = new Uint8Array(1 + 2 * HASH_SIZE)
node[0] = 1
let leaf = new Uint8Array(1024)

/** As leafHash, written to `out` from `at`. */
export function leafHashInto(entry: Uint8Array, out: Uint8Array, at: number): void {
  const size = 1 + entry.length
  if (leaf.length < size) leaf = new Uint8Array(2 * size)
  leaf.set(entry, 1)
  sha256Into(leaf.subarray(0, size), out, at)
}

/** As nodeHash, of hashes that lie in larger arrays, written to `out` from `at`. */
export function nodeHashInto(left: Uint8Array, leftAt: number, right: Uint8Array, rightAt: number, out: Uint8Array, at: number): void {
  for (let byte = 0; byte < HASH_SIZE; byte++) {
    node[1 + byte] = left[leftAt + byte] ?? 0
    node[1 + HASH_SIZE + byte] = right[rightAt + byte] ?? 0
  }
  sha256Into(node, out, at)
}

/** The largest power of two smaller than n, for n from 2 to 2^53 - 1 (RFC 6962 §2.1). */
export function splitPoint(n: number): number {
  let k = 2 ** Math.floor(Math.log2(n))
  while (k >= n) k /= 2
  while (k * 2 < n) k *= 2
  return k
}

/** Hash lines of the longest proof that a tree of 64-bit size can have. */
export const LONGEST_PROOF = 63

export type Inclusion = {
  readonly leafHash: Uint8Array
  readonly index: number
  /** Leaves in the tree whose root this is. */
  readonly size: number
  /** From the leaf's sibling up to the root's child. */
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** Throws `inclusion-refused` unless the leaf stands at this index of the tree with this root. */
export function verifyInclusion({ leafHash, index, size, proof, root }: Inclusion): void {
  if (!equalBytes(rootOfInclusion({ leafHash, index, size, proof }), root)) {
    throw new TlogError('inclusion-refused', `the proof of entry ${index} does not lead to the root of the tree of size ${size}`)
  }
}

/** The root to which an inclusion proof leads. RFC 9162 §2.1.3.2. */
export function rootOfInclusion({ leafHash, index, size, proof }: Omit<Inclusion, 'root'>): Uint8Array {
  const refuse = refusing('inclusion-refused')
  if (!isIndex(index) || !isIndex(size)) throw refuse('index and size are whole numbers from 0 to 2^53 - 1')
  // step 1
  if (index >= size) throw refuse(`entry ${index} is not in a tree of size ${size}`)
  checkHashes([leafHash, ...proof], refuse)
  // steps 2 and 3
  let fn = index
  let sn = size - 1
  let r = leafHash
  // step 4
  for (const p of proof) {
    if (sn === 0) throw refuse('the proof is longer than the way to the root')
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      r = nodeHash(r, p)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  // step 5
  if (sn !== 0) throw refuse('the proof is shorter than the way to the root')
  return r
}

export type Consistency = {
  readonly oldSize: number
  readonly oldRoot: Uint8Array
  readonly newSize: number
  readonly newRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/**
 * Throws `consistency-refused` unless the new tree begins with the old one. RFC 9162 §2.1.4.2; two trees of one size are
 * consistent when their roots are the same and the proof is empty. An old size of 0 says nothing and is refused: who has seen
 * nothing yet asks for no proof (tlog-witness handles it so).
 */
export function verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof }: Consistency): void {
  const refuse = refusing('consistency-refused')
  if (!isIndex(oldSize) || !isIndex(newSize)) throw refuse('sizes are whole numbers from 0 to 2^53 - 1')
  if (oldSize === 0) throw refuse('every tree begins with the empty one: there is nothing to prove')
  if (oldSize > newSize) throw refuse(`a tree of size ${oldSize} cannot have grown into one of size ${newSize}`)
  if (oldSize === newSize) {
    if (proof.length !== 0) throw refuse('the proof between trees of one size is empty')
    if (!equalBytes(oldRoot, newRoot)) throw refuse(`two roots for one size, ${oldSize}: the log has shown two histories`)
    return
  }
  checkHashes([oldRoot, newRoot, ...proof], refuse)
  // step 1
  if (proof.length === 0) throw refuse('the proof is empty')
  // steps 2 to 4
  let fn = oldSize - 1
  let sn = newSize - 1
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)]
  const [start = oldRoot, ...path] = fn === 0 ? [oldRoot, ...proof] : proof
  // step 5
  let fr = start
  let sr = start
  // step 6
  for (const c of path) {
    if (sn === 0) throw refuse('the proof is too long')
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(c, fr)
      sr = nodeHash(c, sr)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else {
      sr = nodeHash(sr, c)
    }
    ;[fn, sn] = [half(fn), half(sn)]
  }
  // step 7
  if (sn !== 0) throw refuse('the proof is too short')
  if (!equalBytes(fr, oldRoot)) throw refuse(`the proof does not lead to the root of size ${oldSize}`)
  if (!equalBytes(sr, newRoot)) throw refuse(`the proof does not lead to the root of size ${newSize}`)
}

const half = (n: number): number => Math.floor(n / 2)
const isIndex = (n: number): boolean => Number.isSafeInteger(n) && n >= 0
const refusing = (code: TlogErrorCode) => (why: string) => new TlogError(code, why)

function checkHashes(hashes: readonly Uint8Array[], refuse: (why: string) => TlogError): void {
  if (hashes.some((hash) => hash.length !== HASH_SIZE)) throw refuse(`every hash has ${HASH_SIZE} bytes`)
}
