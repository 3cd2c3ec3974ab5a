/** A transaction on a thread of the embedded store, as stores see it: each call is one message. */
import { needLengths } from './columns.ts'
import { rowsOf } from './connection.ts'
import type { Column, Reader, Row, Tx, Value } from './contract.ts'
import { checkedMessage } from './listeners.ts'
import type { Ask } from './sqlite-worker.ts'
import { countIn, rowsIn, type Session } from './sqlite-thread.ts'

export function createReader({ ask }: Session, over: () => boolean): Reader {
  const put = (question: Ask) => (over() ? Promise.reject(new Error('this transaction is over')) : ask(question))
  let walks = 0
  return {
    engine: 'sqlite',
    all: async <R extends Row>(sql: string, ...values: Value[]) => rowsIn<R>(await put({ do: 'all', sql, values })),
    get: async <R extends Row>(sql: string, ...values: Value[]) => rowsIn<R>(await put({ do: 'all', sql, values }))[0],
    async *batches<R extends Row>(sql: string, values: readonly Value[], size: number) {
      const walk = ++walks
      try {
        for (;;) {
          const table = await put({ do: 'walk', walk, sql, values, size })
          if (table === null || typeof table === 'number') return
          yield rowsOf<R>(table)
        }
      } finally {
        if (!over()) await put({ do: 'leave', walk })
      }
    },
  }
}

export function createTx(session: Session, over: () => boolean, told: [channel: string, message: string][]): Tx {
  const put = (ask: Ask, transfer?: ArrayBuffer[]) =>
    over() ? Promise.reject(new Error('this transaction is over')) : session.ask(ask, transfer)
  return {
    ...createReader(session, over),
    run: async (sql, ...values) => countIn(await put({ do: 'run', sql, values })),
    async bulk(table, columns, rows, { orIgnore = false } = {}) {
      needLengths(columns, rows)
      const { sent, moved } = packed(columns)
      return countIn(await put({ do: 'bulk', table, columns: sent, rows, orIgnore }, moved))
    },
    many: async <R extends Row>(sql: string, fixed: readonly Value[], keys: readonly string[]) =>
      keys.length === 0 ? [] : rowsIn<R>(await put({ do: 'many', sql, fixed, keys })),
    lock: async () => {}, // there is one writer, and this is it
    notify: (channel, message) => void told.push(checkedMessage(channel, message)),
    script: async (sql) => void (await put({ do: 'script', sql })),
  }
}

/** Moves what is whole, copies what is a part: cloning a view would otherwise clone the whole buffer under it. */
function packed(columns: Readonly<Record<string, Column>>): { sent: Record<string, Column>; moved: ArrayBuffer[] } {
  const moved = new Set<ArrayBuffer>()
  const sent: Record<string, Column> = {}
  for (const [name, column] of Object.entries(columns)) {
    sent[name] = column
    if (!('ranges' in column)) continue
    const { bytes, ranges } = column
    if (bytes.buffer instanceof SharedArrayBuffer) continue
    if (bytes.byteLength === bytes.buffer.byteLength) moved.add(bytes.buffer)
    else sent[name] = { bytes: bytes.slice(), ranges }
  }
  return { sent, moved: [...moved] }
}
