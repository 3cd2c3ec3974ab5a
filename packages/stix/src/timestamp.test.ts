import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StixError } from './error.ts'
import { fractionDigits, microsOf, parseTimestamp, readMicros } from './timestamp.ts'

test('a timestamp is read to the microsecond', async (t) => {
  const table: [name: string, text: string, micros: number][] = [
    ['the epoch', '1970-01-01T00:00:00Z', 0],
    ['milliseconds', '2016-01-20T12:31:12.123Z', 1_453_293_072_123_000],
    ['one digit', '2016-01-20T12:31:12.1Z', 1_453_293_072_100_000],
    ['microseconds', '2016-01-20T12:31:12.123456Z', 1_453_293_072_123_456],
    ['nanoseconds are cut off', '2016-01-20T12:31:12.123456999Z', 1_453_293_072_123_456],
    ['before the epoch', '1969-12-31T23:59:59.999999Z', -1],
    ['a leap day', '2024-02-29T00:00:00Z', 1_709_164_800_000_000],
    ['a leap second is the second that follows', '2016-12-31T23:59:60Z', 1_483_228_800_000_000],
  ]
  for (const [name, text, micros] of table) await t.test(name, () => assert.equal(microsOf(text), micros))
})

test('what is no timestamp is refused', () => {
  const table = [
    '', 'Z', '2016-01-20', '2016-01-20T12:31:12', '2016-01-20T12:31:12+00:00', '2016-01-20t12:31:12z', '2016-01-20 12:31:12Z',
    '2016-01-20T12:31:12.Z', '2016-01-20T12:31:12.1 Z', '2016-02-30T00:00:00Z', '2023-02-29T00:00:00Z', '1900-02-29T00:00:00Z',
    '2016-13-01T00:00:00Z', '2016-00-01T00:00:00Z', '2016-01-00T00:00:00Z', '2016-01-01T24:00:00Z', '2016-01-01T00:60:00Z',
    '2016-01-01T00:00:60Z', '2016-03-31T23:59:60Z', '2016-1-01T00:00:00Z', '+016-01-01T00:00:00Z', '２016-01-01T00:00:00Z',
    '2016-01-20T12:31:12.12345678-Z', '2016-01-20T12:31:12ZZ', 'yesterday',
  ]
  for (const text of table) assert.throws(() => microsOf(text), (error) => error instanceof StixError && error.code === 'bad-timestamp', text)
})

test('the text stays as sent', () => {
  assert.deepEqual(parseTimestamp('1970-01-01T00:00:01.50Z'), { text: '1970-01-01T00:00:01.50Z', micros: 1_500_000 })
  assert.equal(fractionDigits('1970-01-01T00:00:01.50Z'), 2)
  assert.equal(fractionDigits('1970-01-01T00:00:01Z'), 0)
})

test('it agrees with Date on every day it knows', () => {
  const least = Date.parse('0000-01-01T00:00:00Z')
  const most = Date.parse('9999-12-31T23:59:59.999Z')
  fc.assert(
    fc.property(fc.integer({ min: least, max: most }), (millis) => {
      assert.equal(readMicros(new Date(millis).toISOString()), millis * 1000)
    }),
    { numRuns: 5_000 },
  )
})

test('it never throws, and takes only what it says', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,9})?Z$/)), (text) => {
      const micros = readMicros(text)
      if (micros === micros) assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    }),
    { numRuns: 5_000 },
  )
})
