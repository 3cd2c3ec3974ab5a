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
  /** The same rows a few at a time, for exports too long to hold: `for await (const rows of tx.batches(sql, [], 1000))`. */
  batches<R extends Row = Row>(sql: string, values: readonly Value[], size: number): AsyncIterable<R[]>
}

/** The embedded store read in one breath, without a promise: for the few paths that are asked a thousand times a second. */
export type SyncReader = {
  all<R extends Row = Row>(sql: string, ...values: Value[]): R[]
  get<R extends Row = Row>(sql: string, ...values: Value[]): R | undefined
}

/**
 * A column of a bulk insert: one value a row, or byte ranges of one buffer (exact bytes without copying them apart).
 * `ranges` holds a start and an end for each row: `[start0, end0, start1, end1, …]`.
 *
 * Who owns `bytes` afterwards: nobody here may touch it again. When the array spans its whole ArrayBuffer, that
 * buffer is moved to the writer thread and reads as empty from then on; a view of a part is copied; a
 * SharedArrayBuffer is shared, and is the choice when the same bytes go into two inserts.
 */
export type Column = readonly Value[] | Float64Array | { bytes: Uint8Array; ranges: Uint32Array } | { every: Value }

export type Tx = Reader & {
  /** Rows changed. */
  run(sql: string, ...values: Value[]): Promise<number>
  /** Many rows in one go, column by column. `orIgnore` leaves rows that break a unique rule. Rows inserted. */
  bulk(table: string, columns: Readonly<Record<string, Column>>, rows: number, options?: { orIgnore?: boolean }): Promise<number>
  /**
   * One prepared look-up for many keys: `sql` has one `?` per element of `fixed` and last `= any(?)` for the key:
   * `select id, … from t where collection = ? and id = any(?)`. SQLite loops a prepared statement; PostgreSQL sends
   * one array of text. A key given twice is looked up once; rows come in no promised order.
   */
  many<R extends Row = Row>(sql: string, fixed: readonly Value[], keys: readonly string[]): Promise<R[]>
  /** Held until the transaction ends: one at a time across all hubs on this database. */
  lock(name: string): Promise<void>
  /** Told to every hub on this database once the transaction is committed. At most 7,000 bytes of UTF-8. */
  notify(channel: string, message: string): void
  /** Several statements without values, as a migration file holds them. */
  script(sql: string): Promise<void>
}

export type TransactOptions = {
  /** PostgreSQL only: run beside other transactions (read committed). What must not change meanwhile, `tx.lock`. */
  beside?: boolean
}

export type Database = {
  readonly engine: 'sqlite' | 'postgres'
  /** One consistent view. Short, bounded work: on the embedded store it runs on the calling thread. */
  read<T>(work: (tx: Reader) => Promise<T>): Promise<T>
  /** Only the embedded store has it: the same without promises. `(await x.readNow?.(…)) ?? x.read(…)` serves both. */
  readNow?<T>(work: (tx: SyncReader) => T): T
  /** The same on a thread of its own, for searches and exports that may take longer. */
  readApart<T>(work: (tx: Reader) => Promise<T>, options?: { seconds?: number }): Promise<T>
  /**
   * All or nothing, durable once it resolves. A serialization failure is tried again, so `work` has no other effect.
   * Writing transactions run one after another, on all hubs together: what you load here stays true until you save.
   */
  transact<T>(work: (tx: Tx) => Promise<T>, options?: TransactOptions): Promise<T>
  /** Hears what `tx.notify` told, on every hub. `'*'` says the line was down for a while: look for yourself. */
  listen(channel: string, heard: (message: string) => void): () => void
  /** A consistent copy into a file, while others read and write: a database file (embedded) or an archive (PostgreSQL). */
  snapshot(intoFile: string): Promise<void>
  /** `SELECT 1` end to end, refused as 'unavailable' when the store cannot be reached or the disk is full. */
  check(): Promise<void>
  /** Bytes on disk and rows waiting to be checkpointed, for the operator's page. */
  storage(): Promise<{ bytes: number; walBytes: number }>
  close(): Promise<void>
}

export type Limits = {
  /** How long `work` may hold a transaction before it is rolled back. */
  transactSeconds: number
  readSeconds: number
  readApartSeconds: number
  /** How long one waits for one's turn before hearing 'unavailable'. */
  waitSeconds: number
  /** Read connections on the embedded store; connections in all on PostgreSQL. */
  connections: number
}

export const LIMITS: Limits = { transactSeconds: 30, readSeconds: 30, readApartSeconds: 300, waitSeconds: 30, connections: 16 }

export type Options = {
  limits?: Partial<Limits>
  /** Reads beside the hub that has the embedded store open, for a back-up; every write is refused by the engine. */
  readOnly?: boolean
  /** Told of trouble that no caller is waiting for: a listener that threw, a line that dropped. */
  trouble?: (what: string, error: unknown) => void
}

/** A rule of the schema said no. The transaction can only be rolled back: let it go through. */
export class RuleBroken extends Error {
  readonly rule: 'unique' | 'reference' | 'check' | 'not-null'

  constructor(rule: RuleBroken['rule'], detail: string, cause?: unknown) {
    super(detail, { cause })
    this.name = 'RuleBroken'
    this.rule = rule
  }
}
