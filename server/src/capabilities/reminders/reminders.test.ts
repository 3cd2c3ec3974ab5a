/** Reminders by hand: held and taken back, sent once and once a day, to whoever is still waited for. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { contract } from '@openaccord/api'
import { DAY, MINUTE } from '../../kernel/index.ts'
import type { Database } from '../../platform/database.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openRoomDoor } from '../../platform/testing/room-door.ts'
import { openBallotHouse, openDesk, openSecretariat } from '../ballots/testing/house.ts'
import { createReminders, remindersEndpoints, remindersRoom, type Awaited } from './index.ts'

const ABOUT = 'attestation quay'
const QUAY: Awaited = { who: [{ name: 'The quay', mails: ['first@quay.example', 'second@quay.example'] }], what: 'the attestation of this year is due', until: Date.UTC(2026, 11, 1) * 1000, path: '/accord' }

async function openRoom(database: Database) {
  const house = await openBallotHouse(database, {}, [remindersRoom])
  const secretariat = await openSecretariat(house)
  const quay = await openDesk(house, secretariat, 'quay')
  const waiting = new Map<string, Awaited>([[ABOUT, QUAY]])
  const jobs: { at: number; reminder: string }[] = []
  const mails: { to: string; subject: string; text: string }[] = []
  const reminders = createReminders({
    database, clock: house.now, journal: house.journal, random: (bytes) => new Uint8Array(randomBytes(bytes)), origin: 'https://hub.example',
    awaited: async (about) => waiting.get(about), allianceName: async () => 'Harbour', mail: async (_tx, mail) => void mails.push(mail),
    later: async (_tx, { at, payload }) => void jobs.push({ at, reminder: payload.reminder }),
  })
  return { house, first: secretariat.first, second: secretariat.second, quay, waiting, jobs, mails, reminders }
}

describeOnEveryEngine('reminders', (open) => {
  test('it is held for five minutes, goes to whom is waited for by name, and once only', async () => {
    const { house, first, jobs, mails, reminders } = await openRoom(await open())
    const asked = await reminders.remind(first, ABOUT)
    assert.deepEqual([asked.state, asked.names, asked.sendAt - asked.askedAt, jobs], ['held', ['The quay'], 5 * MINUTE, [{ at: asked.sendAt, reminder: asked.id }]])
    assert.equal(mails.length, 0, 'nothing goes out at once')
    house.pass(5 * MINUTE)
    await reminders.send(asked.id)
    await reminders.send(asked.id)
    assert.deepEqual(mails.map(({ to }) => to), ['first@quay.example', 'second@quay.example'])
    assert.match(mails[0]!.text, /reminds The quay: the attestation of this year is due, until 2026-12-01 00:00 UTC\.\n\nIt is done here:\n\nhttps:\/\/hub\.example\/accord/)
    await assert.rejects(reminders.takeBack(first, asked.id), { code: 'reminders.over' })
    assert.deepEqual((await reminders.recent(first)).map(({ state }) => state), ['sent'])
    assert.deepEqual((await house.facts()).filter((kind) => ['asked', 'sent'].includes(kind)), ['asked', 'sent'])
  })

  test('at most one a day about the same thing, whoever asks, and however many ask at once', async () => {
    const { house, first, second, reminders } = await openRoom(await open())
    const both = await Promise.allSettled([reminders.remind(first, ABOUT), reminders.remind(second, ABOUT)])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    const [held] = await reminders.recent(first)
    await assert.rejects(reminders.remind(second, ABOUT), { code: 'reminders.held' })
    house.pass(5 * MINUTE)
    await reminders.send(held!.id)
    house.pass(DAY - 1)
    await assert.rejects(reminders.remind(second, ABOUT), { code: 'reminders.today' })
    house.pass(1)
    assert.equal((await reminders.remind(second, ABOUT)).state, 'held')
  })

  test('taken back while it is held, it is never sent, and another may be asked for', async () => {
    const { house, first, second, mails, reminders } = await openRoom(await open())
    const { id } = await reminders.remind(first, ABOUT)
    assert.equal((await reminders.takeBack(second, id)).state, 'taken-back')
    await assert.rejects(reminders.takeBack(second, id), { code: 'reminders.over' })
    house.pass(5 * MINUTE)
    await reminders.send(id)
    assert.equal(mails.length, 0)
    assert.equal((await reminders.remind(first, ABOUT)).state, 'held')
  })

  test('who has done it meanwhile hears nothing; where nobody is waited for, nothing is asked', async () => {
    const { house, first, waiting, mails, reminders } = await openRoom(await open())
    const { id } = await reminders.remind(first, ABOUT)
    waiting.clear()
    house.pass(5 * MINUTE)
    await reminders.send(id)
    assert.deepEqual([mails.length, (await reminders.recent(first))[0]?.state], [0, 'not-needed'])
    await assert.rejects(reminders.remind(first, ABOUT), { code: 'reminders.nobody' })
  })

  test('routes: for the secretariat alone, in the shape of the contract', async () => {
    const { house, first, quay, reminders } = await openRoom(await open())
    const { ask } = await openRoomDoor({ clock: house.now, endpoints: remindersEndpoints(reminders) })
    const { reminders: routes } = contract
    for (const [as, status] of [[undefined, 401], [quay.first, 403]] as const) {
      assert.deepEqual([(await ask(routes.reminders, { as })).status, (await ask(routes.remind, { as, body: { about: ABOUT } })).status], [status, status])
    }
    assert.equal((await ask(routes.remind, { as: first, body: { about: 'somebody' } })).status, 400)
    const asked = await ask(routes.remind, { as: first, body: { about: ABOUT } })
    assert.deepEqual([asked.status, asked.json.names], [201, ['The quay']])
    assert.equal((await ask(routes.remind, { as: first, body: { about: ABOUT } })).status, 409)
    assert.equal((await ask(routes.takeBack, { as: first, params: { reminder: asked.json.id } })).json.state, 'taken-back')
    assert.equal((await ask(routes.takeBack, { as: first, params: { reminder: 'reminder_00000000000000000000' } })).status, 404)
    assert.equal((await ask(routes.reminders, { as: first })).json.reminders.length, 1)
  })
})
