/** Of closed cases only: whether each vendor answered and mended in time. */
import type { CaseId, Micros } from '@openaccord/names'
import type { Reader, Row, Tx } from '../../../platform/database.ts'
import type { Closed, FigureRow } from '../model/figures.ts'

/** What was counted once stays as it was: a case that is opened and closed again would otherwise show what became of it. */
export async function saveFigures(tx: Tx, of: CaseId, at: Micros, rows: readonly FigureRow[]): Promise<void> {
  for (const { organisation, answered, fixed } of rows) {
    await tx.run('insert into cases_figure (case_id, organisation, at, answered, fixed) values (?, ?, ?, ?, ?) on conflict (case_id, organisation) do nothing', of, organisation, at, answered, fixed)
  }
}

/** In the order of closing. */
export const listFigures = (tx: Reader): Promise<(Row & Closed)[]> => tx.all<Row & Closed>('select organisation, at, answered, fixed from cases_figure order by at, case_id')
