import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantOf, isZone, momentIn, wallClock } from './zones.ts'

test('what a clock in a zone shows is one instant', async (t) => {
  const table: [local: string, zone: string, instant: string | undefined][] = [
    ['2026-12-24T12:00', 'UTC', '2026-12-24T12:00:00.000Z'],
    ['2026-12-24T12:00', 'Europe/Paris', '2026-12-24T11:00:00.000Z'],
    ['2026-07-24T12:00', 'Europe/Paris', '2026-07-24T10:00:00.000Z'],
    ['2026-12-24T12:00', 'Asia/Kathmandu', '2026-12-24T06:15:00.000Z'],
    ['2026-12-24T12:00', 'America/Santiago', '2026-12-24T15:00:00.000Z'],
    // clocks go forward from 02:00 to 03:00, and back from 03:00 to 02:00
    ['2026-03-29T01:59', 'Europe/Paris', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T02:30', 'Europe/Paris', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Paris', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T03:00', 'Europe/Paris', '2026-10-25T02:00:00.000Z'],
    ['2026-12-24', 'UTC', undefined],
    ['tomorrow', 'UTC', undefined],
    ['2026-13-24T12:00', 'UTC', undefined],
    ['2026-12-24T12:00', 'Atlantis/Poseidonis', undefined],
    ['2026-12-24T12:00', '', undefined],
  ]
  for (const [local, zone, instant] of table) await t.test(`${local} ${zone}`, () => assert.equal(instantOf(local, zone), instant))
})

test('an instant is shown as the clocks of a zone show it, with the zone', () => {
  assert.equal(wallClock('2026-12-24T11:00:00.000Z', 'Europe/Paris'), '2026-12-24T12:00')
  assert.equal(wallClock('2026-12-24T11:00:00.000Z', 'nowhere'), '2026-12-24T11:00')
  assert.match(momentIn('en-GB', '2026-12-24T11:00:00.000Z', 'Europe/Paris'), /24 Dec 2026.* 12:00 Europe\/Paris \(GMT\+1\)$/)
  assert.ok(isZone('Europe/Paris') && !isZone('+01:00') && !isZone('Europe/Nowhere'))
})
