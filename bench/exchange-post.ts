/**
 * Taking objects in, against bare node:sqlite with the same table, indexes, rows and pragmas, alternately in one run:
 * `node --conditions=source bench/exchange-post.ts [rows already there=1000000] [envelopes a size=10]`.
 * Bare: prepared rows, one transaction for each envelope. Ours: slice, parse, validate, mark, gate, look up, insert, journal.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createCast, openRoom } from '../server/src/capabilities/exchange/testing/rooms.ts'
import { openSqlite } from '../server/src/platform/database/sqlite.ts'
import { bareRows, fillStore, INSERT, someEnvelope } from './exchange-rows.ts'

const THERE = Number(process.argv[2] ?? 1_000_000)
const ROUNDS = Number(process.argv[3] ?? 10)

const directory = mkdtempSync(join(process.env['OPENACCORD_BENCH_DIR'] ?? tmpdir(), 'exchange-bench-'))
mkdirSync(directory, { recursive: true })
const cast = createCast()
const community = cast.community('Bench')
const secretariat = cast.person(cast.organisation('Secretariat', []), 'secretariat')
const analyst = cast.person(cast.organisation('Alpha', [[community, 'member']]), 'threat-analyst')
const store = await openSqlite(join(directory, 'ours.db'))
const exchange = await openRoom(store, cast)
const { id } = await exchange.createCollection(secretariat, { community: community.id, title: 'Bench', alias: 'bench', defaultTlp: 'green' })

const bare = new DatabaseSync(join(directory, 'bare.db'))
bare.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 16384; pragma cache_size = -65536; pragma temp_store = memory')
const schema = new URL('../server/src/capabilities/exchange/migrations/202611201000-objects.sqlite.sql', import.meta.url)
bare.exec(readFileSync(schema, 'utf8'))
bare.exec("insert into exchange_collection (id, community, alias, title, description, allows_payloads, red_recipients, since, last_added, largest) values ('c', 'c', 'c', 'c', '', 0, '[]', 0, 0, 0)")

await fillStore(store, THERE, 'ours')
fillBare(THERE)
// what is filled in is not to be indexed now: the index runs when nobody sends
await store.transact((tx) => tx.run('insert into exchange_indexed (collection, upto) values (1, ?)', Number.MAX_SAFE_INTEGER))

for (const size of [1_000, 10_000]) {
  const rounds = size === 1_000 ? ROUNDS * 5 : ROUNDS
  const pairs = Array.from({ length: rounds }, () => someEnvelope(size))
  const rows = pairs.map(({ objects }) => bareRows(objects))
  let bareMs = 0
  let oursMs = 0
  const lag = watchLag()
  // half of the rounds, ours, then bare, and again, so that both meet the same machine
  for (let part = 0; part < 2; part++) {
    const [from, to] = [Math.floor((rounds * part) / 2), Math.floor((rounds * (part + 1)) / 2)]
    lag.reset()
    const began = performance.now()
    let next = from
    await Promise.all(Array.from({ length: 3 }, async () => {
      while (next < to) {
        const { body } = pairs[next++]!
        const { judgement } = await exchange.take(analyst, id, body, 'envelope')
        if (judgement.fresh.length !== size) throw new Error(`${judgement.fresh.length} of ${size} were kept`)
      }
    }))
    oursMs += performance.now() - began
    lag.note()
    const start = performance.now()
    for (let at = from; at < to; at++) insertBare(rows[at]!)
    bareMs += performance.now() - start
  }
  const [ours, floor] = [(size * rounds * 1000) / oursMs, (size * rounds * 1000) / bareMs]
  const figures = [`${Math.round(ours).toLocaleString('en')} objects/s`, `bare ${Math.round(floor).toLocaleString('en')}/s`, `${((100 * ours) / floor).toFixed(0)} %`, `loop held ${lag.most().toFixed(0)} ms`]
  console.log(`POST, envelopes of ${size}, into ${THERE.toLocaleString('en')}: ${figures.join(', ')}`)
}
console.log(`memory ${(process.memoryUsage().rss / 1048576).toFixed(0)} MiB`)
await exchange.close()
await store.close()
bare.close()
rmSync(directory, { recursive: true, force: true })

function insertBare(rows: readonly (string | number | bigint | Uint8Array)[][]): void {
  bare.exec('begin immediate')
  const insert = bare.prepare(INSERT)
  for (const row of rows) insert.run(...row)
  bare.exec('commit')
}

function fillBare(count: number): void {
  for (let from = 0; from < count; from += 10_000) insertBare(bareRows(someEnvelope(Math.min(10_000, count - from)).objects))
}

/** The longest the loop was held while ours ran: a timer that should come every 5 ms. */
function watchLag() {
  let last = performance.now()
  let running = 0
  let most = 0
  setInterval(() => {
    const now = performance.now()
    running = Math.max(running, now - last - 5)
    last = now
  }, 5).unref()
  return {
    reset: () => { running = 0; last = performance.now() },
    note: () => void (most = Math.max(most, running)),
    most: () => most,
  }
}
