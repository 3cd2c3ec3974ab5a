/** kill -9 during publication: of each advisory all files, its place in the log and in the folders are there, or nothing is. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { DAY } from '../../kernel/index.ts'
import { openDatabase, type Database } from '../../platform/database.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { createVault, vaultKey } from '../../platform/vault.ts'
import { draftOf, moment, openAdvisoryHouse, openDesks, READER, signed, written } from './testing/house.ts'

const soak = process.env['OPENACCORD_SOAK'] === '1'
const KILLS = soak ? 40 : 2
const ADVISORIES = soak ? 60 : 4
const LATEST_KILL_MS = 500
const AT = Date.UTC(2026, 10, 24) * 1000

describeOnEveryEngine('publication that is cut off', (_open, place) => {
  test('leaves all or nothing, and goes on where it was', { timeout: soak ? 1_200_000 : 240_000 }, async () => {
    const url = await place.freshUrl()
    const key = randomBytes(32)
    const vault = createVault({ keys: [vaultKey(key)], random: randomBytes })
    const ids: string[] = []
    await withDatabase(url, async (database) => {
      const house = await openAdvisoryHouse(database, { vault })
      const { desks: [harbour] } = await openDesks(house, 'harbour')
      for (let n = 1; n <= ADVISORIES; n++) {
        const id = await written(house, harbour!, draftOf(harbour!, undefined, `2026-${n}`))
        await signed(house, harbour!, id, { publishAt: moment(AT) })
        ids.push(id)
      }
    })
    for (let kill = 0; kill < KILLS; kill++) {
      await killedSomewhere(url, key.toString('hex'))
      await withDatabase(url, async (database) => void (await needWhole(database, ids)))
    }
    await withDatabase(url, async (database) => {
      const house = await openAdvisoryHouse(database, { vault, clock: () => AT + DAY })
      await house.advisories.publishDue()
      assert.equal(await needWhole(database, ids), ids.length)
      for (const id of ids) assert.equal((await house.advisories.advisory(READER, id)).editions.length, 1)
    })
  })
})

async function killedSomewhere(url: string, key: string): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=source', join(import.meta.dirname, 'testing', 'publisher-process.ts'), url, key, String(AT + 1)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  await new Promise((resolve) => setTimeout(resolve, randomInt(LATEST_KILL_MS)))
  child.kill('SIGKILL')
  assert.equal((await ended)[1], 'SIGKILL', 'it ran until it was killed')
}

async function withDatabase(url: string, work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase(url)
  try {
    await work(database)
  } finally {
    await database.close()
  }
}

/** Returns how many are published. */
async function needWhole(database: Database, ids: readonly string[]): Promise<number> {
  const count = async (sql: string, ...values: string[]): Promise<number> => (await database.read((tx) => tx.get<{ many: number }>(`select count(*) as many from ${sql}`, ...values)))?.many ?? 0
  let published = 0
  for (const id of ids) {
    const editions = await count('advisories_edition where advisory = ? and newest = 1 and fact is not null', id)
    published += editions
    const found = {
      editions: await count('advisories_edition where advisory = ?', id),
      formats: await count('(select distinct format from advisories_file where advisory = ?) f', id),
      events: await count(`advisories_event where advisory = ? and kind = 'published'`, id),
      waiting: await count('advisories_draft where id = ? and due is not null', id),
      ready: await count('advisories_ready where advisory = ?', id),
      facts: await count(`facts where kind = 'advisory-publication' and body like '%' || ? || '%'`, id),
      found: await count('advisories_package where advisory = ?', id),
    }
    // CVE is not among the formats here: the id is in nobody's pool
    assert.deepEqual(found, editions === 1 ? { editions: 1, formats: 5, events: 1, waiting: 0, ready: 0, facts: 1, found: 2 } : { editions: 0, formats: 0, events: 0, waiting: 1, ready: 1, facts: 0, found: 0 }, id)
  }
  return published
}
