/** Every route of embargo, process and clocks answers as the contract says; the two files beside the interface. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract, embargoFiles } from '@openaccord/api'
import { SECOND, type Actor } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openRoomDoor } from '../../platform/testing/room-door.ts'
import { sealUp } from '../members/testing/keys.ts'
import { casesEndpoints, embargoEndpoints, mountEmbargoFiles } from './index.ts'
import { act, inDays, openSigningStory, TERMS } from './testing/embargo.ts'
import { bringIn } from './testing/house.ts'

const { embargo: routes } = contract

describeOnEveryEngine('routes of the embargo', (open) => {
  test('A.3 A.4 every route answers as the contract says, from the first word to the file afterwards', async () => {
    const story = await openSigningStory(await open())
    const { house, owner, vendor, other, id } = story
    const door = await openRoomDoor({ clock: house.now, endpoints: [...casesEndpoints(house.cases), ...embargoEndpoints(house.cases)], mount: (at) => mountEmbargoFiles(at, house.cases) })
    const ok = async (route: (typeof routes)[keyof typeof routes], asked: Parameters<typeof door.ask>[1] = {}) => {
      house.pass(SECOND)
      const { status, json } = await door.ask(route, { as: owner.analyst, params: { case: id }, ...asked })
      assert.ok(status < 300, `${route.path} ${JSON.stringify(json)}`)
      return json as Record<string, unknown>
    }
    const get = async (url: string, as?: Actor) => {
      const { statusCode: status, body: text } = await door.door.inject({ method: 'GET', url, headers: { host: '127.0.0.1:9', ...(as === undefined ? {} : { authorization: `Bearer ${door.nameOf(as)}` }) } })
      return { status, text }
    }
    await bringIn(story, vendor)
    assert.equal((await ok(routes.embargo))['state'], 'none')
    await ok(routes.setDefault, { body: { days: 45, zone: 'Europe/Paris' } })
    assert.deepEqual(await ok(routes.embargoDefault), { days: 45, zone: 'Europe/Paris' })
    const prepared = await ok(routes.prepareAct, { as: owner.robot, body: { kind: 'embargo-proposal', says: { case: id, ends: inDays(house, 30), zone: 'UTC', text: TERMS } } })
    assert.equal((await ok(routes.submitAct, { as: owner.robot, body: { envelope: await sealUp(String(prepared['statement']), owner.key), text: TERMS, language: 'en' } }))['outcome'], 'sealed')
    await act(story, vendor, 'embargo-consent')
    const held = await ok(routes.embargo, { as: vendor.analyst })
    assert.deepEqual([held['state'], held['consent'], held['proof']], ['active', 'signatory', false])
    assert.equal((await door.ask(routes.embargo, { as: other.analyst, params: { case: id } })).status, 404)
    await ok(routes.process)
    await ok(routes.judge, { as: vendor.analyst, body: { judgement: 'validate' } })
    assert.equal((await door.ask(routes.judge, { as: vendor.analyst, params: { case: id }, body: { judgement: 'close' } })).json['code'], 'cases.close-from-valid')
    await ok(routes.clocks)
    await ok(routes.startClock, { as: vendor.analyst, body: { trigger: 'nis2-significant', at: new Date(house.now() / 1000 - 1000).toISOString() } })
    await ok(routes.meetClock, { as: vendor.analyst, body: { clock: 'nis2-notification', words: 'Handed in.' } })
    const { address } = await ok(routes.makeCalendar)
    await ok(routes.calendar)
    const feed = await get(new URL(String(address)).pathname)
    assert.deepEqual([feed.status, feed.text.startsWith('BEGIN:VCALENDAR\r\n'), /libquay|overflow/i.test(feed.text)], [200, true, false])
    await ok(routes.removeCalendar)
    assert.equal((await get(new URL(String(address)).pathname)).status, 404)
    await ok(routes.happened, { body: { what: 'attacked', words: 'Seen at a customer.' } })
    await ok(routes.decideEmbargo, { body: { question: 'attacked', choice: 'go-on', reason: 'One customer.' } })
    await ok(routes.endEmbargo, { body: { reason: 'Every fix is out.' } })
    const over = await ok(routes.embargo)
    assert.deepEqual([over['state'], over['proof']], ['exited', true])
    assert.deepEqual((over['signatories'] as { consent: string; said: string; signed: boolean }[]).map(({ consent, said, signed }) => [consent, said, signed]), [['no-embargo', 'accepted', true], ['no-embargo', 'accepted', true]])
    const file = await get(embargoFiles.proof(id), vendor.analyst)
    assert.deepEqual([file.status, (JSON.parse(file.text) as { entries: unknown[] }).entries.length], [200, 3])
    assert.equal((await get(embargoFiles.proof(id))).status, 404)
  })
})
