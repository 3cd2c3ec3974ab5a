/** What the other rooms ask of this one, within their own transactions: audiences, names, who somebody was. */
import type { CommunityId, OrganisationId, PersonId, Right } from '@openaccord/names'
import type { Actor } from '../../kernel/index.ts'
import type { Reader } from '../../platform/database.ts'
import { managersOf, rightsIn, seesRoster, type Community, type Organisation, type Person } from './model.ts'
import { findCommunity, loadCommunities, loadRoster, loadStandings, type Enrolled } from './store/communities.ts'
import { findOrganisation, loadAlliance, loadOrganisations } from './store/organisations.ts'
import { loadPeople, loadPeopleByIds } from './store/people.ts'

/** The organisations that a community reaches now: active ones. Empty means nobody. Not to be shown as it is: see `visibleAudience`. */
export async function audienceOf(tx: Reader, community: CommunityId): Promise<Enrolled[]> {
  return (await loadRoster(tx, community)).filter(({ state }) => state === 'active')
}

/** The audience as this actor may see it, or undefined where the roster is hidden from him or he is no part of it. */
export async function visibleAudience(tx: Reader, actor: Actor, id: CommunityId): Promise<Enrolled[] | undefined> {
  const community = await findCommunity(tx, id)
  return community !== undefined && seesRoster(actor, community) ? audienceOf(tx, id) : undefined
}

/** The name of an organisation as the source of something in a community: hidden where naming it would tell the roster. */
export async function sourceName(tx: Reader, actor: Actor, organisation: OrganisationId, id: CommunityId): Promise<string | undefined> {
  const community = await findCommunity(tx, id)
  if (community === undefined || (actor.organisation !== organisation && !seesRoster(actor, community))) return undefined
  return nameOf(tx, organisation)
}

/** As the public register has it; undefined when there is none such. */
export async function nameOf(tx: Reader, organisation: OrganisationId): Promise<string | undefined> {
  return (await findOrganisation(tx, organisation))?.name
}

export async function namesOf(tx: Reader): Promise<Map<OrganisationId, string>> {
  return new Map((await loadOrganisations(tx)).map(({ id, name }) => [id, name]))
}

export const allianceName = async (tx: Reader): Promise<string | undefined> => (await loadAlliance(tx))?.name

export { findCommunity, findOrganisation, loadCommunities, loadOrganisations, loadStandings as communitiesOf, seesRoster }

/** Where to write to those who answer for an organisation now: its managers, or for a partner all who are active. */
export async function managersMails(tx: Reader, id: OrganisationId): Promise<string[]> {
  const organisation = await findOrganisation(tx, id)
  if (organisation === undefined) return []
  const people = await loadPeople(tx, id)
  const managers = managersOf(organisation, people)
  return (managers.length > 0 ? managers : people.filter(({ standing }) => standing.state === 'active')).map(({ mail }) => mail)
}

/** Who is active in an organisation, with what each may there now. */
export async function colleaguesOf(tx: Reader, id: OrganisationId): Promise<{ id: PersonId; name: string; mail: string; may: ReadonlySet<Right> }[]> {
  const organisation = await findOrganisation(tx, id)
  if (organisation === undefined) return []
  const people = (await loadPeople(tx, id)).filter(({ standing }) => standing.state === 'active')
  return people.map(({ id: person, name, mail, roles }) => ({ id: person, name, mail, may: rightsIn(organisation.standing, roles) }))
}

/** Also those who have left, then without a name. */
export const peopleByIds = (tx: Reader, ids: readonly PersonId[]): Promise<Person[]> => loadPeopleByIds(tx, ids)

/** Whether somebody who is here now has a right, as the organisation stands. */
export async function personHasRight(tx: Reader, id: PersonId, right: Right): Promise<boolean> {
  const [person] = await loadPeopleByIds(tx, [id])
  const organisation = person && (await findOrganisation(tx, person.organisation))
  return person?.standing.state === 'active' && organisation !== undefined && rightsIn(organisation.standing, person.roles).has(right)
}

export { lastActs } from './store/acts.ts'
export { mailsOfRight } from './verbs/ladder.ts'

export type { Community, Enrolled, Organisation, Person }
