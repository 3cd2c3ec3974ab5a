/**
 * What protects products against tampering: each product at four stages (promise 53 to 55), each cell with its evidence, a
 * grade and an end. A cell nobody has filled is missing, and is shown so. Grades: E1 claimed, E2 documented (the address
 * and the hash of what lay there), E4 checked by an accredited assessor, for as long as that determination stands.
 */
import { STAGES, type ActBody } from '@openaccord/facts'
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import { bad, conflict, endOf, isOf, monthsLater, startOf, type Logged } from '../model.ts'
import { needDay, needSignatory, type Of, type Speaker } from './may.ts'

export type Stage = (typeof STAGES)[number]
export type Grade = 'E0' | 'E1' | 'E2' | 'E4'
export type StageAct = Logged<'stage-evidence'>
export type Cell = { stage: Stage; state: 'missing' | 'current' | 'expiring' | 'expired'; grade: Grade; act: StageAct | undefined; verifiedBy: FactId | undefined }
export type Matrix = { products: { product: string; cells: Cell[] }[]; filled: number; missing: number }
/** Which determination verified which evidence, while it stands. */
export type Verified = ReadonlyMap<FactId, FactId>

export const EXPIRING = 30 * DAY
const MOST_PRODUCTS = 100
const LONGEST_MONTHS = 24

/** Not taken back; what was stated last of a cell is the cell. */
export function standingEvidence(acts: readonly Logged[]): StageAct[] {
  const gone = new Set<string>(acts.filter(isOf('stage-evidence-withdrawal')).map(({ says }) => says.evidence))
  const cells = new Map<string, StageAct>()
  for (const act of acts.filter(isOf('stage-evidence'))) if (!gone.has(act.fact)) cells.set(`${act.says.stage} ${act.says.product}`, act)
  return [...cells.values()]
}

export const gradeOf = (evidence: ActBody<'stage-evidence'>['evidence']): 'E1' | 'E2' => ((evidence ?? []).some(({ sha256 }) => sha256 !== undefined) ? 'E2' : 'E1')

/** `promised`: products that commitments name: they have a row, filled or not. */
export function matrixOf(acts: readonly Logged[], promised: readonly string[], verified: Verified, now: Micros): Matrix {
  const standing = standingEvidence(acts)
  const names = [...new Set([...standing.map(({ says }) => says.product), ...promised])].sort()
  const products = names.map((product) => ({
    product,
    cells: STAGES.map((stage) => cellOf(stage, standing.find(({ says }) => says.product === product && says.stage === stage), verified, now)),
  }))
  const cells = products.flatMap((one) => one.cells)
  const filled = cells.filter(({ state }) => state === 'current' || state === 'expiring').length
  return { products, filled, missing: cells.length - filled }
}

function cellOf(stage: Stage, act: StageAct | undefined, verified: Verified, now: Micros): Cell {
  if (act === undefined) return { stage, state: 'missing', grade: 'E0', act, verifiedBy: undefined }
  const ends = endOf(act.says.until)
  if (now >= ends) return { stage, state: 'expired', grade: 'E0', act, verifiedBy: undefined }
  const verifiedBy = verified.get(act.fact)
  return { stage, state: now >= ends - EXPIRING ? 'expiring' : 'current', grade: verifiedBy === undefined ? gradeOf(act.says.evidence) : 'E4', act, verifiedBy }
}

export function needMayShow({ says }: Of<'stage-evidence'>, { speaker, acts, now }: { speaker: Speaker; acts: readonly Logged[]; now: Micros }): void {
  needSignatory(speaker)
  needDay(says.from, '/from', { from: monthsLater(now, -LONGEST_MONTHS), until: now })
  needDay(says.until, '/until', { from: now, until: monthsLater(startOf(says.from), LONGEST_MONTHS) })
  const products = new Set([...standingEvidence(acts).map((one) => one.says.product), says.product])
  if (products.size > MOST_PRODUCTS) throw conflict('too-many', `evidence is kept for ${MOST_PRODUCTS} products: join some under one name`)
}

export function needMayTakeBack({ says, organisation }: Of<'stage-evidence-withdrawal'>, { speaker, acts }: { speaker: Speaker; acts: readonly Logged[] }): void {
  needSignatory(speaker)
  needOwnEvidence(says.evidence, organisation, acts, '/evidence')
}

export function needOwnEvidence(fact: string, organisation: OrganisationId, acts: readonly Logged[], field: string): void {
  if (standingEvidence(acts.filter((act) => act.organisation === organisation)).every((one) => one.fact !== fact)) throw bad(field, 'no such evidence stands', 'name an act of stage evidence that has neither been replaced nor taken back')
}
