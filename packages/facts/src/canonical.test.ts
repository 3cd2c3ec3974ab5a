/** RFC 8785: the examples of its sections, and that reading back loses nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonical, type Json } from './canonical.ts'

test('statements have one form', async (t) => {
  const table: [name: string, value: Json, text: string][] = [
    ['names are sorted by UTF-16 code unit (§3.2.3)', { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }, '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}'],
    ['numbers as ECMAScript prints them (§3.2.2.3)', [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0], '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]'],
    ['strings with the short escapes (§3.2.2.2)', '\u20ac$\u000f\nA\'B"\\\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
    ['what is undefined is not there', { a: undefined, b: null }, '{"b":null}'],
    ['within each other', { b: [{ d: 1, c: [] }], a: {} }, '{"a":{},"b":[{"c":[],"d":1}]}'],
  ]
  for (const [name, value, text] of table) await t.test(name, () => assert.equal(canonical(value), text))
})

test('what has no JSON is refused', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { a: ['\udc00'] }]) assert.throws(() => canonical(value), TypeError)
})

test('reading back gives the same, and the same form again', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }).filter((value) => JSON.stringify(value).isWellFormed()), (value) => {
      const text = canonical(value as Json)
      const back: Json = JSON.parse(text)
      assert.equal(canonical(back), text)
    }),
    { numRuns: 1_000 },
  )
})
