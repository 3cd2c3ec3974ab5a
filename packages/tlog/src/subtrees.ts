/**
 * Subtrees [start, end) of the tree: proofs that a leaf is in one, and that a tree contains one.
 * Follows draft-ietf-plants-merkle-tree-certs §4.1 (valid subtrees), §4.3 and §4.4, to which tlog-witness and tlog-mirror refer.
 */
import { equalBytes } from './bytes.ts'
import { TlogError } from './errors.ts'
import { emptyRoot, nodeHash, verifyInclusion } from './merkle.ts'
import { HASH_SIZE } from './sha256.ts'

export type Subtree = { readonly start: number; readonly end: number }

/** §4.1: start is a multiple of the smallest power of two that holds the subtree. The empty subtree is valid anywhere. */
export function isSubtree({ start, end }: Subtree): boolean {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || start > end) return false
  let width = 1
  while (width < end - start) width *= 2
  return start % width === 0
}

export type SubtreeInclusion = {
  readonly subtree: Subtree
  readonly leafHash: Uint8Array
  readonly index: number
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** §4.3.2: a subtree is a tree of its own. Throws `inclusion-refused`; `index` counts from the start of the log. */
export function verifySubtreeInclusion({ subtree, leafHash, index, proof, root }: SubtreeInclusion): void {
  const { start, end } = subtree
  if (!isSubtree(subtree)) throw new TlogError('inclusion-refused', `[${start}, ${end}) is not a subtree`)
  verifyInclusion({ leafHash, index: index - start, size: end - start, proof, root })
}

export type SubtreeConsistency = {
  readonly subtree: Subtree
  readonly subtreeRoot: Uint8Array
  readonly size: number
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** §4.4.3. Throws `consistency-refused` unless the tree with this root contains this subtree. */
export function verifySubtreeConsistency({ subtree, subtreeRoot, size, root, proof }: SubtreeConsistency): void {
  const { start, end } = subtree
  // step 1
  if (!isSubtree(subtree)) throw refuse(`[${start}, ${end}) is not a subtree`)
  if (!Number.isSafeInteger(size) || end > size) throw refuse(`a tree of size ${size} does not contain [${start}, ${end})`)
  if (start === end) return verifyEmpty(subtreeRoot, proof)
  if (start === 0 && end === size) return verifyWhole(subtreeRoot, root, proof)
  if ([subtreeRoot, root, ...proof].some((hash) => hash.length !== HASH_SIZE)) throw refuse(`every hash has ${HASH_SIZE} bytes`)
  // step 2
  let [fn, sn, tn] = [start, end - 1, size - 1]
  // step 3
  while (fn !== sn && (sn === tn || sn % 2 === 1)) [fn, sn, tn] = halved(fn, sn, tn)
  // step 4
  const [first, ...path] = fn === sn ? [subtreeRoot, ...proof] : proof
  if (first === undefined) throw refuse('the proof is empty')
  let [fr, sr] = [first, first]
  // step 5
  for (const c of path) {
    if (tn === 0) throw refuse('the proof is too long')
    if (sn % 2 === 1 || sn === tn) {
      if (fn < sn) fr = nodeHash(c, fr)
      sr = nodeHash(c, sr)
      while (sn % 2 === 0) [fn, sn, tn] = halved(fn, sn, tn)
    } else {
      sr = nodeHash(sr, c)
    }
    ;[fn, sn, tn] = halved(fn, sn, tn)
  }
  // step 6
  if (tn !== 0) throw refuse('the proof is too short')
  if (!equalBytes(fr, subtreeRoot)) throw refuse(`the proof does not lead to the root of [${start}, ${end})`)
  if (!equalBytes(sr, root)) throw refuse(`the proof does not lead to the root of size ${size}`)
}

/** The empty subtree is in every tree; its root must be that of the empty tree. */
function verifyEmpty(subtreeRoot: Uint8Array, proof: readonly Uint8Array[]): void {
  if (proof.length > 0) throw refuse('the proof of the empty subtree is empty')
  if (!equalBytes(subtreeRoot, emptyRoot())) throw refuse('the root of the empty subtree is SHA-256 of nothing')
}

function verifyWhole(subtreeRoot: Uint8Array, root: Uint8Array, proof: readonly Uint8Array[]): void {
  if (proof.length > 0) throw refuse('the proof that a tree contains itself is empty')
  if (!equalBytes(subtreeRoot, root)) throw refuse('two roots for one size: the log has shown two histories')
}

const halved = (fn: number, sn: number, tn: number): [number, number, number] =>
  [Math.floor(fn / 2), Math.floor(sn / 2), Math.floor(tn / 2)]
const refuse = (why: string): TlogError => new TlogError('consistency-refused', why)
