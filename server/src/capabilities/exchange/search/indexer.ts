/**
 * The indexer: folds what has newly come in into the table of terms, in small batches, when nobody is sending. Only what
 * the least reader of an object may see of it is indexed, so that nobody finds by a field that is held back from them.
 */
import { isStixObject, parseJson, redact, type Level } from '@openaccord/stix'
import type { Database } from '../../../platform/database.ts'
import { loadCollections, type Collection } from '../store/collections.ts'
import { addTerms, loadIndexed, loadUnindexed, type Unindexed } from '../store/search.ts'
import { termsOf } from './terms.ts'

const BATCH = 100
const IDLE_MS = 150
const LONGEST_WAIT_MS = 2_000
const LOOK_MS = 5_000

export type Indexer = ReturnType<typeof createIndexer>

export function createIndexer({ database, isBusy, trouble }: { database: Database; isBusy: () => boolean; trouble: (error: unknown) => void }) {
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let running: Promise<void> | undefined
  let lastRun = 0

  function soon(ms: number): void {
    if (closed || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      running = look().finally(() => (running = undefined))
    }, ms)
    timer.unref()
  }

  async function look(): Promise<void> {
    if (isBusy() && performance.now() - lastRun < LONGEST_WAIT_MS) return soon(IDLE_MS)
    lastRun = performance.now()
    try {
      soon((await foldOnce()) > 0 ? 5 : LOOK_MS)
    } catch (error) {
      if (closed) return
      trouble(error)
      soon(LOOK_MS)
    }
  }

  /** One batch of each collection. Gives how many objects were folded in. */
  async function foldOnce(): Promise<number> {
    let folded = 0
    for (const collection of await loadCollections(database)) {
      if (closed) break
      const from = await loadIndexed(database, collection.key)
      if (from >= collection.lastAdded) continue
      folded += await fold(collection, from)
    }
    return folded
  }

  async function fold(collection: Collection, from: number): Promise<number> {
    const objects = await loadUnindexed(database, collection.key, from, BATCH)
    const last = objects.at(-1)
    if (last === undefined) return 0
    const terms = objects.flatMap((object) => [...termsFor(object, collection)].map((term) => ({ seq: object.seq, term })))
    const seqs = objects.map(({ seq }) => seq)
    await database.transact((tx) => addTerms(tx, collection.key, from, last.added, terms, seqs))
    return objects.length
  }

  soon(IDLE_MS)
  return {
    nudge: (): void => {
      if (timer !== undefined) clearTimeout(timer)
      timer = undefined
      soon(IDLE_MS)
    },
    /** Everything that is here now; for tests and for who wants to wait. */
    async catchUp(): Promise<void> {
      while ((await foldOnce()) > 0) await new Promise((resolve) => setImmediate(resolve))
    },
    async close(): Promise<void> {
      closed = true
      if (timer !== undefined) clearTimeout(timer)
      await running
    },
  }
}

/** No definitions of one's own are looked up: what they mark counts as held back. */
function termsFor({ bytes, least, whole }: Unindexed, { defaultLevel }: Collection): Set<number> {
  const value = parseJson(bytes)
  if (!isStixObject(value)) return new Set()
  const open = least === whole ? value : redact(value, least as Level, undefined, defaultLevel)
  return open === undefined ? new Set() : termsOf(open)
}
