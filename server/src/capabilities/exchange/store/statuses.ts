/** What became of each POST, kept for a while (TAXII 2.1 §4.3). */
import type { CollectionId, Micros } from '@openaccord/names'
import { buildStatus, type Status, type StatusDetails } from '@openaccord/taxii'
import type { Database, Tx } from '../../../platform/database.ts'
import type { Remark } from '../intake/batch.ts'
import type { Party } from '../model.ts'
import type { Collection } from './collections.ts'
import { readOne } from './objects.ts'
import type { Intake } from '../intake/judge.ts'

/** Successes are named one by one up to this many objects; above, they are counted. Failures are always named. */
const MOST_NAMED = 200

export async function saveStatus(tx: Tx, { key }: Collection, party: Party, taken: Intake): Promise<void> {
  await tx.run('insert into exchange_status (id, collection, party, at, body) values (?, ?, ?, ?, ?)', taken.status, key, party, taken.at, JSON.stringify(statusOf(taken)))
}

/** Only for the organisation that posted, and only while the collection is within the asked API root. */
export async function loadStatus(database: Database, id: string, party: Party): Promise<{ status: string; collection: CollectionId } | undefined> {
  const sql = 'select s.body, c.id from exchange_status s join exchange_collection c on c.key = s.collection where s.id = ? and s.party = ?'
  const row = await readOne<{ body: string; id: string }>(database, sql, [id, party])
  return row && { status: row.body, collection: row.id }
}

export const sweepStatuses = (tx: Tx, before: Micros): Promise<number> => tx.run('delete from exchange_status where at < ?', before)

export function statusOf({ status, at, batch, judgement, refused }: Intake): Status {
  const { fresh, merged, known } = judgement
  const count = fresh.length + merged.length + known.length
  const rows = count > MOST_NAMED ? [] : [...fresh.map(({ row }) => row), ...merged.map(({ row }) => row), ...known].sort((a, b) => a - b)
  const successes = rows.map((row): StatusDetails => ({ id: batch.ids[row]!, version: batch.versionTexts[row]! }))
  return buildStatus({ id: status, requestedAt: at, successes, failures: refused.map(failureOf), counts: { successes: count } })
}

/** `id` and `version` are required even of what has none; then they say so. */
function failureOf({ id, index, code, pointer, message, rule, fix }: Remark): StatusDetails {
  const where = pointer === '' ? '' : ` at ${pointer}`
  return { id: id ?? `unknown (object ${index})`, version: '1970-01-01T00:00:00.000Z', message: `object ${index}${where}: ${message} [${code}; ${rule}] – ${fix}` }
}
