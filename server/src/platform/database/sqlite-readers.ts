/** Short reads of the embedded store, on the calling thread: a few connections, each lent to one read at a time. */
import { openConnection, rowsOf, type Connection } from './connection.ts'
import type { Limits, Reader, Row, SyncReader, Value } from './contract.ts'
import { sqliteFault, sqliteTrouble } from './trouble.ts'
import { createTurns, within } from './turns.ts'

const LONGEST_HOLD_MS = 8

export function createReaders(path: string, limits: Limits) {
  const turns = createTurns(limits.connections, limits.waitSeconds)
  const idle: Connection[] = []
  let closed = false
  let turnBegan: number | undefined

  /**
   * A read resolves without the event loop turning, so a loop of reads would hold up everybody else:
   * past a few milliseconds the next read lets the others go first.
   */
  async function letOthersGo(): Promise<void> {
    if (turnBegan === undefined) {
      turnBegan = performance.now()
      setImmediate(() => void (turnBegan = undefined))
    } else if (performance.now() - turnBegan > LONGEST_HOLD_MS) {
      await new Promise(setImmediate)
    }
  }

  function lend(): Connection {
    if (closed) throw new Error('the store is closed')
    const connection = idle.pop() ?? said(undefined, () => openConnection(path, 'read'))
    said(undefined, connection.begin)
    return connection
  }

  function giveBack(connection: Connection): void {
    connection.rollback()
    if (closed || idle.length >= limits.connections) connection.close()
    else idle.push(connection)
  }

  return {
    read: <T>(work: (tx: Reader) => Promise<T>): Promise<T> =>
      turns.take(async () => {
        await letOthersGo()
        const connection = lend()
        const state = { over: false }
        try {
          return await within(limits.readSeconds, 'a read', work(createReader(connection, state)))
        } finally {
          state.over = true
          giveBack(connection)
        }
      }),
    readNow<T>(work: (tx: SyncReader) => T): T {
      const connection = lend()
      try {
        return work({
          all: (sql, ...values) => said(sql, () => connection.all(sql, values)),
          get: (sql, ...values) => said(sql, () => connection.get(sql, values)),
        })
      } finally {
        giveBack(connection)
      }
    },
    close(): void {
      closed = true
      for (const connection of idle.splice(0)) connection.close()
    },
  }
}

function createReader(connection: Connection, state: { over: boolean }): Reader {
  const need = () => {
    if (state.over) throw new Error('this read is over')
  }
  return {
    engine: 'sqlite',
    async all<R extends Row>(sql: string, ...values: Value[]) {
      need()
      return said(sql, () => connection.all<R>(sql, values))
    },
    async get<R extends Row>(sql: string, ...values: Value[]) {
      need()
      return said(sql, () => connection.get<R>(sql, values))
    },
    async *batches<R extends Row>(sql: string, values: readonly Value[], size: number) {
      const walk = connection.walk(sql, values, size)
      for (;;) {
        need()
        const next = said(sql, () => walk.next())
        if (next.done === true) return
        yield rowsOf<R>(next.value)
      }
    },
  }
}

/** Gives an engine's error its words. */
function said<T>(sql: string | undefined, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof Error && 'errcode' in error ? sqliteTrouble(sqliteFault(error, sql)) : error
  }
}
