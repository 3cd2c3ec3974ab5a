/** How what waits is kept: acts of the secretariat for a second person, signatures for their ceremony, reminders that were sent. */
import type { FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { SecretariatKind } from '../model.ts'

export type ProposalId = `proposal_${string}`
export type Proposal = { id: ProposalId; kind: SecretariatKind; person: PersonId; at: Micros; statement: string; says: string; envelope: string }

const PROPOSAL = 'id, kind, person, at, statement, says, envelope'

export async function addProposal(tx: Tx, p: Proposal): Promise<void> {
  await tx.run(`insert into pledges_proposal (${PROPOSAL}) values (?, ?, ?, ?, ?, ?, ?)`, p.id, p.kind, p.person, p.at, p.statement, p.says, p.envelope)
}
export const loadProposals = (tx: Reader): Promise<Proposal[]> => tx.all<Row & Proposal>(`select ${PROPOSAL} from pledges_proposal order by at, id`)
export const findProposal = (tx: Reader, id: string): Promise<Proposal | undefined> => tx.get<Row & Proposal>(`select ${PROPOSAL} from pledges_proposal where id = ?`, id)
/** True for the one who took it out. */
export const removeProposal = async (tx: Tx, id: string): Promise<boolean> => (await tx.run('delete from pledges_proposal where id = ?', id)) === 1

export type CeremonyId = `ceremony_${string}`
export type CeremonyState = 'open' | 'held' | 'cancelled'
export type Ceremony = { id: CeremonyId; title: string; version: string; sha256: string; at: Micros; state: CeremonyState; openedAt: Micros }
export type Seat = { ceremony: CeremonyId; organisation: OrganisationId; envelope: string | null; preparedAt: Micros | null; fact: FactId | null; refused: string | null }

type CeremonyRow = Row & { id: CeremonyId; title: string; version: string; sha256: string; at: number; state: CeremonyState; opened_at: number }
type SeatRow = Row & { ceremony: CeremonyId; organisation: OrganisationId; envelope: string | null; prepared_at: number | null; fact: FactId | null; refused: string | null }
const CEREMONY = 'id, title, version, sha256, at, state, opened_at'
const SEAT = 'ceremony, organisation, envelope, prepared_at, fact, refused'

export async function addCeremony(tx: Tx, c: Ceremony, organisations: readonly OrganisationId[]): Promise<void> {
  await tx.run(`insert into pledges_ceremony (${CEREMONY}) values (?, ?, ?, ?, ?, ?, ?)`, c.id, c.title, c.version, c.sha256, c.at, c.state, c.openedAt)
  await tx.bulk('pledges_seat', { ceremony: { every: c.id }, organisation: organisations }, organisations.length)
}

export async function saveCeremonyState(tx: Tx, id: CeremonyId, state: CeremonyState): Promise<void> {
  await tx.run('update pledges_ceremony set state = ? where id = ?', state, id)
}

export async function saveSeat(tx: Tx, s: Seat): Promise<void> {
  await tx.run('update pledges_seat set envelope = ?, prepared_at = ?, fact = ?, refused = ? where ceremony = ? and organisation = ?', s.envelope, s.preparedAt, s.fact, s.refused, s.ceremony, s.organisation)
}

/** Newest first. */
export async function loadCeremonies(tx: Reader): Promise<Ceremony[]> {
  return (await tx.all<CeremonyRow>(`select ${CEREMONY} from pledges_ceremony order by at desc, id`)).map(ceremonyOf)
}

export async function findCeremony(tx: Reader, id: string): Promise<Ceremony | undefined> {
  const row = await tx.get<CeremonyRow>(`select ${CEREMONY} from pledges_ceremony where id = ?`, id)
  return row && ceremonyOf(row)
}

export async function loadSeats(tx: Reader, ceremony: CeremonyId): Promise<Seat[]> {
  return (await tx.all<SeatRow>(`select ${SEAT} from pledges_seat where ceremony = ?`, ceremony)).map(({ prepared_at: preparedAt, ...row }) => ({ ...row, preparedAt }))
}

const ceremonyOf = ({ opened_at: openedAt, ...row }: CeremonyRow): Ceremony => ({ ...row, openedAt })

/** True when it had not been sent. */
export async function noteReminder(tx: Tx, organisation: OrganisationId, due: Micros, days: number): Promise<boolean> {
  return (await tx.run('insert into pledges_reminder (organisation, due, days) values (?, ?, ?) on conflict do nothing', organisation, due, days)) === 1
}
