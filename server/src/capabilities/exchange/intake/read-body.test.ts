import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Terms } from './batch.ts'
import { openGate } from './gate.ts'
import { BodyRefused, readBody } from './read-body.ts'

const TERMS: Terms = { form: 'envelope', defaultLevel: 1, allowsPayloads: false, definitions: [], warnings: false }
const read = (text: string) => readBody(Buffer.from(text), TERMS, openGate)

const domain = (n: number, rest = '') => `{"type":"domain-name","id":"domain-name--9e2c1d6e-5b6f-4f0e-8c3b-00000000000${n}","value":"h${n}.example.com"${rest}}`
const definition = `{"type":"marking-definition","spec_version":"2.1","id":"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41dc",
  "created":"2024-01-01T00:00:00.000Z","definition_type":"statement","definition":{"statement":"as it is"}}`

test('what is no JSON is refused whole, wherever the fault lies', () => {
  for (const text of ['{"objects":[{"a":tru}]}', `{"objects":[${domain(1)},{"a":01}]}`, `{"objects":[${domain(1)},{"a":"\t"}]}`, '{"objects":[{"a" 1}]}', '{"objects":[,]}']) {
    assert.throws(() => read(text), (error) => error instanceof BodyRefused && error.kind === 'unprocessable', text)
  }
})

test('an object that readers would read differently is refused alone', () => {
  const batch = read(`{"objects":[${domain(1)},${domain(2, ',"value":"other.example.com"')},${domain(3)}]}`)
  assert.deepEqual([...batch.places], [0, 2])
  assert.deepEqual(batch.refused.map(({ index, code }) => ({ index, code })), [{ index: 1, code: 'stix.duplicate-key' }])
})

test('a definition counts for what stands before it, and is added before it', () => {
  const marked = domain(1, ',"object_marking_refs":["marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41dc"]')
  const [late, early] = [read(`{"objects":[${domain(2)},${marked},${definition}]}`), read(`{"objects":[${definition},${domain(2)},${marked}]}`)]
  assert.deepEqual([...late.places], [2, 0, 1])
  assert.deepEqual(late.ids, early.ids)
  assert.deepEqual([...late.least], [...early.least])
})
