/** How the alliance and its organisations are kept. */
import type { OrganisationId } from '@openaccord/names'
import { Refusal } from '../../../kernel/index.ts'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Organisation, OrganisationKind, OrganisationSize, OrganisationState } from '../model.ts'

export type Alliance = { name: string; purpose: string; contact: string | null }
type OrganisationRow = Row & {
  id: OrganisationId
  slug: string
  name: string
  description: string
  country: string | null
  sector: string | null
  size: OrganisationSize | null
  website: string | null
  kind: OrganisationKind
  state: OrganisationState['state']
  state_at: number
  state_reason: string | null
  since: number
}

const COLUMNS = 'id, slug, name, description, country, sector, size, website, kind, state, state_at, state_reason, since'

export async function loadAlliance(tx: Reader): Promise<Alliance | undefined> {
  return tx.get<Alliance>('select name, purpose, contact from members_alliance where one = 1')
}

export async function saveAlliance(tx: Tx, alliance: Alliance, now: number): Promise<void> {
  await tx.run('insert into members_alliance (one, name, purpose, contact, founded_at) values (1, ?, ?, ?, ?)', alliance.name, alliance.purpose, alliance.contact, now)
}

/** One change to membership at a time, across all hubs: these are rare, and their rules look at several rows. */
export const lockMembership = (tx: Tx): Promise<void> => tx.lock('members')

export async function findOrganisation(tx: Reader, id: OrganisationId): Promise<Organisation | undefined> {
  const row = await tx.get<OrganisationRow>(`select ${COLUMNS} from members_organisation where id = ?`, id)
  return row && organisationOf(row)
}

export async function loadOrganisation(tx: Reader, id: OrganisationId): Promise<Organisation> {
  const found = await findOrganisation(tx, id)
  if (found === undefined) throw new Refusal('unknown', 'members.organisation-unknown', 'there is no such organisation')
  return found
}

export async function loadOrganisations(tx: Reader): Promise<Organisation[]> {
  const rows = await tx.all<OrganisationRow>(`select ${COLUMNS} from members_organisation order by name, id`)
  return rows.map(organisationOf)
}

export async function slugIsTaken(tx: Reader, slug: string): Promise<boolean> {
  return (await tx.get('select 1 as taken from members_organisation where slug = ?', slug)) !== undefined
}

/** For the front page: communities with a hidden roster are not even counted. */
export async function countActive(tx: Reader): Promise<{ organisations: number; communities: number; secretariats: number }> {
  const row = await tx.get<{ organisations: number; communities: number; secretariats: number }>(
    `select (select count(*) from members_organisation where state = 'active') as organisations,
       (select count(*) from members_community where roster_hidden = 0) as communities,
       (select count(*) from members_organisation where kind = 'secretariat') as secretariats`,
  )
  return row ?? { organisations: 0, communities: 0, secretariats: 0 }
}

/** How many people of each organisation are active or suspended. */
export async function countPeople(tx: Reader): Promise<Map<OrganisationId, number>> {
  const rows = await tx.all<{ organisation: OrganisationId; people: number }>(
    `select organisation, count(*) as people from members_person where state <> 'left' group by organisation`,
  )
  return new Map(rows.map(({ organisation, people }) => [organisation, people]))
}

export async function addOrganisation(tx: Tx, o: Organisation): Promise<void> {
  await tx.run(
    `insert into members_organisation (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    o.id, o.slug, o.name, o.description, o.country, o.sector, o.size, o.website, o.kind, o.standing.state, o.standing.at, reasonOf(o.standing), o.since,
  )
}

export async function saveOrganisation(tx: Tx, o: Organisation): Promise<void> {
  await tx.run(
    `update members_organisation set name = ?, description = ?, country = ?, sector = ?, size = ?, website = ?, state = ?, state_at = ?, state_reason = ? where id = ?`,
    o.name, o.description, o.country, o.sector, o.size, o.website, o.standing.state, o.standing.at, reasonOf(o.standing), o.id,
  )
}

const reasonOf = (standing: OrganisationState): string | null => (standing.state === 'suspended' ? standing.reason : null)

function organisationOf({ state, state_at: at, state_reason: reason, ...row }: OrganisationRow): Organisation {
  return { ...row, standing: state === 'suspended' ? { state, at, reason: reason ?? '' } : { state, at } }
}
