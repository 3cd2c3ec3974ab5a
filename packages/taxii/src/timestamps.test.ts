import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TaxiiError } from './errors.ts'
import { nearestMicros, parseTimestamp, printTimestamp } from './timestamps.ts'

const noon = 1_709_208_000_000_000 // 2024-02-29T12:00:00Z

test('timestamps are read', async (t) => {
  const table: [text: string, says: number | 'bad-timestamp'][] = [
    ['2024-02-29T12:00:00Z', noon],
    ['2024-02-29T12:00:00.5Z', noon + 500_000],
    ['2024-02-29T12:00:00.123Z', noon + 123_000],
    ['2024-02-29T12:00:00.12345Z', noon + 123_450], // as the specification's own example has it
    ['2024-02-29T12:00:00.123456Z', noon + 123_456],
    ['2024-02-29T12:00:00.123456999Z', noon + 123_456],
    ['1970-01-01T00:00:00.000000Z', 0],
    ['1969-12-31T23:59:59.999999Z', -1],
    ['2024-02-29T12:00:00.1234567890Z', 'bad-timestamp'],
    ['2024-02-29T12:00:00.Z', 'bad-timestamp'],
    ['2024-02-29T12:00:00', 'bad-timestamp'],
    ['2024-02-29T12:00:00+00:00', 'bad-timestamp'],
    ['2024-02-29t12:00:00z', 'bad-timestamp'],
    ['2024-02-29 12:00:00Z', 'bad-timestamp'],
    ['2023-02-29T12:00:00Z', 'bad-timestamp'],
    ['1900-02-29T12:00:00Z', 'bad-timestamp'],
    ['2024-04-31T12:00:00Z', 'bad-timestamp'],
    ['2024-00-10T12:00:00Z', 'bad-timestamp'],
    ['2024-13-10T12:00:00Z', 'bad-timestamp'],
    ['2024-01-00T12:00:00Z', 'bad-timestamp'],
    ['2024-01-10T24:00:00Z', 'bad-timestamp'],
    ['2024-01-10T23:60:00Z', 'bad-timestamp'],
    ['2024-01-10T23:59:60Z', 'bad-timestamp'],
    ['9999-12-31T23:59:59Z', 'bad-timestamp'],
    ['0001-01-01T00:00:00Z', 'bad-timestamp'],
    ['yesterday', 'bad-timestamp'],
    ['', 'bad-timestamp'],
  ]
  for (const [text, says] of table) await t.test(text, () => assert.equal(outcome(text), says))
})

test('far instants are brought to the nearest that can be counted', () => {
  assert.equal(nearestMicros('9999-12-31T23:59:59Z'), Number.MAX_SAFE_INTEGER)
  assert.equal(nearestMicros('0050-01-01T00:00:00Z'), Number.MIN_SAFE_INTEGER)
  assert.equal(nearestMicros('yesterday'), undefined)
})

test('what is printed has six digits and reads back as it was', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (micros) => {
      const text = printTimestamp(micros)
      assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
      assert.equal(parseTimestamp(text), micros)
    }),
  )
  assert.throws(() => printTimestamp(0.5), RangeError)
})

test('texts in order are instants in order', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
      assert.equal(printTimestamp(a) < printTimestamp(b), a < b)
    }),
  )
})

function outcome(text: string): number | string {
  try {
    return parseTimestamp(text)
  } catch (error) {
    if (error instanceof TaxiiError) return error.code
    throw error
  }
}
