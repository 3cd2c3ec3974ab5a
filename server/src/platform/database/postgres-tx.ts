/** A transaction on PostgreSQL, as stores see it. */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { insertInto, needLengths, quoted } from './columns.ts'
import type { Column, Reader, Row, Tx, Value } from './contract.ts'
import { copyIn } from './copy-in.ts'
import { checkedMessage } from './listeners.ts'
import { createPlaceholders, numbered } from './placeholders.ts'
import { postgresTrouble } from './trouble.ts'

/** Everything this hub tells goes over one channel of PostgreSQL; ours is the first word of the message. */
export const CHANNEL = 'openaccord'

export type Line = {
  /** The first thing that went wrong: a transaction that failed once answers everything with it. */
  fault: Error | undefined
  over: boolean
  client: pg.PoolClient
  /** What was asked last: a connection answers one question after another, also where a store asks several at once. */
  asked: Promise<unknown>
}

export const newLine = (client: pg.PoolClient): Line => ({ client, fault: undefined, over: false, asked: Promise.resolve() })

const prepared = createPlaceholders()

export function createReader(line: Line): Reader {
  let cursors = 0
  return {
    engine: 'postgres',
    all: async <R extends Row>(sql: string, ...values: Value[]) => (await ask<R>(line, sql, values)).rows,
    get: async <R extends Row>(sql: string, ...values: Value[]) => (await ask<R>(line, sql, values)).rows[0],
    async *batches<R extends Row>(sql: string, values: readonly Value[], size: number) {
      const cursor = `walk_${++cursors}`
      await plain(line, () => line.client.query(`declare ${cursor} no scroll cursor for ${numbered(sql)}`, [...values]), sql)
      try {
        for (;;) {
          const { rows } = await plain(line, () => line.client.query<R>(`fetch forward ${Math.trunc(size)} from ${cursor}`), sql)
          if (rows.length > 0) yield rows
          if (rows.length < size) return
        }
      } finally {
        if (!line.over && line.fault === undefined) await plain(line, () => line.client.query(`close ${cursor}`))
      }
    },
  }
}

export function createTx(line: Line, told: [channel: string, message: string][]): Tx {
  return {
    ...createReader(line),
    run: async (sql, ...values) => (await ask(line, sql, values)).rowCount ?? 0,
    async bulk(table, columns, rows, { orIgnore = false } = {}) {
      needLengths(columns, rows)
      return rows === 0 ? 0 : orIgnore ? await copyThenInsert(line, table, columns, rows) : await copy(line, quoted(table), columns, rows)
    },
    many: async <R extends Row>(sql: string, fixed: readonly Value[], keys: readonly string[]) => {
      if (keys.length === 0) return []
      const { name, text } = prepared(sql.replace(/=\s*any\s*\(\s*\?\s*\)/i, '= any(?::text[])'))
      return (await plain(line, () => line.client.query<R>({ ...(name && { name }), text, values: [...fixed.map(checked), keys] }), sql)).rows
    },
    lock: async (name) => void (await ask(line, 'select pg_advisory_xact_lock(cast(? as bigint))', [lockNumber(name)])),
    notify: (channel, message) => void told.push(checkedMessage(channel, message)),
    script: async (sql) => void (await plain(line, () => line.client.query(sql), sql)),
  }
}

/** Sent as part of the transaction: PostgreSQL delivers it when, and only when, this commits. */
export async function tellAll(line: Line, told: readonly [channel: string, message: string][]): Promise<void> {
  if (told.length === 0) return
  const messages = told.map(([channel, message]) => `${channel} ${message}`)
  await plain(line, () => line.client.query(`select pg_notify('${CHANNEL}', message) from unnest($1::text[]) as message`, [messages]))
}

/** 64 bits of the name's SHA-256 as text: a bigint that no two names share by accident. */
export const lockNumber = (name: string): string => createHash('sha256').update(`openaccord ${name}`).digest().readBigInt64BE().toString()

function ask<R extends Row>(line: Line, sql: string, values: readonly Value[]): Promise<pg.QueryResult<R>> {
  const { name, text } = prepared(sql)
  return plain(line, () => line.client.query<R>({ ...(name && { name }), text, values: values.map(checked) }), sql)
}

function plain<T>(line: Line, work: () => Promise<T>, sql?: string): Promise<T> {
  const answer = line.asked.then(async () => {
    if (line.over) throw new Error('this transaction is over')
    if (line.fault !== undefined) throw line.fault
    try {
      return await work()
    } catch (error) {
      line.fault ??= postgresTrouble(error, sql)
      throw line.fault
    }
  })
  line.asked = answer.catch(() => {})
  return answer
}

async function copy(line: Line, target: string, columns: Readonly<Record<string, Column>>, rows: number): Promise<number> {
  return plain(line, () => line.client.query(copyIn(target, columns, rows)).done, `copy ${target}`)
}

/** COPY knows no `on conflict`: the rows go through a table of their own that ends with the transaction. */
async function copyThenInsert(line: Line, table: string, columns: Readonly<Record<string, Column>>, rows: number): Promise<number> {
  const names = Object.keys(columns).map(quoted).join(', ')
  await plain(line, () =>
    line.client.query(`create temporary table arriving on commit drop as select ${names} from ${quoted(table)} with no data`),
  )
  await copy(line, 'arriving', columns, rows)
  const insert = insertInto(table, Object.keys(columns), true).replace(/ values \([^)]*\)/, ` select ${names} from arriving`)
  const { rowCount } = await plain(line, () => line.client.query(insert), insert)
  await plain(line, () => line.client.query('drop table arriving'))
  return rowCount ?? 0
}

function checked(value: Value): Value {
  if (typeof value === 'number' && !(Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value)))) {
    throw new TypeError(`${value} is no number for the store: a safe integer or a fraction`)
  }
  return value
}
