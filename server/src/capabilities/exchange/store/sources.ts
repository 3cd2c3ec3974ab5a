/** Who sent an object, besides its owner, as far as a view may know. */
import type { Micros } from '@openaccord/names'
import type { Database } from '../../../platform/database.ts'
import type { Party, View } from '../model.ts'
import { readAll } from './objects.ts'

/** A source that sent it more strictly marked than one sees is not named. */
export function loadSources(database: Database, object: number, { ceiling, party }: View): Promise<{ party: Party; received: Micros }[]> {
  const sql = 'select party, received from exchange_source where object = ? and (least <= ? or party = ?) order by received, party'
  return readAll(database, sql, [object, ceiling, party])
}
