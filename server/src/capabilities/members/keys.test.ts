/** The way of a key from its proposal to its end, and what the log hears of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entryOf, instantOf } from '@openaccord/facts'
import { DAY, HOUR, MINUTE, SECOND } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { sha256 } from './model/acts.ts'
import { dnsName, proofLine } from './model/domains.ts'
import { admit, bring, openHouse, organisationOf, setUp, type TestHouse } from './testing/house.ts'
import { activeKey, makeKey, propose, putLine, robotOf, sealUp, signAct } from './testing/keys.ts'
import type { Open } from '../../platform/testing/engines.ts'

async function openQuay(open: Open) {
  const house = await openHouse(await open())
  const sefa = await setUp(house)
  const anna = await admit(house, sefa, 'quay')
  const ben = await bring(house, anna, 'ben@quay.example', ['representative'])
  return { house, members: house.members, sefa, anna, ben, robot: await robotOf(house, anna) }
}
const logged = async ({ journal }: TestHouse) => (await journal.readAfter(0, 10_000)).filter(({ kind }) => kind.startsWith('key')).map((fact) => entryOf(fact, sha256))
const kinds = async (house: TestHouse) => (await logged(house)).map((each) => each?.entry.fact)
const mailsSince = ({ mails }: TestHouse, from: number) => mails.slice(from).map(({ to, subject }) => `${to}: ${subject.split(':')[0]}`).sort()

describeOnEveryEngine('keys of an organisation', (open) => {
  test('proposed, confirmed by a second person, proven by the domain, active; each step is told', async () => {
    const { house, members, anna, ben, robot } = await openQuay(open)
    const key = await makeKey()
    const from = house.mails.length
    const proposed = await propose(house, robot, key)
    assert.deepEqual([proposed.standing.state, proposed.waiting?.step, proposed.waiting?.people], ['proposed', 'second-person', ['ben@quay.example']])
    await assert.rejects(members.confirmKey(anna, key.keyid), { code: 'members.key-own-proposal' })
    await assert.rejects(members.confirmKey(robot, key.keyid), { code: 'members.session-needed' })
    const confirmed = await members.confirmKey(ben, key.keyid)
    assert.deepEqual([confirmed.standing.state, confirmed.waiting?.step, confirmed.waiting?.domains], ['confirmed', 'domain', ['quay.example']])
    assert.equal((await members.checkDomains(ben, key.keyid)).domains[0]?.result, 'missing')
    await assert.rejects(members.checkDomains(ben, key.keyid), { code: 'members.domain-just-checked' })
    putLine(house, confirmed)
    house.pass(MINUTE)
    const active = await members.checkDomains(ben, key.keyid)
    assert.deepEqual([active.standing.state, active.waiting, active.domains[0]?.method], ['active', null, 'dns'])
    assert.deepEqual(active.history.map(({ what }) => what), ['proposed', 'confirmed', 'domain-verified', 'active'])
    assert.deepEqual(await kinds(house), ['members.key-registration', 'members.key.confirmed'])
    const [registration, stated] = await logged(house)
    assert.equal(registration?.entry.payload.form, 'act')
    assert.deepEqual(registration?.entry.about, [organisationOf(anna), key.keyid])
    assert.deepEqual(JSON.parse(stated?.payload ?? ''), { organisation: organisationOf(anna), key: active.id, keyid: key.keyid, domain: 'quay.example', proof: 'dns' })
    assert.deepEqual(mailsSince(house, from), ['A signing key is active', 'A signing key was confirmed', 'A signing key was proposed'].flatMap((text) => [`ben@quay.example: ${text}`, `first@quay.example: ${text}`]).sort())
    assert.doesNotMatch(JSON.stringify(await members.keysOf(organisationOf(anna))), /ben@|First of/)
  })

  test('with one person only there is no way round: somebody else is given the right', async () => {
    const house = await openHouse(await open())
    const { members } = house
    const sefa = await setUp(house)
    const robot = await robotOf(house, sefa)
    const key = await makeKey()
    const proposed = await propose(house, robot, key, ['harbour.example'])
    assert.deepEqual(proposed.waiting, { step: 'second-person', people: [], couldBeGiven: [], domains: [] })
    const ida = await bring(house, sefa, 'ida@harbour.example', ['reader'])
    assert.deepEqual((await members.ownKeys(sefa)).keys[0]?.waiting?.couldBeGiven, ['ida@harbour.example'])
    await assert.rejects(members.confirmKey(ida, key.keyid), { code: 'door.no-right' })
    await members.changeRoles(sefa, ida.person!, ['secretariat'])
    const again = { ...ida, may: sefa.may }
    putLine(house, await members.confirmKey(again, key.keyid))
    assert.equal((await members.checkDomains(again, key.keyid)).standing.state, 'active')
  })

  test('a key is replaced by a registration that both sign; then the old one is retired', async () => {
    const { house, members, anna, ben, robot } = await openQuay(open)
    const old = await activeKey(house, robot, ben)
    house.pass(HOUR)
    const key = await makeKey()
    const says = { publicKey: key.hex, replaces: old.keyid }
    const { statement } = await members.prepareAct(robot, { kind: 'key-registration', says })
    for (const envelope of [await sealUp(statement, key), await sealUp(statement, old), await sealUp(statement, key, await makeKey())]) {
      await assert.rejects(members.rotateKey(robot, old.keyid, { envelope }), { code: 'members.act-signature' })
    }
    const envelope = await sealUp(statement, key, old)
    await assert.rejects(members.proposeKey(robot, { envelope, domains: ['quay.example'] }), { code: 'members.key-replaces' })
    const proposed = await members.rotateKey(robot, old.keyid, { envelope, domains: ['quay.example'] })
    putLine(house, proposed)
    await members.confirmKey(ben, key.keyid)
    assert.equal((await members.key(old.keyid)).standing.state, 'active', 'until the new one is')
    await members.checkDomains(ben, key.keyid)
    const [now, before] = await Promise.all([members.key(key.keyid), members.key(old.keyid)])
    assert.deepEqual([now.standing.state, now.replaces, before.standing.state, before.replacedBy], ['active', old.keyid, 'retired', key.keyid])
    assert.deepEqual((await kinds(house)).slice(-3), ['members.key-registration', 'members.key.confirmed', 'members.key.retired'])
    assert.equal((await members.ownKeys(anna)).keys.length, 2)
    await assert.rejects(house.database.transact(async (tx) => members.readAct(tx, await signAct(house, robot, 'statement', { title: 'T', text: 'x', language: 'en' }, old), { kind: 'statement', actor: robot, now: house.now() })), { code: 'members.act-signature', message: /is retired/ })
  })

  test('an end is signed with another active key, and counts at once', async () => {
    const { house, members, ben, robot } = await openQuay(open)
    const [one, two, three] = [await activeKey(house, robot, ben), await activeKey(house, robot, ben), await activeKey(house, robot, ben)]
    house.pass(HOUR)
    await assert.rejects(members.retireKey(ben, one.keyid, {}), { code: 'members.key-sign-it' })
    const retirement = { keyid: one.keyid, reason: 'no-longer-needed' }
    await assert.rejects(members.retireKey(robot, one.keyid, { envelope: await signAct(house, robot, 'key-retirement', retirement, one) }), { message: /another active key/ })
    await assert.rejects(members.retireKey(robot, two.keyid, { envelope: await signAct(house, robot, 'key-retirement', retirement, three) }), { code: 'members.key-other' })
    assert.equal((await members.retireKey(robot, one.keyid, { envelope: await signAct(house, robot, 'key-retirement', retirement, two) })).standing.state, 'retired')
    const firstDoubt = instantOf(house.now() - MINUTE)
    const doubt = await signAct(house, robot, 'key-compromise', { keyid: two.keyid, firstDoubt }, three)
    assert.deepEqual((await members.compromiseKey(robot, two.keyid, { envelope: doubt })).standing, { state: 'compromised', at: house.now(), firstDoubt: house.now() - MINUTE })
    assert.deepEqual((await kinds(house)).slice(-2), ['members.key-retirement', 'members.key-compromise'], 'the acts speak for themselves')
    const late = await signAct(house, robot, 'key-compromise', { keyid: one.keyid, firstDoubt }, three)
    assert.equal((await members.compromiseKey(robot, one.keyid, { envelope: late })).standing.state, 'compromised', 'a leak may be found out late')
  })

  test('the last key ends by two persons; while a doubt waits it signs nothing', async () => {
    const { house, members, anna, ben, robot } = await openQuay(open)
    const key = await activeKey(house, robot, ben)
    house.pass(HOUR)
    const says = { title: 'On a day', text: 'We said it.', language: 'en' }
    const read = async () => house.database.transact(async (tx) => members.readAct(tx, await signAct(house, robot, 'statement', says, key), { kind: 'statement', actor: robot, now: house.now() }))
    await assert.rejects(members.compromiseKey(anna, key.keyid, {}), { code: 'members.key-first-doubt' })
    await assert.rejects(members.compromiseKey(anna, key.keyid, { firstDoubt: new Date((house.now() + DAY) / 1000).toISOString() }), { code: 'members.key-first-doubt' })
    const from = house.mails.length
    const stated = await members.compromiseKey(anna, key.keyid, { firstDoubt: new Date((house.now() - MINUTE) / 1000).toISOString(), note: 'a laptop is gone' })
    assert.deepEqual([stated.standing.state, stated.waiting?.step, stated.waiting?.people], ['active', 'second-voice', ['ben@quay.example']])
    await assert.rejects(read(), { message: /in doubt/ })
    await assert.rejects(members.confirmStatedEnd(anna, key.keyid), { code: 'members.key-own-statement' })
    await members.withdrawStatedEnd(ben, key.keyid)
    house.pass(SECOND)
    assert.equal((await read()).keyid, key.keyid)
    await members.compromiseKey(ben, key.keyid, { firstDoubt: new Date((house.now() - MINUTE) / 1000).toISOString() })
    assert.equal((await members.confirmStatedEnd(anna, key.keyid)).standing.state, 'compromised')
    assert.equal((await kinds(house)).at(-1), 'members.key.compromised')
    assert.equal(house.mails.length - from, 8, 'two people hear of each of four steps')
    house.pass(SECOND)
    await assert.rejects(read(), { message: /is compromised/ })
    assert.doesNotMatch(JSON.stringify(await members.keysOf(organisationOf(anna))), /laptop/)
  })

  test('a proof is looked at monthly; lost, it is noted and told, and the key goes on', async () => {
    const { house, members, ben, robot } = await openQuay(open)
    const key = await activeKey(house, robot, ben)
    const domain = async () => (await members.key(key.keyid)).domains[0]!
    house.pass(29 * DAY)
    assert.equal(await members.checkDueDomains(), 0)
    house.pass(2 * DAY)
    assert.equal(await members.checkDueDomains(), 1)
    assert.equal((await kinds(house)).at(-1), 'members.key.domain-checked', 'a month later the log hears that it is as it was')
    const lines = house.zone.get(dnsName('quay.example'))!
    house.zone.delete(dnsName('quay.example'))
    const from = house.mails.length
    house.pass(31 * DAY)
    await members.checkDueDomains()
    assert.deepEqual([(await domain()).result, (await domain()).lost], ['missing', house.now()])
    assert.equal(JSON.parse((await logged(house)).at(-1)?.payload ?? '').result, 'missing')
    assert.deepEqual(mailsSince(house, from), ['ben@quay.example', 'first@quay.example'].map((to) => `${to}: The proof of a signing key is gone from your domain`))
    const said = (await kinds(house)).length
    house.pass(DAY)
    await members.checkDueDomains()
    assert.equal((await kinds(house)).length, said, 'a loss is told once')
    assert.equal((await house.database.transact(async (tx) => members.readAct(tx, await signAct(house, robot, 'statement', { title: 'T', text: 'x', language: 'en' }, key), { kind: 'statement', actor: robot, now: house.now() }))).keyid, key.keyid)
    house.zone.set(dnsName('quay.example'), lines)
    house.pass(DAY)
    await members.checkDueDomains()
    assert.deepEqual([(await domain()).result, (await domain()).lost], ['verified', null])
    assert.deepEqual((await members.key(key.keyid)).history.map(({ what }) => what).slice(-2), ['domain-lost', 'domain-verified'])
  })

  test('keys of others are not known, a key is registered once, domains are names', async () => {
    const { house, members, sefa, anna, ben, robot } = await openQuay(open)
    const pia = await admit(house, sefa, 'pier')
    const key = await makeKey()
    const proposed = await propose(house, robot, key)
    for (const move of [
      () => members.confirmKey(pia, key.keyid), () => members.withdrawKey(pia, key.keyid), () => members.declareDomain(pia, key.keyid, 'pier.example'),
      () => members.checkDomains(pia, key.keyid), () => members.retireKey(pia, key.keyid, {}), () => members.confirmStatedEnd(pia, key.keyid),
    ]) await assert.rejects(move(), { kind: 'unknown', code: 'members.key-unknown' })
    const other = await robotOf(house, pia)
    await assert.rejects(propose(house, other, key, ['pier.example']), { code: 'members.key-known' })
    for (const domain of ['localhost', 'https://quay.example', '192.0.2.1', 'a b.example', '-a.example', '', '[::1]', 'quay.example:8443', 'user@quay.example']) {
      await assert.rejects(propose(house, other, await makeKey(), [domain]), { code: 'members.domain' }, domain)
    }
    await assert.rejects(propose(house, other, await makeKey(), []), { code: 'members.domain-needed' })
    assert.deepEqual((await members.declareDomain(ben, key.keyid, 'Bücher.Example.')).domains.map(({ domain }) => domain), ['quay.example', 'xn--bcher-kva.example'])
    await assert.rejects(members.declareDomain(ben, key.keyid, 'quay.example'), { code: 'members.domain-known' })
    await members.describeOrganisation(pia, organisationOf(pia), { website: 'https://www.pier.example/about' })
    assert.equal((await propose(house, other, await makeKey(), [])).domains[0]?.domain, 'pier.example')
    assert.equal((await members.withdrawKey(anna, key.keyid)).standing.state, 'withdrawn')
    house.pass(SECOND)
    await assert.rejects(propose(house, robot, key), { code: 'members.key-known' })
    assert.equal(proposed.waiting?.step, 'second-person')
    assert.equal((await kinds(house)).filter((kind) => kind === 'members.key.withdrawn').length, 1)
    house.zone.set(dnsName('pier.example'), [proofLine(key.keyid, 'x')])
    for (let n = 0; n < 4; n++) await propose(house, other, await makeKey(), ['pier.example'])
    await assert.rejects(propose(house, other, await makeKey(), ['pier.example']), { code: 'members.keys-many' })
  })

  test('a statement counts once, also when it is sent twice at once', async () => {
    const { house, members, ben, robot } = await openQuay(open)
    const key = await activeKey(house, robot, ben)
    const envelope = await signAct(house, robot, 'statement', { title: 'T', text: 'x', language: 'en' }, key)
    const twice = await Promise.allSettled([1, 2].map(() => house.database.transact((tx) => members.readAct(tx, envelope, { kind: 'statement', actor: robot, now: house.now() }))))
    assert.deepEqual(twice.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const pretty = JSON.stringify(JSON.parse(envelope), undefined, 2)
    await assert.rejects(house.database.transact((tx) => members.readAct(tx, pretty, { kind: 'statement', actor: robot, now: house.now() })), { kind: 'conflict', code: 'members.act-known' })
    const rows = await house.database.read((tx) => tx.all('select kind, person, via from members_act where kind = ?', 'statement'))
    assert.deepEqual(rows, [{ kind: 'statement', person: robot.person, via: 'token' }])
  })
})
