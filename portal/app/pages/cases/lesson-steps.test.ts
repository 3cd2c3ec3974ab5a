/** The days of 2017: their distances, what is known only grows, and the clocks that the worm's day starts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clocksFrom, dayOf, stepNamed, STEPS, WHO } from './lesson-steps.ts'

const due = (id: string) => clocksFrom(stepNamed(id)!).map((clock) => `${clock.id} ${clock.due.slice(0, 10)}`)

test('from the fix to the leak are 31 days, to the worm 59', () => {
  assert.deepEqual(STEPS.map(({ on }) => (on === null ? null : dayOf(on))), [null, null, 0, 31, 59, 105])
})

test('nobody knows less than before', () => {
  const much = { nothing: 0, flaw: 1, fix: 1, exploit: 2, all: 3 }
  for (const who of WHO) {
    const steps = STEPS.map(({ knows }) => much[knows[who]])
    assert.deepEqual(steps, steps.toSorted((a, b) => a - b), who)
  }
})

test('clocks begin on the day of their step, and run out when their rules say', () => {
  assert.deepEqual(due('fixed'), ['details-30 2017-04-13'])
  assert.deepEqual(due('leaked'), [])
  assert.deepEqual(due('worm'), [
    'cra-early-warning 2017-05-13', 'nis2-early-warning 2017-05-13', 'cra-notification 2017-05-15', 'nis2-notification 2017-05-15', 'sec-8k 2017-05-18', 'in-the-wild-7 2017-05-19', 'cra-final-report 2017-05-26',
  ])
  assert.equal(stepNamed('none'), undefined)
})
