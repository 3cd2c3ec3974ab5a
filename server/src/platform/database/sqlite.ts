/**
 * The embedded engine: node:sqlite in WAL mode. One thread writes, one transaction after another; short reads run
 * on the calling thread, long ones on a thread of their own. Neither waits for the writer.
 */
import { open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { LIMITS, type Database, type Options, type Reader, type Tx } from './contract.ts'
import { createListeners } from './listeners.ts'
import { holdFile } from './sqlite-lock.ts'
import { createReaders } from './sqlite-readers.ts'
import { createThread } from './sqlite-thread.ts'
import { createReader, createTx } from './sqlite-tx.ts'
import { away } from './trouble.ts'
import { alone, createTurns, within } from './turns.ts'

/** Below this much free space the store says that it is full, before a half-written log says it. */
const LEAST_FREE_BYTES = 32 * 1024 * 1024

/** A reading thread that does not answer a rollback for so long is deep in one statement. */
const STUCK_SECONDS = 2

export type SqliteDatabase = Database & {
  readonly engine: 'sqlite'
  readNow: NonNullable<Database['readNow']>
  /** Ends the writer thread as a crash would. */
  killWriter(): Promise<void>
}

export async function openSqlite(path: string, options: Options = {}): Promise<SqliteDatabase> {
  const limits = { ...LIMITS, ...options.limits }
  const trouble = options.trouble ?? ((what, error) => process.emitWarning(`${what}: ${String(error)}`))
  const letGo = options.readOnly === true ? () => {} : holdFile(path)
  const writer = createThread({ path, mode: options.readOnly === true ? 'read' : 'write' }, trouble)
  try {
    await writer.ready()
  } catch (error) {
    letGo()
    throw error
  }
  const apart = createThread({ path, mode: 'read' }, trouble)
  const writing = createTurns(1, limits.waitSeconds)
  const readingApart = createTurns(limits.connections, limits.waitSeconds)
  const readers = createReaders(path, limits)
  const listeners = createListeners(trouble)

  async function write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const session = writer.session()
    const state = { over: false }
    const told: [channel: string, message: string][] = []
    session.ask({ do: 'begin' }).catch(() => {}) // what failed to begin fails at every step
    try {
      const value = await within(limits.transactSeconds, 'a transaction', work(createTx(session, () => state.over, told)))
      state.over = true
      await session.ask({ do: 'commit' })
      for (const [channel, message] of told) setImmediate(listeners.tell, channel, message)
      return value
    } catch (error) {
      state.over = true
      session.ask({ do: 'rollback' }).catch(() => {}) // answered before the next one begins: questions keep their order
      throw error
    }
  }

  async function readThere<T>(work: (tx: Reader) => Promise<T>, seconds: number): Promise<T> {
    const session = apart.session()
    const state = { over: false }
    session.ask({ do: 'begin' }).catch(() => {})
    try {
      return await within(seconds, 'a long read', work(createReader(session, () => state.over)))
    } finally {
      state.over = true
      within(STUCK_SECONDS, 'a rollback', session.ask({ do: 'rollback' })).catch(session.abandon)
    }
  }

  return {
    engine: 'sqlite',
    read: readers.read,
    readNow: readers.readNow,
    readApart: (work, { seconds = limits.readApartSeconds } = {}) => readingApart.take(() => readThere(work, seconds)),
    transact: (work) => alone(() => writing.take(() => write(work))),
    listen: listeners.listen,
    snapshot: (into) => copyInto(into, path, trouble),
    async check() {
      await readers.read((tx) => tx.get('select 1'))
      const { bavail, bsize } = await statfs(dirname(path))
      if (bavail * bsize < LEAST_FREE_BYTES) throw away('the disk that holds the store is full', undefined, 30)
    },
    async storage() {
      return { bytes: await sizeOf(path), walBytes: await sizeOf(`${path}-wal`) }
    },
    killWriter: writer.kill,
    async close() {
      await writing.take(async () => {})
      readers.close()
      await apart.close()
      await writer.close()
      letGo()
    },
  }
}

/** On a thread of its own, under another name until it is whole and on the disk. */
async function copyInto(into: string, path: string, trouble: (what: string, error: unknown) => void): Promise<void> {
  const part = `${into}.part`
  const thread = createThread({ path, mode: 'read' }, trouble)
  try {
    await rm(part, { force: true })
    await thread.session().ask({ do: 'copy', into: part })
    const file = await open(part, 'r+')
    await file.sync().finally(() => file.close())
    await rename(part, into)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  } finally {
    await thread.close()
  }
}

const sizeOf = (path: string): Promise<number> => stat(path).then(({ size }) => size, () => 0)
