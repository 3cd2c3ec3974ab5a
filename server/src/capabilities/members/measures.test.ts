/** Measures by two persons: what each kind of organisation can meet with, who confirms, when it ends, and what it never touches. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY, HOUR, MINUTE, type Actor } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import type { MeasureWish } from './model/measures.ts'
import { admit, bring, browser, openHouse, organisationOf, personOf, setUp, signedIn, signInAgain, suspend, type TestHouse } from './testing/house.ts'
import type { Database } from '../../platform/database.ts'

const STOLEN: MeasureWish = { what: 'pause', ground: 'stolen-key', reason: 'A laptop was stolen.' }
const ACCOUNT: MeasureWish = { what: 'pause', ground: 'compromised-account', reason: 'Mails nobody wrote.' }

async function begin(database: Database) {
  const house = await openHouse(database)
  const sefa = await setUp(house)
  const carl = await bring(house, sefa, 'carl@harbour.example', ['secretariat'])
  const ombuds = await admit(house, sefa, 'ombuds', ['ombudsperson'], 'partner')
  const anna = await admit(house, sefa, 'quay')
  house.pass(MINUTE)
  return { house, sefa, carl, ombuds, anna, quay: organisationOf(anna) }
}
/** Asked for and confirmed, a minute apart. */
async function pauseBy({ members, pass }: TestHouse, [one, two]: [Actor, Actor], wish: MeasureWish, on: ReturnType<typeof organisationOf>): Promise<void> {
  await members.askForMeasure(one, on, wish, browser)
  pass(MINUTE)
  await members.confirmMeasure(two, on, browser)
}
const comesIn = async (house: TestHouse): Promise<boolean> => signInAgain(house, 'first@quay.example').then(() => true, () => false)

describeOnEveryEngine('measures', (open) => {
  test('a pause takes two persons, stops access at once, says so in public without a name, and ends by time', async () => {
    const { house, sefa, carl, anna, quay } = await begin(await open())
    const { members, mails } = house
    const { secret } = await members.makeToken(anna, { name: 'Feed', scopes: ['threats.read'], days: 9 }, browser)
    const byToken = () => members.authenticate({ authorization: `Bearer ${secret}`, ...browser })

    await members.askForMeasure(sefa, quay, STOLEN, browser)
    assert.deepEqual(mails.slice(-1).map(({ to, subject }) => `${to}: ${subject}`), ['carl@harbour.example: A second person is needed: The quay'])
    assert.ok(await comesIn(house), 'nothing has happened yet')
    await assert.rejects(members.askForMeasure(carl, quay, ACCOUNT, browser), { code: 'members.measure-open' })
    await assert.rejects(members.confirmMeasure(sefa, quay, browser), { code: 'members.second-person' })
    await assert.rejects(members.confirmMeasure(anna, quay, browser), { code: 'door.no-right' })
    const late = await bring(house, sefa, 'dora@harbour.example', ['secretariat'])
    await assert.rejects(members.confirmMeasure(late, quay, browser), { code: 'members.second-person-new' })
    assert.equal((await byToken()).person, anna.person)

    await members.confirmMeasure(carl, quay, browser)
    assert.deepEqual([mails.at(-1)?.to, /A laptop was stolen/.test(mails.at(-1)?.text ?? '')], ['first@quay.example', true])
    await assert.rejects(byToken(), { code: 'members.access-paused' })
    assert.equal(await comesIn(house), false)
    const [found] = (await members.register()).filter(({ id }) => id === quay)
    assert.equal(found?.standing.state, 'active', 'its standing is what it was')
    assert.deepEqual((await members.pauses()).map(({ slug, ground, from, until }) => [slug, ground, until - from]), [['quay', 'stolen-key', 72 * HOUR]])

    house.pass(72 * HOUR - 1)
    await assert.rejects(byToken(), { code: 'members.access-paused' })
    house.pass(1)
    assert.equal((await byToken()).person, anna.person)
    await assert.rejects(members.endMeasure(sefa, quay, browser), { code: 'members.measure-none' })
    const told = await house.database.read((tx) => tx.all<{ kind: string; body: string }>(`select kind, body from facts where kind like 'access.%'`))
    assert.deepEqual(told.map(({ kind, body }) => [kind, Object.keys(JSON.parse(body) as object).sort()]), [['access.paused', ['from', 'ground', 'organisation', 'until']]])
    const audit = await house.database.read((tx) => tx.all<{ what: string; person: string }>(`select what, person from members_audit where what like 'measure-%' order by at`))
    assert.deepEqual(audit.map(({ what, person }) => [what, person]), [['measure-asked', sefa.person], ['measure-confirmed', carl.person]])
  })

  test('what nobody confirms lapses after a day; what is only asked for is taken back', async () => {
    const { house, sefa, carl, quay } = await begin(await open())
    const { members } = house
    await members.askForMeasure(sefa, quay, STOLEN, browser)
    house.pass(DAY)
    await assert.rejects(members.confirmMeasure(carl, quay, browser), { code: 'members.measure-none' })
    await members.askForMeasure(sefa, quay, STOLEN, browser)
    const after = await members.endMeasure(carl, quay, browser)
    assert.deepEqual(after.map(({ state }) => state), ['taken-back', 'lapsed'])
    assert.deepEqual(await members.pauses(), [])
    assert.ok(!(await house.facts()).some((kind) => kind.startsWith('access.')))
  })

  test('either of the two ends it early, or an ombudsperson; nobody else', async () => {
    const { house, sefa, carl, ombuds, quay } = await begin(await open())
    const dora = await bring(house, sefa, 'dora@harbour.example', ['secretariat'])
    house.pass(MINUTE)
    await pauseBy(house, [sefa, carl], STOLEN, quay)
    await assert.rejects(house.members.endMeasure(dora, quay, browser), { code: 'members.pause-not-yours' })
    house.pass(HOUR)
    await house.members.endMeasure(ombuds, quay, browser)
    assert.ok(await comesIn(house))
    assert.deepEqual((await house.members.pauses()).map(({ from, until }) => until - from), [HOUR])
    assert.equal((await house.facts()).at(-1), 'access.resumed')
  })

  test('a further pause within 14 days takes an ombudsperson, and no ground a third time', async () => {
    const { house, sefa, carl, ombuds, quay } = await begin(await open())
    const { members } = house
    await pauseBy(house, [sefa, carl], STOLEN, quay)
    house.pass(72 * HOUR + 13 * DAY)
    const before = house.mails.length
    await members.askForMeasure(sefa, quay, STOLEN, browser)
    assert.deepEqual(house.mails.slice(before).map(({ to }) => to), ['first@ombuds.example'])
    await assert.rejects(members.confirmMeasure(carl, quay, browser), { code: 'members.pause-ombudsperson' })
    await members.confirmMeasure(ombuds, quay, browser)
    house.pass(72 * HOUR)
    await assert.rejects(members.askForMeasure(sefa, quay, STOLEN, browser), { code: 'members.pause-again' })
    await pauseBy(house, [sefa, ombuds], ACCOUNT, quay)
    house.pass(72 * HOUR + 14 * DAY)
    await pauseBy(house, [sefa, carl], STOLEN, quay)
  })

  test('a signatory is only paused; others are suspended and removed by two; nobody decides on their own', async () => {
    const { house, sefa, carl, ombuds, anna, quay } = await begin(await open())
    const { members } = house
    const helpers = organisationOf(await admit(house, sefa, 'helpers', ['partner'], 'partner'))
    const own = organisationOf(sefa)
    house.pass(MINUTE)
    for (const what of ['suspension', 'removal'] as const) await assert.rejects(members.askForMeasure(sefa, quay, { what, reason: 'x' }, browser), { code: 'members.by-finding' })
    for (const what of ['suspension', 'removal'] as const) await assert.rejects(members.askForMeasure(sefa, own, { what, reason: 'x' }, browser), { code: 'members.own-organisation' })
    await assert.rejects(members.restoreOrganisation(sefa, quay), { code: 'members.by-finding' })
    await assert.rejects(members.leaveAlliance(sefa, quay), { code: 'members.by-finding' })
    await assert.rejects(members.leaveAlliance(sefa, helpers), { code: 'members.two-persons' })
    await assert.rejects(members.askForMeasure(sefa, quay, { what: 'pause', reason: 'x' }, browser), { code: 'members.measure-ground' })
    const { secret } = await members.makeToken(sefa, { name: 'x', scopes: ['members.admit'], days: 1 }, browser)
    const token = await members.authenticate({ authorization: `Bearer ${secret}`, ...browser })
    await assert.rejects(members.askForMeasure(token, quay, STOLEN, browser), { code: 'members.session-needed' })
    await members.askForMeasure(sefa, organisationOf(ombuds), { what: 'suspension', reason: 'x' }, browser)
    await assert.rejects(members.confirmMeasure(ombuds, organisationOf(ombuds), browser), { code: 'members.own-organisation' })

    await pauseBy(house, [sefa, carl], { what: 'suspension', reason: 'It does not answer.' }, helpers)
    assert.equal((await members.organisation(sefa, helpers)).standing.state, 'suspended')
    await members.restoreOrganisation(sefa, helpers)
    await pauseBy(house, [carl, sefa], { what: 'removal', reason: 'It asked to go.' }, helpers)
    assert.equal((await members.organisation(sefa, helpers)).standing.state, 'left')

    // a suspended signatory can be paused as well, and comes back suspended
    await suspend(house, quay)
    house.pass(MINUTE)
    await pauseBy(house, [sefa, carl], STOLEN, quay)
    assert.equal(await comesIn(house), false)
    house.pass(72 * HOUR)
    const narrow = await signedIn(members, (await signInAgain(house, 'first@quay.example')).secret)
    assert.deepEqual([...narrow.may].sort(), ['acts.sign', 'keys.manage'])
    assert.equal(personOf(narrow), personOf(anna))
  })
})
