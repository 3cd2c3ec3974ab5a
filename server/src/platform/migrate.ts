/**
 * Migrations: the files that build the tables, applied once each, in the order of their timestamps across all rooms.
 * A file is `YYYYMMDDHHMM-name.sql` for both engines, or a pair `….sqlite.sql` and `….postgres.sql`. In it `{{bytes}}`
 * reads blob or bytea; nothing else is replaced. A file that was applied is never edited.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { Micros } from '@openaccord/names'
import type { Database, Reader, Tx } from './database.ts'

export type Room = { room: string; directory: URL }
export type Migration = { room: string; name: string; sql: string; sha256: string }
type Recorded = { room: string; name: string; sha256: string }

const PLATFORM: Room = { room: 'platform', directory: new URL('./migrations/', import.meta.url) }
const FILE = /^(?<name>[0-9]{12}-[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?<engine>sqlite|postgres))?\.sql$/
const BYTES = { sqlite: 'blob', postgres: 'bytea' } as const

/**
 * Brings the tables up to date: the platform's own and those of the rooms. Throws an Error in plain words when an applied file was edited or is gone.
 * Returns what was applied now; `now` is kept beside it. Several hubs may start at once.
 */
export async function migrate(
  database: Database,
  rooms: readonly Room[],
  { now = null }: { now?: Micros | null } = {},
): Promise<Migration[]> {
  const known = await loadMigrations(database.engine, rooms)
  await database.transact(prepareMigrations)
  needUnchanged(known, await database.read(loadRecorded))
  const applied: Migration[] = []
  for (const migration of known) {
    if (await database.transact((tx) => applyOnce(tx, migration, now))) applied.push(migration)
  }
  return applied
}

/** The files of all rooms, oldest first. */
export async function loadMigrations(engine: Database['engine'], rooms: readonly Room[]): Promise<Migration[]> {
  const all: Migration[] = []
  for (const room of [PLATFORM, ...rooms]) all.push(...(await loadRoom(engine, room)))
  return all.sort((a, b) => (`${a.name} ${a.room}` < `${b.name} ${b.room}` ? -1 : 1))
}

export const loadRecorded = (tx: Reader): Promise<Recorded[]> => tx.all<Recorded>('select room, name, sha256 from migrations order by name, room')

async function loadRoom(engine: Database['engine'], { room, directory }: Room): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql'))
  const chosen: Migration[] = []
  for (const file of files) {
    const { name, engine: only } = FILE.exec(file)?.groups ?? {}
    if (name === undefined) throw new Error(`migration ${room}/${file}: its name reads YYYYMMDDHHMM-name.sql, or ends in .sqlite.sql and .postgres.sql`)
    needPair(room, name, only, files)
    if (only !== undefined && only !== engine) continue
    const text = await readFile(new URL(file, directory), 'utf8')
    const sha256 = createHash('sha256').update(text).digest('hex')
    chosen.push({ room, name, sha256, sql: text.replaceAll('{{bytes}}', BYTES[engine]) })
  }
  return chosen
}

function needPair(room: string, name: string, engine: string | undefined, files: readonly string[]): void {
  const wanted = engine === undefined ? [`${name}.sql`] : [`${name}.sqlite.sql`, `${name}.postgres.sql`]
  const found = files.filter((file) => file.startsWith(`${name}.`))
  if (found.length === wanted.length && wanted.every((file) => found.includes(file))) return
  throw new Error(`migration ${room}/${name}: either one ${name}.sql, or both ${name}.sqlite.sql and ${name}.postgres.sql; found ${found.join(', ')}`)
}

export async function prepareMigrations(tx: Tx): Promise<void> {
  await tx.lock('migrate')
  await tx.script('create table if not exists migrations (room text, name text, sha256 text not null, applied_at bigint, primary key (room, name))')
}

function needUnchanged(known: readonly Migration[], recorded: readonly Recorded[]): void {
  for (const { room, name, sha256 } of recorded) {
    const file = known.find((one) => one.room === room && one.name === name)
    if (file === undefined) {
      throw new Error(`migration ${room}/${name} was applied to this database, but its file is gone: start the version that has it, or a later one`)
    }
    if (file.sha256 !== sha256) {
      throw new Error(`migration ${room}/${name} was edited after it was applied (sha256 ${sha256} then, ${file.sha256} now): put the file back and write a new one`)
    }
  }
}

/** Another hub may have been faster: the lock and a second look decide. */
async function applyOnce(tx: Tx, migration: Migration, now: Micros | null): Promise<boolean> {
  await tx.lock('migrate')
  if ((await tx.get('select 1 from migrations where room = ? and name = ?', migration.room, migration.name)) !== undefined) return false
  await applyMigration(tx, migration, now)
  return true
}

export async function applyMigration(tx: Tx, { room, name, sha256, sql }: Migration, now: Micros | null): Promise<void> {
  try {
    await tx.script(sql)
  } catch (error) {
    throw new Error(`migration ${room}/${name} failed and was rolled back: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  await tx.run('insert into migrations (room, name, sha256, applied_at) values (?, ?, ?, ?)', room, name, sha256, now)
}
