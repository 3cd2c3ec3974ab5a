/**
 * The embedded store against bare node:sqlite, in one run: what the writer thread costs. Prints ratios.
 * `node --conditions=source bench/store.ts [rows=1000000]`; the tables, the indexes and the rows are the same on both sides.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqlite } from '../server/src/platform/database/sqlite.ts'
import type { Column, Value } from '../server/src/platform/database.ts'

const ROWS = Number(process.argv[2] ?? 1_000_000)
const ENVELOPE = 10_000
const SCHEMA = `
  create table object (
    seq bigint primary key, collection text not null, id text not null, type text not null, version text not null,
    modified bigint not null, added bigint not null, owner text not null, tlp bigint not null, spec text not null,
    hash text not null, body blob not null
  );
  create unique index object_version on object (collection, id, version);
  create index object_added on object (collection, added);
  create index object_type on object (collection, type, added);`
const INSERT = `insert into object values (${Array(12).fill('?').join(', ')})`
const PRIOR = 'select version, hash from object where collection = ? and id = any(?)'

type Envelope = { columns: Record<string, Column>; ids: string[] }

/** Ten thousand objects of 900 bytes; every tenth is a further version of an earlier one. */
function envelope(from: number): Envelope {
  const numbers = Array.from({ length: ENVELOPE }, (_, at) => from + at)
  const ids = numbers.map((n) => `indicator--${scattered(n % 10 === 9 ? n - 9 : n)}`)
  const bytes = new Uint8Array(ENVELOPE * 900).fill(97)
  const ranges = Uint32Array.from({ length: ENVELOPE * 2 }, (_, at) => Math.ceil(at / 2) * 900)
  const columns: Record<string, Column> = {
    seq: Float64Array.from(numbers),
    collection: { every: '91a7b528-80eb-42ed-a74d-c6fbd5a26116' },
    id: ids,
    type: numbers.map((n) => ['indicator', 'malware', 'relationship'][n % 3]!),
    version: numbers.map((n) => `2026-11-22T00:00:00.${String(n).padStart(9, '0')}Z`),
    modified: Float64Array.from(numbers, (n) => 1.7e15 + n),
    added: Float64Array.from(numbers, (n) => 1.76e15 + n),
    owner: { every: 'org_0123456789abcdefghjk' },
    tlp: { every: 2 },
    spec: { every: '2.1' },
    hash: numbers.map((n) => scattered(n * 7).repeat(2)),
    body: { bytes, ranges },
  }
  return { columns, ids }
}

/** 36 characters that fall all over the index, as UUIDs do. */
function scattered(n: number): string {
  const hex = (Math.imul(n + 1, 2654435761) >>> 0).toString(16).padStart(8, '0')
  return `${hex}-${hex.slice(0, 4)}-4${hex.slice(1, 4)}-8${hex.slice(5, 8)}-${hex}${hex.slice(2, 6)}`
}

function cell(column: Column, row: number): Value {
  if ('ranges' in column) return column.bytes.subarray(column.ranges[2 * row], column.ranges[2 * row + 1])
  return 'length' in column ? (column[row] ?? null) : column.every
}

function bareEnvelope(engine: DatabaseSync, { columns, ids }: Envelope, rows: Value[][]): void {
  engine.exec('begin immediate')
  const prior = engine.prepare(PRIOR.replace('any(?)', '?'))
  for (const id of ids) prior.all(columns['collection'] ? cell(columns['collection'], 0) : null, id)
  const insert = engine.prepare(INSERT)
  for (const row of rows) insert.run(...row)
  engine.exec('commit')
}

const directory = mkdtempSync(join(tmpdir(), 'store-bench-'))
const bare = new DatabaseSync(join(directory, 'bare.db'))
bare.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 16384; pragma cache_size = -65536')
bare.exec(SCHEMA)
const store = await openSqlite(join(directory, 'store.db'))
await store.transact((tx) => tx.script(SCHEMA))

let bareSeconds = 0
let storeSeconds = 0
let longestHold = 0
for (let from = 0; from < ROWS; from += ENVELOPE) {
  const given = envelope(from)
  const rows = Array.from({ length: ENVELOPE }, (_, row) => Object.values(given.columns).map((column) => cell(column, row)))
  bareSeconds += seconds(() => bareEnvelope(bare, given, rows))
  const ticks = watchLoop()
  const began = performance.now()
  await store.transact(async (tx) => {
    await tx.many(PRIOR, ['91a7b528-80eb-42ed-a74d-c6fbd5a26116'], given.ids)
    await tx.bulk('object', given.columns, ENVELOPE)
  })
  storeSeconds += (performance.now() - began) / 1000
  longestHold = Math.max(longestHold, ticks())
  if ((from / ENVELOPE) % 10 === 9) process.stderr.write(`${from + ENVELOPE} rows: ${rate(bareSeconds, from)} bare, ${rate(storeSeconds, from)} store\n`)
}
say(`bulk insert with prior versions, ${ROWS} rows`, ROWS / storeSeconds, ROWS / bareSeconds, 'rows/s')
console.log(`the main thread was held for at most ${longestHold.toFixed(0)} ms`)

const one = bare.prepare('select * from object where seq = ?')
const reads = 50_000
const bareRead = seconds(() => repeat(reads, (n) => one.get(n % ROWS)))
const nowRead = seconds(() => repeat(reads, (n) => store.readNow((tx) => tx.get('select * from object where seq = ?', n % ROWS))))
const began = performance.now()
for (let n = 0; n < reads; n++) await store.read((tx) => tx.get('select * from object where seq = ?', n % ROWS))
say('read one row', reads / ((performance.now() - began) / 1000), reads / bareRead, 'reads/s')
say('readNow one row', reads / nowRead, reads / bareRead, 'reads/s')

const commits = 1000
bare.exec('create table small (a bigint)')
await store.transact((tx) => tx.script('create table small (a bigint)'))
const bareCommit = seconds(() => repeat(commits, (n) => bare.exec(`begin immediate; insert into small values (${n}); commit`)))
const since = performance.now()
for (let n = 0; n < commits; n++) await store.transact((tx) => tx.run('insert into small values (?)', n))
say('transact one insert, durable', commits / ((performance.now() - since) / 1000), commits / bareCommit, 'commits/s')

await store.close()
bare.close()
rmSync(directory, { recursive: true })

function say(what: string, ours: number, theirs: number, unit: string): void {
  console.log(`${what}: ${Math.round(ours)} ${unit}, bare ${Math.round(theirs)} ${unit}, ratio ${(ours / theirs).toFixed(2)}`)
}
function seconds(work: () => void): number {
  const from = performance.now()
  work()
  return (performance.now() - from) / 1000
}
function repeat(times: number, work: (n: number) => unknown): void {
  for (let n = 0; n < times; n++) work(n)
}
function rate(inSeconds: number, from: number): number {
  return Math.round((from + ENVELOPE) / inSeconds)
}
/** How late a timer of 5 ms comes at most, in milliseconds. */
function watchLoop(): () => number {
  let worst = 0
  let last = performance.now()
  const timer = setInterval(() => {
    worst = Math.max(worst, performance.now() - last - 5)
    last = performance.now()
  }, 5)
  return () => {
    clearInterval(timer)
    return Math.max(worst, performance.now() - last - 5)
  }
}
