/**
 * A case of 150 vendors, 3 vulnerabilities and 500 messages on the embedded store: what each read takes, cold and warm, beside the
 * bare query of its rows. `node --conditions=source bench/cases.ts [vendors=150] [messages=500]`; a read should stay under 200 ms.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCases } from '../server/src/capabilities/cases/index.ts'
import { askBy, openStory } from '../server/src/capabilities/cases/testing/house.ts'
import { openDatabase } from '../server/src/platform/database.ts'
import { SECOND } from '../server/src/kernel/index.ts'

const VENDORS = Number(process.argv[2] ?? 150)
const MESSAGES = Number(process.argv[3] ?? 500)
const LIMIT_MS = 200
const TEXT = 'The parser of names writes past its end where a name has more than 4,096 letters. '.repeat(6)

const took = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const folder = mkdtempSync(join(tmpdir(), 'openaccord-bench-'))
const database = await openDatabase(`sqlite:${join(folder, 'cases.db')}`)
try {
  const { house, owner, id } = await openStory(database, { vulnerabilities: [{ label: 'one' }, { label: 'two' }, { label: 'three' }] })
  const began = performance.now()
  const guests = []
  for (let n = 0; n < VENDORS; n++) {
    house.pass(SECOND)
    const { link } = await house.cases.invite(owner.asking, id, { guest: { name: `Vendor ${n}` }, roles: ['vendor'] })
    const asking = askBy(link!)
    await house.cases.join(asking, id)
    if (n % 3 > 0) await house.cases.noteReading(asking, (await house.cases.case(asking, id)).opened)
    if (n % 3 === 2) await house.cases.state(asking, id, { vulnerabilities: [1, 2, 3], state: 'affected' })
    guests.push(asking)
  }
  for (let n = 0; n < MESSAGES; n++) {
    house.pass(SECOND)
    await house.cases.post(guests[n % guests.length]!, id, 1, { text: `${n} ${TEXT}` })
  }
  const entries = (await house.cases.case(owner.asking, id)).opened.entries().length
  console.log(`${VENDORS} vendors, ${MESSAGES} messages, ${entries} entries, written in ${Math.round(performance.now() - began)} ms`)

  const guest = guests[1]!
  const page = { after: undefined, limit: 50 }
  const reads: [name: string, read: (cases: typeof house.cases) => Promise<unknown>][] = [
    ['overview, owner', (cases) => cases.case(owner.asking, id)], ['overview, guest', (cases) => cases.case(guest, id)], ['list', (cases) => cases.cases(owner.analyst, { limit: 50 })],
    ['matrix, owner', (cases) => cases.matrix(owner.asking, id)], ['matrix, guest', (cases) => cases.matrix(guest, id)],
    ['thread, 50 messages', (cases) => cases.thread(guest, id, 1, page)], ['threads', (cases) => cases.threads(guest, id)], ['time line, 50 entries', (cases) => cases.timeline(owner.asking, id, page)],
    ['search', (cases) => cases.search(owner.asking, id, 'names 499')], ['embargo', (cases) => cases.embargo(owner.asking, id)],
  ]
  const floor = await took(() => database.read((tx) => tx.all('select seq, sealed, chain from cases_entry where case_id = ? order by seq', id)))
  console.log(`bare query of the entries: ${floor.toFixed(1)} ms`)
  console.log('read                     first of a hub   then (median of 15)')
  for (const [name, read] of reads) {
    const cold = await took(() => read(createCases(house.means)))
    const warm: number[] = []
    for (let n = 0; n < 15; n++) warm.push(await took(() => read(house.cases)))
    const median = warm.toSorted((a, b) => a - b)[7]!
    console.log(`${name.padEnd(24)} ${cold.toFixed(1).padStart(9)} ms ${median.toFixed(1).padStart(12)} ms ${Math.max(cold, median) > LIMIT_MS ? ' over the limit' : ''}`)
    if (median > LIMIT_MS) process.exitCode = 1
  }
} finally {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
}
