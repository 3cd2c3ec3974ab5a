/** Names and columns of an insert, the same for both engines. */
import type { Column } from './contract.ts'

export function insertInto(table: string, columns: readonly string[], orIgnore: boolean): string {
  const marks = columns.map(() => '?').join(', ')
  return `insert into ${quoted(table)} (${columns.map(quoted).join(', ')}) values (${marks})${orIgnore ? ' on conflict do nothing' : ''}`
}

export function quoted(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new TypeError(`“${name.slice(0, 80)}” is no name for a table or column: a-z, 0-9 and _`)
  return `"${name}"`
}

/** Checked before anything travels: a short column would otherwise insert nulls in silence. */
export function needLengths(columns: Readonly<Record<string, Column>>, rows: number): void {
  for (const [name, column] of Object.entries(columns)) {
    const length = 'length' in column ? column.length : 'ranges' in column ? column.ranges.length / 2 : rows
    if (length !== rows) throw new TypeError(`column ${name} has ${length} values for ${rows} rows`)
  }
}
