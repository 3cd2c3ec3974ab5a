/** Entries as they are kept: appended in one go, read as leaves for tiles and as rows for people. */
import type { Entry } from '@openaccord/facts'
import type { Micros } from '@openaccord/names'
import type { FullTile } from '../model/edge.ts'
import type { Reader, Row, Tx } from '../../../platform/database.ts'

/** One leaf on its way in, and its hash in the tree. `payload` is null for a sealed fact, and for what recovery could not find. */
export type NewEntry = { entry: Entry; leaf: string; at: Micros; payload: string | null; hash: Uint8Array }

export async function insertEntries(tx: Tx, from: number, entries: readonly NewEntry[], full: readonly FullTile[]): Promise<void> {
  const place = Float64Array.from(entries, (_, at) => from + at)
  const columns = {
    place,
    fact: entries.map(({ entry }) => entry.id),
    name: entries.map(({ entry }) => entry.fact),
    at: Float64Array.from(entries, ({ at }) => at),
    leaf: entries.map(({ leaf }) => leaf),
    form: entries.map(({ entry }) => entry.payload.form),
    payload_hash: entries.map(({ entry }) => entry.payload.sha256),
    payload: entries.map(({ payload }) => payload),
  }
  await tx.bulk('ledger_entry', columns, entries.length)
  const pairs = entries.flatMap(({ entry }, at) => [...new Set(entry.about)].map((about) => ({ about, place: from + at })))
  await tx.bulk('ledger_about', { about: pairs.map(({ about }) => about), place: Float64Array.from(pairs, (pair) => pair.place) }, pairs.length)
  if (full.length > 0) await tx.bulk('ledger_tile', { level: Float64Array.from(full, ({ level }) => level), n: Float64Array.from(full, ({ n }) => n), root: full.map(({ root }) => root) }, full.length)
}

export const insertSeal = (tx: Tx, { fact, place, commitment, openBy }: { fact: string; place: number; commitment: string; openBy: Micros | null }): Promise<number> =>
  tx.run('insert into ledger_seal (fact, place, commitment, open_by) values (?, ?, ?, ?)', fact, place, commitment, openBy)

/** The first opening that fits the commitment counts; any other changes nothing. */
export const openSeal = (tx: Tx, { fact, commitment, openedBy }: { fact: string; commitment: string; openedBy: string }): Promise<number> =>
  tx.run('update ledger_seal set opened_by = ? where fact = ? and commitment = ? and opened_by is null', openedBy, fact, commitment)

/** Takes the payload with this hash away wherever it lies; the ids of the facts that hold it. Doing it twice does no harm. */
export async function removePayload(tx: Tx, removal: { hash: string; fact: string; reason: string; at: Micros }): Promise<string[]> {
  const { hash, fact, reason, at } = removal
  await tx.run('insert into ledger_removed (payload_hash, fact, reason, at) values (?, ?, ?, ?) on conflict (payload_hash) do nothing', hash, fact, reason, at)
  const holders = await tx.all<{ fact: string }>('select fact from ledger_entry where payload_hash = ?', hash)
  await tx.run('update ledger_entry set payload = null where payload_hash = ?', hash)
  return holders.map((row) => row.fact)
}

/** Of these facts, those that are entries already. */
export const knownFacts = async (tx: Tx, ids: readonly string[]): Promise<Set<string>> =>
  new Set((await tx.many<{ fact: string }>('select fact from ledger_entry where fact = any(?)', [], ids)).map(({ fact }) => fact))

export const insertUnfit = (tx: Tx, { fact, reason, at }: { fact: string; reason: string; at: Micros }): Promise<number> =>
  tx.run('insert into ledger_unfit (fact, reason, at) values (?, ?, ?) on conflict (fact) do nothing', fact, reason, at)

/** The leaves [from, to), as text. */
export async function loadLeaves(tx: Reader, from: number, to: number): Promise<string[]> {
  if (to <= from) return []
  return (await tx.all<{ leaf: string }>('select leaf from ledger_entry where place >= ? and place < ? order by place', from, to)).map(({ leaf }) => leaf)
}

/** Roots of the full tiles [from, to) of a level. */
export async function loadRoots(tx: Reader, level: number, from: number, to: number): Promise<Uint8Array[]> {
  if (to <= from) return []
  return (await tx.all<{ root: Uint8Array }>('select root from ledger_tile where level = ? and n >= ? and n < ? order by n', level, from, to)).map(({ root }) => root)
}

export type Kept = { place: number; fact: string; at: Micros; leaf: string; payload: string | null; removed: { fact: string; reason: string; at: Micros } | null }
type KeptRow = Row & { place: number; fact: string; at: number; leaf: string; payload: string | null; removed_by: string | null; reason: string | null; removed_at: number | null }

const KEPT = `select e.place, e.fact, e.at, e.leaf, e.payload, r.fact as removed_by, r.reason, r.at as removed_at
  from ledger_entry e left join ledger_removed r on r.payload_hash = e.payload_hash`

export async function findEntry(tx: Reader, name: number | string): Promise<Kept | undefined> {
  const row = await tx.get<KeptRow>(`${KEPT} where ${typeof name === 'number' ? 'e.place' : 'e.fact'} = ?`, name)
  return row && keptOf(row)
}

export type Wanted = { about?: string | undefined; names?: readonly string[] | undefined; since?: Micros | undefined; until?: Micros | undefined; before?: number | undefined; limit: number }

/** Newest first. */
export async function listEntries(tx: Reader, { about, names, since, until, before, limit }: Wanted): Promise<Kept[]> {
  const where = [
    ...(about === undefined ? [] : ['a.about = ?']),
    ...(before === undefined ? [] : [`${about === undefined ? 'e' : 'a'}.place < ?`]),
    ...(names === undefined ? [] : [`e.name in (${names.map(() => '?').join(', ')})`]),
    ...(since === undefined ? [] : ['e.at >= ?']),
    ...(until === undefined ? [] : ['e.at < ?']),
  ]
  const values = [...(about === undefined ? [] : [about]), ...(before === undefined ? [] : [before]), ...(names ?? []), ...(since === undefined ? [] : [since]), ...(until === undefined ? [] : [until])]
  const from = about === undefined ? KEPT : `${KEPT} join ledger_about a on a.place = e.place`
  const rows = await tx.all<KeptRow>(`${from}${where.length === 0 ? '' : ` where ${where.join(' and ')}`} order by ${about === undefined ? 'e' : 'a'}.place desc limit ?`, ...values, limit)
  return rows.map(keptOf)
}

function keptOf({ place, fact, at, leaf, payload, removed_by, reason, removed_at }: KeptRow): Kept {
  return { place, fact, at, leaf, payload, removed: removed_by === null ? null : { fact: removed_by, reason: reason ?? '', at: removed_at ?? 0 } }
}

/** What lies beside a leaf: the text, or that and why it was removed, or undefined. */
export async function findPayload(tx: Reader, hash: string): Promise<{ text: string } | { removed: string } | undefined> {
  const removed = await tx.get<{ reason: string }>('select reason from ledger_removed where payload_hash = ?', hash)
  if (removed !== undefined) return { removed: removed.reason }
  const row = await tx.get<{ payload: string }>('select payload from ledger_entry where payload_hash = ? and payload is not null limit 1', hash)
  return row && { text: row.payload }
}

export type KeptSeal = { fact: string; place: number; openBy: Micros | null; openedBy: string | null }
type SealRow = Row & { fact: string; place: number; open_by: number | null; opened_by: string | null }

/** Those with a deadline first, the nearest first. */
export async function listSeals(tx: Reader, { state, now, limit }: { state: 'sealed' | 'overdue' | 'opened' | undefined; now: Micros; limit: number }): Promise<KeptSeal[]> {
  const where = {
    opened: 'where opened_by is not null', overdue: 'where opened_by is null and open_by < ?', sealed: 'where opened_by is null and (open_by is null or open_by >= ?)', all: '',
  }[state ?? 'all']
  const values = where.includes('?') ? [now] : []
  const order = 'order by case when opened_by is null then 0 else 1 end, case when open_by is null then 1 else 0 end, open_by, place'
  const rows = await tx.all<SealRow>(`select fact, place, open_by, opened_by from ledger_seal ${where} ${order} limit ?`, ...values, limit)
  return rows.map(({ fact, place, open_by: openBy, opened_by: openedBy }) => ({ fact, place, openBy, openedBy }))
}

export const listUnfit = (tx: Reader): Promise<{ fact: string; reason: string }[]> => tx.all<{ fact: string; reason: string }>('select fact, reason from ledger_unfit order by at, fact limit 100')
