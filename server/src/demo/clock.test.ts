/** The sample alliance's clock goes forward, is kept, and comes back from its journeys. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDemoClock } from './clock.ts'

const REAL = 1_800_000_000_000_000
const DAY = 86_400_000_000

test('the clock of the sample alliance', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'accord-clock-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'clock.json')
  const time = openDemoClock(file, () => REAL)
  assert.equal(time.clock(), REAL)
  time.travel(REAL / 1000 - 5)
  assert.equal(time.clock(), REAL - 5000)
  time.travel('now')
  time.nextDay()
  time.nextDay()
  assert.equal(time.clock(), REAL + 2 * DAY)
  time.travel(REAL / 1000)
  assert.equal(time.clock(), REAL, 'a journey names the time itself, however far the clock is ahead')
  time.travel('now')

  const again = openDemoClock(file, () => REAL)
  assert.equal(again.clock(), REAL + 2 * DAY)
  assert.equal(again.days(), 2)
  writeFileSync(file, '{"days":-1}')
  assert.throws(() => openDemoClock(file, () => REAL), /not readable/)
})
