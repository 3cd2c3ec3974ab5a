/** The routes and files of this room through a real door: what goes in, what comes out as the contract has it, and who may. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract, pledgeFiles } from '@openaccord/api'
import { DAY, HOUR, iso } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { openRoomDoor } from '../../platform/testing/room-door.ts'
import { sealUp } from '../members/testing/keys.ts'
import { mountPledgeFiles, pledgesEndpoints, pledgeText } from './index.ts'
import { adopt, openDesk, openPledgeHouse, openSecretariat, signature, type Desk, type PledgeHouse } from './testing/house.ts'

const { pledges: routes } = contract

const openDoor = (house: PledgeHouse) => openRoomDoor({ clock: house.now, endpoints: pledgesEndpoints(house.pledges), mount: (door) => mountPledgeFiles(door, house.pledges) })

describeOnEveryEngine('the pledge’s routes', (open) => {
  test('all of them, from the draft to the entry', { timeout: 60_000 }, async () => {
    const house = await openPledgeHouse(await open())
    const desk = await openSecretariat(house)
    const quay = await openDesk(house, desk, 'quay')
    const { ask, seen } = await openDoor(house)
    const submit = async ({ robot, key }: Desk, kind: string, says: object, more: object = {}) => {
      const { statement } = (await ask(routes.prepareAct, { as: robot, body: { kind, says } })).json
      return (await ask(routes.submitAct, { as: robot, body: { envelope: await sealUp(statement, key), ...more } })).json
    }
    const at = { version: '1.0' }
    assert.deepEqual((await ask(routes.pledgeVersions)).json, { current: null, versions: [] })
    const draft = { version: '1.0', title: 'The pledge', major: true, languageOfRecord: 'en', text: await pledgeText('1.0', 'en') }
    assert.deepEqual([(await ask(routes.draftPledge, { body: draft })).status, (await ask(routes.draftPledge, { as: quay.first, body: draft })).status], [401, 403])
    const refused = await ask(routes.draftPledge, { as: desk.first, body: { ...draft, text: '# T\n\n## P1 x\n' } })
    assert.deepEqual([refused.status, refused.json.faults[0].field], [422, '/text'])
    await ask(routes.draftPledge, { as: desk.first, body: draft })
    await ask(routes.writePledge, { as: desk.first, params: { ...at, language: 'ar' }, body: { text: await pledgeText('1.0', 'ar'), translator: 'Words & Co' } })
    assert.equal((await ask(routes.pledge, { params: at })).status, 404)
    await ask(routes.openComment, { as: desk.first, params: at, body: { from: iso(house.now()), until: iso(house.now() + 7 * DAY) } })
    assert.equal((await ask(routes.pledge, { params: at, query: '?language=ar' })).json.text.translator, 'Words & Co')
    house.pass(7 * DAY)
    const first = await submit(desk, 'pledge-version', at)
    assert.equal(first.outcome, 'waits-for-second')
    assert.equal((await ask(routes.proposals, { as: desk.second })).json.proposals[0].byName, 'Sefa Ito')
    await ask(routes.declineProposal, { as: desk.second, params: { proposal: first.proposal } })
    house.pass(HOUR)
    const { proposal } = await submit(desk, 'pledge-version', at)
    assert.equal((await ask(routes.confirmProposal, { as: desk.first, params: { proposal } })).json.code, 'pledges.second-person')
    const adopted = (await ask(routes.confirmProposal, { as: desk.second, params: { proposal } })).json
    assert.equal(adopted.kind, 'pledge-version')

    const ceremony = (await ask(routes.openCeremony, { as: desk.first, body: { title: 'Founding', at: iso(house.now() + HOUR), organisations: ['quay'] } })).json
    assert.equal((await submit(quay, 'pledge-signature', signature('quay'), { ceremony: ceremony.id })).outcome, 'held')
    assert.equal((await ask(routes.duties, { as: quay.first })).json.ceremonies[0].organisations[0].state, 'prepared')
    house.pass(HOUR)
    await house.pledges.holdCeremonies()
    assert.equal((await ask(routes.ceremony, { params: { ceremony: ceremony.id } })).json.organisations[0].state, 'signed')
    const other = (await ask(routes.openCeremony, { as: desk.first, body: { title: 'Another', at: iso(house.now() + HOUR), organisations: ['quay'] } })).json
    await ask(routes.cancelCeremony, { as: desk.first, params: { ceremony: other.id } })
    assert.deepEqual((await ask(routes.ceremonies)).json.ceremonies.map(({ state }: { state: string }) => state), ['cancelled', 'held'])

    await submit(quay, 'conflict-of-law', { jurisdiction: 'CL', law: 'An order', effect: 'We may not tell.', clauses: ['P2.4'] })
    const said = await submit(quay, 'statement', { title: 'Why', text: 'Because.', language: 'en' })
    assert.equal((await ask(routes.act, { params: { fact: said.fact } })).json.words, 'The quay states: Why')
    assert.equal((await ask(routes.statements, { query: '?slug=quay&limit=1' })).json.statements[0].text, 'Because.')
    assert.equal((await ask(routes.statements, { query: '?before=nonsense' })).status, 400)
    assert.equal((await ask(routes.conflictsOfLaw)).json.conflicts[0].jurisdiction, 'CL')
    const page = (await ask(routes.register, { query: '?list=signatory&q=quay&limit=1' })).json
    assert.deepEqual([page.found, page.entries[0].state, page.counts, page.next], [1, 'active', { signatory: 1, endorser: 0, partner: 0, former: 0 }, null])
    assert.equal((await ask(routes.register, { query: '?state=nonsense' })).status, 400)
    assert.equal((await ask(routes.register, { query: '?after=nobody' })).json.code, 'pledges.cursor')
    const entry = (await ask(routes.entry, { params: { slug: 'quay' } })).json
    assert.deepEqual([entry.history.length, entry.conflicts.length, entry.statements.length, entry.entry.version], [2, 1, 1, '1.0'])
    assert.equal((await ask(routes.entry, { params: { slug: 'nobody' } })).status, 404)
    assert.equal((await ask(routes.answer, { query: '?name=Quay%20plc' })).json.answer, 'signed')
    assert.equal((await ask(routes.answer, { query: '?name=Facebook' })).json.founder.became[0].name, 'Meta Platforms')
    assert.equal((await ask(routes.founders)).json.founders.length, 34)
    const { sha256 } = (await ask(routes.pledgeVersions)).json.versions[0]
    assert.equal((await ask(routes.pledgeByHash, { params: { hash: sha256 } })).json.version, '1.0')
    house.pass(DAY)
    await adopt(house, desk, '2.0')
    assert.ok((await ask(routes.redline, { params: { version: '1.0', to: '2.0' } })).json.blocks.some(({ change }: { change: string }) => change === 'moved'))
    assert.deepEqual(Object.values(routes).map(({ method, path }) => `${method} ${path}`).filter((each) => !seen.has(each)), [], 'all were asked')
  })

  test('files: texts by version and by hash, tables, feeds, a badge that greys by itself', async () => {
    const house = await openPledgeHouse(await open())
    const desk = await openSecretariat(house)
    const quay = await openDesk(house, desk, 'quay')
    await adopt(house, desk, '1.0')
    const { file } = await openDoor(house)
    const text = await file(pledgeFiles.text('1.0', 'en'))
    assert.deepEqual([text.body, text.headers['content-type'], text.headers['access-control-allow-origin'], text.headers['cross-origin-resource-policy']], [await pledgeText('1.0', 'en'), 'text/markdown; charset=utf-8; variant=CommonMark', '*', 'cross-origin'])
    const { sha256, permanent } = (await file(pledgeFiles.textJson('1.0', 'en'))).json()
    assert.equal(permanent, `https://hub.example${pledgeFiles.textByHash(sha256)}`)
    const byHash = await file(pledgeFiles.textByHash(sha256))
    assert.deepEqual([byHash.body, byHash.headers['cache-control'], byHash.headers['etag']], [text.body, 'public, max-age=31536000, immutable', `"${sha256}"`])
    assert.equal((await file(pledgeFiles.textByHashJson(sha256))).json().reading.principles.length, 4)
    assert.deepEqual([(await file(pledgeFiles.text('1.0', 'de'))).statusCode, (await file(pledgeFiles.text('9.0', 'en'))).statusCode, (await file(pledgeFiles.textByHash('f'.repeat(64)))).statusCode], [404, 404, 404])

    assert.match((await file(pledgeFiles.badge('quay'))).body, /The quay: not signed/)
    assert.equal((await file(pledgeFiles.badge('nobody'))).statusCode, 404)
    const { statement } = await house.pledges.prepareAct(quay.robot, { kind: 'pledge-signature', says: { ...signature('quay'), legalName: '=Quay, "plc"' } })
    await house.pledges.submitAct(quay.robot, { envelope: await sealUp(statement, quay.key) })
    const csv = await file(`${pledgeFiles.registerCsv}?list=signatory`)
    assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8; header=present')
    assert.match(csv.body.split('\r\n')[1]!, /^The quay,"'=Quay, ""plc""",signatory,active,/)
    assert.equal((await file(`${pledgeFiles.registerCsv}?list=former`)).body.split('\r\n').length, 2)
    assert.equal((await file(pledgeFiles.registerJson)).json().entries[0].slug, 'quay')
    const feed = await file(pledgeFiles.registerFeed)
    assert.match(feed.body, /^<\?xml version="1\.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom"/)
    assert.match(feed.body, /<title>=Quay, &quot;plc&quot; signs version 1\.0 of the pledge/)
    assert.equal((await file(pledgeFiles.entryFeed('quay'))).headers['content-type'], 'application/atom+xml; charset=utf-8')
    assert.equal((await file(pledgeFiles.entryFeed('nobody'))).statusCode, 404)

    const { due } = (await house.pledges.entry('quay')).entry
    house.pass(due! - house.now() - 30_000_000)
    const badge = await file(pledgeFiles.badge('quay'))
    assert.deepEqual([badge.headers['content-type'], badge.headers['cache-control'], /#8a5a00/.test(badge.body)], ['image/svg+xml; charset=utf-8', 'public, max-age=30', true])
    house.pass(30_000_000)
    const grey = await file(pledgeFiles.badge('quay'))
    assert.match(grey.body, /The quay: lapsed 1\.0 · 20/)
    assert.doesNotMatch(grey.body, /#8a5a00|#1f6f43/)
  })
})
