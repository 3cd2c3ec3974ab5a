/** How loaded warning lists are kept. */
import type { Micros } from '@openaccord/names'
import type { Database, Reader, Tx } from '../../../platform/database.ts'
import { parseWarningList, type WarningList } from '../intake/warning-lists.ts'

export type Described = { name: string; description: string; kind: string; version: number; values: number }

const CHANNEL = 'exchange.warning-lists'

export async function loadWarningLists(tx: Reader): Promise<WarningList[]> {
  const rows = await tx.all<{ body: string }>('select body from exchange_warning_list order by name')
  return rows.map(({ body }) => parseWarningList(JSON.parse(body)))
}

export function describeWarningLists(tx: Reader): Promise<Described[]> {
  return tx.all<Described>('select name, description, kind, version, list_values as "values" from exchange_warning_list order by name')
}

export async function saveWarningList(tx: Tx, list: WarningList, now: Micros): Promise<void> {
  await tx.run('delete from exchange_warning_list where name = ?', list.name)
  await tx.run(
    'insert into exchange_warning_list (name, description, kind, version, list_values, treatment, body, loaded_at) values (?, ?, ?, ?, ?, ?, ?, ?)',
    list.name, list.description, list.kind, list.version, list.values.length, list.treatment, printWarningList(list), now,
  )
  tx.notify(CHANNEL, 'changed')
}

export async function removeWarningList(tx: Tx, name: string): Promise<boolean> {
  const gone = await tx.run('delete from exchange_warning_list where name = ?', name)
  tx.notify(CHANNEL, 'changed')
  return gone > 0
}

/** Called on every hub when the lists have changed. */
export const onWarningLists = (database: Database, heard: () => void): (() => void) => database.listen(CHANNEL, () => heard())

function printWarningList({ name, description, kind, version, treatment, values, attributes }: WarningList): string {
  return JSON.stringify({ name, description, type: kind, version, treatment, list: values, matching_attributes: attributes })
}
