/**
 * Members: organisations, their people, what each may do, and the communities they form.
 * Everything here is pure: what is true and a moment go in, what is true next or a refusal comes out.
 */
import type { CommunityId, InvitationId, Micros, OrganisationId, PersonId, Right, Role } from '@openaccord/names'
import { RIGHTS_OF, ROLES } from '@openaccord/names'
import { DAY, Refusal, type Actor, type Standing } from '../../kernel/index.ts'
import { byFinding } from './model/measures.ts'

export type OrganisationKind = 'signatory' | 'partner' | 'secretariat'
/** Classes by people employed: fewer than 10, 50, 250, or more. */
export type OrganisationSize = 'micro' | 'small' | 'medium' | 'large'
/** `at` is when this state began. */
export type OrganisationState = { state: 'active'; at: Micros } | { state: 'suspended'; at: Micros; reason: string } | { state: 'left'; at: Micros }
export type Organisation = {
  id: OrganisationId
  slug: string
  name: string
  description: string
  country: string | null
  sector: string | null
  size: OrganisationSize | null
  website: string | null
  kind: OrganisationKind
  standing: OrganisationState
  since: Micros
}
export type OrganisationWords = Pick<Organisation, 'name' | 'description' | 'country' | 'sector' | 'size' | 'website'>

export type PersonState = { state: 'active' | 'suspended' | 'left'; at: Micros }
/** One person belongs to one organisation. Who has left has neither name nor mail here any more. */
export type Person = {
  id: PersonId
  organisation: OrganisationId
  name: string
  mail: string
  roles: readonly Role[]
  standing: PersonState
  since: Micros
  lastSeen: Micros | null
}

export type Invitation = {
  id: InvitationId
  organisation: OrganisationId
  mail: string
  roles: readonly Role[]
  invitedBy: PersonId | null
  sent: Micros
  expires: Micros
}

export type Community = { id: CommunityId; slug: string; name: string; description: string; rosterHidden: boolean; since: Micros }

export const INVITATION_LASTS = 14 * DAY
export const FORMER = 'Former member'

/** Which roles each kind of organisation may hold. */
const ROLES_IN: Record<OrganisationKind, readonly Role[]> = {
  signatory: ['representative', 'psirt-analyst', 'threat-analyst', 'release-engineer', 'reader'],
  partner: ['partner', 'reader', 'ombudsperson', 'assessor'],
  secretariat: ['secretariat', 'representative', 'psirt-analyst', 'threat-analyst', 'release-engineer', 'reader'],
}
/** The role that answers for the organisation; a partner is looked after by the secretariat. */
const MANAGING: Record<OrganisationKind, Role | undefined> = { signatory: 'representative', partner: undefined, secretariat: 'secretariat' }

export function rightsOf(roles: readonly Role[]): Set<Right> {
  return new Set(roles.flatMap((role) => RIGHTS_OF[role]))
}

/** What is left to people of a suspended organisation: to sign for it (reports on commitments, answers, appeals, attestations) and to look after the keys for that. */
const WHILE_SUSPENDED: ReadonlySet<Right> = new Set(['acts.sign', 'keys.manage'])

/** Who may do what, from the standing of the organisation and the roles of the person: decided here and nowhere else. */
export function rightsIn({ state }: OrganisationState, roles: readonly Role[]): Set<Right> {
  if (state === 'active') return rightsOf(roles)
  return state === 'suspended' ? rightsOf(roles).intersection(WHILE_SUSPENDED) : new Set()
}

/** Each once, in the order of the table. */
export const inOrder = (roles: readonly Role[]): Role[] => ROLES.filter((role) => roles.includes(role))

/** One's own organisation with `organisation.manage`; any with `members.admit`. */
export function manages(actor: Actor, organisation: OrganisationId): boolean {
  return actor.may.has('organisation.manage') && (actor.organisation === organisation || actor.may.has('members.admit'))
}

export function needManages(actor: Actor, organisation: OrganisationId): void {
  if (manages(actor, organisation)) return
  throw new Refusal('forbidden', 'members.not-yours', 'this is for those who manage that organisation, and for the secretariat')
}

/** The roles this actor may give to and take from people of that organisation. */
function givable(actor: Actor, organisation: Organisation): readonly Role[] {
  const held = ROLES_IN[organisation.kind]
  return actor.may.has('members.admit') ? held : held.filter((role) => role !== 'secretariat')
}

/** Refuses roles that this kind of organisation does not hold, or that the actor may not give. Returns them in order. */
export function giveRoles(actor: Actor, organisation: Organisation, roles: readonly Role[]): Role[] {
  needManages(actor, organisation.id)
  if (roles.length === 0) throw badRoles('at least one', 'choose what the person does')
  const odd = roles.find((role) => !ROLES_IN[organisation.kind].includes(role))
  if (odd !== undefined) {
    throw badRoles(`a ${organisation.kind} organisation has no “${odd}”`, `choose among ${ROLES_IN[organisation.kind].join(', ')}`)
  }
  const high = roles.find((role) => !givable(actor, organisation).includes(role))
  if (high !== undefined) {
    throw new Refusal('forbidden', 'members.role-not-yours', `you may not give or take the role “${high}”: the secretariat does`)
  }
  return inOrder(roles)
}

const badRoles = (rule: string, fix: string): Refusal =>
  new Refusal('unprocessable', 'members.roles', 'these roles do not fit', { faults: [{ field: '/roles', rule, fix }] })

/** May this actor change what that person is? Not when the person holds a role the actor could not give. */
export function needMayChange(actor: Actor, organisation: Organisation, person: Person): void {
  needManages(actor, organisation.id)
  const high = person.roles.find((role) => ROLES_IN[organisation.kind].includes(role) && !givable(actor, organisation).includes(role))
  if (high !== undefined) {
    throw new Refusal('forbidden', 'members.role-not-yours', `a person with the role “${high}” is changed by the secretariat only`)
  }
}

/** Who answers for the organisation now. */
export function managersOf(organisation: Organisation, people: readonly Person[]): Person[] {
  const role = MANAGING[organisation.kind]
  return people.filter(({ roles, standing }) => role !== undefined && standing.state === 'active' && roles.includes(role))
}

/** An organisation that has somebody who answers for it keeps at least one. Returns the next person. */
export function keepAManager(organisation: Organisation, people: readonly Person[], next: Person): Person {
  const after = people.map((person) => (person.id === next.id ? next : person))
  if (managersOf(organisation, people).length > 0 && managersOf(organisation, after).length === 0) {
    const role = MANAGING[organisation.kind]
    throw new Refusal('conflict', 'members.last-manager', `${organisation.name} would have nobody left with the role “${role}”: give it to another person first`)
  }
  return next
}

export function changeRoles(actor: Actor, organisation: Organisation, people: readonly Person[], person: Person, roles: readonly Role[]): Person {
  needMayChange(actor, organisation, person)
  return keepAManager(organisation, people, { ...person, roles: giveRoles(actor, organisation, roles) })
}

export function suspendPerson(actor: Actor, organisation: Organisation, people: readonly Person[], person: Person, now: Micros): Person {
  needMayChange(actor, organisation, person)
  if (person.standing.state !== 'active') throw new Refusal('conflict', 'members.person-not-active', 'this person is suspended already')
  return keepAManager(organisation, people, { ...person, standing: { state: 'suspended', at: now } })
}

export function restorePerson(actor: Actor, organisation: Organisation, person: Person, now: Micros): Person {
  needMayChange(actor, organisation, person)
  if (person.standing.state !== 'suspended') throw new Refusal('conflict', 'members.person-not-suspended', 'this person is not suspended')
  return { ...person, standing: { state: 'active', at: now } }
}

/** Oneself, or a person of the organisation one manages. Name and mail are forgotten; the id stays in the records. */
export function leave(actor: Actor, organisation: Organisation, people: readonly Person[], person: Person, now: Micros): Person {
  if (actor.person !== person.id) needMayChange(actor, organisation, person)
  return keepAManager(organisation, people, formerly(person, now))
}

export const formerly = (person: Person, now: Micros): Person => ({
  ...person, name: FORMER, mail: '', roles: [], standing: { state: 'left', at: now }, lastSeen: null,
})

/** A signatory comes back by the way it was suspended: docs/decisions/0011. */
export function restoreOrganisation(organisation: Organisation, now: Micros): Organisation {
  if (organisation.kind === 'signatory') throw byFinding(organisation.name)
  if (organisation.standing.state !== 'suspended') throw new Refusal('conflict', 'members.organisation-not-suspended', `${organisation.name} is not suspended`)
  return { ...organisation, standing: { state: 'active', at: now } }
}

/** An organisation ends its own membership, nobody else's; who signed the pledge has withdrawn from it before, by a signed act. The secretariat's own never ends. */
export function endMembership(actor: Actor, organisation: Organisation, stillSigned: boolean, now: Micros): Organisation {
  if (actor.organisation !== organisation.id) throw organisation.kind === 'signatory' ? byFinding(organisation.name) : twoPersons()
  needManages(actor, organisation.id)
  if (organisation.kind === 'secretariat') throw new Refusal('conflict', 'members.secretariat-stays', 'the secretariat’s own organisation does not leave')
  if (organisation.standing.state === 'left') throw new Refusal('conflict', 'members.organisation-left', `${organisation.name} has left already`)
  if (stillSigned) throw new Refusal('conflict', 'members.withdraw-first', `${organisation.name} has signed the pledge: it withdraws by a signed act first`)
  return { ...organisation, standing: { state: 'left', at: now } }
}

const twoPersons = (): Refusal => new Refusal('forbidden', 'members.two-persons', 'the secretariat removes an organisation by two persons: ask for it, and a second person confirms it')

/** A left organisation takes nobody in; a suspended one waits. */
export function needActive(organisation: Organisation): void {
  if (organisation.standing.state === 'active') return
  throw new Refusal('conflict', 'members.organisation-not-active', `${organisation.name} ${organisation.standing.state === 'left' ? 'has left the alliance' : 'is suspended'}`)
}

/** A partner organisation stands beside a community; a signatory may be a member of it or a partner. */
export function needFits(organisation: Organisation, standing: Standing): void {
  needActive(organisation)
  if (organisation.kind === 'partner' && standing === 'member') {
    throw new Refusal('unprocessable', 'members.standing', 'a partner organisation does not become a member of a community', {
      faults: [{ field: '/standing', rule: 'a partner organisation stands beside a community', fix: 'write "partner"' }],
    })
  }
}

/** Who sees who belongs: the secretariat always, others of the community unless the roster is hidden. */
export const seesRoster = (actor: Actor, community: Community): boolean =>
  actor.may.has('communities.curate') || (!community.rosterHidden && actor.communities.has(community.id))

/** Outside a community one does not hear that it exists. */
export const knowsCommunity = (actor: Actor, community: CommunityId): boolean => actor.may.has('communities.curate') || actor.communities.has(community)

/** What a mail server takes without extensions (RFC 5321 §4.1.2, dot-string). */
const LOCAL_PART = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/
const HOST_NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/

/** One address, one spelling: lower case, no blanks around, the host name in ASCII. */
export function normaliseMail(text: string): string {
  const trimmed = text.trim().normalize('NFC').toLowerCase()
  const at = trimmed.lastIndexOf('@')
  const after = trimmed.slice(at + 1)
  const host = /[/:?#@\\[\]%]/.test(after) ? undefined : URL.parse(`https://${after}`)?.hostname
  if (host === undefined || trimmed.length > 254 || !LOCAL_PART.test(trimmed.slice(0, Math.max(0, at))) || !HOST_NAME.test(host)) {
    throw new Refusal('unprocessable', 'members.mail', 'this is not a mail address', {
      faults: [{ field: '/mail', rule: 'a mail address', fix: 'write it as name@host.example' }],
    })
  }
  return `${trimmed.slice(0, at)}@${host}`
}
