/** The published subtree vectors, and every subtree of small trees against proofs made the slow way. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leafHash, nodeHash, splitPoint, verifyConsistency } from './merkle.ts'
import { accepts, counted, filesBelow, fromBase64, missing, textOf } from './published.test.ts'
import { isSubtree, verifySubtreeConsistency, verifySubtreeInclusion, type Subtree } from './subtrees.ts'
import { consistencyProof, hashOfRange, inclusionProof, type NodeReader } from './tree-proofs.ts'

type Vector = { start: number; end: number; proof: string[] | null; desc: string; wantErr: boolean }
type InclusionVector = Vector & { leafIdx: number; root: string; leafHash: string }
type ConsistencyVector = Vector & { size: number; root1: string; root2: string }

const skip = missing('integrity/merkle')
const inclusions = filesBelow('integrity/merkle/subtreeinclusion').map((path): InclusionVector => JSON.parse(textOf(path)))
const consistencies = filesBelow('integrity/merkle/subtreeconsistency').map((path): ConsistencyVector => JSON.parse(textOf(path)))

test(`${inclusions.length} subtree inclusion vectors: ${counted(inclusions)}`, { skip }, () => {
  assert.equal(inclusions.length, 204)
  for (const { leafIdx: index, start, end, root, leafHash: leaf, proof, desc, wantErr } of inclusions) {
    const vector = { index, subtree: { start, end }, root: fromBase64(root), leafHash: fromBase64(leaf), proof: (proof ?? []).map(fromBase64) }
    assert.equal(accepts(() => verifySubtreeInclusion(vector)), !wantErr, desc)
  }
})

test(`${consistencies.length} subtree consistency vectors: ${counted(consistencies)}`, { skip }, () => {
  assert.equal(consistencies.length, 118)
  for (const { start, end, size, root1, root2, proof, desc, wantErr } of consistencies) {
    const vector = { subtree: { start, end }, subtreeRoot: fromBase64(root1), size, root: fromBase64(root2), proof: (proof ?? []).map(fromBase64) }
    assert.equal(accepts(() => verifySubtreeConsistency(vector)), !wantErr, desc)
  }
})

const SIZE = 24
const leaves = Array.from({ length: SIZE }, (_, at) => leafHash(Uint8Array.of(at)))
const read: NodeReader = ({ level, index }) => level === 0 ? leaves[index] ?? assert.fail() : nodeHash(read({ level: level - 1, index: 2 * index }), read({ level: level - 1, index: 2 * index + 1 }))

/** SUBTREE_SUBPROOF(start, end, D[from:to], known), by its recursion (§4.4.1). */
function slowProof({ start, end }: Subtree, from: number, to: number, known: boolean): Uint8Array[] {
  if (start === from && end === to) return known ? [] : [hashOfRange([from, to], read)]
  const middle = from + splitPoint(to - from)
  if (end <= middle) return [...slowProof({ start, end }, from, middle, known), hashOfRange([middle, to], read)]
  if (start >= middle) return [...slowProof({ start, end }, middle, to, known), hashOfRange([from, middle], read)]
  return [...slowProof({ start: middle, end }, middle, to, false), hashOfRange([from, middle], read)]
}

test(`every subtree of every tree of up to ${SIZE} leaves`, () => {
  let subtrees = 0
  for (let size = 1; size <= SIZE; size++) {
    const root = hashOfRange([0, size], read)
    for (let start = 0; start < size; start++) {
      for (let end = start + 1; end <= size; end++) {
        const subtree = { start, end }
        if (!isSubtree(subtree)) continue
        subtrees += 1
        const subtreeRoot = hashOfRange([start, end], read)
        const proof = slowProof(subtree, 0, size, true)
        verifySubtreeConsistency({ subtree, subtreeRoot, size, root, proof })
        if (start === 0) {
          assert.deepEqual(proof, consistencyProof(end, size, read))
          verifyConsistency({ oldSize: end, oldRoot: subtreeRoot, newSize: size, newRoot: root, proof })
        }
        proof.forEach((_, place) => {
          const bent = proof.map((hash, at) => (at === place ? hash.map((byte, index) => (index === 9 ? byte ^ 1 : byte)) : hash))
          assert.throws(() => verifySubtreeConsistency({ subtree, subtreeRoot, size, root, proof: bent }), { code: 'consistency-refused' })
        })
        const index = end - 1
        const shifted: NodeReader = ({ level, index: at }) => read({ level, index: at + start / 2 ** level })
        verifySubtreeInclusion({ subtree, leafHash: leaves[index] ?? assert.fail(), index, root: subtreeRoot, proof: inclusionProof(index - start, end - start, shifted) })
      }
    }
  }
  assert.equal(subtrees, 844)
})
