/**
 * Objects sent over HTTP into a collection that already holds many, against what bare node:sqlite inserts: the same rows
 * into a copy of the same file, the same pragmas, one transaction for each envelope, nothing read, parsed or judged.
 *
 *   node --conditions=source bench/taxii-post.ts [held=100000] [--full]     --full: into 1,000,000
 */
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { DIGEST_BYTES } from '../server/src/capabilities/exchange/intake/digest.ts'
import { openGate } from '../server/src/capabilities/exchange/intake/gate.ts'
import { readBody } from '../server/src/capabilities/exchange/intake/read-body.ts'
import { createClient, median, postAll } from './parts/asking.ts'
import { startHub } from './parts/hub.ts'
import { envelope } from './parts/objects.ts'
import { copyOf, fileOf, filledStore, objectsPath, type Store } from './parts/stores.ts'

const full = process.argv.includes('--full')
const held = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? (full ? 1_000_000 : 100_000))
const ROUNDS = full ? 5 : 4
/** Objects a round: enough envelopes that the way from reading to keeping is full, and what is told is a rate. */
const ROUND = { 1_000: 20_000, 10_000: 100_000 } as const
const SIZES = [1_000, 10_000] as const
type Round = { hubSeconds: number; bareSeconds: number; hubCpu: number; bareCpu: number; loopMs: number; peakMb: number }
const LANES = { 1_000: 4, 10_000: 2 } as const
const LARGEST = 19_000

const store = await filledStore(held)
const [ours, theirs] = [await copyOf(store), await copyOf(store)]
const hub = await startHub(ours.folder, false)
const client = createClient(hub.url, store.guide.taxii.token, 4)
const floor = openFloor(theirs)
let sent = held

await round(1_000) // warms both
console.log(`\nobjects sent into ${whole(held)}, ${ROUNDS} rounds of ${SIZES.map((size) => whole(ROUND[size])).join(' and ')} each way, medians`)
console.log('envelope    hub objects/s   bare node:sqlite/s   ratio (target 0.60)   hub and bare, processor µs/object   loop held at most ms   peak MB')
for (const size of SIZES) {
  const rounds: Round[] = []
  for (let n = 0; n < ROUNDS; n++) rounds.push(await round(size))
  const pick = (of: (one: (typeof rounds)[number]) => number) => median(rounds.map(of))
  const cells = [
    whole(pick((one) => ROUND[size] / one.hubSeconds)).padStart(16), whole(pick((one) => ROUND[size] / one.bareSeconds)).padStart(20), pick((one) => one.bareSeconds / one.hubSeconds).toFixed(2).padStart(21),
    whole(pick((one) => (one.hubCpu / ROUND[size]) * 1e6)).padStart(24), whole(pick((one) => (one.bareCpu / ROUND[size]) * 1e6)).padStart(10),
    whole(Math.max(...rounds.map((one) => one.loopMs))).padStart(22), whole(Math.max(...rounds.map((one) => one.peakMb))).padStart(9),
  ]
  console.log(`${whole(size).padStart(8)} ${cells.join(' ')}`)
}
await heavy()
client.close()
await hub.close()
floor.close()
await Promise.all([ours.discard(), theirs.discard()])

/** The same objects each way, one after the other, the hub held still meanwhile. */
async function round(size: 1_000 | 10_000): Promise<Round> {
  const bodies = Array.from({ length: ROUND[size] / size }, (_, n) => envelope(sent + n * size, size))
  sent += ROUND[size]
  await hub.vitals()
  const began = performance.now()
  await postAll(client, objectsPath(store), bodies, LANES[size], size)
  const hubSeconds = (performance.now() - began) / 1000
  const { cpuSeconds: hubCpu, loopMs, peakMb } = await hub.vitals()
  const { bareSeconds, bareCpu } = await hub.alone(() => {
    const batches = bodies.map(floor.rowsOf)
    const [start, cpu] = [performance.now(), process.cpuUsage()]
    for (const rows of batches) floor.insert(rows)
    const { user, system } = process.cpuUsage(cpu)
    return { bareSeconds: (performance.now() - start) / 1000, bareCpu: (user + system) / 1e6 }
  })
  return { hubSeconds, bareSeconds, hubCpu, bareCpu, loopMs, peakMb }
}

/** Four members at once, each with a body as large as any that is taken: 24 MiB, the last of it spaces. */
async function heavy(): Promise<void> {
  const bodies = Array.from({ length: 4 }, (_, n) => {
    const body = envelope(sent + n * LARGEST, LARGEST)
    return Buffer.concat([body, Buffer.alloc(Math.max(0, 24 * 1024 * 1024 - body.length), 32)])
  })
  sent += 4 * LARGEST
  await hub.vitals()
  const began = performance.now()
  await postAll(client, objectsPath(store), bodies, 4, LARGEST)
  const seconds = (performance.now() - began) / 1000
  const { peakMb, loopMs } = await hub.vitals()
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  const { rssMb } = await hub.vitals()
  console.log(`\nfour bodies of 24 MiB at once: ${whole((4 * LARGEST) / seconds)} objects/s, loop held at most ${whole(loopMs)} ms, peak ${whole(peakMb)} MB, ${whole(rssMb)} MB three seconds later`)
}

function openFloor(copy: Store) {
  const engine = new DatabaseSync(fileOf(copy))
  engine.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 16384')
  engine.exec('pragma journal_size_limit = 134217728; pragma cache_size = -65536; pragma temp_store = memory')
  const { key, last } = engine.prepare('select key, last_added as last from exchange_collection where id = ?').get(copy.guide.taxii.collection) as { key: number; last: number }
  const columns = 'collection, id, line, version, version_text, type, owner, least, whole, superseded, preceded, shadow, added, created, creator, revoked, digest, bytes'
  const statement = engine.prepare(`insert into exchange_object (${columns}) values (${columns.split(',').map(() => '?').join(', ')})`)
  let added = last
  return {
    rowsOf(body: Buffer): SQLInputValue[][] {
      const batch = readBody(body, { form: 'envelope', defaultLevel: 1, allowsPayloads: false, definitions: [], warnings: false }, openGate)
      return Array.from({ length: batch.rows }, (_, row) => [
        key, batch.ids[row]!, 0, batch.versions[row]!, batch.versionTexts[row]!, batch.types[row]!, 1, batch.least[row]!, batch.whole[row]!, 9, 9, 9, ++added,
        batch.created[row]!, batch.creators[row]!, batch.revoked[row]!, batch.digests.slice(row * DIGEST_BYTES, (row + 1) * DIGEST_BYTES),
        batch.bytes.slice(batch.ranges[2 * row], batch.ranges[2 * row + 1]),
      ])
    },
    insert(rows: readonly SQLInputValue[][]): void {
      engine.exec('begin immediate')
      for (const row of rows) statement.run(...row)
      engine.exec('commit')
    },
    close: () => engine.close(),
  }
}

function whole(number: number): string {
  return Math.round(number).toLocaleString('en')
}
