/**
 * The database, as every store.ts sees it: SQL that both engines take, with `?` for each value.
 * Engines: node:sqlite (one writer thread, WAL) and PostgreSQL. Nothing above this file knows which.
 */

/** Integers are safe integers (times in microseconds); flags are 0 and 1; bytes are BLOB and bytea. */
export type Value = string | number | Uint8Array | null
export type Row = Record<string, Value>

export type Reader = {
  readonly engine: 'sqlite' | 'postgres'
  all<R extends Row = Row>(sql: string, ...values: Value[]): Promise<R[]>
  get<R extends Row = Row>(sql: string, ...values: Value[]): Promise<R | undefined>
}

/** A column of a bulk insert: one value a row, or byte ranges of one buffer (exact bytes without copying them apart). */
export type Column = readonly Value[] | Float64Array | { bytes: Uint8Array; ranges: Uint32Array } | { every: Value }

export type Tx = Reader & {
  /** Rows changed. */
  run(sql: string, ...values: Value[]): Promise<number>
  /** Many rows in one go, column by column. `orIgnore` leaves rows that break a unique rule. Rows inserted. */
  bulk(table: string, columns: Readonly<Record<string, Column>>, rows: number, options?: { orIgnore?: boolean }): Promise<number>
  /**
   * One prepared look-up for many keys: `sql` has one `?` per element of `fixed` and last `= any(?)` for the key:
   * `select id, … from t where collection = ? and id = any(?)`. SQLite loops a prepared statement; PostgreSQL sends one array.
   */
  many<R extends Row = Row>(sql: string, fixed: readonly Value[], keys: readonly string[]): Promise<R[]>
  /** Held until the transaction ends: one at a time across all hubs on this database. */
  lock(name: string): Promise<void>
  /** Told to every hub on this database once the transaction is committed. */
  notify(channel: string, message: string): void
}

export type Database = {
  readonly engine: 'sqlite' | 'postgres'
  /** One consistent view. Short, bounded work: on the embedded store it runs on the calling thread. */
  read<T>(work: (tx: Reader) => Promise<T>): Promise<T>
  /** The same on a thread of its own, for searches and exports that may take longer. */
  readApart<T>(work: (tx: Reader) => Promise<T>): Promise<T>
  /** All or nothing, durable once it resolves. A serialization failure is tried again, so `work` has no other effect. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  listen(channel: string, heard: (message: string) => void): () => void
  /** A consistent copy into a file (embedded) or a dump (PostgreSQL), while others read and write. */
  snapshot(intoFile: string): Promise<void>
  /** `SELECT 1` end to end, refused as 'unavailable' when the store cannot be reached or the disk is full. */
  check(): Promise<void>
  /** Bytes on disk and rows waiting to be checkpointed, for the operator's page. */
  storage(): Promise<{ bytes: number; walBytes: number }>
  close(): Promise<void>
}
