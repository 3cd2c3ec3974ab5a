/**
 * The thread that owns connections of the embedded store: one for writing, or one for each long read.
 * It answers messages in the order they come; a session is one transaction.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { openConnection, type Connection, type Table } from './connection.ts'
import type { Column, Value } from './contract.ts'
import { letGo } from '../large-bytes.ts'
import { sqliteFault, type SqliteFault } from './trouble.ts'

export type Ask =
  | { do: 'begin' | 'commit' | 'rollback' }
  | { do: 'all'; sql: string; values: readonly Value[] }
  | { do: 'run'; sql: string; values: readonly Value[] }
  | { do: 'script'; sql: string }
  | { do: 'many'; sql: string; fixed: readonly Value[]; keys: readonly string[] }
  | { do: 'bulk'; table: string; columns: Readonly<Record<string, Column>>; rows: number; orIgnore: boolean }
  /** The next rows of a walk; the first time it carries the statement. */
  | { do: 'walk'; walk: number; sql: string; values: readonly Value[]; size: number }
  | { do: 'leave'; walk: number }
  | { do: 'copy'; into: string }
  /** The last question: every connection is closed, which also folds the log into the file. */
  | { do: 'close' }
export type Question = { id: number; session: number; ask: Ask }
export type Answer = { id: number; value: Table | number | null } | { id: number; fault: SqliteFault }
export type Setting = { path: string; mode: 'write' | 'read' }

/** A session that has failed answers everything with its first fault, until it is ended. */
type Session = { connection: Connection | undefined; fault: SqliteFault | undefined; walks: Map<number, Generator<Table>> }

const { path, mode } = workerData as Setting
const sessions = new Map<number, Session>()
const idle: Connection[] = [openConnection(path, mode)]
const port = needPort()

port.on('message', ({ id, session, ask }: Question) => say(answer(id, session, ask)))
say({ id: 0, value: null })

function say(what: Answer): void {
  port.postMessage(what, [])
}

function needPort() {
  if (parentPort === null) throw new Error('this file runs as a thread of the hub')
  return parentPort
}

function answer(id: number, number: number, ask: Ask): Answer {
  const known = sessions.get(number)
  if (known?.fault !== undefined && ask.do !== 'rollback' && ask.do !== 'commit') return { id, fault: known.fault }
  try {
    return { id, value: outside(number, ask) }
  } catch (error) {
    const fault = sqliteFault(error, 'sql' in ask ? ask.sql : undefined)
    const session = sessions.get(number)
    if (session !== undefined) session.fault ??= fault
    return { id, fault }
  }
}

/** What needs no session that has begun. */
function outside(number: number, ask: Ask): Table | number | null {
  if (ask.do === 'begin') return begin(number)
  if (ask.do === 'copy') return copy(ask.into)
  if (ask.do === 'close') return close()
  return step(number, ask)
}

function close(): null {
  for (const [number, session] of sessions) if (session.connection !== undefined) rollback(number, session, session.connection)
  for (const connection of idle.splice(0)) connection.close()
  return null
}

function begin(number: number): null {
  const session: Session = { connection: undefined, fault: undefined, walks: new Map() }
  sessions.set(number, session)
  session.connection = idle.pop() ?? openConnection(path, mode)
  session.connection.begin()
  return null
}

/** A connection without a transaction: VACUUM INTO reads one snapshot and writes a whole database file. */
function copy(into: string): null {
  const connection = idle.pop() ?? openConnection(path, mode)
  connection.run('vacuum into ?', [into])
  idle.push(connection)
  return null
}

function step(number: number, ask: Ask): Table | number | null {
  const session = sessions.get(number)
  const { connection, walks } = session ?? {}
  if (session === undefined || connection === undefined || walks === undefined) throw new Error('this transaction is over')
  switch (ask.do) {
    case 'commit':
      return commit(number, session, connection)
    case 'rollback':
      return rollback(number, session, connection)
    case 'all':
      return connection.table(ask.sql, ask.values)
    case 'run':
      return connection.run(ask.sql, ask.values)
    case 'script':
      connection.script(ask.sql)
      return null
    case 'many':
      return connection.many(ask.sql, ask.fixed, ask.keys)
    case 'bulk':
      return bulk(connection, ask)
    case 'walk': {
      const walk = walks.get(ask.walk) ?? connection.walk(ask.sql, ask.values, ask.size)
      walks.set(ask.walk, walk)
      const next = walk.next()
      return next.done === true ? null : next.value
    }
    case 'leave':
      walks.get(ask.walk)?.return(undefined)
      walks.delete(ask.walk)
      return null
    default:
      throw new Error('no such question')
  }
}

/** Large bytes were moved here, and nobody needs them once they lie in the store. */
function bulk(connection: Connection, { table, columns, rows, orIgnore }: Extract<Ask, { do: 'bulk' }>): number {
  try {
    return connection.bulk(table, columns, rows, orIgnore)
  } finally {
    for (const column of Object.values(columns)) if ('ranges' in column) letGo(column.bytes)
  }
}

function commit(number: number, session: Session, connection: Connection): null {
  const { fault, walks } = session
  if (fault !== undefined) throw Object.assign(new Error(fault.message), { errcode: fault.errcode })
  for (const walk of walks.values()) walk.return(undefined)
  connection.commit() // what fails here (a full disk) is answered, and rolled back by the question that follows
  sessions.delete(number)
  idle.push(connection)
  return null
}

/** A connection that cannot even roll back is closed, and the next session has a fresh one. */
function rollback(number: number, { walks }: Session, connection: Connection): null {
  sessions.delete(number)
  for (const walk of walks.values()) walk.return(undefined)
  try {
    connection.rollback()
    idle.push(connection)
  } catch {
    connection.close()
  }
  return null
}
