/** Reading objects out of a collection. The bytes of a page are joined where they lie and never become text here. */
import type { Database, Reader, Row, Value } from '../../../platform/database.ts'
import type { Level } from '@openaccord/stix'
import type { View } from '../model.ts'
import { isSlow, marks, padList, pageRange, type PageQuery } from './page.ts'
import { sentBy } from './predicate.ts'

/** `body`: the objects' bytes with commas between; `held`: those of whom this view sees only a part, in the same order. */
export type Page = { count: number; more: boolean; first: number; last: number; body: Uint8Array; held: StoredObject[] }
export type StoredObject = {
  seq: number
  id: string
  type: string
  line: number
  version: number
  versionText: string
  owner: number
  least: Level
  whole: Level
  added: number
  revoked: boolean
  /** The viewer's organisation is its owner or one of its sources. */
  mine: boolean
  bytes: Uint8Array
}
export type Listed = { id: string; added: number; versionText: string }

/** One statement, on the calling thread at once where the engine can. */
export async function readOne<R extends Row>(database: Database, sql: string, values: readonly Value[]): Promise<R | undefined> {
  if (database.readNow !== undefined) return database.readNow((tx) => tx.get<R>(sql, ...values))
  return database.read((tx) => tx.get<R>(sql, ...values))
}

export async function readAll<R extends Row>(database: Database, sql: string, values: readonly Value[], slow = false): Promise<R[]> {
  if (slow) return database.readApart((tx) => tx.all<R>(sql, ...values))
  if (database.readNow !== undefined) return database.readNow((tx) => tx.all<R>(sql, ...values))
  return database.read((tx) => tx.all<R>(sql, ...values))
}

/** In the place of an object that this view gets only in part, or as one of its sources: a byte that no JSON holds. */
export const HELD = 1
const JOINED = {
  sqlite: {
    body: (held: string) => `cast(group_concat(case when ${held} then x'01' else o.bytes end, ',') as blob)`,
    seqs: (held: string) => `group_concat(case when ${held} then o.seq end, ',')`,
  },
  postgres: {
    body: (held: string) => `string_agg(case when ${held} then '\\x01'::bytea else o.bytes end, ','::bytea order by p.added)`,
    seqs: (held: string) => `string_agg(case when ${held} then o.seq::text end, ',')`,
  },
} as const

/** The page in one statement. One row more than asked for is looked at, to know whether there is more. */
export function pageStatement(query: PageQuery, engine: Database['engine']): { sql: string; values: (string | number)[] } {
  const range = pageRange({ ...query, limit: query.limit + 1 })
  const { ceiling, party } = query.view
  const held = `o.whole > ${ceiling} and o.owner <> ?`
  const sql = `with page as materialized (${range.sql})
    select (select count(*) from page) as found, count(*) as n, min(p.added) as first, max(p.added) as last,
      ${JOINED[engine].seqs(held)} as held, ${JOINED[engine].body(held)} as body
    from (select seq, added from page order by added limit ?) p cross join exchange_object o where o.seq = p.seq`
  return { sql, values: [...range.values, party, party, query.limit] }
}

type PageRow = { found: number; n: number; first: number; last: number; held: string | null; body: Uint8Array }

/** Both statements see the same moment, so that each held object has its place. */
export async function readPage(database: Database, query: PageQuery): Promise<Page> {
  const { sql, values } = pageStatement(query, database.engine)
  const { view } = query
  if (!isSlow(query) && database.readNow !== undefined) {
    return database.readNow((tx) => {
      const row = tx.get<PageRow>(sql, ...values)
      const rest = heldStatement(row, view)
      return pageOf(row, rest === undefined ? [] : tx.all(rest.sql, ...rest.values))
    })
  }
  const work = async (tx: Reader): Promise<Page> => {
    const row = await tx.get<PageRow>(sql, ...values)
    const rest = heldStatement(row, view)
    return pageOf(row, rest === undefined ? [] : await tx.all(rest.sql, ...rest.values))
  }
  return isSlow(query) ? database.readApart(work) : database.read(work)
}

function heldStatement(row: PageRow | undefined, { party }: View): { sql: string; values: (string | number)[] } | undefined {
  if (row === undefined || row.held === null) return undefined
  const seqs = padList(row.held.split(',').map(Number))
  const mine = sentBy(party)
  const sql = `select ${COLUMNS}, case when ${mine.sql} then 1 else 0 end as mine from exchange_object o where o.seq in (${marks(seqs.length)}) order by o.added`
  return { sql, values: [...mine.values, ...seqs] }
}

function pageOf(row: PageRow | undefined, held: readonly ObjectRow[]): Page {
  if (row === undefined || row.n === 0) return { count: 0, more: false, first: 0, last: 0, body: new Uint8Array(0), held: [] }
  const { found, n: count, first, last, body } = row
  return { count, more: found > count, first, last, body, held: held.map(objectOf) }
}

/** The same page, object by object, for what has to be redacted or weighed first. */
export async function readPageApart(database: Database, query: PageQuery): Promise<{ objects: StoredObject[]; more: boolean }> {
  const range = pageRange({ ...query, limit: query.limit + 1 })
  const mine = sentBy(query.view.party)
  const sql = `with page as materialized (${range.sql})
    select ${COLUMNS}, case when ${mine.sql} then 1 else 0 end as mine from page p join exchange_object o on o.seq = p.seq order by p.added`
  const rows = await readAll<ObjectRow>(database, sql, [...range.values, ...mine.values], isSlow(query))
  return { objects: rows.slice(0, query.limit).map(objectOf), more: rows.length > query.limit }
}

/** How many objects of this page fit into so many bytes; at least one where there is any. */
export async function weighPage(database: Database, query: PageQuery, most: number): Promise<number> {
  const range = pageRange(query)
  const sql = `with page as materialized (${range.sql}) select length(o.bytes) as size from page p join exchange_object o on o.seq = p.seq order by p.added`
  const rows = await readAll<{ size: number }>(database, sql, range.values, isSlow(query))
  let sum = 0
  const over = rows.findIndex(({ size }) => (sum += size) > most)
  return over < 0 ? query.limit : Math.max(1, over)
}

/** Ids, dates added and versions of a page, without the objects. */
export async function readListing(database: Database, query: PageQuery): Promise<{ listed: Listed[]; more: boolean }> {
  const range = pageRange({ ...query, limit: query.limit + 1 })
  const sql = `with page as materialized (${range.sql})
    select o.id, p.added, o.version_text from page p join exchange_object o on o.seq = p.seq order by p.added`
  const rows = await readAll<{ id: string; added: number; version_text: string }>(database, sql, range.values, isSlow(query))
  const listed = rows.slice(0, query.limit).map(({ id, added, version_text }) => ({ id, added, versionText: version_text }))
  return { listed, more: rows.length > query.limit }
}

export const COLUMNS = 'o.seq, o.id, o.type, o.line, o.version, o.version_text, o.owner, o.least, o.whole, o.added, o.revoked, o.bytes'
export type ObjectRow = {
  seq: number; id: string; type: string; line: number; version: number; version_text: string; owner: number
  least: number; whole: number; added: number; revoked: number; bytes: Uint8Array; mine: number
}

export function objectOf({ version_text, least, whole, revoked, mine, ...row }: ObjectRow): StoredObject {
  // The schema's checks hold levels between 0 and 5.
  return { ...row, versionText: version_text, least: least as Level, whole: whole as Level, revoked: revoked === 1, mine: mine === 1 }
}
