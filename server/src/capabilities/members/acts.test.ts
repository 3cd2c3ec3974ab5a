/** What must never count as an act: every way to hand in something that was not signed, not by them, not here, not now. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseEnvelope, printEnvelope } from '@openaccord/attest'
import { instantOf } from '@openaccord/facts'
import type { Actor } from '../../kernel/index.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine, type Open } from '../../platform/testing/engines.ts'
import { microsOf, openEnvelope } from './model/acts.ts'
import { admit, bring, browser, openHouse, setUp } from './testing/house.ts'
import { activeKey, makeKey, robotOf, sealUp, signAct, type TestKey } from './testing/keys.ts'

const SAYS = { title: 'On a day', text: 'We said it — “so”.', language: 'en' }

async function openWorld(open: Open) {
  const house = await openHouse(await open())
  const sefa = await setUp(house)
  const anna = await admit(house, sefa, 'quay')
  const ben = await bring(house, anna, 'ben@quay.example', ['representative'])
  const robot = await robotOf(house, anna)
  const key = await activeKey(house, robot, ben)
  const pia = await admit(house, sefa, 'pier')
  const paul = await bring(house, pia, 'paul@pier.example', ['representative'])
  const other = await robotOf(house, pia)
  const theirs = await activeKey(house, other, paul)
  house.pass(MINUTE)
  const { statement } = await house.members.prepareAct(robot, { kind: 'statement', says: SAYS })
  const read = (envelope: string, actor: Actor = robot) => house.database.transact((tx) => house.members.readAct(tx, envelope, { kind: 'statement', actor, now: house.now() }))
  const rows = () => house.database.read((tx) => tx.get<{ acts: number; approvals: number }>('select (select count(*) from members_act) as acts, (select count(*) from members_approval) as approvals'))
  return { house, members: house.members, anna, ben, robot, key, other, theirs, statement, read, rows }
}
type World = Awaited<ReturnType<typeof openWorld>>

/** `find` has to be there; what follows it is another statement. */
const changed = (statement: string, find: string, put: string): string => {
  assert.ok(statement.includes(find), find)
  return statement.replace(find, put)
}
const envelopeOf = (envelope: string, change: (value: Record<string, unknown>) => unknown): string => JSON.stringify(change(JSON.parse(envelope)))
const flip = (key: TestKey, at: number): TestKey => ({ ...key, sign: async (bytes) => (await key.sign(bytes)).with(at, ((await key.sign(bytes))[at] ?? 0) ^ 1) })

const ATTACKS: [name: string, code: string, envelope: (world: World) => Promise<string>, actor?: (world: World) => Actor][] = [
  ['another organisation’s key', 'members.act-signature', ({ statement, theirs }) => sealUp(statement, theirs)],
  ['a key that nobody registered', 'members.act-signature', async ({ statement }) => sealUp(statement, await makeKey())],
  ['another key under the right name', 'members.act-signature', async ({ statement, key }) => sealUp(statement, { ...(await makeKey()), keyid: key.keyid })],
  ['handed in by another organisation', 'members.act-organisation', ({ statement, key }) => sealUp(statement, key), ({ other }) => other],
  ['two signatures by one key', 'members.act-envelope', ({ statement, key }) => sealUp(statement, key, key)],
  ['a further signature', 'members.act-signature', ({ statement, key, theirs }) => sealUp(statement, key, theirs)],
  ['no signature', 'members.act-envelope', ({ statement }) => sealUp(statement)],
  ['a signature over the payload without its type', 'members.act-signature', ({ statement, key }) => sealUp(statement, { ...key, sign: () => key.sign(new TextEncoder().encode(statement)) })],
  ['one bit of R', 'members.act-signature', ({ statement, key }) => sealUp(statement, flip(key, 3))],
  ['one bit of S', 'members.act-signature', ({ statement, key }) => sealUp(statement, flip(key, 40))],
  ['a signature over the same JSON in another order', 'members.act-statement', ({ statement, key }) => sealUp(JSON.stringify({ predicateType: null, ...JSON.parse(statement) }), key)],
  ['the same JSON with white space', 'members.act-statement', ({ statement, key }) => sealUp(JSON.stringify(JSON.parse(statement), undefined, 1), key)],
  ['an escape that says the same', 'members.act-statement', ({ statement, key }) => sealUp(changed(statement, '"We said', '"\\u0057e said'), key)],
  ['signed, then re-serialised', 'members.act-signature', async ({ statement, key }) => {
    const signed = parseEnvelope(await sealUp(JSON.stringify(JSON.parse(statement), undefined, 1), key))
    return printEnvelope({ ...signed, payload: new TextEncoder().encode(statement) })
  }],
  ['a field that acts do not have', 'members.act-statement', ({ statement, key }) => sealUp(changed(statement, '"language"', '"reservations":"all","language"'), key)],
  ['a name twice in the statement', 'members.act-envelope', ({ statement, key }) => sealUp(changed(statement, '"language":"en"', '"language":"en","language":"fr"'), key)],
  ['a name twice in the envelope', 'members.act-envelope', async ({ statement, key }) => changed(await sealUp(statement, key), '"payloadType"', '"payloadType":"text/plain","payloadType"')],
  ['something beside in the envelope', 'members.act-envelope', async ({ statement, key }) => envelopeOf(await sealUp(statement, key), (value) => ({ ...value, note: 'not signed' }))],
  ['something beside a signature', 'members.act-envelope', async ({ statement, key }) => envelopeOf(await sealUp(statement, key), (value) => ({ ...value, signatures: [{ ...(value['signatures'] as object[])[0], cert: 'x' }] }))],
  ['another payload type', 'members.act-envelope', async ({ statement, key }) => envelopeOf(await sealUp(statement, key), (value) => ({ ...value, payloadType: 'application/json' }))],
  ['another alliance', 'members.act-alliance', ({ statement, key }) => sealUp(changed(statement, '"hub.example"', '"other.example"'), key)],
  ['about something else as well', 'members.act-statement', ({ statement, key }) => sealUp(changed(statement, '"subject":[', `"subject":[{"digest":{"sha256":"${'a'.repeat(64)}"},"name":"x"},`), key)],
  ['about something else', 'members.act-statement', ({ statement, key }) => sealUp(changed(statement, '"name":"statement"', '"name":"other"'), key)],
  ['dated tomorrow', 'members.act-early', ({ statement, key, house }) => sealUp(changed(statement, instantOf(house.now()), instantOf(house.now() + DAY)), key)],
  ['dated the day before yesterday', 'members.act-late', ({ statement, key, house }) => sealUp(changed(statement, instantOf(house.now()), instantOf(house.now() - DAY - SECOND)), key)],
  ['dated before the key was active', 'members.act-signature', ({ statement, key, house }) => sealUp(changed(statement, instantOf(house.now()), instantOf(house.now() - HOUR)), key)],
  ['another kind of act', 'members.act-kind', ({ house, robot, key }) => signAct(house, robot, 'conflict-of-law-lifted', { declaration: 'fact_00000000000000000001', reason: 'x' }, key)],
  ['no act at all', 'members.act-statement', ({ key }) => sealUp('{}', key)],
  ['not UTF-8', 'members.act-statement', async ({ statement, key }) => printEnvelope({ ...parseEnvelope(await sealUp(statement, key)), payload: Uint8Array.of(0xff, 0xfe) })],
  ['no JSON', 'members.act-envelope', async () => '{"payload"'],
  ['a list', 'members.act-envelope', async () => '[]'],
  ['far too large', 'members.act-large', async () => `{"payload":"${'A'.repeat(300_000)}"}`],
  ['by the browser without the passkey', 'members.approval-needed', ({ statement, key }) => sealUp(statement, key), ({ anna }) => anna],
]

describeOnEveryEngine('acts that are handed in', (open) => {
  test('nothing but the act counts, and what is refused leaves nothing behind', async () => {
    const world = await openWorld(open)
    const before = await world.rows()
    for (const [name, code, make, actor] of ATTACKS) {
      const envelope = await make(world)
      await assert.rejects(world.read(envelope, actor?.(world)), { name: 'Refusal', code }, name)
      assert.deepEqual(await world.rows(), before, name)
    }
    const envelope = await sealUp(world.statement, world.key)
    const { act, keyid, statement } = await world.read(envelope)
    assert.deepEqual([act.says, keyid, statement], [SAYS, world.key.keyid, world.statement], 'the act itself does')
  })

  test('a token without the right hands in nothing', async () => {
    const { house, members, anna, statement, key, read } = await openWorld(open)
    const { secret } = await members.makeToken(anna, { name: 'Feed', scopes: ['threats.read', 'keys.manage'], days: 1 }, browser)
    const feed = await members.authenticate({ authorization: `Bearer ${secret}`, ...browser })
    await assert.rejects(read(await sealUp(statement, key), feed), { code: 'door.no-right' })
    await assert.rejects(members.prepareAct(feed, { kind: 'statement', says: SAYS }), { code: 'door.no-right' })
    await assert.rejects(members.approvalOptions(await robotOf(house, anna), statement, 'https://hub.example'), { code: 'members.session-needed' })
    await assert.rejects(members.approvalOptions(anna, statement, 'https://hub.example'), { code: 'members.passkey-none' })
  })

  test('what is prepared is exact, and says what it refuses', async () => {
    const { house, members, robot, key } = await openWorld(open)
    const prepared = await members.prepareAct(robot, { kind: 'statement', says: SAYS })
    assert.deepEqual([prepared.keyids, prepared.expires, prepared.payloadType], [[key.keyid], house.now() + DAY, 'application/vnd.in-toto+json'])
    assert.equal(openEnvelope(await sealUp(prepared.statement, key)).paeSha256, prepared.paeSha256)
    for (const [says, field] of [[{}, '/says/title'], [{ ...SAYS, more: 1 }, '/says/more'], [{ ...SAYS, language: 'English!' }, '/says/language'], [{ ...SAYS, text: 'a\r\n' }, '/says/text'], [{ ...SAYS, alliance: 'x' }, '/says/alliance']] as const) {
      await assert.rejects(members.prepareAct(robot, { kind: 'statement', says }), (error: { code: string; faults: { field: string }[] }) => error.code === 'members.act-says' && error.faults[0]?.field === field, field)
    }
    assert.deepEqual((await members.prepareAct(robot, { kind: 'key-retirement', says: { keyid: key.keyid, reason: 'rotated' } })).keyids, [], 'a key does not sign its own end')
  })
})

test('instants are read to the microsecond', () => {
  for (const at of [0, 1, 999_999, 1_700_000_000_123_456]) assert.equal(microsOf(instantOf(at)), at)
  assert.equal(microsOf('2026-11-22T08:00:00Z'), Date.UTC(2026, 10, 22, 8) * 1000)
  assert.equal(microsOf('2026-11-22T08:00:00.5Z'), Date.UTC(2026, 10, 22, 8) * 1000 + 500_000)
})
