/** What members do, on a real database: state and fact together or not at all, each link once, each rule at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR, MINUTE, SECOND, type Actor } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { audienceOf, communitiesOf, nameOf, peopleByIds, sourceName, visibleAudience } from './index.ts'
import { admit, bring, browser, openHouse, organisationOf, personOf, setUp, signedIn, signInAgain, suspend, tokenIn, type TestHouse } from './testing/house.ts'
import { slugOf } from './verbs/set-up.ts'

/** All at once; says how each ended. */
async function race<T>(times: number, move: (n: number) => Promise<T>): Promise<string[]> {
  const ended = await Promise.allSettled(Array.from({ length: times }, (_, n) => move(n)))
  return ended.map((one) => (one.status === 'fulfilled' ? 'done' : String((one.reason as { code?: string }).code))).sort()
}
const again = async (house: TestHouse, mail: string): Promise<Actor> => signedIn(house.members, (await signInAgain(house, mail)).secret)
const idOf = async (house: TestHouse, actor: Actor, slug: string) => (await house.members.organisations(actor)).find((one) => one.slug === slug)!.id
const wish = (link: string) => ({ token: tokenIn(link), alliance: 'Harbour Alliance', purpose: 'Safety', organisation: 'Harbour Secretariat', person: 'Sefa', mail: 'Sefa@Harbour.example' })
const lastLink = (house: TestHouse): string => tokenIn(house.mails.at(-1)?.text ?? '')

describeOnEveryEngine('members', (open) => {
  test('the first start: each start prints a link, one of them works, once', async () => {
    const house = await openHouse(await open())
    assert.equal((await house.members.alliance()).needsSetUp, true)
    const links = [await house.members.setUpLink(), await house.members.setUpLink()].map((link) => link ?? '')
    assert.match(links[0]!, /^https:\/\/hub\.example\/set-up\?token=oau_/)
    await assert.rejects(house.members.setUp({ ...wish(''), token: 'guess' }, browser), { code: 'members.set-up-gone' })
    assert.deepEqual(await race(4, (n) => house.members.setUp(wish(links[n % 2]!), browser)), ['done', 'members.set-up-gone', 'members.set-up-gone', 'members.set-up-gone'])
    assert.equal(await house.members.setUpLink(), undefined)
    const card = await house.members.alliance()
    assert.deepEqual([card.name, card.purpose, card.organisations, card.needsSetUp], ['Harbour Alliance', 'Safety', 1, false])
    assert.deepEqual(await house.facts(), ['organisation.admitted', 'person.joined'])
    assert.deepEqual([slugOf('Élan Sécurité AG'), slugOf('日本'), slugOf('x'.repeat(39) + ' yz')], ['elan-securite-ag', 'secretariat', 'x'.repeat(39)])
  })

  test('state and fact are kept together or not at all', async () => {
    const database = await open()
    let broken = false
    const whole = await openHouse(database)
    const house = await openHouse(database, {
      journal: { write: async (tx, ...statements) => {
        if (broken) throw new Error('the journal is full')
        return whole.journal.write(tx, ...statements)
      } },
    })
    const sefa = await setUp(house)
    const anna = await admit(house, sefa, 'quay')
    const before = await house.facts()
    broken = true
    await assert.rejects(suspend(house, organisationOf(anna)), /journal is full/)
    await assert.rejects(house.members.admitOrganisation(sefa, { name: 'Pier', slug: 'pier', kind: 'signatory', invite: { mail: 'a@pier.example', roles: ['representative'] } }), /journal is full/)
    broken = false
    assert.deepEqual(await house.facts(), before)
    assert.deepEqual((await house.members.register()).map(({ slug, standing }) => `${slug} ${standing.state}`), ['harbour-secretariat active', 'quay active'])
  })

  test('an invitation works once, for fourteen days, for one address in one organisation', async () => {
    const house = await openHouse(await open())
    const sefa = await setUp(house)
    const anna = await admit(house, sefa, 'quay')
    const { members } = house
    const invite = (by: Actor, mail: string) => members.invite(by, organisationOf(by), { mail, roles: ['reader'] })
    await assert.rejects(invite(anna, 'FIRST@quay.example'), { code: 'members.mail-here' })
    await assert.rejects(invite(sefa, 'first@quay.example'), { code: 'members.mail-here' })
    await invite(anna, 'ben@quay.example')
    const first = lastLink(house)
    assert.deepEqual([house.mails.at(-1)?.to, house.mails.at(-1)?.subject], ['ben@quay.example', 'Your invitation to Harbour Alliance'])
    await invite(anna, 'Ben@quay.example')
    await assert.rejects(members.readInvitation(first), { code: 'members.invitation-gone' }, 'the second replaces the first')
    const token = lastLink(house)
    assert.deepEqual((await members.readInvitation(token)).organisation, 'The quay')
    assert.deepEqual(await race(3, () => members.acceptInvitation({ token, name: 'Ben' }, browser)), ['done', 'members.invitation-gone', 'members.invitation-gone'])

    await invite(anna, 'late@quay.example')
    house.pass(14 * DAY)
    await assert.rejects(members.acceptInvitation({ token: lastLink(house), name: 'Late' }, browser), { code: 'members.invitation-gone' })

    const withdrawn = await invite(await again(house, 'first@quay.example'), 'no@quay.example')
    const other = await admit(house, sefa, 'pier')
    await assert.rejects(members.withdrawInvitation(other, withdrawn.id), { code: 'members.invitation-unknown' })
  })

  test('an address that two organisations invite joins one of them', async () => {
    const house = await openHouse(await open())
    const sefa = await setUp(house)
    const [quay, pier] = [await admit(house, sefa, 'quay'), await admit(house, sefa, 'pier')]
    const tokens: string[] = []
    for (const by of [quay, pier]) {
      await house.members.invite(by, organisationOf(by), { mail: 'ben@ben.example', roles: ['reader'] })
      tokens.push(lastLink(house))
    }
    const ended = await race(2, (n) => house.members.acceptInvitation({ token: tokens[n]!, name: 'Ben' }, browser))
    assert.equal(ended[0], 'done')
    assert.match(ended[1] ?? '', /^members\.(invitation-gone|mail-here)$/)
  })

  test('the invitations of who may not invite any more are worth nothing', async () => {
    const house = await openHouse(await open())
    const sefa = await setUp(house)
    const anna = await admit(house, sefa, 'quay')
    const ben = await bring(house, anna, 'ben@quay.example', ['representative'])
    await house.members.invite(ben, organisationOf(ben), { mail: 'eve@quay.example', roles: ['representative'] })
    await house.members.changeRoles(anna, personOf(ben), ['reader'])
    await assert.rejects(house.members.acceptInvitation({ token: lastLink(house), name: 'Eve' }, browser), { code: 'members.invitation-gone' })
  })

  test('a sign-in link: asked for alike, sent to those who are here, opened once, for fifteen minutes', async () => {
    const house = await openHouse(await open())
    await setUp(house)
    const { members } = house
    for (const mail of ['Sefa@harbour.example', 'nobody@nowhere.example']) await members.signInByMail({ mail, then: '/threats' })
    assert.deepEqual(house.wishes, [{ mail: 'sefa@harbour.example', then: '/threats' }, { mail: 'nobody@nowhere.example', then: '/threats' }])
    assert.equal(house.mails.length, 0)
    for (const wish of house.wishes) await members.sendSignInLink(wish)
    assert.deepEqual(house.mails.map(({ to }) => to), ['sefa@harbour.example'])
    const token = lastLink(house)
    assert.ok(house.mails[0]?.text.includes(`https://hub.example/sign-in/mail?token=${token}`))
    assert.deepEqual(await race(5, () => members.openMailLink(token, browser)), ['done', ...Array(4).fill('members.link-gone')])

    await members.sendSignInLink({ mail: 'sefa@harbour.example', then: '//evil.example' })
    house.pass(15 * MINUTE - SECOND)
    assert.equal((await members.openMailLink(lastLink(house), browser)).then, null)
    await members.sendSignInLink({ mail: 'sefa@harbour.example', then: null })
    house.pass(15 * MINUTE)
    await assert.rejects(members.openMailLink(lastLink(house), browser), { code: 'members.link-gone' })
    const sent = house.mails.length
    for (let n = 0; n < 9; n++) await members.sendSignInLink({ mail: 'sefa@harbour.example', then: null })
    assert.equal(house.mails.length - sent, 5, 'no letter box is filled')
  })

  test('signing in gives a new session and ends the one this browser had', async () => {
    const house = await openHouse(await open())
    await setUp(house)
    const first = await signInAgain(house, 'sefa@harbour.example')
    await house.members.sendSignInLink({ mail: 'sefa@harbour.example', then: null })
    const second = await house.members.openMailLink(lastLink(house), { ...browser, previous: first.secret })
    assert.notEqual(first.secret, second.secret)
    await assert.rejects(signedIn(house.members, first.secret), { code: 'members.session-ended' })
    const sefa = await signedIn(house.members, second.secret)
    const sessions = await house.members.sessions(sefa)
    assert.deepEqual(sessions.map(({ signedInBy, current }) => [signedInBy, current]).sort(), [['mail', true], ['setup', false]])
    const other = sessions.find(({ current }) => !current)
    await house.members.endSession(sefa, other!.id, browser)
    await assert.rejects(house.members.endSession(sefa, other!.id, browser), { code: 'members.session-unknown' })
    await house.members.signOut(sefa, second.secret, browser)
    await assert.rejects(signedIn(house.members, second.secret), { code: 'members.session-ended' })
  })

  test('links that sign in again and again exist in a demonstration only', async () => {
    const database = await open()
    const demo = await openHouse(database, { demo: true })
    const sefa = await setUp(demo)
    const token = tokenIn(await demo.members.issueDemoSignIn(personOf(sefa)))
    for (let n = 0; n < 3; n++) assert.equal((await signedIn(demo.members, (await demo.members.openMailLink(token, browser)).secret)).person, sefa.person)
    const real = await openHouse(database)
    await assert.rejects(real.members.issueDemoSignIn(personOf(sefa)), { code: 'members.no-demo' })
    await assert.rejects(real.members.openMailLink(token, browser), { code: 'members.link-gone' })
  })

  test('a community begins empty; outside it nobody hears of it; a hidden roster is the secretariat’s alone', async () => {
    const house = await openHouse(await open())
    const sefa = await setUp(house)
    const { members, database } = house
    await admit(house, sefa, 'quay')
    await admit(house, sefa, 'pier')
    const helpers = await admit(house, sefa, 'helpers', ['partner'], 'partner')
    const quiet = await members.createCommunity(sefa, { slug: 'quiet', name: 'Quiet Room', rosterHidden: true })
    await assert.rejects(members.createCommunity(sefa, { slug: 'quiet', name: 'Other' }), { code: 'members.slug-taken' })
    assert.deepEqual(await database.read((tx) => audienceOf(tx, quiet.id)), [])
    const [quayId, pierId] = [await idOf(house, sefa, 'quay'), await idOf(house, sefa, 'pier')]
    await assert.rejects(members.enroll(sefa, quiet.id, organisationOf(helpers), 'member'), { code: 'members.standing' })
    await members.enroll(sefa, quiet.id, quayId, 'member')
    await members.enroll(sefa, quiet.id, organisationOf(helpers), 'partner')

    const [anna, pia] = [await again(house, 'first@quay.example'), await again(house, 'first@pier.example')]
    await assert.rejects(members.roster(pia, quiet.id), { kind: 'unknown', code: 'members.community-unknown' })
    await assert.rejects(members.leaveCommunity(pia, quiet.id, pierId), { kind: 'unknown' })
    assert.deepEqual(await members.communities(pia), [])
    const seen = await members.roster(anna, quiet.id)
    assert.deepEqual([seen.community.organisations, seen.community.standing, seen.organisations.map(({ name }) => name)], [null, 'member', ['The quay']])
    assert.equal((await members.roster(sefa, quiet.id)).organisations.length, 2)
    assert.equal((await members.alliance()).communities, 0)

    const said = await database.read(async (tx) => ({
      audience: await visibleAudience(tx, anna, quiet.id),
      helper: await sourceName(tx, anna, organisationOf(helpers), quiet.id),
      own: await sourceName(tx, anna, quayId, quiet.id),
      asSecretariat: await sourceName(tx, sefa, organisationOf(helpers), quiet.id),
      registered: await nameOf(tx, quayId),
    }))
    assert.deepEqual(said, { audience: undefined, helper: undefined, own: 'The quay', asSecretariat: 'The helpers', registered: 'The quay' })

    await members.describeCommunity(sefa, quiet.id, { rosterHidden: false })
    assert.equal((await members.roster(anna, quiet.id)).organisations.length, 2)
    await suspend(house, organisationOf(helpers))
    assert.deepEqual((await database.read((tx) => audienceOf(tx, quiet.id))).map(({ name }) => name), ['The quay'])
    await assert.rejects(members.leaveCommunity(anna, quiet.id, organisationOf(helpers)), { kind: 'forbidden' })
    await members.leaveCommunity(anna, quiet.id, quayId)
    assert.equal((await again(house, 'first@quay.example')).communities.size, 0)
  })

  test('leaving: a person is forgotten but stays the one who acted; an organisation takes its people and places with it', async () => {
    const house = await openHouse(await open())
    const sefa = await setUp(house)
    const anna = await admit(house, sefa, 'quay')
    const ben = await bring(house, anna, 'ben@quay.example', ['threat-analyst'])
    const { members, database } = house
    await members.removePerson(ben, personOf(ben))
    const [former] = await database.read((tx) => peopleByIds(tx, [personOf(ben)]))
    assert.deepEqual([former?.name, former?.mail, former?.standing.state], ['Former member', '', 'left'])
    await bring(house, anna, 'ben@quay.example', ['reader'])
    await assert.rejects(members.removePerson(anna, personOf(anna)), { code: 'members.last-manager' })

    const ports = await members.createCommunity(sefa, { slug: 'ports', name: 'Ports' })
    await members.enroll(sefa, ports.id, organisationOf(anna), 'member')
    const { secret } = await members.makeToken(anna, { name: 'Feed', scopes: ['threats.read'], days: 9 }, browser)
    await members.leaveAlliance(anna, organisationOf(anna))
    await assert.rejects(members.authenticate({ authorization: `Bearer ${secret}`, ...browser }), { code: 'members.token-unknown' })
    assert.equal((await database.read((tx) => communitiesOf(tx, organisationOf(anna)))).size, 0)
    assert.equal((await members.people(sefa, organisationOf(anna))).people.length, 0)
    await assert.rejects(members.invite(sefa, organisationOf(anna), { mail: 'x@quay.example', roles: ['reader'] }), { code: 'members.organisation-not-active' })
    const rows = JSON.stringify(await database.read((tx) => tx.all('select body from facts')))
    for (const word of ['ben@', 'Ben', 'sefa', 'Sefa', 'First of']) assert.ok(!rows.includes(word), `“${word}” in a fact`)
  })

  test('others’ people, sessions and tokens are out of reach', async () => {
    const house = await openHouse(await open())
    const sefa = await setUp(house)
    const [anna, pia] = [await admit(house, sefa, 'quay'), await admit(house, sefa, 'pier')]
    const ben = await bring(house, anna, 'ben@quay.example', ['reader'])
    const { members } = house
    const { token } = await members.makeToken(ben, { name: 'Feed', scopes: ['threats.read'], days: 9 }, browser)
    await assert.rejects(members.people(pia, organisationOf(anna)), { code: 'members.not-yours' })
    for (const move of [() => members.changeRoles(pia, personOf(ben), ['reader']), () => members.suspendPerson(pia, personOf(ben)), () => members.removePerson(pia, personOf(ben))]) {
      await assert.rejects(move(), { kind: 'unknown', code: 'members.person-unknown' })
    }
    await assert.rejects(members.withdrawToken(pia, token.id, browser), { kind: 'unknown' })
    await assert.rejects(members.describeOrganisation(pia, organisationOf(anna), { name: 'Ours now' }), { code: 'members.not-yours' })
    assert.deepEqual((await members.people(ben, organisationOf(ben))).invitations, [])
    assert.deepEqual((await members.tokens(anna)).map(({ personName, name }) => `${personName} ${name}`), ['ben@quay.example Feed'])
    assert.deepEqual(await members.tokens(pia), [])
    await members.withdrawToken(anna, token.id, browser)
    await assert.rejects(members.withdrawToken(ben, token.id, browser), { kind: 'unknown' })
  })

  test('a token does not become more than it is: no tokens, passkeys, sessions or leaving by token', async () => {
    const house = await openHouse(await open())
    const sefa = await setUp(house)
    const { members } = house
    const { token, secret } = await members.makeToken(sefa, { name: 'All', scopes: [...sefa.may], days: 366 }, browser)
    const robot = await members.authenticate({ authorization: `Bearer ${secret}`, ...browser })
    for (const move of [
      () => members.makeToken(robot, { name: 'More', scopes: ['threats.read'], days: 1 }, browser), () => members.newPasskeyOptions(robot, 'https://hub.example'),
      () => members.sessions(robot), () => members.passkeys(robot), () => members.removePerson(robot, personOf(sefa)),
    ]) await assert.rejects(move(), { code: 'members.session-needed' })
    await assert.rejects(members.makeToken(sefa, { name: 'Long', scopes: ['threats.read'], days: 367 }, browser), { code: 'members.token-wish' })
    await members.withdrawToken(robot, token.id, browser)
  })

  test('what has ended is swept away', async () => {
    const house = await openHouse(await open())
    await setUp(house)
    await house.members.sendSignInLink({ mail: 'sefa@harbour.example', then: null })
    await house.members.passkeyChallenge('https://hub.example')
    house.pass(HOUR)
    assert.equal(await house.members.sweep(), 2)
    house.pass(7 * DAY)
    assert.equal(await house.members.sweep(), 1)
    assert.equal(await house.members.sweep(), 0)
  })
})
