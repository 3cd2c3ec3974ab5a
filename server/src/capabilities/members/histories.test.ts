/**
 * Whatever members do, in whatever order: random histories of verbs by random actors, and after each step the rules that
 * must hold. A refused step may change nothing at all.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RIGHTS, RIGHTS_OF, ROLES, type OrganisationId, type PersonId, type Right, type Role } from '@openaccord/names'
import { DAY, MINUTE, Refusal, SECOND, type Actor } from '../../kernel/index.ts'
import { openDatabase, type Database } from '../../platform/database.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { manages } from './model.ts'
import { GROUNDS, MEASURES, stateOfMeasure } from './model/measures.ts'
import { loadCommunities, loadRoster } from './store/communities.ts'
import { loadMeasures } from './store/measures.ts'
import { loadOrganisations } from './store/organisations.ts'
import { loadPeople } from './store/people.ts'
import { admit, bring, browser, openHouse, restore, setUp, suspend, tokenIn, type TestHouse } from './testing/house.ts'

type Credential = { person: PersonId; organisation: OrganisationId; ask: Parameters<TestHouse['members']['authenticate']>[0]; scopes?: readonly Right[] }
type Step = { what: (typeof WHAT)[number]; by: number; on: number; too: number; roles: Role[]; scopes: Right[] }

const WHAT = [
  'admit', 'invite', 'join', 'join', 'change-roles', 'change-roles', 'change-roles', 'suspend-person', 'restore-person', 'leave', 'restore-organisation', 'ask-measure', 'ask-measure', 'confirm-measure', 'confirm-measure', 'confirm-measure', 'end-measure', 'ladder-suspends', 'ladder-restores',
  'leave-alliance', 'make-token', 'make-token', 'sign-in', 'sign-out', 'create-community', 'enroll', 'leave-community', 'pass',
] as const
const OF_PARTNERS: ReadonlySet<Role> = new Set(['partner', 'ombudsperson', 'assessor'])
const MANAGER: Record<string, Role> = { signatory: 'representative', secretariat: 'secretariat' }
const RUNS = Number(process.env['OPENACCORD_SOAK'] ?? 0) > 0 ? 300 : 20

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...WHAT), by: fc.nat(40), on: fc.nat(40), too: fc.nat(40),
  roles: fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1, maxLength: 3 }), scopes: fc.uniqueArray(fc.constantFrom(...RIGHTS), { minLength: 1, maxLength: 4 }),
})

describeOnEveryEngine('histories of membership', (_open, { engine, freshUrl }) => {
  test('keep the rules', { timeout: 900_000 }, async (t) => {
    let done = 0
    let refused = 0
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), async (steps) => {
      const world = await openWorld(await openDatabase(await freshUrl()))
      for (const one of steps) {
        if (await world.take(one)) done++
        else refused++
      }
      await world.close()
    }), { numRuns: engine === 'sqlite' ? RUNS : Math.ceil(RUNS / 6), endOnFailure: true })
    t.diagnostic(`${done} steps done, ${refused} refused`)
    assert.ok(done > 15 && refused > 15, `both happen: ${done} done, ${refused} refused`)
  })
})

async function openWorld(database: Database) {
  const house = await openHouse(database)
  const { members } = house
  const credentials: Credential[] = []
  const links: string[] = []
  const hadManager = new Set<OrganisationId>()
  const sefa = await setUp(house)
  let names = 0
  await begin()

  /** Some people to begin with, each with a session and a token of all rights they have. */
  async function begin(): Promise<void> {
    const anna = await admit(house, sefa, 'quay')
    await bring(house, sefa, 'carl@harbour.example', ['secretariat'])
    await bring(house, anna, 'ben@quay.example', ['threat-analyst', 'release-engineer'])
    await admit(house, sefa, 'helpers', ['partner'], 'partner')
    for (const mail of ['sefa@harbour.example', 'carl@harbour.example', 'first@quay.example', 'ben@quay.example', 'first@helpers.example']) {
      await keepSession(mail)
      const actor = await members.authenticate(credentials.at(-1)!.ask)
      keep((await members.makeToken(actor, { name: 'All', scopes: [...actor.may], days: 9 }, browser)).secret, [...actor.may])
      await learn()
    }
  }

  async function keepSession(mail: string): Promise<void> {
    const before = house.mails.length
    await members.sendSignInLink({ mail, then: null })
    if (house.mails.length === before) return
    keep((await members.openMailLink(tokenIn(house.mails.at(-1)?.text ?? ''), browser)).secret)
    await learn()
  }
  function keep(secret: string, scopes?: readonly Right[]): void {
    const ask = scopes === undefined ? { sessionCookie: secret, ...browser } : { authorization: `Bearer ${secret}`, ...browser }
    credentials.push({ person: 'person_', organisation: 'org_', ask, ...(scopes === undefined ? {} : { scopes }) })
  }
  /** Whose the newest credential is. */
  async function learn(): Promise<void> {
    const last = credentials.at(-1)
    const actor = last && (await members.authenticate(last.ask))
    if (last !== undefined && actor?.person !== undefined && actor.organisation !== undefined) Object.assign(last, { person: actor.person, organisation: actor.organisation })
  }

  /** True when the step was done, false when it was refused; anything else thrown is a fault. */
  async function take(one: Step): Promise<boolean> {
    const before = await photograph(database)
    house.pass(SECOND)
    let ok = true
    try {
      const credential = credentials[one.by % credentials.length]!
      await move(one, await members.authenticate(credential.ask), before)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      assert.notEqual(error.kind, 'unavailable')
      ok = false
    }
    const after = await photograph(database)
    if (!ok) assert.deepEqual(after, before, `a refused ${one.what} changed something`)
    sameStanding(one, before, after, credentials[one.by % credentials.length]!.organisation)
    await check(after)
    return ok
  }

  async function move({ what, by, on, too, roles, scopes }: Step, actor: Actor, seen: Photograph): Promise<unknown> {
    const organisation = seen.organisations[on % seen.organisations.length]!
    const person = seen.people[too % seen.people.length]!
    const community = seen.communities[too % Math.max(1, seen.communities.length)]
    switch (what) {
      case 'admit': {
        const slug = `org-${++names}`
        await members.admitOrganisation(actor, { name: slug, slug, kind: (['signatory', 'partner', 'secretariat'] as const)[on % 3]!, invite: { mail: `p${++names}@x.example`, roles } })
        return links.push(tokenIn(house.mails.at(-1)?.text ?? ''))
      }
      case 'invite':
        await members.invite(actor, organisation.id, { mail: too % 3 === 0 ? person.mail || 'a@x.example' : `p${++names}@x.example`, roles })
        return links.push(tokenIn(house.mails.at(-1)?.text ?? ''))
      case 'join':
        keep((await members.acceptInvitation({ token: links[on % Math.max(1, links.length)] ?? '', name: 'Somebody' }, browser)).secret)
        return learn()
      case 'change-roles': return members.changeRoles(actor, person.id, on % 3 === 0 ? roles : ['reader'])
      case 'suspend-person': return members.suspendPerson(actor, person.id)
      case 'restore-person': return members.restorePerson(actor, person.id)
      case 'leave': return members.removePerson(actor, too % 2 === 0 && actor.person !== undefined ? actor.person : person.id)
      case 'ask-measure': {
        const kind = MEASURES[too % MEASURES.length]!
        return members.askForMeasure(actor, organisation.id, kind === 'pause' ? { what: kind, ground: GROUNDS[by % 2]!, reason: 'a reason' } : { what: kind, reason: 'a reason' }, browser)
      }
      case 'confirm-measure': return members.confirmMeasure(actor, organisation.id, browser)
      case 'end-measure': return members.endMeasure(actor, organisation.id, browser)
      case 'ladder-suspends': return on % 3 === 0 ? suspend(house, organisation.id) : undefined
      case 'ladder-restores': return restore(house, organisation.id)
      case 'restore-organisation': return members.restoreOrganisation(actor, organisation.id)
      case 'leave-alliance': return on % 4 === 0 ? members.leaveAlliance(actor, organisation.id) : undefined
      case 'make-token': {
        const wish = too % 2 === 0 ? scopes : scopes.filter((scope) => actor.may.has(scope))
        keep((await members.makeToken(actor, { name: 'A token', scopes: wish, days: 1 + (on % 3) }, browser)).secret, wish)
        return learn()
      }
      case 'sign-in': return keepSession(person.mail)
      case 'sign-out': return on % 5 === 0 ? members.signOut(actor, undefined, browser) : undefined
      case 'create-community': return members.createCommunity(actor, { slug: `community-${++names}`, name: 'A community', rosterHidden: on % 2 === 0 })
      case 'enroll': return community && members.enroll(actor, community.id, organisation.id, too % 2 === 0 ? 'member' : 'partner')
      case 'leave-community': return community && members.leaveCommunity(actor, community.id, organisation.id)
      case 'pass': return house.pass(on % 10 === 0 ? DAY : MINUTE)
    }
  }

  async function check({ organisations, people, communities, measures }: Photograph): Promise<void> {
    for (const organisation of organisations) {
      const inside = people.filter((one) => one.organisation === organisation.id)
      const role = MANAGER[organisation.kind]
      const answers = inside.some(({ roles, standing }) => role !== undefined && standing.state === 'active' && roles.includes(role))
      if (answers) hadManager.add(organisation.id)
      else if (organisation.standing.state !== 'left') assert.ok(!hadManager.has(organisation.id), `${organisation.slug} has nobody left who answers for it`)
      for (const { roles } of inside) {
        assert.ok(organisation.kind === 'secretariat' || !roles.includes('secretariat'), 'a secretariat outside the secretariat')
        assert.ok(roles.every((one) => one === 'reader' || OF_PARTNERS.has(one) === (organisation.kind === 'partner')), `${roles.join()} in a ${organisation.kind}`)
      }
      if (organisation.standing.state === 'left') assert.equal(inside.length, 0)
    }
    const mails = people.map(({ mail }) => mail)
    assert.equal(new Set(mails).size, mails.length, 'one address, two people')
    for (const { roster } of communities) {
      for (const { kind, standing, state } of roster) assert.ok((kind !== 'partner' || standing === 'partner') && state !== 'left', 'does not fit into a community')
    }
    for (const credential of credentials) await checkCredential(credential, { organisations, people, communities, measures })
  }

  async function checkCredential({ ask, person: id, organisation: home, scopes }: Credential, { organisations, people, communities, measures }: Omit<Photograph, 'counts'>): Promise<void> {
    const person = people.find((one) => one.id === id)
    const organisation = organisations.find((one) => one.id === home)!
    const suspended = organisation.standing.state === 'suspended'
    const paused = measures.some((one) => one.organisation === home && stateOfMeasure(one, house.now()) === 'running' && one.what === 'pause')
    const mayCome = person?.standing.state === 'active' && (organisation.standing.state === 'active' || (suspended && scopes === undefined)) && !paused
    const actor = await members.authenticate(ask).catch((error: unknown) => {
      assert.ok(error instanceof Refusal && ['unauthenticated', 'forbidden'].includes(error.kind))
    })
    if (actor === undefined) return
    assert.ok(mayCome, 'somebody came in who may not')
    assert.equal(person.organisation, home, 'a person moved')
    const table = new Set(person.roles.flatMap((role) => RIGHTS_OF[role]))
    const given = suspended ? table.intersection(new Set<Right>(['acts.sign', 'keys.manage'])) : table
    const expected = scopes === undefined ? given : given.intersection(new Set(scopes))
    assert.deepEqual(actor.may, expected, 'rights are those of the table, and of the token')
    assert.equal(manages(actor, sefa.organisation!), actor.may.has('organisation.manage') && (home === sefa.organisation || actor.may.has('members.admit')))
    const belongs = suspended ? [] : communities.filter(({ roster }) => roster.some((one) => one.id === home)).map((one) => one.id)
    assert.deepEqual([...actor.communities.keys()].sort(), belongs.sort())
  }

  return { take, close: () => database.close() }
}

/** No call by people of the secretariat, alone or together, changes the standing of a signatory, by which its vote counts. */
function sameStanding({ what }: Step, before: Photograph, after: Photograph, home: OrganisationId): void {
  if (what.startsWith('ladder-')) return
  for (const { id, kind, slug, standing } of before.organisations) {
    if (kind !== 'signatory' || (what === 'leave-alliance' && id === home)) continue
    assert.deepEqual(after.organisations.find((one) => one.id === id)?.standing, standing, `${what} changed how ${slug} stands`)
  }
}

type Photograph = Awaited<ReturnType<typeof photograph>>

function photograph(database: Database) {
  return database.read(async (tx) => {
    const organisations = await loadOrganisations(tx)
    const people = []
    const measures = []
    for (const { id } of organisations) measures.push(...(await loadMeasures(tx, id)))
    for (const { id } of organisations) people.push(...(await loadPeople(tx, id)).map((person) => ({ ...person, lastSeen: null })))
    const communities = []
    for (const community of await loadCommunities(tx)) communities.push({ ...community, roster: await loadRoster(tx, community.id) })
    const counts = await tx.get(`select (select count(*) from members_session) as sessions, (select count(*) from members_token) as tokens,
      (select count(*) from members_invitation) as invitations, (select count(*) from facts) as facts, (select count(*) from members_audit) as audit`)
    return { organisations, people, communities, measures, counts }
  })
}
