/** Large bytes: what came piece by piece is whole, can be moved, and is gone once it is let go. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLargeBytes, letGo, movable } from './large-bytes.ts'

test('pieces become one', () => {
  const bytes = createLargeBytes(5_000_000)
  for (let piece = 0; piece < 45; piece++) bytes.add(Buffer.alloc(100_000, piece))
  const whole = bytes.whole()
  assert.equal(whole.length, 4_500_000)
  assert.equal(whole.buffer.byteLength, 4_500_000, 'no more than what came')
  for (let piece = 0; piece < 45; piece++) assert.ok(whole.subarray(piece * 100_000, (piece + 1) * 100_000).equals(Buffer.alloc(100_000, piece)))
})

test('more than was said is not taken', () => {
  const bytes = createLargeBytes(10)
  bytes.add(Buffer.alloc(8))
  assert.throws(() => bytes.add(Buffer.alloc(3)), RangeError)
})

test('none are none', () => {
  assert.equal(createLargeBytes(0).whole().length, 0)
  assert.equal(movable(new Uint8Array(0)).length, 0)
})

test('large bytes are moved as they are, others and parts of them are copied', () => {
  const large = createLargeBytes(6)
  large.add(Buffer.from('abcdef'))
  const whole = large.whole()
  assert.equal(movable(whole), whole)
  for (const other of [Buffer.from('abcdef'), new Uint8Array([1, 2]), new Uint8Array(new SharedArrayBuffer(3)), whole.subarray(1, 3)]) {
    const copy = movable(other)
    assert.notEqual(copy.buffer, other.buffer)
    assert.deepEqual([...copy], [...other])
    assert.equal(copy.buffer.byteLength, copy.length)
  }
})

test('what is let go reads as none; others are left alone, and twice does no harm', () => {
  const whole = movable(Buffer.from('abc'))
  const other = Buffer.from('abc')
  letGo(whole)
  letGo(whole)
  letGo(other)
  assert.equal(whole.length, 0)
  assert.equal(other.toString(), 'abc')
  const moved = movable(other)
  structuredClone(moved, { transfer: [moved.buffer] })
  letGo(moved)
  assert.equal(moved.length, 0)
})
