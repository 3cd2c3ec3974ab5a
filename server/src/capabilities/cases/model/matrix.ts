/** The matrix of vendors and vulnerabilities as a viewer may have it. Whether somebody has looked at all is for who coordinates, and for the vendor itself. */
import type { Micros } from '@openaccord/names'
import { fault, type Justification, type PartyId, type Stated } from '../model.ts'
import { type Party, type State, type Cell } from './fold.ts'
import { canSee, type Seen } from './sight.ts'

export type CellState = 'never-opened' | 'seen' | 'unstated' | Stated
export type Row = { party: PartyId; own: boolean; mayState: boolean; opened: Micros | null; cells: ({ vulnerability: number; state: CellState } & Omit<Cell, 'state' | 'since'> & { since: Micros | null })[] }
export const STATES: readonly CellState[] = ['never-opened', 'seen', 'unstated', 'investigating', 'affected', 'fix-ready', 'fix-deployed', 'not-affected']

/** Also vendors that are invited and have said nothing, for who may know of them. */
export function matrixOf({ viewer, state, names }: Pick<Seen, 'viewer' | 'state' | 'names'>, may: { own: boolean; others: boolean }): Row[] {
  const vendors = [...state.parties.values()].filter(({ id, roles, standing }) => roles.includes('vendor') && (standing === 'in' || standing === 'invited' || state.matrix.has(id)) && names(id))
  return vendors.map((party) => {
    const own = party.id === viewer.party
    const looked = canSee(viewer, { thing: 'opened', party: party.id })
    const row = state.matrix.get(party.id)
    return { party: party.id, own, mayState: own ? may.own : may.others, opened: looked ? party.read : null, cells: state.vulnerabilities.map(({ n }) => cellOf(n, row?.get(n), looked ? party.read : undefined)) }
  })
}

const cellOf = (vulnerability: number, cell: Cell | undefined, read: Micros | null | undefined): Row['cells'][number] =>
  cell === undefined
    ? { vulnerability, state: read === undefined ? 'unstated' : read === null ? 'never-opened' : 'seen', since: read ?? null, justification: null, words: null, recordedBy: null }
    : { vulnerability, ...cell }

export const countCells = (rows: readonly Row[]): Record<CellState, number> => {
  const counts = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<CellState, number>
  for (const { cells } of rows) for (const { state } of cells) counts[state]++
  return counts
}

/** Vendors by the states that they have at least one cell in. */
export const countVendors = (rows: readonly Row[]): Record<CellState, number> =>
  Object.fromEntries(STATES.map((state) => [state, rows.filter(({ cells }) => cells.some((cell) => cell.state === state)).length])) as Record<CellState, number>

export type Wish = { vulnerabilities: number[]; state: Stated; justification?: Justification | undefined; words?: string | undefined }
/** A “not affected” says why, as in OpenVEX: by one of five justifications or in words. */
export function needStatement({ vulnerabilities, state, justification, words }: Wish, whole: State, party: Party): void {
  const unknown = vulnerabilities.find((n) => !whole.vulnerabilities.some((one) => one.n === n))
  if (unknown !== undefined) throw fault('vulnerability-unknown', '/vulnerabilities', `this case has no vulnerability ${unknown}`, 'choose among those of the case')
  if (!party.roles.includes('vendor')) throw fault('not-a-vendor', '/party', 'only vendors have a row in the matrix', 'give it the role “vendor” first')
  if (justification !== undefined && state !== 'not-affected') throw fault('justification', '/justification', 'a justification belongs to “not affected”', 'leave it out')
  if (state === 'not-affected' && justification === undefined && words === undefined) throw fault('why-not', '/justification', '“not affected” says why', 'choose a justification, or say it in words')
}

/** Cells of vendors that have not spoken: never opened, or seen and silent. */
export const silentVendors = (state: State): Party[] =>
  [...state.parties.values()].filter(({ id, roles, standing }) => roles.includes('vendor') && (standing === 'in' || standing === 'invited') && state.vulnerabilities.some(({ n }) => state.matrix.get(id)?.get(n) === undefined))
