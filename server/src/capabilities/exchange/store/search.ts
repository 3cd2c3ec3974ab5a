/** How objects are found: terms in one table on both engines, filled after the fact, and read newest first. */
import type { Database, Tx, Value } from '../../../platform/database.ts'
import { LAST, UNBEATEN, type View } from '../model.ts'
import { COLUMNS, objectOf, readAll, readOne, type ObjectRow, type StoredObject } from './objects.ts'
import { marks, padList, pageRange } from './page.ts'
import { allOf, anyOf, chosen, piece, sentBy, visible, type Piece } from './predicate.ts'

const MOST_TYPES_AT_ONCE = 8
const LEVELS = [0, 1, 2, 3, 4, 5] as const

/** Every row of a collection that was added after `upto`, whatever its level: for the index alone, never for an answer. */
function addedAfter(collection: number, upto: number, limit: number): { sql: string; values: number[] } {
  const ranges = LEVELS.flatMap((least) => [
    `o.superseded = ${UNBEATEN} and o.least = ${least}`, ...LEVELS.map((past) => `o.superseded < ${UNBEATEN} and o.superseded = ${past} and o.least = ${least}`),
  ])
  const parts = ranges.map((where) => `select seq, added from (select o.seq, o.added from exchange_object o where o.collection = ? and ${where} and o.added > ? order by o.added limit ?) r`)
  return { sql: `select seq, added from (${parts.join(' union all ')}) u order by added limit ?`, values: [...ranges.flatMap(() => [collection, upto, limit]), limit] }
}

export type Unindexed = { seq: number; added: number; owner: number; least: number; whole: number; bytes: Uint8Array }

export async function loadUnindexed(database: Database, collection: number, upto: number, limit: number): Promise<Unindexed[]> {
  const range = addedAfter(collection, upto, limit)
  const sql = `with page as materialized (${range.sql}) select o.seq, p.added, o.owner, o.least, o.whole, o.bytes from page p join exchange_object o on o.seq = p.seq order by p.added`
  return readAll<Unindexed>(database, sql, range.values, true) // never on the thread that answers
}

export async function loadIndexed(database: Database, collection: number): Promise<number> {
  return (await readOne<{ upto: number }>(database, 'select upto from exchange_indexed where collection = ?', [collection]))?.upto ?? 0
}

/** Adds terms of objects that are still there. False when another hub has been here first. */
export async function addTerms(tx: Tx, collection: number, from: number, upto: number, terms: readonly { seq: number; term: number }[], seqs: readonly number[]): Promise<boolean> {
  await tx.lock(`exchange index ${collection}`)
  const now = (await tx.get<{ upto: number }>('select upto from exchange_indexed where collection = ?', collection))?.upto
  if ((now ?? 0) !== from) return false
  const there = new Set<number>()
  for (let at = 0; at < seqs.length; at += 256) {
    const some = padList(seqs.slice(at, at + 256))
    for (const { seq } of await tx.all<{ seq: number }>(`select seq from exchange_object where seq in (${marks(some.length)})`, ...some)) there.add(seq)
  }
  const columns = { term: new Float64Array(terms.length), object: new Float64Array(terms.length) }
  let kept = 0
  for (const { seq, term } of terms) {
    if (!there.has(seq)) continue
    columns.term[kept] = term
    columns.object[kept++] = seq
  }
  await tx.bulk('exchange_term', { term: columns.term.slice(0, kept), object: columns.object.slice(0, kept) }, kept, { orIgnore: true })
  if (now === undefined) await tx.run('insert into exchange_indexed (collection, upto) values (?, ?)', collection, upto)
  else await tx.run('update exchange_indexed set upto = ? where collection = ?', upto, collection)
  return true
}

/** Which collections one looks into, each with its view. */
export type Place = { collection: number; view: View }
export type SearchQuery = {
  places: readonly Place[]
  any: readonly number[]
  all: readonly number[]
  types?: readonly string[] | undefined
  levels?: readonly number[] | undefined
  /** Parties whose objects are wanted, where the viewer may know them as sources. */
  sources?: readonly { collection: number; parties: readonly number[] }[] | undefined
  since?: number | undefined
  until?: number | undefined
  /** Exclusive, in the order of `seq`, newest first. */
  before: number
  limit: number
}
export type Found = StoredObject & { collection: number }

/** Newest first. With words it reads what has them; without, the newest of each level; by source alone, row by row on a thread of its own. */
export async function findObjects(database: Database, query: SearchQuery): Promise<{ found: Found[]; more: boolean }> {
  const { any, all, before, limit } = query
  if (any.length === 0 && all.length === 0 && query.sources === undefined && (query.types?.length ?? 0) <= MOST_TYPES_AT_ONCE) return findNewest(database, query)
  const where: { sql: string; values: Value[] }[] = [seenIn(query.places), filters(query)]
  const candidates = any.length > 0
    ? { sql: `select distinct t.object as seq from exchange_term t where t.term in (${marks(any.length)}) and t.object < ?`, values: [...any, before] }
    : all.length > 0
      ? { sql: `select t.object as seq from exchange_term t where t.term = ? and t.object < ?${all.slice(1).map(() => ' and exists (select 1 from exchange_term w where w.term = ? and w.object = t.object)').join('')}`, values: [all[0]!, before, ...all.slice(1)] }
      : { sql: 'select x.seq from exchange_object x where x.seq < ?', values: [before] }
  const mine = mineIn(query.places)
  const sql = `select ${COLUMNS}, o.collection, case when ${mine.sql} then 1 else 0 end as mine
    from (${candidates.sql}) c join exchange_object o on o.seq = c.seq
    where ${where.map((each) => each.sql).join(' and ')} order by o.seq desc limit ?`
  const rows = await readAll<ObjectRow & { collection: number }>(database, sql, [...mine.values, ...candidates.values, ...where.flatMap(({ values }) => values), limit + 1], true)
  return { found: rows.slice(0, limit).map((row) => ({ ...objectOf(row), collection: row.collection })), more: rows.length > limit }
}

/**
 * The newest of each collection in ranges of its index, then the newest of those: as quick for someone who sees little
 * as for someone who sees all. `before` is the number of the last row shown; rows of one moment follow by number.
 */
async function findNewest(database: Database, { places, types, levels, since, until, before, limit }: SearchQuery): Promise<{ found: Found[]; more: boolean }> {
  const last = before === Number.MAX_SAFE_INTEGER ? undefined : await readOne<{ added: number }>(database, 'select added from exchange_object where seq <= ? order by seq desc limit 1', [before])
  const newestFrom = Math.min(last?.added ?? Number.MAX_SAFE_INTEGER, (until ?? Number.MAX_SAFE_INTEGER) - 1)
  const rows: { seq: number; added: number }[] = []
  for (const { collection, view } of places) {
    // one more for the page's end, and one for each row of the very moment that has been shown
    const range = pageRange({ collection, view, after: (since ?? 0) - 1, newestFrom, limit: limit + 2, wanted: LAST, types, levels })
    rows.push(...(await readAll<{ seq: number; added: number }>(database, range.sql, range.values)))
  }
  const next = rows
    .filter(({ seq, added }) => added < newestFrom || last === undefined || added !== last.added || seq < before)
    .sort((a, b) => b.added - a.added || b.seq - a.seq)
  return { found: await loadBySeq(database, places, next.slice(0, limit).map(({ seq }) => seq)), more: next.length > limit }
}

/** In the order of `seqs`; each through the release decision once more. */
async function loadBySeq(database: Database, places: readonly Place[], seqs: readonly number[]): Promise<Found[]> {
  if (seqs.length === 0) return []
  const padded = padList(seqs)
  const mine = mineIn(places)
  const seen = seenIn(places)
  const sql = `select ${COLUMNS}, o.collection, case when ${mine.sql} then 1 else 0 end as mine from exchange_object o where o.seq in (${marks(padded.length)}) and ${seen.sql}`
  const rows = await readAll<ObjectRow & { collection: number }>(database, sql, [...mine.values, ...padded, ...seen.values])
  const bySeq = new Map(rows.map((row) => [row.seq, { ...objectOf(row), collection: row.collection }]))
  return seqs.flatMap((seq) => bySeq.get(seq) ?? [])
}

function seenIn(places: readonly Place[]): Piece {
  return anyOf(places.map(({ collection, view }) => allOf([piece(`o.collection = ${collection}`), visible(view), chosen(view, { first: false, last: true, at: [] })], 'in brackets')))
}

function mineIn(places: readonly Place[]): Piece {
  return anyOf(places.filter(({ view }) => view.party !== 0).map(({ collection, view }) => allOf([piece(`o.collection = ${collection}`), sentBy(view.party)], 'in brackets')))
}

function filters({ types, levels, sources, since, until }: SearchQuery): { sql: string; values: Value[] } {
  const parts: { sql: string; values: Value[] }[] = [{ sql: '1 = 1', values: [] }]
  if (types !== undefined) parts.push({ sql: `o.type in (${marks(types.length)})`, values: [...types] })
  if (levels !== undefined) parts.push({ sql: `o.least in (${marks(levels.length)})`, values: [...levels] })
  if (since !== undefined) parts.push({ sql: 'o.added >= ?', values: [since] })
  if (until !== undefined) parts.push({ sql: 'o.added < ?', values: [until] })
  if (sources !== undefined) {
    parts.push(anyOf(sources.filter(({ parties }) => parties.length > 0).map(({ collection, parties }) =>
      piece(`(o.collection = ${collection} and (o.owner in (${marks(parties.length)})))`, ...parties))))
  }
  return { sql: parts.map(({ sql }) => sql).join(' and '), values: parts.flatMap(({ values }) => values) }
}
