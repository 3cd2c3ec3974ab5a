/** Ed25519: the examples of RFC 8032, the edge cases, whatever is too short or too long, and bits that flip. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { sha256 as noble } from '@noble/hashes/sha2.js'
import { generateKey, isStrictKey, signerFromSeed, verifyEd25519 } from './ed25519.ts'
import { L, LOW_ORDER, edgeCases, littleEndian } from './edge-cases.test.ts'
import { sha256 } from './sha256.ts'
import { SMALL_ORDER_Y } from './small-order.ts'

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))

/** RFC 8032 §7.1, TEST 1 to 3: secret key, public key, message, signature. */
const EXAMPLES: readonly [string, string, string, string][] = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
]

test('3 examples of RFC 8032: signed and verified', async () => {
  for (const [secret, publicKey, message, signature] of EXAMPLES) {
    const key = await signerFromSeed(hex(secret))
    assert.deepEqual(key.publicKey, hex(publicKey))
    assert.deepEqual(await key.sign(hex(message)), hex(signature))
    assert.equal(await verifyEd25519(hex(publicKey), hex(message), hex(signature)), true)
  }
})

const cases = edgeCases()

test(`${cases.length} edge cases: ${cases.filter(({ accept }) => accept).length} to accept`, async () => {
  assert.ok(cases.length > 914)
  assert.ok(cases.some(({ accept }) => accept))
  for (const { name, publicKey, message, signature, accept } of cases) assert.equal(await verifyEd25519(publicKey, message, signature), accept, name)
})

test('the table of small order is what the curve equation gives: 14 encodings', () => {
  assert.equal(LOW_ORDER.length, 14)
  const ys = new Set(LOW_ORDER.map(({ bytes }) => Buffer.from(bytes.map((byte, at) => (at === 31 ? byte & 0x7f : byte))).toString('hex')))
  assert.deepEqual([...ys].sort(), SMALL_ORDER_Y.map((y) => Buffer.from(y).toString('hex')).sort())
  for (const { bytes } of LOW_ORDER) assert.equal(isStrictKey(bytes), false)
})

test('keys that are no canonical point are refused', async () => {
  const [, , message = '', signature = ''] = EXAMPLES[1] ?? []
  const p = 2n ** 255n - 19n
  for (let above = 0n; above < 19n; above++) {
    for (const sign of [0n, 1n]) assert.equal(isStrictKey(littleEndian((p + above) | (sign << 255n))), false)
  }
  // no point has y = 2
  assert.equal(await verifyEd25519(littleEndian(2n), hex(message), hex(signature)), false)
})

test('S from L on is refused, and what is too short or too long', async () => {
  const [, publicKey = '', message = '', signature = ''] = EXAMPLES[2] ?? []
  const key = hex(publicKey)
  const good = hex(signature)
  for (const s of [L, L + 1n, 2n ** 253n, 2n ** 256n - 1n]) assert.equal(await verifyEd25519(key, hex(message), Uint8Array.of(...good.subarray(0, 32), ...littleEndian(s))), false)
  for (const wrong of [new Uint8Array(), good.subarray(1), good.subarray(0, 63), Uint8Array.of(...good, 0)]) assert.equal(await verifyEd25519(key, hex(message), wrong), false)
  for (const wrong of [new Uint8Array(), key.subarray(1), Uint8Array.of(...key, 0)]) assert.equal(await verifyEd25519(wrong, hex(message), good), false)
})

test('a signature holds for its message and key; one flipped bit anywhere and it is false', async () => {
  const key = await generateKey()
  assert.deepEqual((await signerFromSeed(key.seed)).publicKey, key.publicKey)
  await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), async (message, bit) => {
    const parts = [key.publicKey, message, await key.sign(message)] as const
    assert.equal(await verifyEd25519(...parts), true)
    const lengths = parts.map((part) => part.length)
    let at = (bit >> 3) % lengths.reduce((a, b) => a + b)
    const [bentKey = assert.fail(), bentMessage = assert.fail(), bentSignature = assert.fail()] = parts.map((part) => {
      const here = at
      at -= part.length
      return part.map((byte, index) => (index === here ? byte ^ (1 << (bit % 8)) : byte))
    })
    assert.equal(await verifyEd25519(bentKey, bentMessage, bentSignature), false)
  }), { numRuns: 100 })
  await assert.rejects(signerFromSeed(new Uint8Array(31)), RangeError)
})

test('SHA-256 is SHA-256, with node:crypto and without', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    const expected = new Uint8Array(createHash('sha256').update(bytes).digest())
    assert.deepEqual(sha256(bytes), expected)
    assert.deepEqual(noble(bytes), expected)
  }))
})
