/** The register as a table: RFC 4180, UTF-8, CRLF, a header line. A cell that a spreadsheet would run as a formula is made text. */
import { iso } from '../../../kernel/index.ts'
import type { ShownEntry } from '../verbs/register.ts'

const FORMULA = /^[=+\-@\t\r]/

/** One cell: made harmless first, then quoted where its characters ask for it. */
export function cell(value: string | number | null | undefined): string {
  const plain = value === null || value === undefined ? '' : String(value)
  const safe = FORMULA.test(plain.trimStart()) || FORMULA.test(plain) ? `'${plain}` : plain
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const when = (at: number | null | undefined): string => (at === null || at === undefined ? '' : iso(at))

const COLUMNS: readonly [name: string, of: (entry: ShownEntry) => string | number | null | undefined][] = [
  ['name', ({ organisation }) => organisation.name],
  ['legal_name', ({ position }) => position.signature?.legalName ?? position.endorsement?.legalName],
  ['list', ({ list }) => list],
  ['state', ({ state }) => state],
  ['country', ({ organisation }) => organisation.country],
  ['sector', ({ organisation }) => organisation.sector],
  ['size', ({ organisation }) => organisation.size],
  ['version', ({ position }) => position.signature?.version ?? position.endorsement?.version],
  ['text_sha256', ({ position }) => position.signature?.sha256],
  ['since', ({ since }) => when(since)],
  ['renewed', ({ position }) => when(position.renewed)],
  ['due', ({ due }) => when(due)],
  ['sign_by', ({ signBy }) => when(signBy)],
  ['leaves', ({ leaves }) => when(leaves)],
  ['ended', ({ ended }) => when(ended)],
  ['group', ({ group }) => group],
  ['succeeded_by', ({ succeededBy }) => succeededBy?.name],
  ['conflicts_of_law', ({ position }) => position.conflicts.length],
  ['website', ({ organisation }) => organisation.website],
  ['short_name', ({ organisation }) => organisation.slug],
  ['act', ({ position }) => position.fact],
]

export function registerCsv(entries: readonly ShownEntry[]): string {
  const lines = [COLUMNS.map(([name]) => name), ...entries.map((entry) => COLUMNS.map(([, of]) => cell(of(entry))))]
  return lines.map((line) => `${line.join(',')}\r\n`).join('')
}
