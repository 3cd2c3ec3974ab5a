/** DSSE's own test vectors, each with its expected verdict, and the examples of the protocol's text. */
import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { AttestError } from './errors.ts'
import { pae, parseEnvelope, verifyEnvelope, type TrustedKey } from './envelope.ts'

const DATA = process.env['OPENACCORD_TESTDATA'] ?? join(import.meta.dirname, '../../../../shared/data')
const file = join(DATA, 'integrity/dsse/vectors.json')
const skip = existsSync(file) ? false : `no test data at ${file}; OPENACCORD_TESTDATA names its folder`

type Vector = { id: string; envelope: unknown; trustedKeys: string[]; threshold: number; supportedPayloadTypes: string[]; pae: string; expect: 'accept' | 'reject' }

test('the published vectors', { skip }, async (t) => {
  const { keys, vectors } = JSON.parse(readFileSync(file, 'utf8')) as { keys: Record<string, { public: string }>; vectors: Vector[] }
  for (const vector of vectors) {
    await t.test(`${vector.id}: ${vector.expect}`, async () => {
      const envelope = parseEnvelope(JSON.stringify(vector.envelope))
      const trusted = vector.trustedKeys.map((name) => keyOf(name, keys[name]!.public))
      const verdict = await verifyEnvelope(envelope, { keys: trusted, threshold: vector.threshold, payloadTypes: vector.supportedPayloadTypes }).then(
        () => 'accept',
        (error) => (error instanceof AttestError ? 'reject' : Promise.reject(error)),
      )
      assert.equal(verdict, vector.expect)
      // what was signed, where the envelope still says so
      if (vector.id !== 'payload-type-swapped') assert.equal(Buffer.from(pae(envelope.payloadType, envelope.payload)).toString('hex'), vector.pae)
    })
  }
  assert.equal(vectors.length, 9)
})

test('the example of the protocol', () => {
  const body = new TextEncoder().encode('hello world')
  assert.equal(Buffer.from(pae('http://example.com/HelloWorld', body)).toString(), 'DSSEv1 29 http://example.com/HelloWorld 11 hello world')
})

function keyOf(keyid: string, hex: string): TrustedKey {
  const publicKey = Buffer.from(hex, 'hex')
  const key = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]), format: 'der', type: 'spki' })
  return { keyid, publicKey, verify: (message, signature) => verify(null, message, key, signature) }
}
