/** How sealed cases, accreditations and sent reminders are kept. What is in a case is read by one function alone. */
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Accreditation, CaseId, SealedCase } from '../model/assurance.ts'

type CaseRow = Row & { id: CaseId; fact: FactId; engagement: FactId; organisation: OrganisationId; at: number; title: string; commitment: string; size: number; read_at: number | null }
const CASE = 'id, fact, engagement, organisation, at, title, commitment, size, read_at'
/** What opens the commitment in the log; both in base64. */
export type CaseSecret = { salt: string; payload: string }

export async function addCase(tx: Tx, one: SealedCase, secret: CaseSecret): Promise<void> {
  await tx.run('insert into commitments_case (id, fact, engagement, organisation, at, title, commitment, size, salt, payload) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    one.id, one.fact, one.engagement, one.by, one.at, one.title, one.commitment, one.size, secret.salt, secret.payload)
}

/** In the order in which they were sealed. */
export async function loadCases(tx: Reader, engagement: FactId): Promise<SealedCase[]> {
  return (await tx.all<CaseRow>(`select ${CASE} from commitments_case where engagement = ? order by at, id`, engagement)).map(caseOf)
}

/** How many each review has. */
export async function countCases(tx: Reader): Promise<Map<FactId, number>> {
  const rows = await tx.all<{ engagement: FactId; n: number }>('select engagement, count(*) as n from commitments_case group by engagement')
  return new Map(rows.map(({ engagement, n }) => [engagement, Number(n)]))
}

export async function findCase(tx: Reader, id: string): Promise<SealedCase | undefined> {
  const row = await tx.get<CaseRow>(`select ${CASE} from commitments_case where id = ?`, id)
  return row && caseOf(row)
}

/** Call it only once it is known that who asks is a side of the review. */
export async function loadCaseSecret(tx: Reader, id: CaseId): Promise<CaseSecret> {
  const row = await tx.get<CaseSecret & Row>('select salt, payload from commitments_case where id = ?', id)
  if (row === undefined) throw new Error(`${id} has lost its content`)
  return row
}

export const noteRead = async (tx: Tx, id: CaseId, at: Micros): Promise<void> => void (await tx.run('update commitments_case set read_at = ? where id = ? and read_at is null', at, id))

type AssessorRow = Row & { fact: FactId; organisation: OrganisationId; at: number; until: string; basis: string; ended: number | null }

/** Oldest first. */
export async function loadAccreditations(tx: Reader): Promise<Accreditation[]> {
  const rows = await tx.all<AssessorRow>('select fact, organisation, at, until, basis, ended from commitments_assessor order by at, fact')
  return rows.map(({ at, ...row }) => ({ ...row, from: at }))
}

export async function addAccreditation(tx: Tx, { fact, organisation, from, until, basis }: Accreditation): Promise<void> {
  await tx.run('insert into commitments_assessor (fact, organisation, at, until, basis) values (?, ?, ?, ?, ?)', fact, organisation, from, until, basis)
}

export const endAccreditation = async (tx: Tx, fact: FactId, at: Micros): Promise<void> => void (await tx.run('update commitments_assessor set ended = ? where fact = ? and ended is null', at, fact))

/** True when it had not been sent. */
export async function noteReminder(tx: Tx, organisation: OrganisationId, what: string, due: Micros, days: number): Promise<boolean> {
  return (await tx.run('insert into commitments_reminder (organisation, what, due, days) values (?, ?, ?, ?) on conflict do nothing', organisation, what, due, days)) === 1
}

function caseOf({ organisation, read_at: read, ...row }: CaseRow): SealedCase {
  return { ...row, by: organisation, read }
}
