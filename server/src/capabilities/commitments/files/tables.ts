/** Tables: RFC 4180, UTF-8, CRLF, a header line. A cell that a spreadsheet would run as a formula is made text. */
import type { ANSWER_FIELDS, Cell } from '../model/requests.ts'
import type { showCommitment } from '../routes/show.ts'

const FORMULA = /^\s*[=+\-@\t\r]/

/** One cell: made harmless first, then quoted where its characters ask for it. */
export function cell(value: string | number | boolean | null | undefined): string {
  const plain = value === null || value === undefined ? '' : String(value)
  const safe = FORMULA.test(plain) ? `'${plain}` : plain
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
const table = (lines: readonly (readonly Parameters<typeof cell>[0][])[]): string => lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')

type Row = ReturnType<typeof showCommitment>
const COLUMNS: readonly [name: string, of: (row: Row) => Parameters<typeof cell>[0]][] = [
  ['id', (row) => row.id], ['organisation', (row) => row.name], ['short_name', (row) => row.slug], ['title', (row) => row.title], ['clause', (row) => row.clause],
  ['metric', (row) => row.metric.id], ['metric_version', (row) => row.metric.version], ['unit', (row) => row.metric.unit], ['better', (row) => row.metric.better],
  ['baseline', (row) => row.baseline.value], ['baseline_on', (row) => row.baseline.on], ['target', (row) => row.target], ['latest', (row) => row.latest?.value], ['latest_on', (row) => row.latest?.on],
  ['way_percent', (row) => row.way], ['due_original', (row) => row.due], ['due_now', (row) => row.dueNow], ['state', (row) => row.state], ['late', (row) => row.late], ['met_on_time', (row) => row.onTime],
  ['accepted', (row) => row.accepted?.at], ['closed', (row) => row.closed?.at], ['products', (row) => row.scope.products.join('; ')], ['regions', (row) => row.scope.regions.join(' ')],
  ['owner_role', (row) => row.owner], ['qualities', (row) => row.tags.qualities.join(' ')], ['replaced_by', (row) => row.replacedBy], ['act', (row) => row.fact],
]

export const boardCsv = (rows: readonly Row[]): string => table([COLUMNS.map(([name]) => name), ...rows.map((row) => COLUMNS.map(([, of]) => of(row)))])

/** One line for each category, country, answer and band: how many organisations gave it. */
export function requestsCsv(period: string | null, cells: readonly Cell[], fields: typeof ANSWER_FIELDS): string {
  const lines = cells.flatMap((one) => fields.flatMap((field) => Object.entries(one[field]).sort().map(([band, n]) => [period, one.category, one.where, field, band, n])))
  return table([['period', 'category', 'where', 'answer', 'band', 'organisations'], ...lines])
}
