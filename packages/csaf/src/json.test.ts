/** JSON text: what two readers could read differently is refused; limits; long and deep input. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CsafError } from './error.ts'
import { readJsonObject } from './json.ts'

test('what is refused', () => {
  const rows: [text: string, code: string][] = [
    ['', 'bad-json'],
    ['null', 'bad-json'],
    ['[]', 'bad-json'],
    ['{"a":1,}', 'bad-json'],
    ['{"a', 'bad-json'],
    ['{"a":1,"a":2}', 'bad-json'],
    ['{"a":1,"\\u0061":2}', 'bad-json'],
    ['{"b":[{"a":1,"c":{"a":2},"a":3}]}', 'bad-json'],
    ['{"__proto__":1,"__proto__":2}', 'bad-json'],
    ['{"a":"\\ud800"}', 'bad-json'],
    ['{"\\ud800":1}', 'bad-json'],
    [`{"a":"${'\ud800'}"}`, 'bad-json'],
    [`{"a":${'['.repeat(100)}${']'.repeat(100)}}`, 'too-large'],
    [`{"a":${'{"a":'.repeat(1_000_000)}`, 'too-large'],
  ]
  for (const [text, code] of rows) assert.throws(() => readJsonObject(text, 'it'), (error) => error instanceof CsafError && error.code === code, text.slice(0, 80))
  assert.throws(() => readJsonObject('{"a":"bcdefgh"}', 'it', { maxLength: 10 }), { code: 'too-large' })
  assert.deepEqual(readJsonObject('{"a":{"a":"a\\"{[:,\\\\"},"b":["a","a"],"__proto__":{"a":1}}', 'it')['a'], { a: 'a"{[:,\\' })
  assert.deepEqual(readJsonObject('{"a":"\\ud83d\\ude00"}', 'it'), { a: '😀' })
})

test('long strings and many names', () => {
  const long = 'x"\\'.repeat(300_000)
  assert.equal(readJsonObject(JSON.stringify({ long }), 'it')['long'], long)
  const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`n${at}`, at]))
  assert.deepEqual(readJsonObject(JSON.stringify(many), 'it'), many)
})

test('property: what JSON.stringify writes of well-formed objects is read', () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (value) => assert.deepEqual(readJsonObject(JSON.stringify(value), 'it'), JSON.parse(JSON.stringify(value)))))
})

function fields(list: readonly string[]): string {
  return `{${list.map((name) => `${JSON.stringify(name)}:0`).join()}}`
}

test('property: a name that is written twice is found, wherever it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat({ max: 5 }), (names, pick, depth) => {
      const unique = [...new Set(names)]
      const twice = [...unique, unique[pick % unique.length] ?? '']
      const wrap = (inner: string): string => '{"a":['.repeat(depth) + inner + ']}'.repeat(depth)
      assert.doesNotThrow(() => readJsonObject(wrap(fields(unique)), 'it'))
      assert.throws(() => readJsonObject(wrap(fields(twice)), 'it'), { code: 'bad-json' })
    }),
  )
})
