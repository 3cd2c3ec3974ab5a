/** What tables there are, and their columns, asked of the engine itself; for copies of everything. */
import type { Reader, Tx } from './contract.ts'
import { quoted } from './columns.ts'

/** Columns by name, without those the engine computes; the rows in one order on both engines. */
export type TableShape = { name: string; columns: string[]; select: string }

/** Kept apart: a restored database gets it from its own migrations. */
const MIGRATIONS = 'migrations'

export async function tablesOf(tx: Reader): Promise<TableShape[]> {
  const rows = await tx.all<{ name: string; columns: string; key: string }>(tx.engine === 'sqlite' ? SQLITE : POSTGRES)
  const shapes = rows.filter(({ name }) => name !== MIGRATIONS).map(shapeOf)
  return shapes.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function shapeOf({ name, columns: list, key }: { name: string; columns: string; key: string }): TableShape {
  const columns = list.split(',').sort()
  const order = key === '' ? columns : key.split(',')
  const select = `select ${columns.map(quoted).join(', ')} from ${quoted(name)} order by ${order.map((column) => `${quoted(column)} nulls first`).join(', ')}`
  return { name, columns, select }
}

const SQLITE = `
  select t.name as name,
    (select group_concat(c.name, ',') from pragma_table_xinfo(t.name) c where c.hidden = 0) as columns,
    coalesce((select group_concat(k.name, ',' order by k.pk) from pragma_table_xinfo(t.name) k where k.pk > 0), '') as key
  from pragma_table_list t where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%'`

const POSTGRES = `
  select c.relname::text as name,
    (select string_agg(a.attname::text, ',') from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
    coalesce((select string_agg(a.attname::text, ',' order by array_position(i.indkey::int[], a.attnum::int))
     from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     where i.indrelid = c.oid and i.indisprimary), '') as key
  from pg_class c where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace`

/** Refuses what a copy row by row would lose: a virtual table that holds something which no plain table holds. */
export async function needPlain(tx: Reader): Promise<void> {
  if (tx.engine === 'postgres') return
  for (const { name, sql } of await virtualTables(tx)) {
    if (!indexesAnother(sql)) throw new Error(`the virtual table ${name} holds rows of its own, which a backup cannot copy: use fts5 with content = a table`)
  }
}

const virtualTables = (tx: Reader) =>
  tx.all<{ name: string; sql: string }>(`select name, sql from sqlite_schema where type = 'table' and sql like 'create virtual%'`)
const indexesAnother = (sql: string): boolean => /using\s+fts5/i.test(sql) && /content\s*=\s*['"]?\w/i.test(sql)

/**
 * Runs `load` while no trigger fires and no reference is checked; then everything is put back and all is checked.
 * Within one transaction, so that nobody else ever sees the tables like this.
 */
export async function withoutRules(tx: Tx, load: () => Promise<void>): Promise<void> {
  const putBack = tx.engine === 'sqlite' ? await loosenSqlite(tx) : await loosenPostgres(tx)
  await load()
  for (const sql of putBack) await tx.script(sql)
}

async function loosenSqlite(tx: Tx): Promise<string[]> {
  await tx.script('pragma defer_foreign_keys = on') // until the commit, which fails when one points nowhere
  const triggers = await tx.all<{ name: string; sql: string }>(`select name, sql from sqlite_schema where type = 'trigger'`)
  for (const { name } of triggers) await tx.script(`drop trigger ${quoted(name)}`)
  const indexes = (await virtualTables(tx)).map(({ name }) => `insert into ${quoted(name)} (${quoted(name)}) values ('rebuild')`)
  return [...triggers.map(({ sql }) => sql), ...indexes]
}

async function loosenPostgres(tx: Tx): Promise<string[]> {
  const putBack: string[] = []
  const references = await tx.all<{ on: string; name: string; rule: string }>(`
    select conrelid::regclass::text as on, quote_ident(conname) as name, pg_get_constraintdef(oid) as rule
    from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace`)
  for (const { on, name, rule } of references) {
    await tx.script(`alter table ${on} drop constraint ${name}`)
    putBack.push(`alter table ${on} add constraint ${name} ${rule}`)
  }
  for (const { name } of await tablesOf(tx)) {
    await tx.script(`alter table ${quoted(name)} disable trigger user`)
    putBack.push(`alter table ${quoted(name)} enable trigger user`)
  }
  return putBack
}
