/** How sealed cases, accreditations and sent reminders are kept. What a case says goes through the vault: title, text, and the salt of its commitment. */
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Accreditation, CaseId, SealedCase } from '../model/assurance.ts'

type Kept = { id: CaseId; fact: FactId; engagement: FactId; organisation: OrganisationId; at: number; commitment: string; size: number; read_at: number | null }
type CaseRow = Row & Kept & { sealed: Uint8Array }
const CASE = 'id, fact, engagement, organisation, at, commitment, size, sealed, read_at'
/** What opens the commitment in the log; both in base64. */
export type CaseSecret = { salt: string; payload: string }
type Inside = CaseSecret & { title: string }

/** Of platform/vault.ts. */
type Vault = { sealText(text: string, about: string): Uint8Array; openText(sealed: Uint8Array, about: string): string }

const LOST = 'Sealed under a key this hub no longer has'
const placeOf = (id: string): string => `commitments_sealed_case.sealed ${id}`

export async function addCase(tx: Tx, vault: Vault, one: SealedCase, { salt, payload }: CaseSecret): Promise<void> {
  const sealed = vault.sealText(JSON.stringify({ title: one.title, salt, payload } satisfies Inside), placeOf(one.id))
  await tx.run(`insert into commitments_sealed_case (${CASE}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    one.id, one.fact, one.engagement, one.by, one.at, one.commitment, one.size, sealed, one.read)
}

/** In the order in which they were sealed. */
export async function loadCases(tx: Reader, vault: Vault, engagement: FactId): Promise<SealedCase[]> {
  return (await tx.all<CaseRow>(`select ${CASE} from commitments_sealed_case where engagement = ? order by at, id`, engagement)).map((row) => caseOf(row, inside(vault, row)))
}

/** How many each review has. */
export async function countCases(tx: Reader): Promise<Map<FactId, number>> {
  const rows = await tx.all<{ engagement: FactId; n: number }>('select engagement, count(*) as n from commitments_sealed_case group by engagement')
  return new Map(rows.map(({ engagement, n }) => [engagement, Number(n)]))
}

export async function findCase(tx: Reader, vault: Vault, id: string): Promise<SealedCase | undefined> {
  const row = await tx.get<CaseRow>(`select ${CASE} from commitments_sealed_case where id = ?`, id)
  return row && caseOf(row, inside(vault, row))
}

/** Call it only once it is known that who asks is a side of the review. Undefined where the key it was sealed under is lost. */
export async function loadCaseSecret(tx: Reader, vault: Vault, id: CaseId): Promise<CaseSecret | undefined> {
  const row = await tx.get<CaseRow>(`select ${CASE} from commitments_sealed_case where id = ?`, id)
  if (row === undefined) throw new Error(`${id} has lost its content`)
  return inside(vault, row)
}

/** Cases of the time before the vault, in clear until now; a few at a time. How many were sealed. */
export async function sealOldCases(tx: Tx, vault: Vault, most: number): Promise<number> {
  const rows = await tx.all<Row & Kept & Inside>('select id, fact, engagement, organisation, at, title, commitment, size, salt, payload, read_at from commitments_case order by id limit ?', most)
  for (const { title, salt, payload, ...row } of rows) {
    await addCase(tx, vault, caseOf(row, { title }), { salt, payload })
    await tx.run('delete from commitments_case where id = ?', row.id)
  }
  return rows.length
}

export const noteRead = async (tx: Tx, id: CaseId, at: Micros): Promise<void> => void (await tx.run('update commitments_sealed_case set read_at = ? where id = ? and read_at is null', at, id))

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

function caseOf({ organisation, read_at: read, id, fact, engagement, at, commitment, size }: Kept, opened: { title: string } | undefined): SealedCase {
  return { id, fact, engagement, by: organisation, at, title: opened?.title ?? LOST, commitment, size, read }
}

function inside(vault: Vault, { id, sealed }: CaseRow): Inside | undefined {
  try {
    return JSON.parse(vault.openText(sealed, placeOf(id)))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'unknown-key') return undefined
    throw error
  }
}
