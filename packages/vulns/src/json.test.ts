/** JSON text: what two readers could read differently is refused; limits; long and deep input. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { VulnsError } from './error.ts'
import { readJsonObject } from './json.ts'

test('what is refused', () => {
  const rows: [text: string, code: string][] = [
    ['', 'bad-json'],
    ['null', 'bad-json'],
    ['[]', 'bad-json'],
    ['{"a":1,}', 'bad-json'],
    ['{"a":1,"a":2}', 'bad-json'],
    ['{"a":1,"\\u0061":2}', 'bad-json'],
    ['{"b":[{"a":1,"c":{"a":2},"a":3}]}', 'bad-json'],
    ['{"a":"\\ud800"}', 'bad-json'],
    ['{"\\ud800":1}', 'bad-json'],
    [`{"a":${'['.repeat(64)}${']'.repeat(64)}}`, 'too-large'],
  ]
  for (const [text, code] of rows) assert.throws(() => readJsonObject(text, 'it'), (error) => error instanceof VulnsError && error.code === code, text)
  assert.throws(() => readJsonObject('{"a":"bcdefgh"}', 'it', { maxLength: 10 }), { code: 'too-large' })
  assert.deepEqual(readJsonObject('{"a":{"a":"a\\"{[:,\\\\"},"b":["a","a"],"__proto__":{"a":1}}', 'it')['a'], { a: 'a"{[:,\\' })
})

test('long strings and many names', () => {
  const long = 'x"\\'.repeat(1_000_000)
  assert.equal(readJsonObject(JSON.stringify({ long }), 'it')['long'], long)
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`n${at}`, at]))
  assert.deepEqual(readJsonObject(JSON.stringify(many), 'it'), many)
})

test('property: what JSON.stringify writes of well-formed objects is read', () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (value) => assert.deepEqual(readJsonObject(JSON.stringify(value), 'it'), JSON.parse(JSON.stringify(value)))))
})
