/** How people and their invitations are kept. */
import { isRole, type InvitationId, type OrganisationId, type PersonId, type Role } from '@openaccord/names'
import { Refusal } from '../../../kernel/index.ts'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Invitation, Person, PersonState } from '../model.ts'

type PersonRow = Row & {
  id: PersonId
  organisation: OrganisationId
  name: string
  mail: string
  roles: string
  state: PersonState['state']
  state_at: number
  since: number
  last_seen: number | null
}
type InvitationRow = Row & {
  id: InvitationId
  organisation: OrganisationId
  mail: string
  roles: string
  invited_by: PersonId | null
  sent_at: number
  expires_at: number
}

const PERSON = 'id, organisation, name, mail, roles, state, state_at, since, last_seen'
const INVITATION = 'id, organisation, mail, roles, invited_by, sent_at, expires_at'

export const rolesOf = (words: string): Role[] => words.split(' ').filter(isRole)

export async function findPerson(tx: Reader, id: PersonId): Promise<Person | undefined> {
  const row = await tx.get<PersonRow>(`select ${PERSON} from members_person where id = ? and state <> 'left'`, id)
  return row && personOf(row)
}

export async function loadPerson(tx: Reader, id: PersonId): Promise<Person> {
  const found = await findPerson(tx, id)
  if (found === undefined) throw unknownPerson()
  return found
}

export const unknownPerson = (): Refusal => new Refusal('unknown', 'members.person-unknown', 'there is no such person')

/** Active or suspended: the address belongs to one person at a time. */
export async function findPersonByMail(tx: Reader, mail: string): Promise<Person | undefined> {
  const row = await tx.get<PersonRow>(`select ${PERSON} from members_person where mail = ? and state <> 'left'`, mail)
  return row && personOf(row)
}

/** Those who have not left, by name. */
export async function loadPeople(tx: Reader, organisation: OrganisationId): Promise<Person[]> {
  const rows = await tx.all<PersonRow>(`select ${PERSON} from members_person where organisation = ? and state <> 'left' order by name, id`, organisation)
  return rows.map(personOf)
}

/** Also those who have left, for naming who did something. */
export async function loadPeopleByIds(tx: Reader, ids: readonly PersonId[]): Promise<Person[]> {
  const people: Person[] = []
  for (const id of new Set(ids)) {
    const row = await tx.get<PersonRow>(`select ${PERSON} from members_person where id = ?`, id)
    if (row !== undefined) people.push(personOf(row))
  }
  return people
}

export async function countPasskeys(tx: Reader, organisation: OrganisationId): Promise<Map<PersonId, number>> {
  const rows = await tx.all<{ person: PersonId; passkeys: number }>(
    `select k.person, count(*) as passkeys from members_passkey k join members_person p on p.id = k.person where p.organisation = ? group by k.person`,
    organisation,
  )
  return new Map(rows.map(({ person, passkeys }) => [person, passkeys]))
}

export async function addPerson(tx: Tx, p: Person): Promise<void> {
  await tx.run(
    `insert into members_person (${PERSON}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    p.id, p.organisation, p.name, p.mail, p.roles.join(' '), p.standing.state, p.standing.at, p.since, p.lastSeen,
  )
}

export async function savePerson(tx: Tx, p: Person): Promise<void> {
  await tx.run(
    'update members_person set name = ?, mail = ?, roles = ?, state = ?, state_at = ? where id = ?',
    p.name, p.mail, p.roles.join(' '), p.standing.state, p.standing.at, p.id,
  )
}

export async function addInvitation(tx: Tx, i: Invitation, secretHash: string): Promise<void> {
  await tx.run(
    `insert into members_invitation (${INVITATION}, secret_hash) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    i.id, i.organisation, i.mail, i.roles.join(' '), i.invitedBy, i.sent, i.expires, secretHash,
  )
}

export async function loadInvitations(tx: Reader, organisation: OrganisationId, now: number): Promise<Invitation[]> {
  const rows = await tx.all<InvitationRow>(
    `select ${INVITATION} from members_invitation where organisation = ? and expires_at > ? order by sent_at desc, id`, organisation, now,
  )
  return rows.map(invitationOf)
}

export async function findInvitation(tx: Reader, id: InvitationId): Promise<Invitation | undefined> {
  const row = await tx.get<InvitationRow>(`select ${INVITATION} from members_invitation where id = ?`, id)
  return row && invitationOf(row)
}

export async function findInvitationBySecret(tx: Reader, secretHash: string, now: number): Promise<Invitation | undefined> {
  const row = await tx.get<InvitationRow>(`select ${INVITATION} from members_invitation where secret_hash = ? and expires_at > ?`, secretHash, now)
  return row && invitationOf(row)
}

export async function findOpenInvitations(tx: Reader, mail: string, now: number): Promise<Invitation[]> {
  const rows = await tx.all<InvitationRow>(`select ${INVITATION} from members_invitation where mail = ? and expires_at > ?`, mail, now)
  return rows.map(invitationOf)
}

/** True for the one who took it out, also when two try at once. */
export async function removeInvitation(tx: Tx, id: InvitationId): Promise<boolean> {
  return (await tx.run('delete from members_invitation where id = ?', id)) === 1
}

/** An invitation does not outlive the address being taken, or the right of the one who wrote it. */
export async function removeInvitationsTo(tx: Tx, mail: string): Promise<void> {
  await tx.run('delete from members_invitation where mail = ?', mail)
}
export async function removeInvitationsBy(tx: Tx, person: PersonId): Promise<void> {
  await tx.run('delete from members_invitation where invited_by = ?', person)
}
export async function removeInvitationsOf(tx: Tx, organisation: OrganisationId): Promise<void> {
  await tx.run('delete from members_invitation where organisation = ?', organisation)
}

function personOf({ id, organisation, name, mail, roles, state, state_at: at, since, last_seen: lastSeen }: PersonRow): Person {
  return { id, organisation, name, mail, roles: rolesOf(roles), standing: { state, at }, since, lastSeen }
}

function invitationOf({ id, organisation, mail, roles, invited_by: invitedBy, sent_at: sent, expires_at: expires }: InvitationRow): Invitation {
  return { id, organisation, mail, roles: rolesOf(roles), invitedBy, sent, expires }
}
