/** The database: its types for every store.ts, and the one place that chooses an engine from an address. */
import type { Database, Options } from './database/contract.ts'
import { openSqlite } from './database/sqlite.ts'

export { LIMITS, RuleBroken } from './database/contract.ts'
export type { Column, Database, Limits, Options, Reader, Row, SyncReader, TransactOptions, Tx, Value } from './database/contract.ts'

/**
 * Opens `sqlite:/path/to/file.db` (made when it is not there) or `postgres://user:password@host/name`.
 * Throws a plain Error with the fix in its words when the address is neither, or the file is another process's.
 */
export async function openDatabase(url: string, options: Options = {}): Promise<Database> {
  if (url.startsWith('sqlite:')) return openSqlite(sqlitePath(url), options)
  if (/^postgres(ql)?:\/\//.test(url)) return (await import('./database/postgres.ts')).openPostgres(url, options)
  throw new Error(`the database address ${shown(url)} is not understood: write sqlite:/path/file.db or postgres://user:password@host/name`)
}

function sqlitePath(url: string): string {
  const path = decodeURIComponent(url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, ''))
  if (path === '' || path.includes(':memory:')) throw new Error('an embedded store needs a file: sqlite:/path/file.db')
  return path
}

/** An address without its password. */
function shown(url: string): string {
  return url.replace(/\/\/([^@/]*)@/, '//…@').slice(0, 120)
}
