import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OrganisationId, PersonId, Right, Role } from '@openaccord/names'
import { Refusal, type Actor } from '../../kernel/index.ts'
import { browserOf, localPath } from './model/credentials.ts'
import {
  changeRoles, endMembership, giveRoles, leave, needFits, normaliseMail, restoreOrganisation, rightsOf, suspendPerson,
  type Organisation, type OrganisationKind, type OrganisationState, type Person,
} from './model.ts'

const now = 1_000_000
const OWN: OrganisationId = 'org_00000000000000000001'
const OTHER: OrganisationId = 'org_00000000000000000002'

const organisation = (id: OrganisationId, kind: OrganisationKind = 'signatory', standing: OrganisationState = { state: 'active', at: 0 }): Organisation => ({
  id, slug: 'quay', name: 'Quay', description: '', country: null, sector: null, size: null, website: null, kind, standing, since: 0,
})
const person = (at: number, roles: Role[], state: 'active' | 'suspended' = 'active', home = OWN): Person => ({
  id: `person_0000000000000000000${at}`, organisation: home, name: `P${at}`, mail: `p${at}@quay.example`, roles, standing: { state, at: 0 }, since: 0, lastSeen: null,
})
/** Somebody with these roles, or with these rights only (a token). */
const actor = (roles: Role[], home = OWN, only?: Right[]): Actor => ({
  person: 'person_00000000000000000009' as PersonId, organisation: home, may: only === undefined ? rightsOf(roles) : new Set(only),
  communities: new Map(), via: { kind: 'visitor' }, name: 'Actor',
})

test('who gives which role', async (t) => {
  const table: [name: string, by: Actor, to: Organisation, roles: Role[], says: string][] = [
    ['a representative, in its own organisation', actor(['representative']), organisation(OWN), ['threat-analyst', 'representative'], 'representative threat-analyst'],
    ['twice the same', actor(['representative']), organisation(OWN), ['reader', 'reader'], 'reader'],
    ['a representative, elsewhere', actor(['representative']), organisation(OTHER), ['reader'], 'members.not-yours'],
    ['an analyst', actor(['threat-analyst']), organisation(OWN), ['reader'], 'members.not-yours'],
    ['the secretariat, anywhere', actor(['secretariat'], OTHER), organisation(OWN), ['reader'], 'reader'],
    ['“secretariat” to a signatory', actor(['secretariat'], OTHER), organisation(OWN), ['secretariat'], 'members.roles'],
    ['“secretariat” by the secretariat', actor(['secretariat']), organisation(OWN, 'secretariat'), ['secretariat'], 'secretariat'],
    ['“secretariat” by a representative of it', actor(['representative']), organisation(OWN, 'secretariat'), ['secretariat'], 'members.role-not-yours'],
    ['“secretariat” by a token for people only', actor([], OWN, ['organisation.manage']), organisation(OWN, 'secretariat'), ['secretariat'], 'members.role-not-yours'],
    ['“analyst” to a partner', actor(['secretariat'], OTHER), organisation(OWN, 'partner'), ['threat-analyst'], 'members.roles'],
    ['“partner” to a partner', actor(['secretariat'], OTHER), organisation(OWN, 'partner'), ['partner', 'reader'], 'reader partner'],
    ['“partner” to a signatory', actor(['representative']), organisation(OWN), ['partner'], 'members.roles'],
    ['none', actor(['representative']), organisation(OWN), [], 'members.roles'],
  ]
  for (const [name, by, to, roles, says] of table) {
    await t.test(name, () => assert.equal(outcome(() => giveRoles(by, to, roles).join(' ')), says))
  }
})

test('an organisation keeps somebody who answers for it', async (t) => {
  const home = organisation(OWN)
  const only = [person(1, ['representative']), person(2, ['reader'])]
  const two = [...only, person(3, ['representative'])]
  const asleep = [...only, person(3, ['representative'], 'suspended')]
  const none = [person(2, ['reader'])]
  const by = actor(['secretariat'], OTHER)
  const table: [name: string, move: () => Person, says: string][] = [
    ['the last one leaves', () => leave(by, home, only, only[0]!, now), 'members.last-manager'],
    ['the last one is suspended', () => suspendPerson(by, home, only, only[0]!, now), 'members.last-manager'],
    ['the last one loses the role', () => changeRoles(by, home, only, only[0]!, ['reader']), 'members.last-manager'],
    ['the last one awake leaves', () => leave(by, home, asleep, only[0]!, now), 'members.last-manager'],
    ['one of two leaves', () => leave(by, home, two, only[0]!, now), 'left'],
    ['one of two is suspended', () => suspendPerson(by, home, two, only[0]!, now), 'suspended'],
    ['a reader leaves', () => leave(by, home, only, only[1]!, now), 'left'],
    ['a reader of an organisation that never had one leaves', () => leave(by, home, none, none[0]!, now), 'left'],
    ['the last partner of a partner leaves', () => leave(by, organisation(OWN, 'partner'), [person(1, ['partner'])], person(1, ['partner']), now), 'left'],
    ['the last secretariat, with a representative beside it', () => leave(by, organisation(OWN, 'secretariat'), [person(1, ['secretariat']), person(2, ['representative'])], person(1, ['secretariat']), now), 'members.last-manager'],
  ]
  for (const [name, move, says] of table) await t.test(name, () => assert.equal(outcome(() => move().standing.state), says))
})

test('who may change whom', async (t) => {
  const house = organisation(OWN, 'secretariat')
  const people = [person(1, ['secretariat']), person(2, ['secretariat']), person(3, ['reader'])]
  const table: [name: string, move: () => Person, says: string][] = [
    ['a representative of the secretariat suspends a secretariat', () => suspendPerson(actor(['representative']), house, people, people[0]!, now), 'members.role-not-yours'],
    ['a representative of the secretariat suspends a reader', () => suspendPerson(actor(['representative']), house, people, people[2]!, now), 'suspended'],
    ['a representative of the secretariat takes the role from a secretariat', () => changeRoles(actor(['representative']), house, people, people[0]!, ['reader']), 'members.role-not-yours'],
    ['a secretariat suspends another', () => suspendPerson(actor(['secretariat']), house, people, people[0]!, now), 'suspended'],
    ['a reader removes another', () => leave(actor(['reader']), house, people, people[2]!, now), 'members.not-yours'],
    ['a reader leaves', () => leave({ ...actor(['reader']), person: people[2]!.id }, house, people, people[2]!, now), 'left'],
  ]
  for (const [name, move, says] of table) await t.test(name, () => assert.equal(outcome(() => move().standing.state), says))
  const gone = leave(actor(['secretariat']), house, people, people[2]!, now)
  assert.deepEqual([gone.name, gone.mail, gone.roles], ['Former member', '', []])
})

test('organisations are restored, and leave', async (t) => {
  const by = actor(['secretariat'], OTHER)
  const suspended: OrganisationState = { state: 'suspended', at: 0, reason: 'x' }
  const left: OrganisationState = { state: 'left', at: 0 }
  const table: [name: string, move: () => Organisation, says: string][] = [
    ['restored', () => restoreOrganisation(organisation(OWN, 'partner', suspended), now), 'active'],
    ['a signatory restored', () => restoreOrganisation(organisation(OWN, 'signatory', suspended), now), 'members.by-finding'],
    ['restored when active', () => restoreOrganisation(organisation(OWN, 'partner'), now), 'members.organisation-not-suspended'],
    ['restored when left', () => restoreOrganisation(organisation(OWN, 'partner', left), now), 'members.organisation-not-suspended'],
    ['leaves by itself', () => endMembership(actor(['representative']), organisation(OWN), false, now), 'left'],
    ['leaves while its signature stands', () => endMembership(actor(['representative']), organisation(OWN), true, now), 'members.withdraw-first'],
    ['leaves by an analyst', () => endMembership(actor(['threat-analyst']), organisation(OWN), false, now), 'members.not-yours'],
    ['a signatory leaves by the secretariat', () => endMembership(by, organisation(OWN), false, now), 'members.by-finding'],
    ['a partner leaves by one person', () => endMembership(by, organisation(OWN, 'partner'), false, now), 'members.two-persons'],
    ['leaves twice', () => endMembership(actor(['representative']), organisation(OWN, 'signatory', left), false, now), 'members.organisation-left'],
    ['the secretariat leaves', () => endMembership(actor(['secretariat']), organisation(OWN, 'secretariat'), false, now), 'members.secretariat-stays'],
  ]
  for (const [name, move, says] of table) await t.test(name, () => assert.equal(outcome(() => move().standing.state), says))
  assert.equal(outcome(() => void needFits(organisation(OWN, 'partner'), 'member')), 'members.standing')
  assert.equal(outcome(() => void needFits(organisation(OWN, 'signatory', suspended), 'member')), 'members.organisation-not-active')
  assert.equal(outcome(() => void needFits(organisation(OWN, 'partner'), 'partner')), undefined)
})

test('one address has one spelling', () => {
  const table: [text: string, says: string][] = [
    ['Anna@Quay.Example', 'anna@quay.example'],
    ['  anna@quay.example\n', 'anna@quay.example'],
    ['anna+feeds@quay.example', 'anna+feeds@quay.example'],
    ['anna@münchen.example', 'anna@xn--mnchen-3ya.example'],
    ['anna', 'members.mail'], ['@quay.example', 'members.mail'], ['anna@', 'members.mail'], ['anna@qu ay.example', 'members.mail'],
    ['anna\r\nBcc: all@quay.example', 'members.mail'], ['"anna b"@quay.example', 'members.mail'], ['a,b@quay.example', 'members.mail'],
    [`${'a'.repeat(65)}@quay.example`, 'members.mail'], ['anna@quay.example/x', 'members.mail'], ['anna@quay.example:25', 'members.mail'],
    ['anna@x@quay.example', 'members.mail'],
  ]
  for (const [text, says] of table) assert.equal(outcome(() => normaliseMail(text)), says, text)
})

test('after signing in one goes to a path of this site and nowhere else', () => {
  const table: [then: string | undefined, path: string | null][] = [
    ['/threats?type=malware#top', '/threats?type=malware#top'], ['/', '/'], ['/a/../b', '/b'], [undefined, null], ['', null], ['threats', null],
    ['//evil.example', null], ['/\\evil.example', null], ['https://evil.example', null], ['/%2f/evil.example', '/%2f/evil.example'], ['/a\nb', null],
    ['/a/..//evil.example', null], ['javascript:alert(1)', null], ['/ö', null],
  ]
  for (const [then, path] of table) assert.equal(localPath(then), path, String(then))
})

test('a browser is named in few words', () => {
  assert.equal(browserOf('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'), 'Firefox on Linux')
  assert.equal(browserOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'), 'Safari on macOS')
  assert.equal(browserOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0'), 'Edge on Windows')
  assert.equal(browserOf('curl/8.9'), 'curl/8.9')
  assert.equal(browserOf(''), 'Unknown')
})

function outcome<T>(move: () => T): T | string {
  try {
    return move()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}
