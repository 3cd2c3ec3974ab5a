/** The matrix as a file (RFC 4180): one line for each vendor and vulnerability, filtered as the page is. */
import { page } from '../../page.ts'
import { filterOf, fits, type CaseMatrix } from './states.ts'

const HEAD = ['vendor', 'vulnerability', 'label', 'cve', 'state', 'since', 'justification', 'words', 'recorded by', 'first opened']

export const loader = page(async ({ api, params, url }) => {
  const matrix = await api.cases.matrix({ params: { case: params['id'] ?? '' } })
  const lines = [HEAD, ...linesOf(matrix, url)].map((line) => line.map(field).join(','))
  return new Response(`${lines.join('\r\n')}\r\n`, {
    headers: { 'content-type': 'text/csv; charset=utf-8; header=present', 'content-disposition': 'attachment; filename="matrix.csv"', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
  })
})

function linesOf({ rows, vulnerabilities }: CaseMatrix, url: URL): string[][] {
  const filter = filterOf(url)
  return rows.filter((row) => fits(row, filter)).flatMap(({ party, opened, cells }) => cells.map(({ vulnerability, state, since, justification, words, recordedBy }) => {
    const about = vulnerabilities.find(({ n }) => n === vulnerability)
    return [party.name ?? party.id, String(vulnerability), about?.label ?? '', about?.cve ?? '', state, since ?? '', justification ?? '', words ?? '', recordedBy === null ? '' : (recordedBy.name ?? recordedBy.id), opened ?? '']
  }))
}

/** What begins like a formula is kept from being one: spreadsheets run what others wrote. */
function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
