/**
 * One connection of node:sqlite with its prepared statements. Everything here is synchronous: the main thread
 * uses it to read, the writer thread to write. Engine errors leave as they are; `trouble.ts` gives them words.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { insertInto } from './columns.ts'
import type { Column, Row, Value } from './contract.ts'
import { needText } from './trouble.ts'

/** Rows as they travel between threads: names once, then the values row by row. */
export type Table = { names: string[]; values: Value[] }
export type Connection = ReturnType<typeof openConnection>

const MOST_STATEMENTS = 400

type Prepared = { statement: StatementSync; names: string[] }

export function openConnection(path: string, mode: 'write' | 'read') {
  const engine = new DatabaseSync(path, { readOnly: mode === 'read', timeout: 5000, enableForeignKeyConstraints: true })
  if (mode === 'write') {
    engine.exec('pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 16384')
    engine.exec('pragma journal_size_limit = 134217728; pragma cache_size = -32768; pragma temp_store = memory')
  } else {
    engine.exec('pragma cache_size = -16384; pragma temp_store = memory')
  }
  const cache = new Map<string, Prepared>()
  const begin = engine.prepare(mode === 'write' ? 'begin immediate' : 'begin')
  const commit = engine.prepare('commit')

  function prepare(sql: string): Prepared {
    const known = cache.get(sql)
    if (known !== undefined) return known
    const statement = engine.prepare(sql)
    statement.setReturnArrays(true)
    const made = { statement, names: statement.columns().map(({ name }) => name) }
    if (cache.size >= MOST_STATEMENTS) cache.delete(cache.keys().next().value ?? '')
    cache.set(sql, made)
    return made
  }

  function arrays(prepared: Prepared, values: readonly Value[]): Value[][] {
    const rows = prepared.statement.all(...values.map(bound)) as unknown as Value[][]
    if (rows[0] !== undefined && rows[0].length !== prepared.names.length) {
      prepared.names = prepared.statement.columns().map(({ name }) => name) // the schema grew under a `select *`
    }
    return rows
  }

  return {
    begin: () => void begin.run(),
    commit: () => void commit.run(),
    /** Also when no transaction is open. */
    rollback: () => engine.isTransaction && engine.exec('rollback'),
    script: (sql: string) => engine.exec(sql),
    run: (sql: string, values: readonly Value[]) => Number(prepare(sql).statement.run(...values.map(bound)).changes),
    all<R extends Row>(sql: string, values: readonly Value[]): R[] {
      const prepared = prepare(sql)
      return arrays(prepared, values).map((row) => rowOf<R>(prepared.names, row, 0))
    },
    get<R extends Row>(sql: string, values: readonly Value[]): R | undefined {
      const prepared = prepare(sql)
      const row = prepared.statement.get(...values.map(bound)) as unknown as Value[] | undefined
      if (row !== undefined && row.length !== prepared.names.length) prepared.names = prepared.statement.columns().map(({ name }) => name)
      return row && rowOf<R>(prepared.names, row, 0)
    },
    table(sql: string, values: readonly Value[]): Table {
      const prepared = prepare(sql)
      return { values: arrays(prepared, values).flat(), names: prepared.names }
    },
    many(sql: string, fixed: readonly Value[], keys: readonly string[]): Table {
      const prepared = prepare(oneKey(sql))
      const before = fixed.map(bound)
      const values: Value[] = []
      for (const key of new Set(keys)) {
        for (const row of prepared.statement.all(...before, key) as unknown as Value[][]) values.push(...row)
      }
      return { names: prepared.names, values }
    },
    /** A statement of its own, so that two walks through the same SQL do not disturb each other. */
    *walk(sql: string, values: readonly Value[], size: number): Generator<Table> {
      const statement = engine.prepare(sql)
      statement.setReturnArrays(true)
      const names = statement.columns().map(({ name }) => name)
      let flat: Value[] = []
      let rows = 0
      for (const row of statement.iterate(...values.map(bound)) as Iterable<unknown> as Iterable<Value[]>) {
        flat.push(...row)
        if (++rows < size) continue
        yield { names, values: flat }
        flat = []
        rows = 0
      }
      if (rows > 0) yield { names, values: flat }
    },
    bulk(table: string, columns: Readonly<Record<string, Column>>, rows: number, orIgnore: boolean): number {
      const { statement } = prepare(insertInto(table, Object.keys(columns), orIgnore))
      const cells = Object.values(columns).map(cellReader)
      const row: SQLInputValue[] = Array.from({ length: cells.length }, () => null)
      let inserted = 0
      for (let at = 0; at < rows; at++) {
        for (let column = 0; column < cells.length; column++) row[column] = cells[column]!(at)
        inserted += statement.run(...row).changes as number
      }
      return inserted
    },
    close() {
      cache.clear()
      engine.close()
    },
  }
}

export function rowsOf<R extends Row>({ names, values }: Table): R[] {
  const rows: R[] = []
  for (let at = 0; at < values.length; at += names.length) rows.push(rowOf<R>(names, values, at))
  return rows
}

function rowOf<R extends Row>(names: readonly string[], values: readonly Value[], from: number): R {
  const row: Row = {}
  for (let column = 0; column < names.length; column++) row[names[column]!] = values[from + column]!
  return row as R
}

/** node:sqlite binds every number as REAL; as BigInt a whole number stays one, so that 5 / ? is what it is on PostgreSQL. */
function bound(value: Value): SQLInputValue {
  if (typeof value === 'string') return needText(value)
  if (typeof value !== 'number') return value
  if (Number.isSafeInteger(value)) return BigInt(value)
  if (Number.isFinite(value) && !Number.isInteger(value)) return value
  throw new TypeError(`${value} is no number for the store: a safe integer or a fraction`)
}

function cellReader(column: Column): (row: number) => SQLInputValue {
  if ('ranges' in column) return (row) => column.bytes.subarray(column.ranges[2 * row], column.ranges[2 * row + 1])
  if ('length' in column) return (row) => bulkCell(column[row] ?? null)
  if ('every' in column) {
    const { every } = column
    return () => every
  }
  throw new TypeError('a column is an array, a Float64Array, {bytes, ranges} or {every}')
}

/** As it comes: a list's numbers are of its own kind already. */
const bulkCell = <T extends SQLInputValue>(value: T): T | string => (typeof value === 'string' ? needText(value) : value)

const oneKey = (sql: string): string => sql.replace(/=\s*any\s*\(\s*\?\s*\)/i, '= ?')
