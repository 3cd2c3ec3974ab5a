/** The one row that says how far the log is, and the lease by which one of several hubs writes it. */
import type { Micros } from '@openaccord/names'
import type { Standstill } from '../model.ts'
import type { Reader, Row, Tx } from '../../../platform/database.ts'

export type State = {
  origin: string
  vkey: string
  size: number
  /** The last fact of the journal that was looked at. */
  taken: number
  /** The witness policy that was last stated in the log. */
  policy: string | null
  holder: string | null
  leaseUntil: Micros | null
  standstill: Standstill | undefined
}
type StateRow = Row & { origin: string; vkey: string; size: number; taken: number; policy: string | null; holder: string | null; lease_until: number | null; standstill: string | null }

export async function loadState(tx: Reader): Promise<State | undefined> {
  const row = await tx.get<StateRow>('select * from ledger_state where one = 1')
  if (row === undefined) return undefined
  const { origin, vkey, size, taken, policy, holder, lease_until: leaseUntil, standstill } = row
  return { origin, vkey, size, taken, policy, holder, leaseUntil, standstill: standstill === null ? undefined : (JSON.parse(standstill) as Standstill) }
}

/** The beginning of the log, once. */
export const insertState = (tx: Tx, { origin, vkey }: { origin: string; vkey: string }): Promise<number> =>
  tx.run('insert into ledger_state (one, origin, vkey, size, taken) values (1, ?, ?, 0, 0)', origin, vkey)

/** True when this hub writes now: nobody does, or the one who did has let the time pass. */
export async function takeLease(tx: Tx, { holder, now, until }: { holder: string; now: Micros; until: Micros }): Promise<boolean> {
  const sql = 'update ledger_state set holder = ?, lease_until = ? where one = 1 and (holder is null or holder = ? or lease_until < ?)'
  return (await tx.run(sql, holder, until, holder, now)) === 1
}

/** The embedded store belongs to one process: whoever held the lease before has ended. */
export const seizeLease = (tx: Tx, holder: string, until: Micros): Promise<number> =>
  tx.run('update ledger_state set holder = ?, lease_until = ? where one = 1', holder, until)

export const dropLease = (tx: Tx, holder: string): Promise<number> =>
  tx.run('update ledger_state set holder = null, lease_until = null where one = 1 and holder = ?', holder)

export const holdsLease = async (tx: Reader, holder: string): Promise<boolean> =>
  (await tx.get('select 1 as yes from ledger_state where one = 1 and holder = ?', holder)) !== undefined

/** Only the holder, and only from the size it believes: false when another hub was faster. */
export async function advanceState(tx: Tx, { holder, from, to, taken }: { holder: string; from: number; to: number; taken: number }): Promise<boolean> {
  return (await tx.run('update ledger_state set size = ?, taken = ? where one = 1 and holder = ? and size = ?', to, taken, holder, from)) === 1
}

export const saveStandstill = (tx: Tx, standstill: Standstill | undefined): Promise<number> =>
  tx.run('update ledger_state set standstill = ? where one = 1', standstill === undefined ? null : JSON.stringify(standstill))

export const savePolicy = (tx: Tx, policy: string): Promise<number> => tx.run('update ledger_state set policy = ? where one = 1', policy)

/** The guard beside the data, in its own schema; PostgreSQL only. */
export const loadGuardRow = async (tx: Reader): Promise<string | undefined> =>
  (await tx.get<{ note: string }>('select note from openaccord_guard.checkpoint where one = 1'))?.note

/** Compare and swap: false when it is not what one believes. */
export async function swapGuardRow(tx: Tx, from: string | undefined, to: string): Promise<boolean> {
  if (from === undefined) return (await tx.run('insert into openaccord_guard.checkpoint (one, note) values (1, ?) on conflict (one) do nothing', to)) === 1
  return (await tx.run('update openaccord_guard.checkpoint set note = ? where one = 1 and note = ?', to, from)) === 1
}
