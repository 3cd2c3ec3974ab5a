/** The published Merkle vectors, then properties of proofs against trees hashed the slow way. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyRoot, leafHash, nodeHash, splitPoint, verifyConsistency, verifyInclusion } from './merkle.ts'
import { accepts, counted, filesBelow, fromBase64, missing, textOf } from './published.test.ts'
import { sha256 } from './sha256.ts'
import { consistencyProof, hashOfRange, inclusionProof, type NodeReader } from './tree-proofs.ts'

type InclusionVector = { leafIdx: number; treeSize: number; root: string; leafHash: string; proof: string[] | null; desc: string; wantErr: boolean }
type ConsistencyVector = { size1: number; size2: number; root1: string; root2: string; proof: string[] | null; desc: string; wantErr: boolean }

const read = <T>(part: string): T[] => filesBelow(part).map((path): T => JSON.parse(textOf(path)))
const inclusions = read<InclusionVector>('integrity/merkle/inclusion')
const consistencies = read<ConsistencyVector>('integrity/merkle/consistency')

test(`${inclusions.length} inclusion vectors: ${counted(inclusions)}`, { skip: missing('integrity/merkle') }, () => {
  assert.equal(inclusions.length, 98)
  for (const { leafIdx: index, treeSize: size, root, leafHash: leaf, proof, desc, wantErr } of inclusions) {
    const accepted = accepts(() => verifyInclusion({ index, size, root: fromBase64(root), leafHash: fromBase64(leaf), proof: (proof ?? []).map(fromBase64) }))
    assert.equal(accepted, !wantErr, desc)
  }
})

test(`${consistencies.length} consistency vectors: ${counted(consistencies)}`, { skip: missing('integrity/merkle') }, () => {
  assert.equal(consistencies.length, 98)
  for (const { size1, size2, root1, root2, proof, desc, wantErr } of consistencies) {
    const vector = { oldSize: size1, newSize: size2, oldRoot: fromBase64(root1), newRoot: fromBase64(root2), proof: (proof ?? []).map(fromBase64) }
    assert.equal(accepts(() => verifyConsistency(vector)), !wantErr, desc)
  }
})

const SIZE = 70
const leaves = Array.from({ length: SIZE }, (_, at) => leafHash(Uint8Array.of(at)))

/** MTH by the recursion of RFC 6962 §2.1, word for word. */
function slowRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return emptyRoot()
  if (hashes.length === 1) return hashes[0] ?? assert.fail()
  const k = splitPoint(hashes.length)
  return nodeHash(slowRoot(hashes.slice(0, k)), slowRoot(hashes.slice(k)))
}
const reader: NodeReader = ({ level, index }) => slowRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))
const roots = Array.from({ length: SIZE + 1 }, (_, size) => slowRoot(leaves.slice(0, size)))
const rootAt = (size: number) => roots[size] ?? assert.fail()

test('the first hashes are those that RFC 6962 implementations agree on', () => {
  assert.equal(Buffer.from(emptyRoot()).toString('hex'), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  assert.equal(Buffer.from(leafHash(new Uint8Array())).toString('hex'), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  assert.deepEqual(nodeHash(leafHash(Uint8Array.of(1)), emptyRoot()), sha256(Buffer.concat([Uint8Array.of(1), leafHash(Uint8Array.of(1)), emptyRoot()])))
})

test(`every inclusion and consistency proof in trees of up to ${SIZE} leaves verifies`, () => {
  for (let size = 1; size <= SIZE; size++) {
    assert.deepEqual(hashOfRange([0, size], reader), rootAt(size))
    for (let index = 0; index < size; index++) {
      verifyInclusion({ leafHash: leaves[index] ?? assert.fail(), index, size, root: rootAt(size), proof: inclusionProof(index, size, reader) })
    }
    for (let oldSize = 1; oldSize <= size; oldSize++) {
      verifyConsistency({ oldSize, oldRoot: rootAt(oldSize), newSize: size, newRoot: rootAt(size), proof: consistencyProof(oldSize, size, reader) })
    }
  }
})

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => bytes.map((byte, at) => (at === Math.floor(bit / 8) % bytes.length ? byte ^ (1 << (bit % 8)) : byte))

test('one flipped bit in an inclusion proof, leaf or root is refused', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: SIZE }), fc.nat(), fc.nat(), fc.nat(), (size, at, place, bit) => {
    const index = at % size
    const hashes = [leaves[index] ?? assert.fail(), rootAt(size), ...inclusionProof(index, size, reader)]
    const [leaf = assert.fail(), root = assert.fail(), ...proof] = hashes.map((hash, which) => (which === place % hashes.length ? flipped(hash, bit) : hash))
    assert.throws(() => verifyInclusion({ leafHash: leaf, index, size, root, proof }), { name: 'TlogError', code: 'inclusion-refused' })
  }))
})

test('one flipped bit in a consistency proof or either root is refused', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: SIZE }), fc.nat(), fc.nat(), fc.nat(), (newSize, before, place, bit) => {
    const oldSize = 1 + (before % newSize)
    const hashes = [rootAt(oldSize), rootAt(newSize), ...consistencyProof(oldSize, newSize, reader)]
    const [oldRoot = assert.fail(), newRoot = assert.fail(), ...proof] = hashes.map((hash, which) => (which === place % hashes.length ? flipped(hash, bit) : hash))
    assert.throws(() => verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof }), { name: 'TlogError', code: 'consistency-refused' })
  }))
})

test('a proof is bound to its index and its sizes', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: SIZE }), fc.nat(), fc.nat(), (size, at, other) => {
    const [index, wrong] = [at % size, other % size]
    fc.pre(index !== wrong)
    const proof = inclusionProof(index, size, reader)
    assert.throws(() => verifyInclusion({ leafHash: leaves[index] ?? assert.fail(), index: wrong, size, root: rootAt(size), proof }), { code: 'inclusion-refused' })
  }))
})

test('beyond 2^31 and up to 2^53 - 1 leaves, sizes are still exact', () => {
  assert.equal(splitPoint(Number.MAX_SAFE_INTEGER), 2 ** 52)
  for (let power = 1; power <= 52; power++) {
    assert.equal(splitPoint(2 ** power + 1), 2 ** power)
    assert.equal(splitPoint(2 ** power), 2 ** (power - 1))
  }
  // a tree of equal leaves has the same hash everywhere on one level
  const levels = [leafHash(new Uint8Array())]
  for (let level = 1; level <= 53; level++) levels.push(nodeHash(levels[level - 1] ?? assert.fail(), levels[level - 1] ?? assert.fail()))
  const equal: NodeReader = ({ level }) => levels[level] ?? assert.fail()
  fc.assert(fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
    const [oldSize, newSize] = a < b ? [a + 1, b + 1] : [b + 1, a + 1]
    fc.pre(Number.isSafeInteger(newSize))
    const newRoot = hashOfRange([0, newSize], equal)
    verifyInclusion({ leafHash: leafHash(new Uint8Array()), index: oldSize - 1, size: newSize, root: newRoot, proof: inclusionProof(oldSize - 1, newSize, equal) })
    verifyConsistency({ oldSize, oldRoot: hashOfRange([0, oldSize], equal), newSize, newRoot, proof: consistencyProof(oldSize, newSize, equal) })
  }), { numRuns: 50 })
})
