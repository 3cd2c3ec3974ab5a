/** For sister rooms: whom a ballot has removed. */
import type { Micros, OrganisationId } from '@openaccord/names'
import type { Reader } from '../../../platform/database.ts'

/** By organisation, when. Those that lapsed because nothing was heard from them are not among them. */
export async function removalsByBallot(tx: Reader): Promise<ReadonlyMap<OrganisationId, Micros>> {
  const rows = await tx.all<{ organisation: OrganisationId; effective: number }>(`select organisation, effective from concerns_rung where step = 'removed' and ground = 'ballot' order by seq`)
  return new Map(rows.map(({ organisation, effective }) => [organisation, effective]))
}
