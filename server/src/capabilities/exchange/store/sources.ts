/** Who sent an object, besides its owner, as far as a view may know. */
import type { Micros, OrganisationId } from '@openaccord/names'
import type { Database } from '../../../platform/database.ts'
import type { Party, View } from '../model.ts'
import { readAll } from './objects.ts'

/** A source that sent it more strictly marked than one sees is not named. */
export function loadSources(database: Database, object: number, { ceiling, party }: View): Promise<{ party: Party; received: Micros }[]> {
  const sql = 'select party, received from exchange_source where object = ? and (least <= ? or party = ?) order by received, party'
  return readAll(database, sql, [object, ceiling, party])
}

/** When each organisation last shared something. It looks at all there is: apart, and seldom. */
export async function lastShared(database: Database): Promise<Map<OrganisationId, Micros>> {
  const rows = await database.readApart((tx) => tx.all<{ organisation: OrganisationId; at: number }>(
    'select p.organisation as organisation, s.at as at from exchange_party p join (select party, max(received) as at from exchange_source group by party) s on s.party = p.key',
  ))
  return new Map(rows.map(({ organisation, at }) => [organisation, at]))
}
