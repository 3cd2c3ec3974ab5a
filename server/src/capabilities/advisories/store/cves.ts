/** The CVE ids that an organisation keeps: one row an id, as it stands now. */
import type { AdvisoryId, Micros, OrganisationId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { CveEntry } from '../model/cve-pool.ts'

type RowOfCve = Row & { organisation: OrganisationId; cve: string; state: CveEntry['state']; at: number; advisory: AdvisoryId | null; reason: string | null; record: number }

export const loadCves = async (tx: Reader, organisation: OrganisationId): Promise<CveEntry[]> =>
  (await tx.all<RowOfCve>('select * from advisories_cve where organisation = ? order by cve', organisation)).map(({ cve, state, at, advisory, reason, record }) => ({ cve, state, at, advisory, reason, record: record === 1 }))

export async function saveCve(tx: Tx, organisation: OrganisationId, { cve, state, at, advisory, reason, record }: CveEntry): Promise<void> {
  const changed = await tx.run('update advisories_cve set state = ?, at = ?, advisory = ?, reason = ?, record = ? where organisation = ? and cve = ?', state, at, advisory, reason, Number(record), organisation, cve)
  if (changed === 0) await tx.run('insert into advisories_cve (organisation, cve, state, at, advisory, reason, record) values (?, ?, ?, ?, ?, ?, ?)', organisation, cve, state, at, advisory, reason, Number(record))
}

export const countCves = async (tx: Reader, organisation: OrganisationId): Promise<number> =>
  (await tx.get<{ many: number }>('select count(*) as many from advisories_cve where organisation = ?', organisation))?.many ?? 0

export const freeCvesOf = (tx: Tx, organisation: OrganisationId, advisory: AdvisoryId, at: Micros): Promise<number> =>
  tx.run(`update advisories_cve set advisory = null, at = ? where organisation = ? and advisory = ? and state = 'reserved'`, at, organisation, advisory)
