/** How communities and who belongs to them are kept. */
import type { CommunityId, OrganisationId } from '@openaccord/names'
import { Refusal, type Standing } from '../../../kernel/index.ts'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Community, OrganisationKind, OrganisationState } from '../model.ts'

type CommunityRow = Row & { id: CommunityId; slug: string; name: string; description: string; roster_hidden: number; since: number }
/** One organisation of an audience. */
export type Enrolled = { id: OrganisationId; name: string; kind: OrganisationKind; state: OrganisationState['state']; standing: Standing; since: number }

const COLUMNS = 'id, slug, name, description, roster_hidden, since'

export const unknownCommunity = (): Refusal => new Refusal('unknown', 'members.community-unknown', 'there is no such community')

export async function findCommunity(tx: Reader, id: CommunityId): Promise<Community | undefined> {
  const row = await tx.get<CommunityRow>(`select ${COLUMNS} from members_community where id = ?`, id)
  return row && communityOf(row)
}

export async function loadCommunity(tx: Reader, id: CommunityId): Promise<Community> {
  const found = await findCommunity(tx, id)
  if (found === undefined) throw unknownCommunity()
  return found
}

export async function loadCommunities(tx: Reader): Promise<Community[]> {
  return (await tx.all<CommunityRow>(`select ${COLUMNS} from members_community order by name, id`)).map(communityOf)
}

export async function communitySlugIsTaken(tx: Reader, slug: string): Promise<boolean> {
  return (await tx.get('select 1 as taken from members_community where slug = ?', slug)) !== undefined
}

export async function countEnrolled(tx: Reader): Promise<Map<CommunityId, number>> {
  const rows = await tx.all<{ community: CommunityId; organisations: number }>(
    'select community, count(*) as organisations from members_enrolment group by community',
  )
  return new Map(rows.map(({ community, organisations }) => [community, organisations]))
}

export async function addCommunity(tx: Tx, c: Community): Promise<void> {
  await tx.run(`insert into members_community (${COLUMNS}) values (?, ?, ?, ?, ?, ?)`, c.id, c.slug, c.name, c.description, c.rosterHidden ? 1 : 0, c.since)
}

export async function saveCommunity(tx: Tx, c: Community): Promise<void> {
  await tx.run('update members_community set name = ?, description = ?, roster_hidden = ? where id = ?', c.name, c.description, c.rosterHidden ? 1 : 0, c.id)
}

/** Everybody on the roster, the suspended too. */
export async function loadRoster(tx: Reader, community: CommunityId): Promise<Enrolled[]> {
  return tx.all<Enrolled>(
    `select o.id, o.name, o.kind, o.state, e.standing, e.since from members_enrolment e join members_organisation o on o.id = e.organisation
     where e.community = ? order by o.name, o.id`, community,
  )
}

export async function loadStandings(tx: Reader, organisation: OrganisationId): Promise<Map<CommunityId, Standing>> {
  const rows = await tx.all<{ community: CommunityId; standing: Standing }>('select community, standing from members_enrolment where organisation = ?', organisation)
  return new Map(rows.map(({ community, standing }) => [community, standing]))
}

export async function saveEnrolment(tx: Tx, community: CommunityId, organisation: OrganisationId, standing: Standing, now: number): Promise<void> {
  await tx.run(
    `insert into members_enrolment (community, organisation, standing, since) values (?, ?, ?, ?)
     on conflict (community, organisation) do update set standing = excluded.standing`, community, organisation, standing, now,
  )
}

export async function removeEnrolment(tx: Tx, community: CommunityId, organisation: OrganisationId): Promise<boolean> {
  return (await tx.run('delete from members_enrolment where community = ? and organisation = ?', community, organisation)) === 1
}

export async function removeAllEnrolments(tx: Tx, organisation: OrganisationId): Promise<void> {
  await tx.run('delete from members_enrolment where organisation = ?', organisation)
}

const communityOf = ({ roster_hidden: hidden, ...row }: CommunityRow): Community => ({ ...row, rosterHidden: hidden === 1 })
