/** The writer: facts in order, each once; cut off after any step nothing is lost, doubled or forked; what is wrong stops it. */
import assert from 'node:assert/strict'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createTileReader, openCheckpoint, parseSignedCheckpoint, verifierOf, type TileReader } from '@openaccord/tlog'
import { parseEntry } from '@openaccord/facts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { until } from '../../platform/testing/until.ts'
import type { Database } from '../../platform/database.ts'
import { createJournal } from '../../platform/journal.ts'
import { filesBelow } from './durable.ts'
import { openPlace, openTestLedger, ORIGIN, random, stateFacts, type PlaceOfLog } from './testing/ledger.ts'
import type { Step } from './writer.ts'

const STEPS: readonly Step[] = ['read', 'appended', 'tiles', 'checked', 'guarded', 'cosigned', 'recorded', 'published']

/** Everything that is published, read as a stranger reads it: from the files, against the signed checkpoint. */
async function published(place: PlaceOfLog, vkey: string): Promise<{ ids: string[]; reader: TileReader; size: number; root: Uint8Array }> {
  const checkpoint = await openCheckpoint(await readFile(join(place.log, 'checkpoint')), { verifiers: [verifierOf(vkey)], origin: ORIGIN })
  const reader = await createTileReader({ fetchTile: filesBelow(place.log), checkpoint })
  const ids: string[] = []
  for (let bundle = 0; bundle * 256 < checkpoint.size; bundle++) for (const entry of await reader.entries(bundle)) ids.push(parseEntry(Buffer.from(entry).toString()).id)
  return { ids, reader, size: checkpoint.size, root: checkpoint.root }
}

async function atPlace(work: (place: PlaceOfLog) => Promise<void>): Promise<void> {
  const place = await openPlace()
  try {
    await work(place)
  } finally {
    await place.remove()
  }
}

describeOnEveryEngine('the writer', (open) => {
  test('logs what is public, in the order of the journal, over tiles that are full and tiles that are not', async () => {
    const database = await open()
    await atPlace(async (place) => {
      const ledger = await openTestLedger(database, place)
      const ids: string[] = []
      for (const many of [1, 254, 1, 1, 300, 1200]) {
        ids.push(...(await ledger.state(many)))
        await database.transact((tx) => ledger.journal.write(tx, { room: 'members', kind: 'person.joined', at: 1, body: { person: 'person_x' } }))
        await ledger.settled()
      }
      const { vkey, size, waiting } = await ledger.status()
      assert.deepEqual([size, waiting], [ids.length, 0])
      assert.deepEqual((await published(place, vkey!)).ids, ids)
      await ledger.close()
      const again = await openTestLedger(database, place)
      ids.push(...(await again.state(3)))
      await again.settled()
      assert.deepEqual((await published(place, vkey!)).ids, ids, 'and after a start')
      await again.close()
    })
  })

  for (const step of STEPS) {
    test(`cut off after “${step}”, it goes on as if nothing had been`, async () => {
      const database = await open()
      await atPlace(async (place) => {
        const first = await openTestLedger(database, place)
        const ids = await first.state(300)
        await first.settled()
        const vkey = (await first.status()).vkey!
        const before = await published(place, vkey)
        await first.close()
        let cuts = 0
        const broken = await openTestLedger(database, place, { after: (at) => {
          if (at !== step) return
          cuts++
          throw new Error('the power fails')
        } })
        ids.push(...(await broken.state(7)))
        await until(() => cuts > 0, 'it never came to this step')
        await broken.close()
        const healed = await openTestLedger(database, place)
        ids.push(...(await healed.state(250)))
        await healed.settled()
        const now = await published(place, vkey)
        assert.deepEqual(now.ids, ids)
        assert.deepEqual(await now.reader.rootAt(before.size), before.root, 'what was published stays a beginning of it')
        assert.equal((await healed.status()).standstill, null)
        await healed.close()
      })
    })
  }

  test('cut off at its very beginning, after any step, it begins all the same', async () => {
    for (const step of STEPS) {
      const database = await open()
      await atPlace(async (place) => {
        let cuts = 0
        const broken = await openTestLedger(database, place, { after: (at) => {
          if (at !== step) return
          cuts++
          throw new Error('the power fails')
        } })
        const ids = await broken.state(7)
        await until(() => cuts > 0, `it never came to “${step}”`)
        await broken.close()
        const healed = await openTestLedger(database, place)
        ids.push(...(await healed.state(3)))
        await healed.settled()
        const { standstill, vkey } = await healed.status()
        assert.equal(standstill, null, step)
        assert.deepEqual((await published(place, vkey!)).ids, ids, step)
        await healed.close()
      })
    }
  })

  test('a fact that cannot be an entry is named, and holds up nobody', async () => {
    const database = await open()
    await atPlace(async (place) => {
      const ledger = await openTestLedger(database, place)
      const [bad] = await database.transact((tx) => ledger.journal.write(tx, { room: 'pledges', kind: 'statement', at: 1, body: { about: [] } }))
      const ids = await ledger.state(1)
      await ledger.settled()
      const { unfit, vkey } = await ledger.status()
      assert.deepEqual(unfit.map(({ fact }) => fact), [bad!.id])
      assert.deepEqual((await published(place, vkey!)).ids, ids)
      await ledger.close()
    })
  })

  test('tiles that were changed on disk are noticed before the next signature, and written again', async () => {
    const database = await open()
    await atPlace(async (place) => {
      const ledger = await openTestLedger(database, place)
      const ids = await ledger.state(600)
      await ledger.settled()
      const vkey = (await ledger.status()).vkey!
      const names = ['tile/0/000', 'tile/0/002.p/88', 'tile/entries/001', 'tile/entries/002.p/88', 'tile/1/000.p/2']
      for (const [at, name] of names.entries()) {
        const path = join(place.log, name)
        const good = await readFile(path)
        const bad = Buffer.from(good)
        bad[bad.length >> 1]! ^= 1
        await writeFile(path, bad)
        ids.push(...(await ledger.state(1)))
        await ledger.settled()
        assert.equal((await ledger.status()).standstill, null)
        assert.deepEqual((await published(place, vkey)).ids, ids, name)
        if (!name.includes('.p/')) assert.deepEqual(await readFile(path), good, name)
        assert.ok((await ledger.status()).mended > 0 || at > 0)
      }
      await ledger.close()
    })
  })

  test('an entry that was changed in the store is noticed, and nothing more is signed', async () => {
    const database = await open()
    await atPlace(async (place) => {
      const ledger = await openTestLedger(database, place)
      await ledger.state(300)
      await ledger.settled()
      const before = await readFile(join(place.log, 'checkpoint'), 'utf8')
      await database.transact((tx) => tx.run(`update ledger_entry set leaf = replace(leaf, 'organisation.admitted', 'organisation.restored') where place = 17`))
      await ledger.state(1)
      await until(async () => (await ledger.status()).standstill?.code === 'data-damaged', 'it was not noticed')
      assert.equal(await readFile(join(place.log, 'checkpoint'), 'utf8'), before)
      await assert.rejects(ledger.health(), /data-damaged/)
      await ledger.close()
    })
  })
})

describeOnEveryEngine('the guard', (open, { engine }) => {
  const rows = 'delete from ledger_entry; delete from ledger_about; delete from ledger_tile; delete from ledger_checkpoint; update ledger_state set size = 0, taken = 0'

  /** Sets the log's tables back to so many entries, as an old back-up would. */
  async function setBack(database: Database, size: number): Promise<void> {
    await database.transact((tx) => tx.script(size === 0 ? rows : `
      delete from ledger_entry where place >= ${size}; delete from ledger_about where place >= ${size};
      delete from ledger_tile where (n + 1) * 256 > ${size} and level = 0; delete from ledger_checkpoint where size > ${size};
      update ledger_state set size = ${size}`))
  }

  for (const back of [0, 20]) {
    test(`a store that was set back to ${back} entries signs nothing; facts wait, and the rest goes on`, async () => {
      const database = await open()
      await atPlace(async (place) => {
        const ledger = await openTestLedger(database, place)
        await ledger.state(20)
        await ledger.settled()
        await ledger.state(300)
        await ledger.settled()
        await ledger.close()
        const note = await readFile(join(place.log, 'checkpoint'), 'utf8')
        await setBack(database, back)
        const restored = await openTestLedger(database, place)
        await restored.state(5)
        await until(async () => (await restored.status()).standstill?.code === 'guard-ahead', 'it was not noticed')
        const { waiting, appended } = await restored.status()
        assert.ok(waiting >= 5 && appended === back)
        assert.equal(await readFile(join(place.log, 'checkpoint'), 'utf8'), note)
        assert.ok(restored.said.some((line) => line.includes('stands still')))
        await restored.close()
      })
    })
  }

  test('entries without a guard, a guard that says something else, and one that nobody signed', async () => {
    const database = await open()
    await atPlace(async (place) => {
      const ledger = await openTestLedger(database, place)
      await ledger.state(30)
      await ledger.settled()
      await ledger.close()
      const path = join(place.guard, 'checkpoint')
      const note = await readFile(path, 'utf8')
      const cases: [code: string, change: () => Promise<void>][] = [
        ['guard-missing', async () => {
          await rm(path)
          if (engine === 'postgres') await database.transact((tx) => tx.run('delete from openaccord_guard.checkpoint'))
        }],
        ['guard-differs', () => writeFile(path, note.replace('\n30\n', '\n29\n'))],
        ['guard-differs', () => writeFile(path, 'nonsense')],
      ]
      for (const [code, change] of cases) {
        await change()
        const restarted = await openTestLedger(database, place)
        await until(async () => (await restarted.status()).standstill?.code === code, code)
        await restarted.close()
      }
      await writeFile(path, note)
      const healed = await openTestLedger(database, place)
      await healed.state(1)
      await healed.settled()
      const { standstill, size } = await healed.status()
      assert.deepEqual([standstill, size], [null, 31], 'with the guard back it goes on')
      await healed.close()
    })
  })

  test('a log keeps its name and its key', async () => {
    const database = await open()
    await atPlace(async (place) => {
      const ledger = await openTestLedger(database, place)
      await ledger.settled()
      await ledger.close()
      const key = await readFile(join(place.guard, 'log.key'))
      const other = await openPlace()
      const stranger = await openTestLedger(await open(), other)
      await stranger.settled()
      await stranger.close()
      const cases: [code: string, change: () => Promise<void>, wish: object][] = [
        ['origin-differs', async () => {}, { origin: 'other.example/log', chosenOrigin: true }],
        ['key-differs', async () => writeFile(join(place.guard, 'log.key'), await readFile(join(other.guard, 'log.key'))), {}],
        ...(engine === 'sqlite' ? [['key-missing', () => rm(join(place.guard, 'log.key')), {}] as [string, () => Promise<void>, object]] : []),
      ]
      for (const [code, change, wish] of cases) {
        await change()
        const restarted = await openTestLedger(database, place, wish)
        await until(() => restarted.health().then(() => false, (error: Error) => error.message.startsWith(code)), code)
        await restarted.close()
      }
      await writeFile(join(place.guard, 'log.key'), key)
      await other.remove()
    })
  })
})

test('a signed checkpoint is what the guard holds, readable by the hub alone', async () => {
  const { openDatabase } = await import('../../platform/database.ts')
  await atPlace(async (place) => {
    const database = await openDatabase(`sqlite:${join(place.folder, 'hub.sqlite')}`)
    const ledger = await openTestLedger(database, place)
    await stateFacts(database, createJournal({ database, random }), 2)
    await ledger.settled()
    const { stat } = await import('node:fs/promises')
    assert.equal(parseSignedCheckpoint(await readFile(join(place.guard, 'checkpoint'), 'utf8')).size, 2)
    if (process.platform !== 'win32') {
      assert.equal((await stat(join(place.guard, 'log.key'))).mode & 0o777, 0o600)
      assert.equal((await stat(place.guard)).mode & 0o777, 0o700)
    }
    await ledger.close()
    await database.close()
  })
})
