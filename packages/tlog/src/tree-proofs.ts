/**
 * Making proofs: which hashes of the tree a proof consists of, and the proof itself from whatever can read them.
 * Follows RFC 6962 §2.1.1 (PATH) and §2.1.2 (SUBPROOF). A hash that is not stored as one is folded from complete subtrees.
 */
import { TlogError } from './errors.ts'
import { nodeHash, splitPoint } from './merkle.ts'

/** The leaves D[start:end]. */
export type LeafRange = readonly [start: number, end: number]

/** A complete subtree: MTH(D[index * 2^level : (index + 1) * 2^level]). */
export type TreeNode = { readonly level: number; readonly index: number }

/** Reads the hash of a complete subtree; 32 bytes. */
export type NodeReader = (node: TreeNode) => Uint8Array

/** PATH(index, D[size]), leaf to root, as ranges of leaves. RFC 6962 §2.1.1. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  checkBounds(index, size - 1, 'the index')
  const ranges: LeafRange[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + splitPoint(end - start)
    ranges.push(index < middle ? [middle, end] : [start, middle])
    ;[start, end] = index < middle ? [start, middle] : [middle, end]
  }
  return ranges.reverse()
}

/** PROOF(oldSize, D[newSize]) as ranges of leaves; empty when the sizes are the same. RFC 6962 §2.1.2. */
export function consistencyRanges(oldSize: number, newSize: number): LeafRange[] {
  checkBounds(newSize, Number.MAX_SAFE_INTEGER, 'the new size')
  checkBounds(oldSize, newSize, 'the old size')
  if (oldSize === 0) return []
  const ranges: LeafRange[] = []
  let [start, end] = [0, newSize]
  while (oldSize !== end) {
    const middle = start + splitPoint(end - start)
    ranges.push(oldSize <= middle ? [middle, end] : [start, middle])
    ;[start, end] = oldSize <= middle ? [start, middle] : [middle, end]
  }
  // SUBPROOF(m, D[m], true) = {}, SUBPROOF(m, D[m], false) = {MTH(D[m])}
  if (start !== 0) ranges.push([start, end])
  return ranges.reverse()
}

/** The complete subtrees whose hashes fold into MTH of this range, largest first. `start` must be aligned as in a tree. */
export function nodesOfRange([start, end]: LeafRange): TreeNode[] {
  const nodes: TreeNode[] = []
  for (let at = start; at < end; ) {
    let [level, width] = [0, 1]
    while (at + width * 2 <= end && at % (width * 2) === 0) [level, width] = [level + 1, width * 2]
    nodes.push({ level, index: at / width })
    at += width
  }
  return nodes
}

/** MTH of a range from its complete subtrees. */
export function hashOfRange(range: LeafRange, read: NodeReader): Uint8Array {
  return foldHashes(nodesOfRange(range).map(read))
}

/** The root over a compact range: hashes of complete subtrees from left to right, at least one. */
export function foldHashes(hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The inclusion proof of the entry at `index` in the tree of this size. */
export const inclusionProof = (index: number, size: number, read: NodeReader): Uint8Array[] =>
  inclusionRanges(index, size).map((range) => hashOfRange(range, read))

/** The consistency proof from the tree of one size to a later one. */
export const consistencyProof = (oldSize: number, newSize: number, read: NodeReader): Uint8Array[] =>
  consistencyRanges(oldSize, newSize).map((range) => hashOfRange(range, read))

function checkBounds(value: number, most: number, what: string): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return
  throw new TlogError('out-of-range', `${what} is a whole number from 0 to ${most}, not ${value}`)
}
