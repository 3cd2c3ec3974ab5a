/** Taking versions out, handing them over to who sent them too, and ranking what is left. */
import type { Row, Tx } from '../../../platform/database.ts'
import { rankVersions, type Party, type Version } from '../model.ts'
import type { Collection } from './collections.ts'
import { mendRanks } from './intake.ts'

export type KeptVersion = Version & { seq: number }
type VersionRow = Row & { seq: number; line: number; version: number; least: number; whole: number; owner: number }

/** All versions of an object with everyone who sent them, the earliest sender first. */
export async function loadVersions(tx: Tx, { key }: Collection, id: string): Promise<KeptVersion[]> {
  const rows = await tx.all<VersionRow>('select seq, line, version, least, whole, owner from exchange_object where collection = ? and id = ?', key, id)
  const sources = await tx.all<{ object: number; party: number }>(
    `select s.object, s.party from exchange_source s join exchange_object o on o.seq = s.object
     where o.collection = ? and o.id = ? order by s.received, s.party`, key, id,
  )
  // The schema's checks hold levels between 0 and 5.
  return rows.map((row) => ({ ...row, sources: sources.filter(({ object }) => object === row.seq).map(({ party }) => party) }) as KeptVersion)
}

export async function removeVersions(tx: Tx, seq: number): Promise<void> {
  await tx.run('delete from exchange_source where object = ?', seq)
  await tx.run('delete from exchange_term where object = ?', seq)
  await tx.run('delete from exchange_object where seq = ?', seq)
}

export const withdrawSource = (tx: Tx, seq: number, party: Party): Promise<number> =>
  tx.run('delete from exchange_source where object = ? and party = ?', seq, party)

/** The version becomes the heir's, in the heir's line of this object. Its levels stay: nothing loosens by inheritance. */
export async function handOver(tx: Tx, { key }: Collection, { seq, version }: KeptVersion, heir: Party): Promise<void> {
  await withdrawSource(tx, seq, heir)
  const sql = `select coalesce((select min(h.line) from exchange_object h where h.collection = o.collection and h.id = o.id and h.owner = ?),
      (select max(m.line) + 1 from exchange_object m where m.collection = o.collection and m.id = o.id)) as line
    from exchange_object o where o.collection = ? and o.seq = ?`
  const line = (await tx.get<{ line: number }>(sql, heir, key, seq))?.line ?? 0
  const taken = await tx.get(
    'select 1 as taken from exchange_object o join exchange_object t on t.collection = o.collection and t.id = o.id where o.seq = ? and t.line = ? and t.version = ?', seq, line, version,
  )
  if (taken !== undefined) return removeVersions(tx, seq)
  await tx.run('update exchange_object set owner = ?, line = ? where seq = ?', heir, line, seq)
}

export async function rankAgain(tx: Tx, { key }: Collection, id: string): Promise<void> {
  type Ranked = Row & { seq: number; line: number; version: number; least: number }
  const rows = await tx.all<Ranked>('select seq, line, version, least from exchange_object where collection = ? and id = ?', key, id)
  const ranks = rankVersions(rows)
  await mendRanks(tx, rows.map(({ seq }, at) => ({ seq, ...ranks[at]! })))
}
