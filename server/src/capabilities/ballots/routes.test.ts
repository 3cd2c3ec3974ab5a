/** The routes and files of this room through a real door: what goes in, what comes out as the contract has it, and who may. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ballotFiles, contract } from '@openaccord/api'
import { DAY, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openRoomDoor } from '../../platform/testing/room-door.ts'
import { sealUp } from '../members/testing/keys.ts'
import { ballotsEndpoints, mountBallotFiles } from './index.ts'
import { draft, openBallotHouse, openDesk, openOmbudsperson, openSecretariat, type BallotHouse, type Desk } from './testing/house.ts'

const { ballots: routes } = contract

const openDoor = (house: BallotHouse) => openRoomDoor({ clock: house.now, endpoints: ballotsEndpoints(house.ballots), mount: (door) => mountBallotFiles(door, house.ballots) })

describeOnEveryEngine('routes of ballots', (open) => {
  test('every route, in the shape of the contract', async () => {
    const house = await openBallotHouse(await open(), { prove: async () => ({ checkpoint: 'a checkpoint', entries: [], keys: [] }) })
    const secretariat = await openSecretariat(house)
    const ombuds = await openOmbudsperson(house, secretariat)
    const [grid, bank, lantern] = [await openDesk(house, secretariat, 'grid', { size: 'large' }), await openDesk(house, secretariat, 'bank', { size: 'large' }), await openDesk(house, secretariat, 'lantern')]
    const { ask, file, seen } = await openDoor(house)
    const sign = async (desk: Desk, kind: string, says: object) => {
      house.pass(SECOND)
      const prepared = await ask(routes.prepareAct, { as: desk.robot, body: { kind, says } })
      assert.equal(prepared.status, 200, JSON.stringify(prepared.json))
      return ask(routes.submitAct, { as: desk.robot, body: { envelope: await sealUp(prepared.json.statement, desk.key) } })
    }

    assert.equal((await ask(routes.propose, { body: draft })).status, 401)
    assert.equal((await ask(routes.propose, { as: ombuds.first, body: draft })).status, 403)
    assert.equal((await ask(routes.propose, { as: lantern.first, body: { ...draft, text: ' ' } })).status, 400)
    assert.equal((await ask(routes.propose, { as: lantern.first, body: { ...draft, text: 'turned \u202e around' } })).status, 422)
    const { json: { id } } = await ask(routes.propose, { as: lantern.first, body: draft })
    const params = { ballot: id }
    assert.equal((await ask(routes.ballot, { params })).status, 404)
    assert.deepEqual((await ask(routes.ballots)).json.ballots, [])
    assert.equal((await ask(routes.ballots, { as: lantern.first })).json.mayPropose, true)
    assert.equal((await ask(routes.open, { as: lantern.first, params })).json.state, 'discussion')
    await ask(routes.write, { as: lantern.first, params, body: { text: `${draft.text}\n\nNor without sleep.` } })
    const redline = await ask(routes.redline, { params: { ballot: id, from: 1, to: 2 } })
    assert.equal(redline.json.blocks.at(-1).change, 'added')
    assert.equal((await ask(routes.redline, { params: { ballot: id, from: 1, to: 9 } })).status, 404)
    assert.equal((await ask(routes.text, { params: { ballot: id, version: 1 } })).json.text, `${draft.text}\n`)
    await ask(routes.comment, { as: bank.first, params, body: { text: 'We like it.' } })
    const asked = (await ask(routes.ask, { as: grid.first, params, body: { text: 'At night, too?' } })).json.questions[0]
    assert.equal(asked.state, 'open')
    assert.deepEqual((await ask(routes.duties, { as: lantern.first })).json.duties.map(({ move }: { move: string }) => move), ['answer'])
    await ask(routes.answer, { as: lantern.first, params: { ...params, question: asked.id }, body: { text: 'Yes.' } })
    const other = (await ask(routes.ask, { as: grid.first, params, body: { text: 'And on Sundays?' } })).json.questions[1]
    assert.equal((await ask(routes.takeBack, { as: grid.first, params: { ...params, question: other.id } })).json.questions[1].state, 'withdrawn')
    house.pass(7 * DAY)
    assert.deepEqual((await ask(routes.work, { as: secretariat.first })).json.work.map(({ move }: { move: string }) => move), ['freeze'])
    assert.equal((await ask(routes.freeze, { as: secretariat.first, params })).json.groups.length, 3)
    const declined = (await ask(routes.move, { as: secretariat.first, params, body: { move: 'open-voting' } })).json.motions[0]
    await ask(routes.decline, { as: secretariat.second, params: { ...params, motion: declined.id } })
    const motion = (await ask(routes.move, { as: secretariat.first, params, body: { move: 'open-voting' } })).json.motions[0]
    assert.deepEqual([motion.own, motion.byName], [true, 'Sefa Ito'])
    assert.equal((await ask(routes.confirm, { as: secretariat.second, params: { ...params, motion: motion.id } })).json.state, 'voting')

    assert.equal((await sign(grid, 'vote', { ballot: id, position: 'no', reason: '=cmd' })).json.outcome, 'sealed')
    const open1 = (await ask(routes.ballot, { params })).json
    assert.deepEqual(open1.groups.map(({ standing, votes }: { standing: string; votes: { position: null; reason: null }[] }) => [standing, votes.map(({ position, reason }) => [position, reason])]).sort(), [
      ['silent', []], ['silent', []], ['voted', [[null, null]]],
    ], 'nobody learns how somebody has voted')
    assert.deepEqual([open1.mine, open1.motions, open1.may, open1.bundle], [null, [], [], null])
    assert.deepEqual(open1.needs.map(({ code, count }: { code: string; count: number }) => [code, count]), [['quorum', 1]])
    assert.match(open1.words, /1 of 3 groups have voted; needs 1 more for quorum\.$/)
    assert.equal((await ask(routes.ballot, { as: grid.first, params })).json.mine.position, 'no')
    assert.deepEqual((await ask(routes.duties, { as: bank.first })).json.duties.map(({ move, done }: { move: string; done: boolean }) => [move, done]), [['vote', false]])
    assert.equal((await file(ballotFiles.rollCall(id))).statusCode, 409)
    assert.equal((await file(ballotFiles.bundle(id))).statusCode, 404)
    await sign(bank, 'vote', { ballot: id, position: 'yes' })
    await sign(lantern, 'vote', { ballot: id, position: 'yes' })
    house.pass(7 * DAY)
    await house.ballots.turn()
    const counted = (await ask(routes.ballot, { params })).json
    assert.deepEqual([counted.outcome, counted.needs.map(({ code, words }: { code: string; words: string }) => [code, words])], ['rejected', [['yes-large', 'needs 1 more yes among the large']]])
    assert.equal((await sign(secretariat, 'ballot-certificate', { ballot: id })).json.outcome, 'logged')
    assert.equal((await sign(grid, 'ballot-contest', { ballot: id, reasons: 'We were away.' })).status, 201)
    const contested = (await ask(routes.ballot, { as: ombuds.first, params })).json
    assert.deepEqual([contested.state, contested.may], ['contested', ['decide']])
    await sign(ombuds, 'contest-decision', { ballot: id, contest: contested.rounds[0].contests[0].fact, decision: 'dismissed', reasons: 'You were not.' })
    const page = await ask(routes.ballots, { query: '?state=running&limit=1' })
    assert.equal(page.json.ballots.length, 1)
    assert.equal((await ask(routes.ballots, { query: '?before=nonsense' })).status, 400)

    const second = (await ask(routes.propose, { as: secretariat.first, body: { ...draft, kind: 'pledge' } })).json.id
    assert.equal((await ask(routes.withdraw, { as: secretariat.first, params: { ballot: second } })).json.state, 'withdrawn')
    assert.equal((await ask(routes.withdraw, { as: bank.first, params })).status, 403)

    const [atom, feed] = [await file(ballotFiles.atom), await file(ballotFiles.feedJson)]
    assert.match(String(atom.headers['content-type']), /^application\/atom\+xml/)
    assert.deepEqual([atom.body.split('<entry>').length, atom.body.includes(id), atom.body.includes(second)], [2, true, false], 'what was never opened is in no feed')
    assert.deepEqual(feed.json().items.map(({ url, tags }: { url: string; tags: string[] }) => [url, tags[0]]), [[`https://hub.example/ballots/${id}`, 'guideline']])

    const bundle = await file(ballotFiles.bundle(id))
    assert.equal(bundle.statusCode, 200)
    assert.equal(bundle.json().ballot, id)
    assert.match(String(bundle.headers['etag']), /^"[0-9a-f]{64}"$/)
    assert.match((await file(ballotFiles.text(id, 1))).body, /^# Keep two people awake/)
    assert.match((await file(ballotFiles.rollCall(id))).body, /^round,group,[\s\S]*,no,yes,'=cmd,fact_/, 'and no formula')
    assert.deepEqual([...seen].sort(), Object.values(routes).map(({ method, path }) => `${method} ${path}`).sort(), 'every route has answered')
  })
})
