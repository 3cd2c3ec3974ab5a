/** The ladder of silence: its days as a table, properties over any history, and the steps as they are stated, on both engines. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { OrganisationId } from '@openaccord/names'
import { DAY, HOUR } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { dueRung, ladderOf, REMOVED_AFTER, silentFrom, STEP, type LadderState, type Rung, type Walker } from './model/lapse.ts'
import { act, openAlliance, opened, type Alliance } from './testing/house.ts'

const ORG: OrganisationId = 'org_00000000000000000000'
const at = (text: string): number => Date.parse(text) * 1000
const START = at('2026-01-31T10:00:00Z')
const walker = (more: Partial<Walker> = {}): Walker => ({ id: ORG, state: 'active', stateAt: START, signatory: true, lastActivity: START, ...more })
const rung = (step: Rung['step'], when: number, effective = when): Rung => ({ seq: when, organisation: ORG, step, at: when, effective, ground: 'no-activity', concern: null, ballot: null, words: null, by: null, fact: null })

test('six months on, on the same day; the last of the month where there is none such', () => {
  const table: [from: string, to: string][] = [
    ['2026-01-31T10:00:00Z', '2026-07-31T10:00:00Z'], ['2026-08-31T10:00:00Z', '2027-02-28T10:00:00Z'], ['2027-08-30T00:00:00Z', '2028-02-29T00:00:00Z'], ['2026-12-31T23:59:59Z', '2027-06-30T23:59:59Z'],
  ]
  for (const [from, to] of table) assert.equal(silentFrom(at(from)), at(to), from)
})

test('step by step, each in its very second', async (t) => {
  const silent = silentFrom(START)
  const first = rung('first-notice', silent)
  const second = rung('second-notice', silent + STEP)
  const out = silent + 3 * STEP
  const table: [name: string, rungs: Rung[], now: number, state: LadderState][] = [
    ['heard from within six months', [], silent - 1, 'active'],
    ['six months without a word', [], silent, 'silent'],
    ['years without a word, and no notice sent', [], silent + 900 * DAY, 'silent'],
    ['a first notice', [first], silent + STEP - 1, 'first-notice'],
    ['a first notice and no second, however long', [first], silent + 900 * DAY, 'first-notice'],
    ['a second notice', [first, second], silent + 2 * STEP - 1, 'second-notice'],
    ['flagged by itself', [first, second], silent + 2 * STEP, 'flagged'],
    ['suspended by itself', [first, second], out, 'suspended'],
    ['removed by itself', [first, second], out + REMOVED_AFTER, 'removed'],
    ['restored', [first, second, rung('suspended', out), rung('restored', out + DAY)], out + 2 * DAY, 'active'],
    ['suspended by ballot: time does not remove', [{ ...rung('suspended', START), ground: 'ballot' }], START + 900 * DAY, 'suspended'],
  ]
  for (const [name, rungs, now, state] of table) await t.test(name, () => assert.equal(ladderOf(walker(), rungs, now).state, state))
  assert.equal(ladderOf(walker({ lastActivity: second.at + 1 }), [first, second], out).state, 'active', 'one word ends it')
})

test('over any history: nobody is suspended without two notices two weeks apart, and hearing of them always ends it before', () => {
  const moves = fc.array(fc.record({ days: fc.integer({ min: 0, max: 120 }), what: fc.constantFrom('look', 'look', 'look', 'word', 'restore') }), { maxLength: 40 })
  fc.assert(fc.property(moves, (history) => {
    let now = START
    let lastActivity = START
    const rungs: Rung[] = []
    for (const { days, what } of history) {
      now += days * DAY
      const before = ladderOf(walker({ lastActivity }), rungs, now).state
      if (what === 'word' && before !== 'suspended' && before !== 'removed') {
        lastActivity = now
        assert.equal(ladderOf(walker({ lastActivity }), rungs, now).state, 'active')
      }
      if (what === 'restore' && before === 'suspended') rungs.push(rung('restored', now))
      // the job may come at any time, and as late as it likes
      if (what === 'look') for (let due = dueRung(walker({ lastActivity }), rungs, now); due !== undefined; due = dueRung(walker({ lastActivity }), rungs, now)) {
        rungs.push({ ...rung(due.step, now, due.effective), seq: rungs.length })
        assert.ok(rungs.length < 200, 'each step is stated once')
      }
      const { state, since } = ladderOf(walker({ lastActivity }), rungs, now)
      if (before === 'removed') assert.equal(state, 'removed')
      if (state !== 'suspended' && state !== 'removed') continue
      const noticed = rungs.filter(({ step, at: when }) => step === 'second-notice' && when <= since)
      const second = noticed.at(-1)!
      const first = rungs.findLast(({ step, at: when }) => step === 'first-notice' && when < second.at)!
      assert.ok(second.at - first.at >= STEP && since - second.at >= 2 * STEP && first.at >= silentFrom(START))
    }
  }), { numRuns: 300 })
})

const state = async ({ house }: Alliance) => (await house.concerns.ladder('accused-works')).ladder.state
const keepAwake = async (alliance: Alliance) => {
  // the others go on stating things; only one is silent
  for (const other of alliance.others) await alliance.house.database.transact((tx) => tx.run('update members_act set at = ? where organisation = ?', alliance.house.now(), other.id))
}

describeOnEveryEngine('the ladder of silence', (open) => {
  test('two notices, a flag, suspended, removed: stated once each, mailed, and done in the members’ room', async () => {
    const alliance = await openAlliance(await open(), 1)
    const { house, accused } = alliance
    const steps = async () => (await house.concerns.ladder('accused-works')).rungs.map(({ step }) => step)
    const look = async (days: number) => {
      house.pass(days * DAY)
      await keepAwake(alliance)
      await Promise.all([house.concerns.walkLadders(), house.concerns.walkLadders()])
      await house.concerns.walkLadders()
    }
    await look(170)
    assert.deepEqual(await steps(), [])
    await look(16)
    assert.deepEqual([await steps(), await state(alliance)], [['first-notice'], 'first-notice'])
    assert.match(house.mails.findLast(({ to }) => to === 'first@accused-works.example')!.text, /six months/)
    await look(15)
    house.pass(14 * DAY)
    assert.equal(await state(alliance), 'flagged', 'by time alone')
    await look(0)
    assert.deepEqual(await steps(), ['first-notice', 'second-notice', 'flagged'])
    await look(20)
    assert.deepEqual([(await steps()).at(-1), await state(alliance)], ['suspended', 'suspended'])
    const standing = async () => (await house.members.register()).find(({ id }) => id === accused.id)!.standing.state
    assert.equal(await standing(), 'suspended')
    await look(181)
    assert.deepEqual([(await steps()).at(-1), await state(alliance), await standing()], ['removed', 'removed', 'left'])
    assert.equal((await house.facts()).filter((kind) => kind === 'lapse-noticed').length, 3)
    assert.equal((await house.concerns.ladder('other-0')).ladder.state, 'active')
  })

  test('one act ends it, and the count begins anew', async () => {
    const alliance = await openAlliance(await open(), 1)
    const { house } = alliance
    const { id } = await opened(alliance)
    house.pass(190 * DAY)
    await house.concerns.walkLadders()
    assert.equal(await state(alliance), 'first-notice')
    await act(house, alliance.accused, 'concern-answer', { concern: id, text: 'We are here.', language: 'en' })
    assert.equal(await state(alliance), 'active')
    house.pass(100 * DAY + HOUR)
    await house.concerns.walkLadders()
    assert.equal(await state(alliance), 'active')
  })
})
