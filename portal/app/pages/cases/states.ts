/** States of the matrix as they are drawn: each with a mark of its own beside its word, and a colour that means the same everywhere. */
import type { Client } from '@openaccord/api'

export type CaseMatrix = Awaited<ReturnType<Client['cases']['matrix']>>
export type MatrixRow = CaseMatrix['rows'][number]
export type Cell = MatrixRow['cells'][number]
export type CellState = Cell['state']

export const MARKS: Readonly<Record<CellState, { mark: string; kind: 'plain' | 'good' | 'attention' | 'danger' | 'sealed' }>> = {
  'never-opened': { mark: '○', kind: 'plain' },
  seen: { mark: '◔', kind: 'plain' },
  unstated: { mark: '–', kind: 'plain' },
  investigating: { mark: '?', kind: 'sealed' },
  affected: { mark: '!', kind: 'danger' },
  'fix-ready': { mark: '◆', kind: 'attention' },
  'fix-deployed': { mark: '✓', kind: 'good' },
  'not-affected': { mark: '∅', kind: 'plain' },
}
/** Nothing was said: not opened, or opened and silent. */
export const SILENT: readonly CellState[] = ['never-opened', 'seen', 'unstated']

/** A row of the matrix that the filter of the address leaves: by a state in any of its cells (or `silent`), by name or words. */
export const fits = ({ party, cells }: MatrixRow, { state, words }: { state: string; words: string }): boolean =>
  (state === '' || cells.some((cell) => cell.state === state || (state === 'silent' && SILENT.includes(cell.state)))) &&
  (words === '' || [party.name, ...cells.map((cell) => cell.words)].some((text) => text?.toLowerCase().includes(words.toLowerCase()) ?? false))

export const filterOf = (url: URL): { state: string; words: string } => ({ state: url.searchParams.get('state') ?? '', words: url.searchParams.get('q')?.trim().slice(0, 200) ?? '' })

/** Whether a vendor says one and the same of every vulnerability, of three or more: then it is said once. */
export const isOfAll = (cells: readonly Cell[], vulnerabilities: number): boolean => vulnerabilities > 2 && cells.length === vulnerabilities && cells.every((cell) => isSame(cell, cells[0]!))

const isSame = (one: Cell, other: Cell): boolean =>
  one.state === other.state && one.since === other.since && one.justification === other.justification && one.words === other.words && one.recordedBy?.id === other.recordedBy?.id
