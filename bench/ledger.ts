/**
 * The log against bare SHA-256 and fsync, in one run: facts of the journal becoming durable entries in batches of 1,000; then
 * how soon one act has its proof with two witnesses on this machine.
 * `node --conditions=source bench/ledger.ts [entries=50000] [proofs=100]`
 */
import { hash } from 'node:crypto'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGuard } from '../server/src/capabilities/ledger/guard.ts'
import { ledgerRoom, NO_WITNESSES } from '../server/src/capabilities/ledger/index.ts'
import { makeKey, underName } from '../server/src/capabilities/ledger/key.ts'
import { insertState, seizeLease } from '../server/src/capabilities/ledger/store/state.ts'
import { createTiles } from '../server/src/capabilities/ledger/tiles.ts'
import { allowOf, openPlace, openTestLedger, openWitness, organisation, policyOf, random } from '../server/src/capabilities/ledger/testing/ledger.ts'
import { createWitnesses } from '../server/src/capabilities/ledger/witnesses.ts'
import { createWriter } from '../server/src/capabilities/ledger/writer.ts'
import { openDatabase } from '../server/src/platform/database.ts'
import { createJournal } from '../server/src/platform/journal.ts'
import { migrate } from '../server/src/platform/migrate.ts'

const ENTRIES = Math.ceil(Number(process.argv[2] ?? 50_000) / 10_000) * 10_000
const PROOFS = Number(process.argv[3] ?? 100)
const BATCH = 1_000
const ROUND = 10 * BATCH
const HOLDER = 'hub_bench'

const folder = mkdtempSync(join(tmpdir(), 'openaccord-bench-ledger-'))
await appending()
await proving()
rmSync(folder, { recursive: true })

/** By turns with the floor, ten batches each: two hashes an entry (leaf and payload), its bytes written, one fdatasync a batch. */
async function appending(): Promise<void> {
  const database = await openDatabase(`sqlite:${join(folder, 'hub.sqlite')}`)
  await migrate(database, [ledgerRoom])
  const journal = createJournal({ database, random })
  const act = `{"payload":"${'A'.repeat(900)}","payloadType":"application/vnd.in-toto+json","signatures":[{"keyid":"${'0'.repeat(64)}","sig":"${'A'.repeat(88)}"}]}`
  const telling = await measured(async () => {
    for (let from = 0; from < ENTRIES; from += BATCH) {
      const who = Array.from({ length: BATCH }, organisation)
      await database.transact((tx) => journal.write(tx, ...who.map((about, at) => ({ room: 'pledges', kind: 'statement', at: from + at, body: { about: [about], act: `${act} ${about}` } }))))
    }
  })
  const origin = 'bench.example/log'
  const key = underName(origin, await makeKey(join(folder, 'guard'), random))
  await database.transact(async (tx) => {
    await insertState(tx, { origin, vkey: key.vkey })
    await seizeLease(tx, HOLDER, Date.now() * 2000)
  })
  const tiles = createTiles({ folder: join(folder, 'log'), database })
  const writer = createWriter({
    database, journal, clock: () => Date.now() * 1000, holder: HOLDER, folder: join(folder, 'log'), tiles, key, origin,
    guard: createGuard({ folder: join(folder, 'guard'), database, origin, verifier: key.verifier, holder: HOLDER }),
    witnesses: createWitnesses({ policy: NO_WITNESSES, key, origin, fetch: () => Promise.reject(new Error('nobody is asked')), clock: () => 0, keepConflict: async () => {}, lastSigned: () => undefined }),
  })
  await writer.open()
  const file = openSync(join(folder, 'bare'), 'a')
  const ours: Measured = { seconds: 0, processor: 0 }
  const bare: Measured = { seconds: 0, processor: 0 }
  for (let from = 0; from < ENTRIES; from += ROUND) {
    add(ours, await measured(async () => {
      while (writer.appended() < from + ROUND) await writer.take()
    }))
    const rows = await database.read((tx) => tx.all<{ leaf: string; payload: string }>('select leaf, payload from ledger_entry where place >= ? and place < ? order by place', from, from + ROUND))
    add(bare, await measured(async () => {
      for (const [at, { leaf, payload }] of rows.entries()) {
        hash('sha256', Buffer.from(payload), 'buffer')
        hash('sha256', Buffer.from(`\0${leaf}`), 'buffer')
        writeSync(file, leaf)
        writeSync(file, payload)
        if (at % BATCH === BATCH - 1) fdatasyncSync(file)
      }
    }))
  }
  closeSync(file)
  const publishing = await measured(() => writer.publish())
  await database.close()
  const rate = (time: number): string => `${Math.round(ENTRIES / time).toLocaleString('en')}/s`
  const each = ({ processor }: Measured): string => `${Math.round((processor / ENTRIES) * 1e6)} µs`
  console.log(`${ENTRIES.toLocaleString('en')} acts of 1.1 KB in batches of ${BATCH.toLocaleString('en')}:`)
  console.log(`  durable entries from the journal ${rate(ours.seconds)} (target 10,000/s), bare SHA-256 and fdatasync ${rate(bare.seconds)}, ratio ${(bare.seconds / ours.seconds).toFixed(2)}; processor time an entry ${each(ours)} / ${each(bare)}`)
  console.log(`  writing them to the journal before ${rate(telling.seconds)}; tiles, signature and checkpoint of them all afterwards ${publishing.seconds.toFixed(1)} s`)
}

type Measured = { seconds: number; processor: number }
function add(sum: Measured, more: Measured): void {
  sum.seconds += more.seconds
  sum.processor += more.processor
}

/** Wall time, and processor time of all threads. */
async function measured(work: () => Promise<void>): Promise<Measured> {
  const [began, usage] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(usage)
  return { seconds: (performance.now() - began) / 1000, processor: (user + system) / 1e6 }
}

/** From the commit of one act to a published checkpoint with both cosignatures. */
async function proving(): Promise<void> {
  const place = await openPlace()
  let vkey = ''
  const witnesses = await Promise.all(['north', 'south'].map((name) => openWitness(name, () => vkey)))
  const database = await openDatabase(`sqlite:${join(place.folder, 'hub.sqlite')}`)
  const first = await openTestLedger(database, place)
  await first.settled()
  vkey = (await first.status()).vkey!
  await first.close()
  const ledger = await openTestLedger(database, place, { policy: policyOf(witnesses, 'all'), allow: allowOf(witnesses), publishMs: 1_000 })
  await ledger.state(5_000)
  await ledger.settled()
  const times: number[] = []
  for (let n = 0; n < PROOFS; n++) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 400)) // at any moment of the log's own rhythm
    const began = performance.now()
    const [id] = await ledger.state(1)
    while ((await ledger.entry(id!)).entry.proof !== 'witnessed') await new Promise((resolve) => setTimeout(resolve, 5))
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): string => `${Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]!)} ms`
  console.log(`proof with two witnesses, ${PROOFS} acts one after another: median ${at(0.5)}, 99th percentile ${at(0.99)} (target 2,000 ms)`)
  await ledger.close()
  await database.close()
  await Promise.all(witnesses.map((witness) => witness.close()))
  await place.remove()
}
