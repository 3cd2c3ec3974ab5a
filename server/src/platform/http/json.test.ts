import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '../../kernel/index.ts'
import { DEEPEST, parseJson } from './json.ts'

const parse = (text: string | Uint8Array) => parseJson(typeof text === 'string' ? Buffer.from(text) : text)
function ruleOf(text: string | Uint8Array): string {
  try {
    parse(text)
    return 'accepted'
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'malformed') return error.message
    throw error
  }
}

test('what is refused, and where', async (t) => {
  const table: [name: string, text: string | Uint8Array, says: RegExp][] = [
    ['nothing', '', /at byte 0 it is empty/],
    ['a byte order mark', '\uFEFF{}', /at byte 0 it begins with a byte order mark/],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), /not UTF-8/],
    ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), /not UTF-8/],
    ['a surrogate as bytes', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), /not UTF-8/],
    ['half a pair as an escape', '["\\ud800"]', /at byte 1 it has half of a surrogate pair/],
    ['U+0000 in a string', '{"a":["b\\u0000"]}', /at byte 6 it has the character U\+0000/],
    ['U+0000 in a name', '{"a\\u0000":1}', /at byte 1 it has the character U\+0000/],
    ['a name twice', '{"a":1,"a":2}', /at byte 7 it has the name “a” twice/],
    ['a name twice, once escaped', '{"a":1,"\\u0061":2}', /twice/],
    ['__proto__', '{"x":{"__proto__":{}}}', /__proto__/],
    ['__proto__ as an escape', '{"\\u005f_proto__":1}', /__proto__/],
    ['constructor over prototype', '{"constructor":{"prototype":{"x":1}}}', /constructor/],
    ['a trailing comma', '[1,]', /at byte 3/],
    ['more after the end', '{} {}', /at byte 3 it goes on/],
    ['single quotes', "{'a':1}", /at byte 1 it needs a name/],
    ['a comment', '[1 /* x */]', /comma or \]/],
    ['NaN', '[NaN]', /not JSON/],
    ['a leading zero', '[01]', /comma or \]/],
    ['a plus sign', '[+1]', /not JSON/],
    ['beyond a double', '[1e999]', /too large/],
    ['beyond whole numbers', '[9007199254740993]', /2\^53/],
    ['a line break in a string', '"a\nb"', /control character/],
    ['an unknown escape', '"\\x41"', /escape/],
    ['a string without end', '"abc', /ends inside a string/],
    ['an offset after characters of several bytes', '["äöü" x]', /at byte 10 /],
    ['too deep', `${'['.repeat(DEEPEST + 2)}${']'.repeat(DEEPEST + 2)}`, /64 levels/],
    ['much too deep', '['.repeat(1_000_000), /64 levels/],
    ['a non-breaking space', '[\u00a01]', /not JSON/],
  ]
  for (const [name, text, says] of table) await t.test(name, () => assert.match(ruleOf(text), says))
})

test('what is accepted reads as JSON.parse reads it', () => {
  for (const text of ['null', ' true ', '-0', '1e5', '0.1', '9007199254740991', '"\\u00e9\\ud83d\\ude00\\n\\/"', '{"constructor":1,"hasOwnProperty":2,"toString":{}}', '[[],{},""]', `${'['.repeat(DEEPEST)}${']'.repeat(DEEPEST)}`]) {
    assert.deepEqual(parse(text), JSON.parse(text), text)
  }
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), fc.nat(3), (text, indent) => {
      const spaced = JSON.stringify(JSON.parse(text), null, indent)
      const says = ruleOf(spaced)
      if (says === 'accepted') assert.deepEqual(parse(spaced), JSON.parse(spaced))
      else assert.match(says, /surrogate|U\+0000|__proto__|2\^53|too large/)
    }),
    { numRuns: 2000 },
  )
})

test('any bytes give a value or a refusal, and agree with JSON.parse about what is no JSON', () => {
  const pieces = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', 'u0041', '\\ud800', 'true', 'null', '1', '-', '.', 'e', '0', ' ', '\n', '\u0000', 'a', '__proto__', '"a":'), { maxLength: 40 }).map((each) => each.join(''))
  fc.assert(
    fc.property(fc.oneof(pieces, fc.string({ unit: 'binary' }), fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'))), (text) => {
      if (ruleOf(text) === 'accepted') assert.deepEqual(parse(text), JSON.parse(text))
    }),
    { numRuns: 5000 },
  )
})

test('a megabyte of anything is read in a moment', () => {
  for (const text of [`[${'"",'.repeat(330_000)}""]`, `"${'\\u0041'.repeat(170_000)}"`, `[${'1,'.repeat(500_000)}1]`, `{"a":"${'x'.repeat(1_000_000)}`, ' '.repeat(1_000_000), `"${'\\'.repeat(1_000_000)}`]) {
    const before = process.threadCpuUsage()
    ruleOf(text)
    assert.ok(process.threadCpuUsage(before).user < 3_000_000, text.slice(0, 10))
  }
})
