/** What belongs to an embargo and to clocks and lies beside the time line: secrets of commitments, what is due, defaults, calendar feeds, reminders. */
import type { CaseId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Sealer } from '../store.ts'

export type Secret = { salt: Uint8Array; payload: Uint8Array }
export type SealedFact = { fact: FactId; seq: number; secret: Secret }

const place = (fact: string, of: CaseId): string => `cases_embargo_fact.sealed ${fact} ${of}`

export async function addSealedFact(tx: Tx, vault: Sealer, { fact, case: of, seq, secret }: SealedFact & { case: CaseId }): Promise<void> {
  const text = JSON.stringify({ salt: Buffer.from(secret.salt).toString('base64'), payload: Buffer.from(secret.payload).toString('base64') })
  await tx.run('insert into cases_embargo_fact (fact, case_id, seq, sealed) values (?, ?, ?, ?)', fact, of, seq, vault.sealText(text, place(fact, of)))
}

export async function sealedFactsOf(tx: Reader, vault: Sealer, of: CaseId): Promise<SealedFact[]> {
  const rows = await tx.all<Row & { fact: FactId; seq: number; sealed: Uint8Array }>('select fact, seq, sealed from cases_embargo_fact where case_id = ? order by seq, fact', of)
  return rows.map(({ fact, seq, sealed }) => {
    const { salt, payload } = JSON.parse(vault.openText(sealed, place(fact, of))) as { salt: string; payload: string }
    return { fact, seq, secret: { salt: new Uint8Array(Buffer.from(salt, 'base64')), payload: new Uint8Array(Buffer.from(payload, 'base64')) } }
  })
}

export async function saveDue(tx: Tx, of: CaseId, at: Micros | null): Promise<void> {
  await tx.run('delete from cases_due where case_id = ?', of)
  if (at !== null) await tx.run('insert into cases_due (case_id, at) values (?, ?)', of, at)
}
export const casesDue = async (tx: Reader, now: Micros, limit: number): Promise<CaseId[]> =>
  (await tx.all<{ case_id: CaseId }>('select case_id from cases_due where at <= ? order by at, case_id limit ?', now, limit)).map(({ case_id: id }) => id)

export async function saveDefault(tx: Tx, organisation: OrganisationId, wish: { days: number; zone: string } | null): Promise<void> {
  await tx.run('delete from cases_default where organisation = ?', organisation)
  if (wish !== null) await tx.run('insert into cases_default (organisation, days, zone) values (?, ?, ?)', organisation, wish.days, wish.zone)
}
export const defaultOf = (tx: Reader, organisation: OrganisationId): Promise<{ days: number; zone: string } | undefined> =>
  tx.get<Row & { days: number; zone: string }>('select days, zone from cases_default where organisation = ?', organisation)

export type Feed = { person: PersonId; organisation: OrganisationId; at: Micros }
export async function saveFeed(tx: Tx, { person, organisation, at, linkHash }: Feed & { linkHash: string }): Promise<void> {
  await removeFeed(tx, person)
  await tx.run('insert into cases_calendar (person, organisation, link_hash, at) values (?, ?, ?, ?)', person, organisation, linkHash, at)
}
export const removeFeed = (tx: Tx, person: PersonId): Promise<number> => tx.run('delete from cases_calendar where person = ?', person)
export const feedOf = (tx: Reader, person: PersonId): Promise<Feed | undefined> => tx.get<Row & Feed>('select person, organisation, at from cases_calendar where person = ?', person)
export const feedByLink = (tx: Reader, linkHash: string): Promise<Feed | undefined> => tx.get<Row & Feed>('select person, organisation, at from cases_calendar where link_hash = ?', linkHash)

/** Whether this has not been said before; it has been said from now on. */
export async function noteReminder(tx: Tx, what: string, at: Micros): Promise<boolean> {
  if ((await tx.get('select 1 from cases_reminder where what = ?', what)) !== undefined) return false
  await tx.run('insert into cases_reminder (what, at) values (?, ?)', what, at)
  return true
}
