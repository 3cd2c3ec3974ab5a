/** How far each reader has read, and what each was told by mail. A reader is a person, or a guest's party. */
import type { CaseId, Micros } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'

/** By case and thread: the number of the last entry that was read. */
export type Marks = ReadonlyMap<CaseId, ReadonlyMap<number, number>>

export async function marksOf(tx: Reader, reader: string, of?: CaseId): Promise<Marks> {
  const rows = await tx.all<Row & { case_id: CaseId; thread: number; seq: number }>(
    `select case_id, thread, seq from cases_read where reader = ?${of === undefined ? '' : ' and case_id = ?'}`, reader, ...(of === undefined ? [] : [of]),
  )
  return new Map([...Map.groupBy(rows, ({ case_id: id }) => id)].map(([id, some]) => [id, new Map(some.map(({ thread, seq }) => [thread, seq]))]))
}

export async function markRead(tx: Tx, { of, reader, thread, seq }: { of: CaseId; reader: string; thread: number; seq: number }): Promise<void> {
  const key = [of, reader, thread] as const
  if ((await tx.run('update cases_read set seq = ? where case_id = ? and reader = ? and thread = ? and seq < ?', seq, ...key, seq)) > 0) return
  if ((await tx.get('select 1 from cases_read where case_id = ? and reader = ? and thread = ?', ...key)) !== undefined) return
  await tx.run('insert into cases_read (case_id, reader, thread, seq) values (?, ?, ?, ?)', ...key, seq)
}

export async function toldOf(tx: Reader, of: CaseId): Promise<Map<string, number>> {
  return new Map((await tx.all<{ reader: string; seq: number }>('select reader, seq from cases_told where case_id = ?', of)).map(({ reader, seq }) => [reader, seq]))
}
export async function markTold(tx: Tx, of: CaseId, reader: string, seq: number): Promise<void> {
  if ((await tx.run('update cases_told set seq = ? where case_id = ? and reader = ?', seq, of, reader)) > 0) return
  await tx.run('insert into cases_told (case_id, reader, seq) values (?, ?, ?)', of, reader, seq)
}

export async function mailedAt(tx: Reader): Promise<Map<string, Micros>> {
  return new Map((await tx.all<{ reader: string; at: number }>('select reader, at from cases_mailed')).map(({ reader, at }) => [reader, at]))
}
export async function markMailed(tx: Tx, reader: string, at: Micros): Promise<void> {
  if ((await tx.run('update cases_mailed set at = ? where reader = ?', at, reader)) > 0) return
  await tx.run('insert into cases_mailed (reader, at) values (?, ?)', reader, at)
}
