/** The browser's arithmetic is the standard's, and what it finds is what the hub takes. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { sha256 } from './sha256.ts'
import { createSearch, likelyBy } from './solve.ts'

const hex = (words: Int32Array): string => Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
const standard = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

test('SHA-256: the examples of FIPS 180, and any other text', () => {
  assert.equal(hex(sha256(new TextEncoder().encode('abc'))), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  assert.equal(hex(sha256(new TextEncoder().encode('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'))), '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1')
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => assert.equal(hex(sha256(bytes)), standard(bytes))))
})

test('the first number whose digest begins with so many zero bits is found, over any number of goes', () => {
  for (const bits of [0, 5, 8, 11]) {
    const search = createSearch(`e1.concern.${bits}`, bits)
    let from = 0
    let found: number | undefined
    for (; found === undefined; from += 7) found = search(from, 7)
    const seed = createHash('sha256').update(`e1.concern.${bits}`).digest()
    const fits = (number: number): boolean => {
      const counter = Buffer.alloc(8)
      counter.writeBigUInt64BE(BigInt(number))
      return BigInt(`0x${standard(Buffer.concat([seed, counter]))}`) < 2n ** BigInt(256 - bits)
    }
    assert.ok(fits(found))
    for (let before = 0; before < found; before++) assert.ok(!fits(before))
  }
})

test('numbers beyond 32 bits count too', () => {
  const from = 2 ** 32 + 5
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(from))
  const digest = createHash('sha256').update(createHash('sha256').update('far').digest()).update(counter).digest()
  const zeros = Math.clz32(digest.readUInt32BE())
  assert.equal(createSearch('far', zeros)(from, 1), from)
  assert.equal(createSearch('far', zeros + 1)(from, 1), undefined)
})

test('how far it is: never whole, half after about two thirds of the expected tries', () => {
  assert.equal(likelyBy(0, 18), 0)
  assert.ok(Math.abs(likelyBy(2 ** 18 * Math.LN2, 18) - 0.5) < 1e-9)
  assert.ok(likelyBy(2 ** 20, 18) < 1)
})
