/** Of closed cases only: whether each vendor answered and mended in time. */
import type { CaseId, Micros, OrganisationId } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { FigureRow } from '../model/figures.ts'

export async function saveFigures(tx: Tx, of: CaseId, at: Micros, rows: readonly FigureRow[]): Promise<void> {
  await removeFigures(tx, of)
  for (const { organisation, answered, fixed } of rows) await tx.run('insert into cases_figure (case_id, organisation, at, answered, fixed) values (?, ?, ?, ?, ?)', of, organisation, at, answered, fixed)
}
export const removeFigures = (tx: Tx, of: CaseId): Promise<number> => tx.run('delete from cases_figure where case_id = ?', of)

export async function sumFigures(tx: Reader): Promise<{ organisation: OrganisationId; cases: number; answered: number; toFix: number; fixed: number }[]> {
  return tx.all<Row & { organisation: OrganisationId; cases: number; answered: number; toFix: number; fixed: number }>(
    `select organisation, count(*) as cases, cast(sum(answered) as bigint) as answered, count(fixed) as "toFix", cast(coalesce(sum(fixed), 0) as bigint) as fixed from cases_figure group by organisation order by organisation`,
  )
}
