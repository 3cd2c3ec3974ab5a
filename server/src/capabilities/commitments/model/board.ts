/** The board: what was promised, started, is late, was met; and whether an organisation that signed has delivered anything. */
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import { DAY } from '../../../kernel/index.ts'
import { principleOf } from '../model.ts'
import { dueOf, standingOf, type Column, type Commitment, type Standing } from './commitments.ts'

export type Placed = { commitment: Commitment; standing: Standing }
export type Counts = Record<Column, number> & { metOnTime: number }
export type BoardFilter = Partial<{ q: string; organisation: OrganisationId; state: string; column: string; principle: string; metric: string; quality: string; stage: string }>

/** By original date, then by place in the journal: the order in which they are owed. */
export function boardOf(commitments: ReadonlyMap<FactId, Commitment>, now: Micros): Placed[] {
  return [...commitments.values()]
    .map((commitment) => ({ commitment, standing: standingOf(commitment, now) }))
    .sort((a, b) => dueOf(a.commitment) - dueOf(b.commitment) || a.commitment.act.seq - b.commitment.act.seq)
}

export function countsOf(board: readonly Placed[]): Counts {
  const counts: Counts = { 'promised': 0, 'started': 0, 'late': 0, 'met': 0, 'not-met': 0, 'ended': 0, 'metOnTime': 0 }
  for (const { standing } of board) {
    counts[standing.column] += 1
    if (standing.onTime === true) counts.metOnTime += 1
  }
  return counts
}

export function filteredBoard(board: readonly Placed[], { q, organisation, state, column, principle, metric, quality, stage }: BoardFilter): Placed[] {
  const words = (q ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter((word) => word !== '')
  return board.filter(({ commitment: { act: { says, organisation: own }, metric: measured }, standing }) => {
    const text = [says.title, says.text ?? '', measured.name, ...says.scope.products].join(' ').normalize('NFKC').toLowerCase()
    return (organisation === undefined || own === organisation) && (state === undefined || standing.state === state) && (column === undefined || standing.column === column) &&
      (principle === undefined || principleOf(says.clause) === principle) && (metric === undefined || says.metric.id === metric) &&
      (quality === undefined || says.tags.qualities.some((one) => one === quality)) && (stage === undefined || (says.tags.stages ?? []).some((one) => one === stage)) &&
      words.every((word) => text.includes(word))
  })
}

export const FIRST_COMMITMENTS_WITHIN = 90 * DAY
export type Delivered = {
  organisation: OrganisationId
  signed: Micros
  /** Until when each principle was to have a commitment. */
  ninetyDays: Micros
  without: string[]
  promised: number
  met: number
  metOnTime: number
  late: number
  missed: number
  asked: boolean
  signedAndNothing: boolean
}

/** Of one signatory. What is only proposed, or was withdrawn, is no commitment yet. */
export function deliveredOf(organisation: OrganisationId, signed: Micros, principles: readonly string[], board: readonly Placed[], now: Micros): Delivered {
  const own = board.filter(({ commitment, standing }) => commitment.organisation === organisation && standing.state !== 'proposed' && standing.state !== 'withdrawn')
  const taken = new Set(own.map(({ commitment }) => principleOf(commitment.act.says.clause)))
  const without = principles.filter((one) => !taken.has(one))
  const count = (...states: string[]): number => own.filter(({ standing }) => states.includes(standing.state)).length
  const met = count('met')
  const asked = now >= signed + FIRST_COMMITMENTS_WITHIN
  return {
    organisation, signed, ninetyDays: signed + FIRST_COMMITMENTS_WITHIN, without, promised: own.length, met,
    metOnTime: own.filter(({ standing }) => standing.onTime === true).length, late: count('late'), missed: count('missed', 'partly-met'),
    asked, signedAndNothing: asked && (without.length > 0 || met === 0),
  }
}
