/**
 * Backups: one file that holds everything at one moment, and the way back. Neither needs a program of the engine's;
 * a backup of the embedded store restores into PostgreSQL, which is also how one moves when the store is outgrown.
 */
import { iso } from '../kernel/index.ts'
import type { Micros } from '@openaccord/names'
import { checkArchive, readArchive, sumOf, writeArchive, type Manifest, type Progress } from './database/archive.ts'
import { quoted } from './database/columns.ts'
import { tablesOf, withoutRules } from './database/catalogue.ts'
import { openDatabase, type Database, type Tx, type Value } from './database.ts'
import { applyMigration, loadMigrations, prepareMigrations, type Migration, type Room } from './migrate.ts'

export { checkArchive, type Manifest, type Progress } from './database/archive.ts'

const LONGEST_RESTORE_SECONDS = 24 * 3600

/** Writes everything, as of one moment, into one file; others read and write meanwhile. The file is whole or not there. */
export const backup = (database: Database, intoFile: string, { now, progress }: { now: Micros; progress?: Progress }): Promise<Manifest> =>
  writeArchive(database, intoFile, iso(now), progress)

/**
 * Brings an archive into an empty database: checks it all first, builds the tables as they were then, fills them, and
 * checks what is there against the archive's sums before anything counts. All in one transaction: on failure
 * the database is as empty as before. Throws an Error in plain words.
 */
export async function restore(
  archive: string,
  intoUrl: string,
  { rooms, now, progress = () => {} }: { rooms: readonly Room[]; now: Micros; progress?: Progress },
): Promise<Manifest> {
  const manifest = await checkArchive(archive)
  const database = await openDatabase(intoUrl, { limits: { transactSeconds: LONGEST_RESTORE_SECONDS } })
  try {
    const migrations = needMigrations(manifest, await loadMigrations(database.engine, rooms), database.engine)
    await database.transact(async (tx) => {
      await tx.lock('migrate')
      await needEmpty(tx)
      await prepareMigrations(tx)
      for (const migration of migrations) await applyMigration(tx, migration, now)
      await withoutRules(tx, () => fill(tx, archive, progress))
      await needSame(tx, manifest)
    })
    return manifest
  } finally {
    await database.close()
  }
}

/** The migrations that had been applied when the backup was made: this version must have each of them, unchanged. */
function needMigrations(manifest: Manifest, known: readonly Migration[], engine: Database['engine']): Migration[] {
  return manifest.migrations.map(({ room, name, sha256 }) => {
    const migration = known.find((one) => one.room === room && one.name === name)
    if (migration === undefined) throw new Error(`the backup knows migration ${room}/${name}, which this version does not have: restore it with the version that made it, or a later one`)
    if (engine === manifest.engine && migration.sha256 !== sha256) throw new Error(`migration ${room}/${name} is not the file it was when the backup was made`)
    return migration
  })
}

async function needEmpty(tx: Tx): Promise<void> {
  const tables = await tablesOf(tx)
  const recorded = tables.length > 0 || (await tx.get(HAS_MIGRATIONS[tx.engine])) !== undefined
  if (recorded) throw new Error(`the database is not empty (${tables.map(({ name }) => name).join(', ') || 'migrations'}): restore into a new one`)
}

const HAS_MIGRATIONS = {
  sqlite: `select 1 from sqlite_schema where name = 'migrations'`,
  postgres: `select 1 from pg_class where relname = 'migrations' and relnamespace = current_schema()::regnamespace`,
} as const

async function fill(tx: Tx, archive: string, progress: Progress): Promise<void> {
  const tables = await tablesOf(tx)
  for (const { name } of tables) await tx.run(`delete from ${quoted(name)}`) // what the migrations themselves put there
  let into = { name: '', columns: [''] }
  let count = 0
  for await (const part of readArchive(archive)) {
    if (part.is === 'table') {
      const shape = tables.find(({ name }) => name === part.name)
      if (shape?.columns.join() !== part.columns.join()) throw new Error(`table ${part.name} of the backup has no like here: its columns are ${part.columns.join(', ')}`)
      into = part
      count = 0
    } else if (part.is === 'rows') {
      await tx.bulk(into.name, columnsOf(into.columns, part.rows), part.rows.length)
      progress({ table: into.name, rows: (count += part.rows.length) })
    }
  }
}

function columnsOf(names: readonly string[], rows: readonly Value[][]): Record<string, Value[]> {
  return Object.fromEntries(names.map((name, column) => [name, rows.map((row) => row[column] ?? null)]))
}

async function needSame(tx: Tx, { tables }: Manifest): Promise<void> {
  const here = new Map((await tablesOf(tx)).map((shape) => [shape.name, shape]))
  for (const stated of tables) {
    const shape = here.get(stated.name)
    const found = shape && (await sumOf(tx, shape))
    if (found?.rows !== stated.rows || found.sha256 !== stated.sha256) {
      throw new Error(`table ${stated.name} is not here what it is in the backup (${found?.rows} rows for ${stated.rows}): nothing was kept`)
    }
  }
}
