/** An old back-up, and how the log comes back: what was published is fetched, checked against what was signed, and goes on. */
import assert from 'node:assert/strict'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { createOutbound } from '../../platform/outbound.ts'
import { backup, restore } from '../../platform/backup.ts'
import { openDatabase } from '../../platform/database.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { until } from '../../platform/testing/until.ts'
import { readIfThere } from './durable.ts'
import { ledgerRoom, recover } from './index.ts'
import { findPayload } from './store/entries.ts'
import { openPlace, openTestLedger, SECRETARY } from './testing/ledger.ts'

const clock = () => Date.now() * 1000
const fetch = createOutbound().fetch

describeOnEveryEngine('an old back-up', (open, { freshUrl }) => {
  test('is noticed, refused, and mended from the published files; what was removed stays removed', { timeout: 60_000 }, async () => {
    const place = await openPlace()
    const archive = join(place.folder, 'old.backup')
    const database = await open()
    const forgotten = new Set<string>()
    const forget = async (_tx: unknown, facts: readonly string[]) => facts.forEach((fact) => forgotten.add(fact))
    const ledger = await openTestLedger(database, place, { forget })
    const ids = await ledger.state(300)
    await ledger.settled()
    await backup(database, archive, { now: clock() })
    ids.push(...(await ledger.state(700)))
    await ledger.settled()
    const removed = await ledger.removePayload(SECRETARY, '20', 'it named somebody')
    assert.ok(forgotten.size === 1 && forgotten.has(ids[20]!), 'the rooms hear of it')
    await ledger.settled()
    const before = await ledger.status()
    // a mirror has the payloads too
    const mirror = join(place.folder, 'mirror')
    await cp(place.log, mirror, { recursive: true })
    for (const { payload } of (await ledger.entries({ limit: 200 })).entries) {
      const found = await database.read((tx) => findPayload(tx, payload.sha256))
      if (found === undefined || !('text' in found)) continue
      await mkdir(join(mirror, 'payload'), { recursive: true })
      await writeFile(join(mirror, 'payload', payload.sha256), found.text)
    }
    await ledger.close()

    const url = await freshUrl()
    await restore(archive, url, { rooms: [ledgerRoom], now: clock() })
    const restored = await openDatabase(url)
    try {
      // its payload is back with the back-up
      assert.ok('text' in (await restored.read((tx) => findPayload(tx, removed.payload.sha256)))!)
      const standing = await openTestLedger(restored, place)
      ids.push((await database.read((tx) => tx.get<{ fact: string }>('select fact from ledger_entry where place = 1000')))!.fact)
      ids.push(...(await standing.state(4)))
      await until(async () => (await standing.status()).standstill?.code === 'guard-ahead', 'it was not noticed')
      assert.equal((await standing.status()).waiting, 4)
      await standing.close()

      forgotten.clear()
      const wanted = { forget, database: restored, clock, guard: place.guard, fetch, say: () => {} }
      await assert.rejects(recover({ ...wanted, from: join(place.folder, 'nowhere') }), /no checkpoint/)
      const changed = join(place.folder, 'changed')
      await cp(mirror, changed, { recursive: true })
      const bundle = await readFile(join(changed, 'tile/entries/002'))
      bundle[100]! ^= 1
      await writeFile(join(changed, 'tile/entries/002'), bundle)
      await assert.rejects(recover({ ...wanted, from: changed }))
      const { before: had, after, withoutPayload } = await recover({ ...wanted, from: mirror })
      assert.deepEqual([had >= 300, after, withoutPayload], [true, 1001, 501], 'the mirror held only the newest payloads')
      assert.deepEqual([...forgotten], [ids[20]], 'and hear of it again, for their tables are old as well')

      const healed = await openTestLedger(restored, place)
      await healed.settled()
      const now = await healed.status()
      assert.deepEqual([now.standstill, now.size, now.vkey, now.waiting], [null, 1005, before.vkey, 0])
      const kept = await restored.read((tx) => tx.all<{ fact: string }>('select fact from ledger_entry order by place'))
      assert.deepEqual(kept.map(({ fact }) => fact), ids, 'in the old order, nothing twice, and what had waited after it')
      assert.ok('removed' in (await restored.read((tx) => findPayload(tx, removed.payload.sha256)))!)
      await healed.close()
    } finally {
      await restored.close()
      await place.remove()
    }
  })

  test('a lost guard is put back from what is published, over HTTP', async () => {
    const place = await openPlace()
    const database = await open()
    const ledger = await openTestLedger(database, place)
    await ledger.state(260)
    await ledger.settled()
    await ledger.close()
    await rm(join(place.guard, 'checkpoint'))
    if (database.engine === 'postgres') await database.transact((tx) => tx.run('delete from openaccord_guard.checkpoint'))
    const site = createServer((request, response) => {
      void readIfThere(join(place.log, (request.url ?? '').slice('/log/'.length))).then((bytes) => response.writeHead(bytes === undefined ? 404 : 200).end(bytes))
    })
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
    const address = site.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    try {
      const outbound = createOutbound({ allow: [`127.0.0.1:${port}`] })
      const done = await recover({ database, clock, guard: place.guard, from: `http://127.0.0.1:${port}/log`, fetch: outbound.fetch, say: () => {} })
      assert.deepEqual(done, { before: 260, after: 260, withoutPayload: 0 })
      const healed = await openTestLedger(database, place)
      await healed.state(1)
      await healed.settled()
      assert.deepEqual([(await healed.status()).size, (await healed.status()).standstill], [261, null])
      await healed.close()
    } finally {
      site.close()
      await place.remove()
    }
  })
})

