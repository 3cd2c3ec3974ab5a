/** For the tests of this room: a real store, a sister room of plain lists, actors of every standing. */
import { randomBytes } from 'node:crypto'
import { newId, RIGHTS_OF, type CommunityId, type OrganisationId, type PersonId, type Right, type Role } from '@openaccord/names'
import { anonymous, type Actor, type Standing } from '../../../kernel/index.ts'
import type { Database } from '../../../platform/database.ts'
import { createJournal } from '../../../platform/journal.ts'
import { migrate } from '../../../platform/migrate.ts'
import { createExchange, exchangeRoom } from '../index.ts'
import type { Community, MembersPort } from '../means.ts'

export const random = (bytes: number): Uint8Array => randomBytes(bytes)

export type Cast = ReturnType<typeof createCast>

/** Communities, organisations and people that exist only here. */
export function createCast() {
  const communities: Community[] = []
  const organisations = new Map<OrganisationId, string>()
  const people = new Map<PersonId, { id: PersonId; name: string; organisation: OrganisationId; state: string }>()
  const standings = new Map<OrganisationId, Map<CommunityId, Standing>>()

  function community(name: string, rosterHidden = false): Community {
    const made = { id: newId('community', random), slug: name.toLowerCase().replaceAll(' ', '-'), name, rosterHidden }
    communities.push(made)
    return made
  }

  function organisation(name: string, places: readonly [Community, Standing][]): OrganisationId {
    const id = newId('org', random)
    organisations.set(id, name)
    standings.set(id, new Map(places.map(([{ id: community }, standing]) => [community, standing])))
    return id
  }

  function person(organisation: OrganisationId, role: Role, rights: readonly Right[] = RIGHTS_OF[role]): Actor & { person: PersonId; organisation: OrganisationId } {
    const id = newId('person', random)
    people.set(id, { id, name: `${organisations.get(organisation)} ${role}`, organisation, state: 'active' })
    return {
      person: id, organisation, may: new Set(rights), communities: standings.get(organisation) ?? new Map<CommunityId, Standing>(),
      via: { kind: 'token', id: newId('token', random) }, name: role,
    }
  }

  const enrolled = (id: CommunityId) =>
    [...standings].flatMap(([organisation, places]) => {
      const standing = places.get(id)
      return standing === undefined ? [] : [{ id: organisation, name: organisations.get(organisation)!, standing }]
    })
  const sees = (actor: Actor, id: CommunityId) =>
    actor.may.has('communities.curate') || (actor.communities.has(id) && !communities.some((each) => each.id === id && each.rosterHidden))

  const members: MembersPort = {
    findCommunity: async (_tx, id) => communities.find((each) => each.id === id),
    loadCommunities: async () => communities,
    audienceOf: async (_tx, id) => enrolled(id),
    visibleAudience: async (_tx, actor, id) => (sees(actor, id) ? enrolled(id) : undefined),
    sourceName: async (_tx, actor, organisation, id) => (actor.organisation === organisation || sees(actor, id) ? organisations.get(organisation) : undefined),
    peopleByIds: async (_tx, ids) => ids.flatMap((id) => people.get(id) ?? []),
    nameOf: async (_tx, organisation) => organisations.get(organisation),
    allianceName: async () => 'Test Alliance',
  }
  return { members, community, organisation, person, organisations, visitor: anonymous }
}

export async function openRoom(database: Database, cast: Cast, clock: () => number = () => Date.now() * 1000, maxContentBytes?: number) {
  await migrate(database, [exchangeRoom])
  const journal = createJournal({ database, random })
  return createExchange({
    database, members: cast.members, clock, random, cursorKey: randomBytes(32), origin: 'http://127.0.0.1:4180',
    journal: { write: (tx, { fact, at, ...body }) => journal.write(tx, { room: 'exchange', kind: fact, at, body }) },
    ...(maxContentBytes === undefined ? {} : { maxContentBytes }),
  })
}

export const bytesOf = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

export function indicator(id: string, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'indicator', spec_version: '2.1', id, created: '2024-01-01T00:00:00.000Z', modified: '2024-01-01T00:00:00.000Z', name: 'an indicator',
    pattern: "[ipv4-addr:value = '198.51.100.7']", pattern_type: 'stix', valid_from: '2024-01-01T00:00:00Z', ...rest,
  }
}
