/** How a batch is kept: looked up, inserted and ranked within one transaction that holds the collection. */
import type { Micros } from '@openaccord/names'
import type { Column, Database, Row, Tx } from '../../../platform/database.ts'
import { DIGEST_BYTES } from '../intake/digest.ts'
import type { Batch } from '../intake/batch.ts'
import type { Judgement, Prior } from '../intake/judge.ts'
import type { Party, Rank } from '../model.ts'
import type { Collection } from './collections.ts'
import { readAll } from './objects.ts'
import { marks, padList } from './page.ts'

const PRIORS = `
  select o.seq, o.id, o.line, o.version, o.created, o.creator, o.revoked, o.least, o.whole, o.owner, o.digest,
    o.superseded, o.preceded, o.shadow,
    case when o.owner = ? or exists (select 1 from exchange_source s where s.object = o.seq and s.party = ?) then 1 else 0 end as mine
  from exchange_object o where o.collection = ? and o.id = any(?)`

export function loadPriors(tx: Tx, collection: Collection, party: Party, ids: readonly string[]): Promise<Prior[]> {
  return tx.many<Row & Prior>(PRIORS, [party, party, collection.key], ids)
}

export async function loadBytes(tx: Tx, seqs: readonly number[]): Promise<Map<number, Uint8Array>> {
  const some = padList(seqs)
  const rows = await tx.all<{ seq: number; bytes: Uint8Array }>(`select seq, bytes from exchange_object where seq in (${marks(some.length)})`, ...some)
  return new Map(rows.map(({ seq, bytes }) => [seq, bytes]))
}

/** Marking definitions that count for what this party sends: its own, and those it sent too. `since` when it had each. */
export async function loadDefinitions(database: Database, collection: Collection, party: Party): Promise<{ bytes: Uint8Array; since: Micros }[]> {
  if (party === 0) return []
  const sql = `
    select o.bytes, case when o.owner = ? then o.added else (select s.received from exchange_source s where s.object = o.seq and s.party = ?) end as since
    from exchange_object o
    where o.collection = ? and o.type = 'marking-definition' and o.superseded = 9 and o.least in (0, 1, 2, 3, 4, 5)
      and (o.owner = ? or exists (select 1 from exchange_source s where s.object = o.seq and s.party = ?))
    limit 2000`
  return readAll<{ bytes: Uint8Array; since: Micros }>(database, sql, [party, party, collection.key, party, party])
}

/** Inserts what is fresh, from `firstAdded` on, one microsecond apart. */
export async function insertFresh(tx: Tx, collection: Collection, party: Party, batch: Batch, fresh: Judgement['fresh'], firstAdded: Micros): Promise<void> {
  if (fresh.length === 0) return
  const all = fresh.length === batch.rows
  const rows = all ? undefined : fresh.map(({ row }) => row)
  const plain = fresh.every(({ line, rank }) => line === 0 && rank === fresh[0]!.rank)
  const first = fresh[0]!.rank
  const columns: Record<string, Column> = {
    collection: { every: collection.key },
    id: pick(batch.ids, rows),
    line: plain ? { every: 0 } : numbers(fresh.length, (at) => fresh[at]!.line),
    version: pickNumbers(batch.versions, rows),
    version_text: pick(batch.versionTexts, rows),
    type: pick(batch.types, rows),
    owner: { every: party },
    least: pickNumbers(batch.least, rows),
    whole: pickNumbers(batch.whole, rows),
    superseded: plain ? { every: first.superseded } : numbers(fresh.length, (at) => fresh[at]!.rank.superseded),
    preceded: plain ? { every: first.preceded } : numbers(fresh.length, (at) => fresh[at]!.rank.preceded),
    shadow: plain ? { every: first.shadow } : numbers(fresh.length, (at) => fresh[at]!.rank.shadow),
    added: numbers(fresh.length, (at) => firstAdded + at),
    created: pickNumbers(batch.created, rows),
    creator: pickNumbers(batch.creators, rows),
    revoked: pickNumbers(batch.revoked, rows),
    digest: { bytes: shared(batch.digests), ranges: digestRanges(rows, batch.rows) },
    bytes: { bytes: batch.bytes, ranges: pickRanges(batch.ranges, rows) },
  }
  await tx.bulk('exchange_object', columns, fresh.length)
}

export async function addSources(tx: Tx, collection: Collection, party: Party, batch: Batch, merged: Judgement['merged'], now: Micros): Promise<void> {
  for (const { seq, row } of merged) {
    await tx.run(
      `insert into exchange_source (object, party, collection, added, least, received)
       select o.seq, ?, ?, o.added, ?, ? from exchange_object o where o.seq = ? on conflict do nothing`,
      party, collection.key, batch.least[row]!, now, seq,
    )
  }
}

export async function mendRanks(tx: Tx, mended: readonly ({ seq: number } & Rank)[]): Promise<void> {
  if (mended.length === 0) return
  const column = (of: (one: { seq: number } & Rank) => number) => Float64Array.from(mended, of)
  await tx.bulk('exchange_mend', {
    seq: column(({ seq }) => seq), superseded: column(({ superseded }) => superseded), preceded: column(({ preceded }) => preceded), shadow: column(({ shadow }) => shadow),
  }, mended.length)
  await tx.run(`
    update exchange_object set superseded = m.superseded, preceded = m.preceded, shadow = m.shadow
    from exchange_mend m where m.seq = exchange_object.seq`)
  await tx.run('delete from exchange_mend')
}

function pick(values: readonly string[], rows: readonly number[] | undefined): readonly string[] {
  return rows === undefined ? values : rows.map((row) => values[row]!)
}

function pickNumbers(values: Float64Array, rows: readonly number[] | undefined): Float64Array {
  return rows === undefined ? values : numbers(rows.length, (at) => values[rows[at]!]!)
}

function pickRanges(ranges: Uint32Array, rows: readonly number[] | undefined): Uint32Array {
  return rows === undefined ? ranges : rangesOf(rows.length, (at) => ranges[2 * rows[at]!]!, (at) => ranges[2 * rows[at]! + 1]!)
}

function digestRanges(rows: readonly number[] | undefined, count: number): Uint32Array {
  const start = (at: number): number => (rows?.[at] ?? at) * DIGEST_BYTES
  return rangesOf(rows?.length ?? count, start, (at) => start(at) + DIGEST_BYTES)
}

/** A column in one piece: a list in between would be garbage of its own size for each envelope. */
function numbers(count: number, valueAt: (at: number) => number): Float64Array {
  const column = new Float64Array(count)
  for (let at = 0; at < count; at++) column[at] = valueAt(at)
  return column
}

function rangesOf(count: number, startAt: (at: number) => number, endAt: (at: number) => number): Uint32Array {
  const ranges = new Uint32Array(2 * count)
  for (let at = 0; at < count; at++) {
    ranges[2 * at] = startAt(at)
    ranges[2 * at + 1] = endAt(at)
  }
  return ranges
}

/** A copy that may be sent again when the transaction is tried again. */
function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}
