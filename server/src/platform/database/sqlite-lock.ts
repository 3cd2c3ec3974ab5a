/**
 * One process for one file: a side file held with SQLite's own lock, which the system lets go when its holder dies,
 * by kill -9 too. WAL would let two processes write in turn, but the hub's queue and its listeners are in one process.
 */
import { DatabaseSync } from 'node:sqlite'
import { hostname } from 'node:os'

/** Throws an Error in plain words when another process, or this one, has the file open. Returns how to let go. */
export function holdFile(path: string): () => void {
  const side = new DatabaseSync(`${path}.lock`, { timeout: 0 })
  try {
    side.exec('pragma synchronous = off; pragma journal_mode = memory; begin immediate')
    side.exec('create table if not exists holder(pid integer, host text); delete from holder')
    side.prepare('insert into holder values (?, ?)').run(process.pid, hostname())
    side.exec('commit; begin immediate')
  } catch (error) {
    const holder = holderOf(side)
    side.close()
    throw new Error(`${path} is in use by ${holder}: one embedded store belongs to one hub. Stop that one, or give this one a file of its own`, { cause: error })
  }
  return () => side.close()
}

function holderOf(side: DatabaseSync): string {
  try {
    const row = side.prepare('select pid, host from holder').get()
    return row === undefined ? 'another process' : `process ${row['pid']} on ${row['host']}`
  } catch {
    return 'another process'
  }
}
