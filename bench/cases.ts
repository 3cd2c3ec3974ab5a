/**
 * A case of 150 vendors under an embargo, 5 vulnerabilities and 2,000 messages on the embedded store: what every read of the room takes
 * behind its door, as the owner and as a vendor, with nothing kept yet and after that, beside a bare reading of the same rows.
 * Processor time is this thread's and all others' (`process.cpuUsage`), so that a busy machine counts less; a read stays under 200 ms.
 * `node --conditions=source bench/cases.ts [vendors=150] [messages=2000]`; `--start` also measures in a process that has just begun;
 * `--pages` measures the pages of a whole hub instead, as they leave its door, and what they weigh (the portal has to be built).
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCaseHouse } from '../server/src/capabilities/cases/testing/house.ts'
import type { Actor } from '../server/src/kernel/index.ts'
import { openDatabase, type Database } from '../server/src/platform/database.ts'
import { median } from './parts/asking.ts'
import { openPages } from './parts/case-pages.ts'
import { benchVault, fillCase, openRoom, readsOf, type Filled } from './parts/case-room.ts'

const [VENDORS = 150, MESSAGES = 2000] = process.argv.slice(2).filter((word) => /^\d+$/.test(word)).map(Number)
const VULNERABILITIES = 5
const LIMIT_MS = 200
const ROUNDS = 15
/** The reads that lead into a case, and the dearest one. */
const FIRST = ['list', 'overview', 'matrix', 'thread, 50 messages', 'search, few found', 'embargo']

type Took = { wall: number; cpu: number }
const columns = (texts: readonly string[]): string => texts.map((text, at) => (at === 0 ? text.padEnd(26) : text.padStart(13))).join('')
const ms = (value: number): string => value.toFixed(1)

async function took(work: () => Promise<unknown>): Promise<Took> {
  const [start, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  return { wall: performance.now() - start, cpu: (user + system) / 1000 }
}

async function many(work: () => Promise<unknown>): Promise<Took> {
  const all: Took[] = []
  for (let n = 0; n < ROUNDS; n++) all.push(await took(work))
  return { wall: median(all.map(({ wall }) => wall)), cpu: all.reduce((sum, { cpu }) => sum + cpu, 0) / ROUNDS }
}

const floorOf = (database: Database, id: string) => (): Promise<unknown> =>
  database.read(async (tx) => [await tx.all('select seq, sealed, chain from cases_entry where case_id = ? order by seq', id), await tx.all('select id, version, sealed from cases_text where case_id = ?', id)])

function show(name: string, cold: Took, warm: Took | undefined): void {
  const over = Math.max(cold.cpu, warm?.cpu ?? 0) > LIMIT_MS
  console.log(columns([name, ms(cold.wall), ms(cold.cpu), ...(warm === undefined ? [] : [ms(warm.wall), ms(warm.cpu)])]) + (over ? '  over the limit' : ''))
  if (over) process.exitCode = 1
}

/** In a process of its own: the first request after a start, one read a process. */
async function afterStart(): Promise<void> {
  const { file, name, who, filled } = JSON.parse(process.env['BENCH_CASES'] ?? '') as { file: string; name: string; who: 'owner' | 'vendor'; filled: Filled }
  const database = await openDatabase(`sqlite:${file}`)
  const house = await openCaseHouse(database, { vault: benchVault(), clock: () => filled.now })
  const ask = await openRoom({ means: house.means, now: () => filled.now })
  const as = filled[who]
  show(`${name}, ${who}`, await took(() => ask(filled.id, readsOf(filled).find((one) => one.name === name)!, { ...as, may: new Set(as.may) })), undefined)
  await database.close()
}

async function measure(database: Database): Promise<Filled> {
  const writing = performance.now()
  const before = process.cpuUsage()
  const { house, filled } = await fillCase(database, { vendors: VENDORS, vulnerabilities: VULNERABILITIES, messages: MESSAGES })
  const { user, system } = process.cpuUsage(before)
  console.log(`${VENDORS} vendors, ${VULNERABILITIES} vulnerabilities, ${MESSAGES} messages, written in ${Math.round((performance.now() - writing) / 1000)} s (processor ${Math.round((user + system) / 1e6)} s)`)
  const warm = await openRoom(house)
  console.log(columns(['in ms', 'first, wall', 'processor', 'then, wall', 'processor']))
  const floor = floorOf(database, filled.id)
  show('bare reading of the rows', await took(floor), await many(floor))
  for (const who of ['owner', 'vendor'] as const) {
    const as: Actor = filled[who]
    for (const read of readsOf(filled)) {
      const fresh = await openRoom(house)
      show(`${read.name}, ${who}`, await took(() => fresh(filled.id, read, as)), await many(() => warm(filled.id, read, as)))
    }
  }
  return filled
}

const written = (actor: Actor) => ({ ...actor, may: [...actor.may] })

/** One process for each read: an embedded store belongs to one at a time. */
function startEach(file: string, filled: Filled): void {
  console.log('first read of a process that has just begun')
  for (const name of FIRST) for (const who of ['owner', 'vendor'] as const) {
    const told = { file, name, who, filled: { ...filled, owner: written(filled.owner), vendor: written(filled.vendor) } }
    spawnSync(process.execPath, ['--conditions=source', import.meta.filename], { stdio: 'inherit', env: { ...process.env, BENCH_CASES: JSON.stringify(told) } })
  }
}

/** Over a socket with a session: the client's work is in it too. */
async function measurePages(): Promise<void> {
  const { paths, get, close } = await openPages({ vendors: VENDORS, vulnerabilities: VULNERABILITIES, messages: MESSAGES })
  console.log(columns(['page, in ms', 'first, wall', 'processor', 'then, wall', 'processor', 'kB sent']))
  for (const { name, path } of paths) {
    const cold = await took(() => get(path))
    const warm = await many(() => get(path))
    const { status, bytes } = await get(path)
    if (status !== 200) throw new Error(`${path}: ${status}`)
    const over = warm.wall > LIMIT_MS && warm.cpu > LIMIT_MS
    console.log(columns([name, ms(cold.wall), ms(cold.cpu), ms(warm.wall), ms(warm.cpu), ms(bytes / 1000)]) + (over ? '  over the limit' : ''))
    if (over) process.exitCode = 1
  }
  await close()
}

if (process.env['BENCH_CASES'] !== undefined) await afterStart()
else if (process.argv.includes('--pages')) await measurePages()
else {
  const folder = mkdtempSync(join(tmpdir(), 'openaccord-bench-'))
  const file = join(folder, 'cases.db')
  try {
    const database = await openDatabase(`sqlite:${file}`)
    const filled = await measure(database).finally(() => database.close())
    if (process.argv.includes('--start')) startEach(file, filled)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
