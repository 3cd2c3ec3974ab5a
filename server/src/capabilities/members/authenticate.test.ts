import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { newId } from '@openaccord/names'
import { DAY, HOUR, MINUTE } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { admit, bring, browser, openHouse, organisationOf, pause, personOf, restore, setUp, signedIn, signInAgain, suspend } from './testing/house.ts'

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

describeOnEveryEngine('who is asking', (open) => {
  test('nobody, with neither header nor cookie', async () => {
    const { members } = await openHouse(await open())
    const actor = await members.authenticate(browser)
    assert.equal(actor.via.kind, 'visitor')
    assert.equal(actor.may.size, 0)
  })

  test('a session brings the rights of one’s roles and one’s communities', async () => {
    const house = await openHouse(await open())
    const secretariat = await setUp(house)
    const anna = await admit(house, secretariat, 'quay')
    const community = await house.members.createCommunity(secretariat, { slug: 'ports', name: 'Ports' })
    await house.members.enroll(secretariat, community.id, organisationOf(anna), 'member')
    const { secret } = await signInAgain(house, 'first@quay.example')
    const actor = await signedIn(house.members, secret)
    assert.deepEqual([...actor.may].sort(), ['acts.sign', 'advisories.publish', 'cases.work', 'keys.manage', 'organisation.manage', 'threats.read', 'tokens.own'])
    assert.deepEqual([...actor.communities], [[community.id, 'member']])
    assert.equal(actor.name, 'First of quay (The quay)')
  })

  test('a token is shown once and works as Bearer and as Basic, under its own id or its maker’s address', async () => {
    const house = await openHouse(await open())
    const anna = await admit(house, await setUp(house), 'quay')
    const { token, secret } = await house.members.makeToken(anna, { name: 'Feed', scopes: ['threats.read'], days: 30 }, browser)
    for (const authorization of [`Bearer ${secret}`, `bearer  ${secret}`, basic(token.id, secret), basic('First@quay.example', secret)]) {
      const actor = await house.members.authenticate({ authorization, ...browser })
      assert.deepEqual([...actor.may], ['threats.read'])
      assert.deepEqual(actor.via, { kind: 'token', id: token.id })
    }
    const rows = await house.database.read((tx) => tx.all('select * from members_token'))
    assert.ok(!JSON.stringify(rows).includes(secret.slice(4, 20)))
  })

  test('wrong, shortened, expired and withdrawn credentials are told apart, and all are 401', async () => {
    const house = await openHouse(await open())
    const anna = await admit(house, await setUp(house), 'quay')
    const { token, secret } = await house.members.makeToken(anna, { name: 'Feed', scopes: ['threats.read'], days: 1 }, browser)
    const refused = async (authorization: string, code: string) =>
      assert.rejects(house.members.authenticate({ authorization, ...browser }), { kind: 'unauthenticated', code }, authorization.slice(0, 12))
    await refused('Bearer ', 'members.authorization')
    await refused('Digest abc', 'members.authorization')
    await refused(`Bearer ${secret.slice(0, -1)}`, 'members.token-malformed')
    await refused(`Bearer ${secret.slice(0, 10)}${secret[10] === 'a' ? 'b' : 'a'}${secret.slice(11)}`, 'members.token-malformed')
    await refused(basic('token_00000000000000000000', secret), 'members.basic-user')
    await refused(basic('', secret), 'members.basic-user')
    await refused(basic(token.id, 'my password'), 'members.token-malformed')
    house.pass(DAY)
    await refused(`Bearer ${secret}`, 'members.token-expired')
    await house.members.withdrawToken(anna, token.id, browser)
    await refused(`Bearer ${secret}`, 'members.token-unknown')
    await assert.rejects(house.members.authenticate({ sessionCookie: secret, ...browser }), { code: 'members.session-ended' })
  })

  test('a session ends after thirty days, after seven idle ones, and when it is ended', async () => {
    const house = await openHouse(await open())
    await setUp(house)
    const idle = await signInAgain(house, 'sefa@harbour.example')
    const busy = await signInAgain(house, 'sefa@harbour.example')
    for (let day = 0; day < 29; day++) {
      house.pass(DAY)
      await signedIn(house.members, busy.secret)
      await house.members.close()
      if (day === 8) await assert.rejects(signedIn(house.members, idle.secret), { code: 'members.session-ended' })
    }
    house.pass(DAY)
    await assert.rejects(signedIn(house.members, busy.secret), { code: 'members.session-ended' })
  })

  test('a suspension of the person or the organisation is at once, says why, and ends what was open', async () => {
    const house = await openHouse(await open())
    const secretariat = await setUp(house)
    const anna = await admit(house, secretariat, 'quay')
    const ben = await bring(house, anna, 'ben@quay.example', ['threat-analyst'])
    const { secret: token } = await house.members.makeToken(ben, { name: 'Feed', scopes: ['threats.read'], days: 9 }, browser)
    const session = await signInAgain(house, 'ben@quay.example')
    const bySession = () => signedIn(house.members, session.secret)
    const byToken = () => house.members.authenticate({ authorization: `Bearer ${token}`, ...browser })

    house.pass(MINUTE)
    await house.members.suspendPerson(anna, personOf(ben))
    await assert.rejects(bySession(), { kind: 'forbidden', code: 'members.person-suspended' })
    await assert.rejects(byToken(), { kind: 'forbidden', code: 'members.person-suspended' })
    await house.members.restorePerson(anna, personOf(ben))
    house.pass(MINUTE)
    await assert.rejects(bySession(), { code: 'members.session-ended' })
    assert.equal((await byToken()).person, ben.person)

    await suspend(house, organisationOf(anna), 'unpaid promises')
    await assert.rejects(byToken(), { code: 'members.organisation-suspended', message: /unpaid promises/ })
    await assert.rejects(bySession(), { code: 'members.session-ended' })
    await restore(house, organisationOf(anna))
    assert.equal((await byToken()).person, ben.person)

    house.pass(MINUTE)
    const { secret: before } = await signInAgain(house, 'ben@quay.example')
    house.pass(MINUTE)
    await pause(house, organisationOf(anna), [personOf(secretariat), personOf(secretariat)])
    for (const held of [byToken, () => signedIn(house.members, before), () => signInAgain(house, 'ben@quay.example')]) {
      await assert.rejects(held(), { kind: 'forbidden', code: 'members.access-paused', message: /until 2026-11-25 09:\d\d UTC, because a signing key may be in other hands\. A laptop was stolen\./ })
    }
    house.pass(72 * HOUR)
    assert.equal((await byToken()).person, ben.person, 'it ends by time alone')
    await assert.rejects(signedIn(house.members, before), { code: 'members.session-ended' })
  })

  test('of a suspended organisation one comes in with few rights, in a session begun then, and into no community', async () => {
    const house = await openHouse(await open())
    const secretariat = await setUp(house)
    const anna = await admit(house, secretariat, 'quay')
    const ports = await house.members.createCommunity(secretariat, { slug: 'ports', name: 'Ports' })
    await house.members.enroll(secretariat, ports.id, organisationOf(anna), 'member')
    house.pass(MINUTE)
    await suspend(house, organisationOf(anna), 'unpaid promises')
    house.pass(MINUTE)
    const { secret } = await signInAgain(house, 'first@quay.example')
    const narrow = await signedIn(house.members, secret)
    assert.deepEqual([...narrow.may].sort(), ['acts.sign', 'keys.manage'])
    assert.deepEqual([narrow.communities.size, narrow.refused?.message], [0, 'The quay is suspended: unpaid promises'])
    const { organisation, communities } = await house.members.me(narrow)
    assert.deepEqual([organisation.reason, communities], ['unpaid promises', []])
    const { members } = house
    for (const shut of [
      () => members.makeToken(narrow, { name: 'x', scopes: ['acts.sign'], days: 1 }, browser), () => members.invite(narrow, organisationOf(anna), { mail: 'x@quay.example', roles: ['reader'] }),
      () => members.leaveAlliance(narrow, organisationOf(anna)), () => members.describeOrganisation(narrow, organisationOf(anna), { name: 'x' }), () => members.leaveCommunity(narrow, ports.id, organisationOf(anna)),
      () => members.changeRoles(narrow, personOf(anna), ['reader']), () => members.measures(narrow, organisationOf(anna)),
    ]) await assert.rejects(shut(), { kind: 'forbidden', code: 'members.organisation-suspended' })
    house.pass(MINUTE)
    await restore(house, organisationOf(anna))
    await assert.rejects(signedIn(house.members, secret), { code: 'members.session-ended' })
  })

  test('a token never does more than its maker: fewer roles are fewer rights, at once', async () => {
    const house = await openHouse(await open())
    const anna = await admit(house, await setUp(house), 'quay')
    const ben = await bring(house, anna, 'ben@quay.example', ['threat-analyst'])
    await assert.rejects(house.members.makeToken(ben, { name: 'x', scopes: ['members.admit'], days: 1 }, browser), { code: 'members.token-scope' })
    const { secret } = await house.members.makeToken(ben, { name: 'Push', scopes: ['threats.share', 'threats.read'], days: 9 }, browser)
    const byToken = () => house.members.authenticate({ authorization: `Bearer ${secret}`, ...browser })
    await house.members.changeRoles(anna, personOf(ben), ['reader'])
    assert.deepEqual([...(await byToken()).may], ['threats.read'])
    await assert.rejects(house.members.makeToken(await byToken(), { name: 'y', scopes: ['threats.read'], days: 1 }, browser), { code: 'door.no-right' })
    await house.members.removePerson(anna, personOf(ben))
    await assert.rejects(byToken(), { kind: 'unauthenticated' })
  })

  test('when something was last used is kept, at most once a minute', async () => {
    const house = await openHouse(await open())
    const sefa = await setUp(house)
    const { secret } = await house.members.makeToken(sefa, { name: 'Feed', scopes: ['threats.read'], days: 9 }, browser)
    house.pass(HOUR)
    await house.members.authenticate({ authorization: `Bearer ${secret}`, ...browser })
    await house.members.close()
    assert.equal((await house.members.tokens(sefa))[0]?.lastUsed, house.now())
  })

  test('Basic is cheap: one look-up among ten thousand tokens, no slow hash', async (t) => {
    const house = await openHouse(await open())
    const anna = await admit(house, await setUp(house), 'quay')
    const { token, secret } = await house.members.makeToken(anna, { name: 'Feed', scopes: ['threats.read'], days: 9 }, browser)
    const ids = Array.from({ length: 10_000 }, () => newId('token', randomBytes))
    const columns = { id: ids, secret_hash: ids, person: { every: personOf(anna) }, name: { every: 'x' }, scopes: { every: 'threats.read' }, created_at: { every: 1 }, expires_at: { every: 2 } }
    await house.database.transact((tx) => tx.bulk('members_token', columns, ids.length))
    const asked = { authorization: basic(token.id, secret), ...browser }
    const times = 1_000
    for (let n = 0; n < times; n++) await house.members.authenticate(asked)
    const before = process.cpuUsage()
    for (let n = 0; n < times; n++) await house.members.authenticate(asked)
    const spent = process.cpuUsage(before)
    const micros = (spent.user + spent.system) / times
    t.diagnostic(`${micros.toFixed(0)} µs for one verification`)
    assert.ok(micros < 20_000, 'a slow hash would take longer')
  })
})
