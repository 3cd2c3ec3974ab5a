import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Failure } from './failure.ts'
import { streamObjects } from './object-stream.ts'

const A = '{"type":"x-a","id":"x-a--1","n":1.50,"s":"]}\\"{[\\\\"}'
const B = '{"type":"x-b",\n "id":"x-b--2","list":[[1],{"objects":[{}]}],"é":"\u{1f600}"}'

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(sizes[turn % Math.max(sizes.length, 1)] ?? bytes.length, 1)
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function read(text: string, sizes: readonly number[] = []): Promise<string[]> {
  const found: string[] = []
  for await (const object of streamObjects(pieces(Buffer.from(text), sizes), 'in.json')) found.push(Buffer.from(object).toString())
  return found
}

const FORMS: [name: string, text: string, objects: string[]][] = [
  ['one object', A, [A]],
  ['a bundle', `{"type":"bundle","id":"bundle--1","objects":[${A},${B}]}`, [A, B]],
  ['a bundle whose type comes last', `{"objects" : [ ${A} ] , "id":"bundle--1","type":"bundle","x":[{"y":[1]}]}`, [A]],
  ['an envelope that says more', `{"more":true,"next":"[","objects":[${B}\n,${A}\n]}\n`, [B, A]],
  ['a bundle with nothing in it', '{"type":"bundle","id":"bundle--1","objects":[]}', []],
  ['a list', `[\n${A},\n${B}\n]`, [A, B]],
  ['one object a line', `${A}\r\n${A}\n`, [A, A]],
  ['a bundle a line', `{"type":"bundle","objects":[${A}]}\n{"objects":[${B}]}\n${A}`, [A, B, A]],
  ['an object with a list called objects', '{"type":"x-c","id":"x-c--1","objects":[{"id":1}]}', ['{"type":"x-c","id":"x-c--1","objects":[{"id":1}]}']],
  ['a byte order mark', `\ufeff${A}`, [A]],
  ['spaces alone', ' \n\t', []],
]

test('the objects of every form, as their exact bytes', async (t) => {
  for (const [name, text, objects] of FORMS) await t.test(name, async () => assert.deepEqual(await read(text), objects))
})

test('however the bytes arrive', () =>
  fc.assert(
    fc.asyncProperty(fc.constantFrom(...FORMS), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), async ([, text, objects], sizes) => {
      // the mark is looked for at the very beginning, in one piece
      const first = text.startsWith('\ufeff') ? [text.length * 4] : sizes
      assert.deepEqual(await read(text, first), objects)
    }),
    { numRuns: 300 },
  ))

test('any JSON object comes back as it was written', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.dictionary(fc.string(), fc.jsonValue()).filter((value) => value['objects'] === undefined)), fc.integer({ min: 1, max: 50 }), async (values, size) => {
      const texts = values.map((value) => JSON.stringify(value))
      assert.deepEqual(await read(`{"objects":[${texts.join(' , ')}]}`, [size]), texts)
    }),
    { numRuns: 200 },
  ))

const WRONG: [name: string, text: string, rule: RegExp][] = [
  ['nothing', '', /in\.json is empty/],
  ['words', 'hello', /byte 0: a STIX object begins with \{/],
  ['a list of words', '[{"id":"x"},"no"]', /byte 12: a STIX object begins with \{/],
  ['a list in a list', `[[${A}]]`, /no lists in it/],
  ['cut off', A.slice(0, -5), /ends in the middle of an object/],
  ['cut off between objects', `{"objects":[${A},`, /ends in the middle/],
  ['brackets that do not fit', '{"a":[}', /byte 6: there is a \} that closes nothing/],
  ['very deep', '['.repeat(1) + '{"a":'.repeat(600), /512 brackets/],
]

test('what is not JSON is told with its place', async (t) => {
  for (const [name, text, rule] of WRONG) {
    await t.test(name, () => assert.rejects(read(text, [3]), (error) => error instanceof Failure && rule.test(error.message)))
  }
})

test('UTF-16 is named as such', () =>
  assert.rejects(async () => {
    for await (const _ of streamObjects(pieces(Buffer.from(`\ufeff${A}`, 'utf16le'), []), 'in.json')) assert.fail()
  }, /UTF-16/))
