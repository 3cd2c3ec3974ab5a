/** Checkpoints that were published, and conflicts that were found. */
import type { Micros } from '@openaccord/names'
import { parseSignedCheckpoint } from '@openaccord/tlog'
import type { Reader, Row, Tx } from '../../../platform/database.ts'

/** `cosigned`: which witnesses of the policy, and when they say they did, in seconds since 1970. */
export type Published = { size: number; note: string; at: Micros; cosigned: { witness: string; time: number }[] }
type PublishedRow = Row & { size: number; note: string; at: number; cosigned: string }

const published = ({ size, note, at, cosigned }: PublishedRow): Published => ({ size, note, at, cosigned: JSON.parse(cosigned) as Published['cosigned'] })

export async function loadPublished(tx: Reader): Promise<Published | undefined> {
  const row = await tx.get<PublishedRow>('select size, note, at, cosigned from ledger_checkpoint order by size desc limit 1')
  return row && published(row)
}

/** The first published checkpoint that covers this place: as close to the act as there is one. */
export async function firstCovering(tx: Reader, place: number): Promise<Published | undefined> {
  const row = await tx.get<PublishedRow>('select size, note, at, cosigned from ledger_checkpoint where size > ? order by size limit 1', place)
  return row && published(row)
}

/** The first published checkpoint over the entry of this fact; undefined where none covers it yet. */
export async function checkpointOver(tx: Reader, fact: string): Promise<{ size: number; rootHash: Uint8Array } | undefined> {
  const entry = await tx.get<{ place: number }>('select place from ledger_entry where fact = ?', fact)
  const first = entry && (await firstCovering(tx, entry.place))
  if (first === undefined) return undefined
  const { size, root } = parseSignedCheckpoint(first.note)
  return { size, rootHash: root }
}

/** One of the same size is replaced: it has other cosignatures and says the same. */
export const savePublished = (tx: Tx, { size, note, at, cosigned }: Published): Promise<number> =>
  tx.run(
    'insert into ledger_checkpoint (size, note, at, cosigned) values (?, ?, ?, ?) on conflict (size) do update set note = excluded.note, at = excluded.at, cosigned = excluded.cosigned',
    size, note, at, JSON.stringify(cosigned),
  )

export const insertConflict = (tx: Tx, { id, at, file }: { id: string; at: Micros; file: string }): Promise<number> =>
  tx.run('insert into ledger_conflict (id, at, file) values (?, ?, ?) on conflict (id) do nothing', id, at, file)

export const listConflicts = async (tx: Reader): Promise<string[]> =>
  (await tx.all<{ file: string }>('select file from ledger_conflict order by at, id limit 100')).map(({ file }) => file)

export const countConflicts = async (tx: Reader): Promise<number> => Number((await tx.get<{ n: number }>('select count(*) as n from ledger_conflict'))?.n ?? 0)
