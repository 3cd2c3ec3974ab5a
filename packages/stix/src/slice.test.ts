import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StixError, type StixErrorCode } from './error.ts'
import { parseJson, parseObject } from './parse.ts'
import { hasDuplicateKeys, sliceObjects } from './slice.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const words = (part: Uint8Array): string => new TextDecoder().decode(part)
const pieces = (text: string): string[] => {
  const body = bytes(text)
  const { count, ranges } = sliceObjects(body)
  return Array.from({ length: count }, (_, index) => words(body.subarray(ranges[2 * index], ranges[2 * index + 1])))
}

test('each object is found, byte for byte', async (t) => {
  const table: [name: string, text: string, found: string[]][] = [
    ['none', '{}', []],
    ['an empty list', '{"objects":[]}', []],
    ['one', '{"objects":[{"a":1}]}', ['{"a":1}']],
    ['two, with space', ' { "objects" : [ {"a": 1} ,\n{ } ] } \n', ['{"a": 1}', '{ }']],
    ['members around', '{"more":true,"objects":[{}],"next":"x"}', ['{}']],
    ['brackets and quotes within strings', '{"objects":[{"a":"}]\\"{["},{"b\\\\":"\\\\"}]}', ['{"a":"}]\\"{["}', '{"b\\\\":"\\\\"}']],
    ['nested', '{"objects":[{"a":[{"b":[[]]}]},{"c":{}}]}', ['{"a":[{"b":[[]]}]}', '{"c":{}}']],
    ['beyond ASCII', '{"objects":[{"a":"ü€😀"},{"é":"\u0085"}]}', ['{"a":"ü€😀"}', '{"é":"\u0085"}']],
    ['what is no object', '{"objects":[1,"a",null,[{}]]}', ['1', '"a"', 'null', '[{}]']],
    ['an inner list of that name', '{"x":{"objects":[{}]},"objects":[{"y":1}]}', ['{"y":1}']],
    ['the name escaped', '{"\\u006fbjects":[{"y":1}]}', ['{"y":1}']],
  ]
  for (const [name, text, found] of table) await t.test(name, () => assert.deepEqual(pieces(text), found))
})

test('the rest of the envelope is parsed', () => {
  assert.deepEqual(sliceObjects(bytes('{"more":true,"objects":[{}],"next":"a\\u0062","__proto__":{"x":[1]}}')).rest, JSON.parse('{"more":true,"next":"ab","__proto__":{"x":[1]}}'))
})

const refused = (run: () => unknown, code: StixErrorCode, text: string): void =>
  assert.throws(run, (error) => error instanceof StixError && error.code === code, text)

test('an envelope that is not one is refused', async (t) => {
  const table: [text: string, code: StixErrorCode][] = [
    ['', 'bad-envelope'], ['[]', 'bad-envelope'], ['{', 'bad-envelope'], ['{}x', 'bad-envelope'], ['{} {}', 'bad-envelope'],
    ['{"objects":{}}', 'bad-envelope'], ['{"objects":1}', 'bad-envelope'], ['{"objects":[{}', 'bad-envelope'],
    ['{"objects":[{},]}', 'bad-json'], ['{"objects":[{}],}', 'bad-envelope'], ['{"objects":[{} {}]}', 'bad-envelope'],
    ['{"objects":[{"a":1]}]}', 'bad-json'], ['{"objects":[{"a":1}', 'bad-envelope'], ['{"objects":[{"a":"1}]}', 'bad-json'],
    ['{"objects":[],"objects":[]}', 'duplicate-key'], ['{"objects":[],"\\u006fbjects":[]}', 'duplicate-key'],
    ['{"a":1,"a":1}', 'duplicate-key'], ['{"a":{"b":1,"b":2}}', 'duplicate-key'], ['{"a":tru}', 'bad-json'],
    ['{"next":"\\ud800"}', 'lone-surrogate'], ['\ufeff{}', 'bad-json'], ['{objects:[]}', 'bad-envelope'],
    [`{"objects":[${'['.repeat(63)}${']'.repeat(63)}]}`, 'too-deep'],
  ]
  for (const [text, code] of table) await t.test(text.slice(0, 40), () => refused(() => sliceObjects(bytes(text)), code, text))
  await t.test('not UTF-8', () => refused(() => sliceObjects(Uint8Array.of(123, 34, 0xff, 34, 58, 49, 125)), 'bad-utf8', ''))
  await t.test('a surrogate written in UTF-8', () => refused(() => sliceObjects(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)), 'bad-utf8', ''))
  await t.test('too many', () => refused(() => sliceObjects(bytes('{"objects":[{},{}]}'), { objects: 1 }), 'too-many-objects', ''))
  await t.test('62 levels within are not too deep', () => {
    assert.equal(pieces(`{"objects":[${'['.repeat(62)}${']'.repeat(62)}]}`).length, 1)
  })
})

test('an element that two readers would read differently is refused, the others are not', () => {
  const text = '{"objects":[{"a":1},{"a":1,"a":2},{"a":{"b":1,"\\u0062":1}},{"a":"\\ud800"},{"\\udc00":1},{"a":"\\ud83d\\ude00"}]}'
  const slices = sliceObjects(bytes(text))
  const codes = slices.parseAll().map((value) => (value instanceof StixError ? value.code : 'fine'))
  assert.deepEqual(codes, ['fine', 'duplicate-key', 'duplicate-key', 'lone-surrogate', 'lone-surrogate', 'fine'])
  codes.forEach((code, index) => {
    if (code === 'fine') slices.parse(index)
    else refused(() => slices.parse(index), code as StixErrorCode, code)
  })
})

test('an element that is no JSON has its place', () => {
  const slices = sliceObjects(bytes('{"objects":[{"a":1},{"a" 2}]}'))
  assert.deepEqual(slices.parse(0), { a: 1 })
  assert.throws(() => slices.parse(1), (error) => error instanceof StixError && error.code === 'bad-json' && error.offset === 20)
  refused(() => slices.parseAll(), 'bad-json', '')
})

test('one object keeps its bytes', () => {
  const text = '{"type":"x-mine", "id":"x-mine--e2e1a340-4415-4ba8-9671-f7343fbf0836","n":1.0,"x":"\\u00e9"}'
  const parsed = parseObject(text)
  assert.equal(words(parsed.bytes), text)
  assert.deepEqual(parsed.findings.map(({ code }) => code), ['custom-type'])
  refused(() => parseObject('{"a":1,"a":1}'), 'duplicate-key', '')
  refused(() => parseObject('{"a":1} x'), 'bad-envelope', '')
  refused(() => parseObject('{"a":1'), 'bad-json', '')
  refused(() => parseObject('nope'), 'bad-json', '')
  assert.deepEqual(parseJson(bytes(' [1] ')), [1])
})

test('slicing and joining gives the bytes again, parsing gives what JSON.parse gives', () => {
  const object = fc.dictionary(fc.string(), fc.jsonValue({ depthSize: 'small' }))
  const space = fc.stringMatching(/^[ \n\t\r]{0,3}$/)
  fc.assert(
    fc.property(fc.array(object, { maxLength: 8 }), space, fc.boolean(), (objects, gap, pretty) => {
      const texts = objects.map((one) => JSON.stringify(one, undefined, pretty ? 1 : undefined))
      const text = `{"more":false,${gap}"objects":${gap}[${gap}${texts.join(`${gap},${gap}`)}${gap}]}`
      assert.deepEqual(pieces(text), texts)
      const slices = sliceObjects(bytes(text))
      assert.deepEqual(slices.parseAll(), JSON.parse(text).objects)
      assert.deepEqual(texts.map((_, index) => slices.parse(index)), objects.map((one) => JSON.parse(JSON.stringify(one))))
    }),
    { numRuns: 1_000 },
  )
})

test('a body of many windows is sliced like a short one, wherever a window ends', () => {
  const WINDOW = 65_536
  const fillings = ['a', '\\\\', '\\"', 'é', '€', '😀', '{[', ' ']
  for (const filling of fillings) {
    for (let shift = 0; shift < 9; shift++) {
      const texts = [
        `{"a":"${filling.repeat(20)}"}`, `{"long":"${filling.repeat(Math.ceil((3 * WINDOW) / filling.length))}","n":[1,{"b":2}]}`,
        `"${filling.repeat(WINDOW / 4)}"`, '123456', ...Array.from({ length: 40 }, (_, n) => `{"n":${n},"t":"${filling.repeat(n * 40)}"}`),
      ]
      const body = bytes(`{"first":"${'x'.repeat(WINDOW - 40 + shift)}",${' '.repeat(shift)}"objects":[${texts.join(` ${' '.repeat(shift)},`)}],"last":${'1'.repeat(9)}}`)
      const slices = sliceObjects(body)
      assert.deepEqual(Array.from({ length: slices.count }, (_, index) => words(body.subarray(slices.ranges[2 * index], slices.ranges[2 * index + 1]))), texts)
      assert.deepEqual(texts.map((_, index) => slices.parse(index)), texts.map((text) => JSON.parse(text) as unknown))
      assert.deepEqual(Object.keys(slices.rest), ['first', 'last'])
    }
  }
})

test('what is wrong far behind is found, with its place', () => {
  const far = `{"objects":[${Array.from({ length: 20_000 }, (_, n) => `{"a":"${n}"}`).join(',')}`
  refused(() => sliceObjects(bytes(far)), 'bad-envelope', 'no end')
  refused(() => sliceObjects(bytes(`${far},{"a":"`)), 'bad-json', 'a string without end')
  refused(() => sliceObjects(Buffer.concat([bytes(far), Uint8Array.of(44, 34, 0xc3, 34), bytes(']}')])), 'bad-utf8', 'half a character')
  assert.throws(() => sliceObjects(bytes(`${far},{"a":[}]}]}`)), (error) => error instanceof StixError && error.offset === far.length + 7)
})

test('a repeated key is noticed wherever it stands', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'small' }), fc.string({ unit: 'grapheme' }), (value, key) => {
      const [name, inner] = [JSON.stringify(key), JSON.stringify(value)]
      assert.ok(!hasDuplicateKeys(bytes(`[{${name}:${inner}}]`)))
      assert.ok(hasDuplicateKeys(bytes(`[{${name}:${inner},${name}:${inner}}]`)))
    }),
  )
})

test('any bytes are sliced or refused, with a reason', () => {
  const soup = fc.array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', '\\u', 'd800', '"objects"', ':[', 'a', '1', ' ', 'é'), { maxLength: 30 })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), soup.map((parts) => bytes(parts.join(''))), soup.map((parts) => bytes(`{"objects":[${parts.join('')}]}`))), (body) => {
      try {
        sliceObjects(body).parseAll()
      } catch (error) {
        assert.ok(error instanceof StixError, String(error))
        return
      }
      JSON.parse(words(body))
    }),
    { numRuns: 5_000 },
  )
})
