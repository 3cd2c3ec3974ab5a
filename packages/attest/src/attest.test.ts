/** Envelopes and statements: what is refused and why, what is read back, and that one bit decides. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { AttestError } from './errors.ts'
import { pae, parseEnvelope, printEnvelope, signEnvelope, verifyEnvelope, type SigningKey, type TrustedKey } from './envelope.ts'
import { matchesDigest, parseStatement, printStatement, STATEMENT_PAYLOAD_TYPE } from './statement.ts'
import { verifyStatement } from './verify.ts'

type Key = SigningKey & TrustedKey
function makeKey(keyid: string): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  return { keyid, publicKey: raw, sign: (bytes) => sign(null, bytes, privateKey), verify: (bytes, signature) => verify(null, bytes, publicKey, signature) }
}
const [ada, ben] = [makeKey('ada'), makeKey('ben')]
const SHA = 'a'.repeat(64)
const text = `{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"x","digest":{"sha256":"${SHA}"}}],"predicateType":"urn:example:said:1","predicate":{"n":1}}`
const payload = new TextEncoder().encode(text)
const signed = await signEnvelope(STATEMENT_PAYLOAD_TYPE, payload, [ada])
const envelope = printEnvelope(signed)

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work()
    return 'taken'
  } catch (error) {
    if (error instanceof AttestError) return `${error.code} ${error.pointer}`.trim()
    throw error
  }
}

test('an envelope that breaks a rule', async (t) => {
  const table: [name: string, from: string, to: string, says: string][] = [
    ['as it is', '', '', 'taken'],
    ['with a field that nobody knows', '{"payload"', '{"later":[1],"payload"', 'taken'],
    ['without a key id', '"keyid":"ada",', '', 'taken'],
    ['with another’s key id: a hint decides nothing', '"keyid":"ada"', '"keyid":"ben"', 'taken'],
    ['a name twice', '{"payload"', '{"payload":"","payload"', 'malformed-json'],
    ['a name twice, once in disguise', '{"payload"', '{"p\\u0061yload":"","payload"', 'malformed-json'],
    ['a name twice, deep in what is ignored', '{"payload"', '{"x":[{"y":{"z":1,"z":2}}],"payload"', 'malformed-json'],
    ['not an object', envelope, '[]', 'malformed-envelope'],
    ['not JSON', '{"payload"', '{payload', 'malformed-json'],
    ['nested without end', '{"payload"', `{"x":${'['.repeat(200)}${']'.repeat(200)},"payload"`, 'malformed-json'],
    ['no type', '"payloadType"', '"type"', 'malformed-envelope /payloadType'],
    ['a signature that is none', '"sig"', '"signature"', 'malformed-envelope /signatures/0/sig'],
    ['a number for a key id', '"ada"', '1', 'malformed-envelope /signatures/0/keyid'],
    ['signatures that are no list', /"signatures":\[.*\]/.exec(envelope)![0], '"signatures":{}', 'malformed-envelope /signatures'],
    ['no signature', /"signatures":\[.*\]/.exec(envelope)![0], '"signatures":[]', 'threshold-missed /signatures'],
    ['another type', '+json', '+cbor', 'unsupported-type /payloadType'],
    ['base64 without its padding', '=="', '"', 'malformed-base64 /signatures/0/sig'],
  ]
  for (const [name, from, to, says] of table) {
    await t.test(name, async () => {
      assert.ok(envelope.includes(from))
      assert.equal(await codeOf(() => verifyStatement(envelope.replace(from, to), { keys: [ada, ben] })), says)
    })
  }
})

const payloadOf = (base64: string): string => `{"payload":"${base64}","payloadType":"t","signatures":[]}`

test('base64 in either alphabet, never in both', async () => {
  const bytes = Uint8Array.of(0xfb, 0xff, 0xbf)
  assert.deepEqual(parseEnvelope(payloadOf('+/+/')).payload, bytes)
  assert.deepEqual(parseEnvelope(payloadOf('-_-_')).payload, bytes)
  for (const wrong of ['-_+/', 'QR==', 'QQ', 'Q===', 'QQ=a', '=', 'a b=', 'QUJ=']) assert.equal(await codeOf(() => parseEnvelope(payloadOf(wrong))), 'malformed-base64 /payload', wrong)
})

test('a threshold counts keys, not signatures and not names of keys', async () => {
  const twice = await signEnvelope('t', payload, [ada, { ...ada, keyid: 'alias' }])
  const payloadTypes = ['t']
  const check = (keys: Key[], threshold: number) => codeOf(() => verifyEnvelope(twice, { keys, threshold, payloadTypes }))
  assert.equal(await check([ada, ben], 1), 'taken')
  assert.equal(await check([ada, ben], 2), 'threshold-missed /signatures')
  assert.equal(await check([ada, { ...ada, keyid: 'alias' }], 2), 'threshold-missed /signatures')
  const both = await signEnvelope('t', payload, [ada, ben])
  const { keys } = await verifyEnvelope(both, { keys: [ben, ada], threshold: 2, payloadTypes })
  assert.deepEqual(keys.map(({ keyid }) => keyid).toSorted(), ['ada', 'ben'])
  await assert.rejects(verifyEnvelope(both, { keys: [ada], threshold: 0, payloadTypes }), RangeError)
})

test('a statement that breaks a rule', async (t) => {
  const table: [name: string, from: string, to: string, says: string][] = [
    ['as it is', '', '', 'taken'],
    ['fields that nobody knows', '"name":"x"', '"name":"x","later":{}', 'taken'],
    ['no predicate is an empty one', ',"predicate":{"n":1}', '', 'taken'],
    ['an algorithm that nobody knows', '"sha256"', '"later"', 'taken'],
    ['another version', 'Statement/v1', 'Statement/v0.1', 'malformed-statement /_type'],
    ['no subject', /\[.*\]/.exec(text)![0], '[]', 'malformed-statement /subject'],
    ['a subject without a digest', `{"sha256":"${SHA}"}`, '{}', 'malformed-statement /subject/0/digest'],
    ['a digest in capitals', SHA, 'A'.repeat(64), 'malformed-statement /subject/0/digest/sha256'],
    ['a digest cut short', SHA, 'a'.repeat(63), 'malformed-statement /subject/0/digest/sha256'],
    ['a type that is no URI', 'urn:example:said:1', 'said', 'malformed-statement /predicateType'],
    ['a predicate that is a list', '{"n":1}', '[1]', 'malformed-statement /predicate'],
    ['a name twice', '{"n":1}', '{"n":1,"n":2}', 'malformed-json'],
  ]
  for (const [name, from, to, says] of table) {
    await t.test(name, async () => {
      assert.ok(text.includes(from))
      assert.equal(await codeOf(() => parseStatement(text.replace(from, to))), says)
    })
  }
  assert.equal(await codeOf(() => parseStatement(Uint8Array.of(0x22, 0xff, 0x22))), 'malformed-json')
})

test('subjects are matched by digests that one trusts', () => {
  assert.ok(matchesDigest({ sha256: 'x', sha512: 'y' }, { sha256: 'x' }))
  assert.ok(!matchesDigest({ sha256: 'x' }, { sha256: 'z', sha512: 'x' }))
  assert.ok(!matchesDigest({ md5: 'x' }, { md5: 'x' }))
  assert.ok(!matchesDigest({}, {}, ['toString']))
})

test('what is printed is read back', () => {
  const signature = fc.record({ keyid: fc.string({ unit: 'grapheme' }), sig: fc.uint8Array() }, { noNullPrototype: true })
  fc.assert(
    fc.property(fc.record({ payload: fc.uint8Array({ maxLength: 300 }), payloadType: fc.string({ unit: 'grapheme' }), signatures: fc.array(signature) }, { noNullPrototype: true }), (one) => {
      assert.deepEqual(parseEnvelope(printEnvelope(one)), one)
    }),
  )
  const withMore = text.replace('"predicate":', '"later":{"a":[1]},"predicate":')
  assert.deepEqual(JSON.parse(printStatement(parseStatement(withMore))), JSON.parse(withMore))
})

test('one flipped bit, anywhere in payload, type or signature, and nobody signed', async () => {
  const { sig } = signed.signatures[0]!
  const parts = [payload.length, sig.length, STATEMENT_PAYLOAD_TYPE.length] as const
  await fc.assert(
    fc.asyncProperty(fc.nat(parts[0] + parts[1] + parts[2] - 1), fc.nat(6), async (at, bit) => {
      const flip = (bytes: Uint8Array, index: number): Uint8Array => bytes.with(index, bytes[index]! ^ (1 << bit))
      const inSig = at - parts[0]
      const inType = inSig - parts[1]
      const payloadType = inType < 0 ? STATEMENT_PAYLOAD_TYPE : new TextDecoder().decode(flip(new TextEncoder().encode(STATEMENT_PAYLOAD_TYPE), inType))
      const changed = { payload: inSig < 0 ? flip(payload, at) : payload, payloadType, signatures: [{ keyid: 'ada', sig: inSig >= 0 && inType < 0 ? flip(sig, inSig) : sig }] }
      assert.equal(await codeOf(() => verifyEnvelope(changed, { keys: [ada, ben], payloadTypes: [payloadType] })), 'threshold-missed /signatures')
    }),
    { numRuns: 500 },
  )
})

const encoded = (type: string, body: string): string => Buffer.from(pae(type, new TextEncoder().encode(body))).toString('hex')

test('type and body cannot be shifted into each other', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (typeA, bodyA, typeB, bodyB) => {
      assert.equal(encoded(typeA, bodyA) === encoded(typeB, bodyB), typeA === typeB && bodyA === bodyB)
    }),
  )
})
