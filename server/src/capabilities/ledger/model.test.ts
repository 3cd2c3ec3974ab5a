/** What is true of the log, as tables: one row, one case. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFrontier, leafHash } from '@openaccord/tlog'
import fc from 'fast-check'
import { emptyEdge, growEdge, rootOf } from './model/edge.ts'
import { judgeGuard, pauseAfter, proofState, sealState, type Head, type StandstillCode } from './model.ts'

const root = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const head = (size: number, byte: number): Head => ({ size, root: root(byte) })

test('the store against the last signed checkpoint', async (t) => {
  const table: [name: string, size: number, everPublished: boolean, guard: Head | undefined, rootThen: Uint8Array | undefined, code: StandstillCode | undefined][] = [
    ['a new log', 0, false, undefined, undefined, undefined],
    ['as it was left', 5, true, head(5, 1), root(1), undefined],
    ['entries that are not signed yet', 9, true, head(5, 1), root(1), undefined],
    ['the store is shorter', 4, true, head(5, 1), undefined, 'guard-ahead'],
    ['the store is empty', 0, false, head(5, 1), undefined, 'guard-ahead'],
    ['the store has another beginning', 9, true, head(5, 1), root(2), 'guard-differs'],
    ['entries, and no guard', 5, false, undefined, undefined, 'guard-missing'],
    ['an empty log that was published, and no guard', 0, true, undefined, undefined, 'guard-missing'],
  ]
  for (const [name, size, everPublished, guard, rootThen, code] of table) {
    await t.test(name, () => assert.equal(judgeGuard({ size, everPublished }, guard, rootThen)?.code, code))
  }
})

test('when a proof is one', () => {
  assert.equal(proofState(null, { size: 9, cosigned: 2 }), 'waiting')
  assert.equal(proofState(3, undefined), 'waiting')
  assert.equal(proofState(9, { size: 9, cosigned: 2 }), 'waiting')
  assert.equal(proofState(8, { size: 9, cosigned: 2 }), 'witnessed')
  assert.equal(proofState(8, { size: 9, cosigned: 0 }), 'logged')
})

test('a deadline that is missed shows by itself', () => {
  assert.equal(sealState({ openBy: null, openedBy: null }, 10), 'sealed')
  assert.equal(sealState({ openBy: 10, openedBy: null }, 10), 'sealed')
  assert.equal(sealState({ openBy: 10, openedBy: null }, 11), 'overdue')
  assert.equal(sealState({ openBy: 10, openedBy: 'fact_x' }, 11), 'opened')
})

test('witnesses are asked again after growing pauses', () => assert.deepEqual([1, 2, 3, 6, 7, 100].map(pauseAfter), [1_000, 2_000, 4_000, 30_000, 30_000, 30_000]))

test('the edge grows to the same root, however the leaves arrive', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 6 }), (parts) => {
    const frontier = createFrontier()
    let edge = emptyEdge
    let tiles = 0
    for (const many of parts) {
      const leaves = Array.from({ length: many }, (_, at) => leafHash(Buffer.from(`${edge.size + at}`)))
      leaves.forEach((leaf) => frontier.append(leaf))
      const grown = growEdge(edge, leaves)
      edge = grown.edge
      tiles += grown.full.length
      assert.deepEqual(rootOf(edge), frontier.root())
    }
    assert.equal(tiles, Math.floor(edge.size / 256) + Math.floor(edge.size / 65_536))
  }), { numRuns: 30 })
})
