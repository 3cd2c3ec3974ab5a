/** RFC 3339 times: which are read, and in which order they stand. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareInstants, parseInstant } from './instants.ts'

test('times in their order, equal ones on one row', () => {
  const rows = [
    ['1969-12-31T23:59:59Z'],
    ['2016-12-31T23:59:59.9Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T01:59:60+02:00'],
    ['2016-12-31T23:59:60.5Z'],
    ['2017-01-01T00:00:00Z', '2017-01-01t00:00:00.000z', '2016-12-31T19:00:00-05:00', '2017-01-01T05:30:00+05:30'],
    ['2017-01-01T00:00:00.0000000000000000001Z'],
    ['2017-01-01T00:00:00.1Z', '2017-01-01T00:00:00.100000Z'],
    ['2017-01-01T00:00:00.10001Z'],
  ]
  const flat = rows.flatMap((row, at) => row.map((text) => ({ at, text })))
  for (const a of flat) {
    for (const b of flat) {
      const [left, right] = [parseInstant(a.text), parseInstant(b.text)]
      assert.ok(left !== undefined && right !== undefined, a.text)
      assert.equal(Math.sign(compareInstants(left, right)), Math.sign(a.at - b.at), `${a.text} ${b.text}`)
    }
  }
})

test('what is no time', () => {
  const texts = ['', '2026-01-31', '2026-01-31T12:00:00', '2026-01-31T12:00:00+0000', '2026-02-29T12:00:00Z', '2026-13-01T00:00:00Z', '2026-01-31T24:00:00Z', '2026-01-31T12:00:60Z', '2026-01-31 12:00:00Z', '2026-01-31T12:00Z', '2026-01-31T12:00:00.Z', '2026-01-31T12:00:00+24:00', '+02026-01-31T12:00:00Z', ' 2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z\n', `2026-01-31T12:00:00.${'1'.repeat(65)}Z`]
  for (const text of texts) assert.equal(parseInstant(text), undefined, text)
  assert.notEqual(parseInstant('2024-02-29T00:00:00Z'), undefined)
  assert.notEqual(parseInstant('0001-01-01T00:00:00Z'), undefined)
})

test('property: the order is that of the platform for milliseconds', () => {
  const date = fc.date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  fc.assert(
    fc.property(date, date, (a, b) => {
      const [left, right] = [parseInstant(a.toISOString()), parseInstant(b.toISOString())]
      assert.ok(left !== undefined && right !== undefined)
      assert.equal(Math.sign(compareInstants(left, right)), Math.sign(a.getTime() - b.getTime()))
    }),
  )
})
