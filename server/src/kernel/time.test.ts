import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDay, isInstant, iso, microsOfIso } from './time.ts'

test('an instant is of a day that exists, and can be counted', () => {
  const good = ['2026-11-22T08:00:00Z', '2024-02-29T23:59:59.999999Z', '2026-11-22T08:00:00+14:00', '2026-11-22T08:00:00.123456789-05:30', '1684-12-31T00:00:00Z', '2255-01-01T00:00:00Z']
  const bad = [
    '2026-02-30T00:00:00Z', '2025-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-00-01T00:00:00Z', '2026-13-01T00:00:00Z', '2026-11-22T24:00:00Z', '2026-11-22T23:60:00Z', '2026-11-22T23:59:60Z', '2026-11-22T08:00:00+99:00',
    '0001-01-01T00:00:00Z', '1683-01-01T00:00:00Z', '2256-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-11-22', '2026-11-22T08:00Z', '2026-11-22T08:00:00', '2026-11-22 08:00:00Z', '2026-11-22t08:00:00z', ' 2026-11-22T08:00:00Z', '',
  ]
  for (const text of good) assert.ok(isInstant(text) && Number.isSafeInteger(microsOfIso(text)), text)
  for (const text of bad) assert.ok(!isInstant(text), text)
  assert.equal(iso(microsOfIso('2026-11-22T08:00:00+14:00')), '2026-11-21T18:00:00.000Z')
})

test('a day is one of the calendar', () => {
  for (const text of ['2026-11-22', '2024-02-29', '0001-01-01']) assert.ok(isDay(text), text)
  for (const text of ['2026-02-30', '2025-02-29', '2026-11-31', '2026-1-1', '2026-11-22T00:00:00Z', '20261122', '']) assert.ok(!isDay(text), text)
})
