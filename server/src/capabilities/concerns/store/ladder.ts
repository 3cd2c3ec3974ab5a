/** How the ladder, the values of lots, and reminders that were sent are kept. */
import type { ConcernId, FactId, Micros, OrganisationId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Rung } from '../model/lapse.ts'

type RungRow = Row & Omit<Rung, 'by'> & { person: Rung['by'] }
const RUNG = 'seq, organisation, step, at, effective, ground, concern, ballot, words, person, fact'

export async function addRung(tx: Tx, rung: Omit<Rung, 'seq'>): Promise<void> {
  const last = await tx.get<{ seq: number | null }>('select max(seq) as seq from concerns_rung')
  await tx.run(
    `insert into concerns_rung (${RUNG}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    (last?.seq ?? 0) + 1, rung.organisation, rung.step, rung.at, rung.effective, rung.ground, rung.concern, rung.ballot, rung.words, rung.by, rung.fact,
  )
}

export async function loadRungs(tx: Reader): Promise<Map<OrganisationId, Rung[]>> {
  return Map.groupBy((await tx.all<RungRow>(`select ${RUNG} from concerns_rung order by seq`)).map(rungOf), ({ organisation }) => organisation)
}

export async function rungsOf(tx: Reader, organisation: OrganisationId): Promise<Rung[]> {
  return (await tx.all<RungRow>(`select ${RUNG} from concerns_rung where organisation = ? order by seq`, organisation)).map(rungOf)
}

const rungOf = ({ person, ...row }: RungRow): Rung => ({ ...row, by: person })

export type Lot = { concern: ConcernId; fact: FactId; commitment: string; salt: Uint8Array; value: Uint8Array; after: Micros }
type LotRow = Row & { concern: ConcernId; fact: FactId; commitment: string; salt: Uint8Array; value: Uint8Array; after: number }

export async function addLot(tx: Tx, lot: Lot): Promise<void> {
  await tx.run('insert into concerns_lot (concern, fact, commitment, salt, value, after, drawn) values (?, ?, ?, ?, ?, ?, 0)', lot.concern, lot.fact, lot.commitment, lot.salt, lot.value, lot.after)
}
/** Whose moment has come and which are not drawn yet. */
export const loadLots = (tx: Reader, now: Micros): Promise<Lot[]> => tx.all<LotRow>('select concern, fact, commitment, salt, value, after from concerns_lot where drawn = 0 and after <= ? order by after, fact', now)
export const saveDrawn = async (tx: Tx, fact: FactId): Promise<void> => void (await tx.run('update concerns_lot set drawn = 1 where fact = ?', fact))

/** True when it had not been sent. */
export const noteReminder = async (tx: Tx, what: string, now: Micros): Promise<boolean> => (await tx.run('insert into concerns_reminder (what, at) values (?, ?) on conflict do nothing', what, now)) === 1
