/**
 * The outgrown engine: PostgreSQL through pg. Writing transactions of all hubs run one after another, as on the
 * embedded store, unless they ask to run beside each other; see docs/decisions/0003-two-engines.md.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { writeArchive } from './archive.ts'
import { LIMITS, type Database, type Options, type Reader, type Tx, type TransactOptions } from './contract.ts'
import { createListeners } from './listeners.ts'
import { createListener } from './postgres-listener.ts'
import { createReader, createTx, lockNumber, newLine, tellAll, type Line } from './postgres-tx.ts'
import { codeOf, isLost, postgresTrouble } from './trouble.ts'
import { alone, createTurns, within } from './turns.ts'

const MOST_TRIES = 6
// serialization_failure, deadlock_detected
const TRY_AGAIN = new Set(['40001', '40P01'])
const OLDEST_SERVER = 14

export async function openPostgres(url: string, options: Options = {}): Promise<Database> {
  const limits = { ...LIMITS, ...options.limits }
  const trouble = options.trouble ?? ((what, error) => process.emitWarning(`${what}: ${String(error)}`))
  const config: pg.ClientConfig = { connectionString: url, application_name: 'openaccord', types: { getTypeParser }, connectionTimeoutMillis: 5000 }
  const pool = new pg.Pool({ ...config, Client: SteadyClient, keepAlive: true, max: limits.connections, idleTimeoutMillis: 30_000 })
  pool.on('error', (error) => trouble('an idle connection to the store dropped', error))
  const writing = createTurns(1, limits.waitSeconds)
  const places = createTurns(limits.connections, limits.waitSeconds)
  const listeners = createListeners(trouble)
  const listener = createListener(config, listeners, trouble)

  /** A connection with `begin` sent. One that died while idle is found out here, before anything was done. */
  async function lend(begin: string): Promise<pg.PoolClient> {
    for (let tries = 1; ; tries++) {
      const client = await pool.connect().catch((error: unknown) => Promise.reject(postgresTrouble(error)))
      client.on('error', ignore)
      try {
        await client.query(begin)
        return client
      } catch (error) {
        release(client, true)
        if (!isLost(error) || tries > limits.connections) throw postgresTrouble(error)
      }
    }
  }

  function read<T>(seconds: number, work: (tx: Reader) => Promise<T>): Promise<T> {
    return places.take(async () => {
      const client = await lend(`begin isolation level repeatable read read only; set local statement_timeout = ${seconds * 1000}`)
      const line = newLine(client)
      try {
        return await within(seconds, 'a read', work(createReader(line)))
      } finally {
        line.over = true
        await giveBack(line)
      }
    })
  }

  async function write<T>(work: (tx: Tx) => Promise<T>, beside: boolean): Promise<T> {
    const seconds = limits.transactSeconds
    const times = `set local statement_timeout = ${seconds * 1000}; set local lock_timeout = ${limits.waitSeconds * 1000}`
    const client = await lend(`begin; ${times}${beside ? '' : `; select pg_advisory_xact_lock(${lockNumber('write')})`}`)
    const line = newLine(client)
    const told: [channel: string, message: string][] = []
    try {
      const value = await within(seconds, 'a transaction', work(createTx(line, told)))
      if (line.fault !== undefined) throw line.fault
      await tellAll(line, told)
      line.over = true
      await client.query('commit')
      release(client)
      return value
    } catch (error) {
      line.over = true
      await giveBack(line)
      throw error instanceof pg.DatabaseError || isLost(error) ? postgresTrouble(error, 'commit') : error
    }
  }

  async function transact<T>(work: (tx: Tx) => Promise<T>, { beside = false }: TransactOptions = {}): Promise<T> {
    const once = () => places.take(() => write(work, beside))
    for (let tries = 1; ; tries++) {
      try {
        return await alone(() => (beside ? once() : writing.take(once)))
      } catch (error) {
        if (tries >= MOST_TRIES || !isTryAgain(error)) throw error
        await sleep(5 * 2 ** tries)
      }
    }
  }

  const database: Database = {
    engine: 'postgres',
    read: (work) => read(limits.readSeconds, work),
    readApart: (work, { seconds = limits.readApartSeconds } = {}) => read(seconds, work),
    transact,
    listen(channel, heard) {
      listener.start()
      return listeners.listen(channel, heard)
    },
    snapshot: async (into) => void (await writeArchive(database, into, null)),
    check: () => within(5, 'the check', read(5, async (tx) => void (await tx.get('select 1')))),
    async storage() {
      const row = await database.read((tx) => tx.get<{ bytes: number }>('select pg_database_size(current_database()) as bytes'))
      return { bytes: row?.bytes ?? 0, walBytes: 0 }
    },
    async close() {
      await writing.take(async () => {})
      await listener.close()
      await pool.end()
    },
  }
  try {
    await needFitting(database)
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}

const ignore = (): void => {} // the query in flight hears of it

/** Listened to from its first moment to its last: a connection that ends in nobody's hands must not end the process. */
class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    this.on('error', ignore)
  }
}

function release(client: pg.PoolClient, broken = false): void {
  client.off('error', ignore)
  client.release(broken)
}

/** A connection that does not answer is closed, which ends its transaction as well. */
async function giveBack({ client, asked }: Line): Promise<void> {
  const ended = await within(5, 'a rollback', asked.then(() => client.query('rollback'))).then(() => true, () => false)
  release(client, !ended)
}

function isTryAgain(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (TRY_AGAIN.has(codeOf(cause))) return true
  return false
}

/** Text must sort by code point, as it does on the embedded store and in JavaScript, or pages would skip rows. */
async function needFitting(database: Database): Promise<void> {
  const row = await database.read((tx) =>
    tx.get<{ version: number; encoding: string; sorting: string }>(`
      select cast(current_setting('server_version_num') as bigint) / 10000 as version,
        pg_encoding_to_char(encoding) as encoding, cast(datcollate as text) as sorting
      from pg_database where datname = current_database()`),
  )
  if (row === undefined || row.version < OLDEST_SERVER) throw new Error(`PostgreSQL ${OLDEST_SERVER} or later is needed; this is ${row?.version}`)
  if (row.encoding === 'UTF8' && ['C', 'POSIX', 'C.UTF-8', 'C.utf8'].includes(row.sorting)) return
  throw new Error(
    `this database is ${row.encoding} and sorts as ${row.sorting}: make one with  create database … template template0 encoding 'UTF8' locale 'C'`,
  )
}

// https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat
const BOOL = 16
const BYTEA = 17
const NUMBERS = new Set([20, 21, 23, 26, 700, 701, 1700])

/** Numbers are numbers, flags 0 and 1, bytes Uint8Array; all else is text as PostgreSQL prints it. */
function getTypeParser(type: number): (text: string) => unknown {
  if (NUMBERS.has(type)) return safeNumber
  if (type === BOOL) return (text) => (text === 't' ? 1 : 0)
  return type === BYTEA ? bytesOf : (text) => text
}

function safeNumber(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) throw new RangeError(`${text} is larger than a safe integer`)
  return number
}

/** `\\x` and hexadecimal digits. */
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length - 2) / 2)
  Buffer.from(bytes.buffer).write(text.slice(2), 'hex')
  return bytes
}
