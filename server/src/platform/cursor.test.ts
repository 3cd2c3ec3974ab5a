import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../kernel/index.ts'
import { readMoment, readPlace } from './cursor.ts'

const where = { room: 'room', field: 'before' } as const
const none = (error: unknown) => error instanceof Refusal && error.kind === 'malformed' && error.code === 'room.cursor' && error.faults[0]?.field === '/before'
const ID = 'ballot_00000000000000000000'

test('a place comes back as it was given; what no list gave is refused', () => {
  assert.equal(readPlace('1', where), 1)
  assert.equal(readPlace(String(Number.MAX_SAFE_INTEGER), where), Number.MAX_SAFE_INTEGER)
  for (const text of ['', '0', '01', '-1', '1.5', '1e3', ' 1', '9007199254740993', '99999999999999999999', 'x', '١']) assert.throws(() => readPlace(text, where), none, text)
})

test('a moment with an id', () => {
  for (const mark of ['.', '-']) assert.deepEqual(readMoment(`1700000000000000${mark}${ID}`, 'ballot', where), { at: 1_700_000_000_000_000, id: ID })
  for (const text of ['', ID, `9007199254740993.${ID}`, `1.advisory_00000000000000000000`, `1.${ID}x`, `1.ballot_0`, `-1.${ID}`]) assert.throws(() => readMoment(text, 'ballot', where), none, text)
})
