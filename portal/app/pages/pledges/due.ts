/** What is due from our organisation over all rooms, as one list: the nearest date first, with one thing that would help most. */
import type { Client } from '@openaccord/api'
import { pathTo } from '../../paths.ts'
import { useTurnout } from '../../ui/ballot.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

type Duties = Awaited<ReturnType<Client['pledges']['duties']>>
export type BallotDuty = Awaited<ReturnType<Client['ballots']['duties']>>['duties'][number]
/** `overdue`: its date has passed. */
export type Due = { key: string; what: string; until: string | null; overdue: boolean; to: string; vote?: BallotDuty['ballot'] }

/** What waits for us, those with a date first, the nearest on top. */
export function useDue({ duties, ballots }: { duties: Duties['duties']; ballots: readonly BallotDuty[] }): Due[] {
  const now = useVisit().now.getTime()
  const { t } = useWords()
  const due = (one: Omit<Due, 'overdue'>): Due => ({ ...one, overdue: one.until !== null && Date.parse(one.until) < now })
  const all = [
    ...duties.filter(({ urge }) => urge === 'due').map(({ act, until }) => due({ key: act, what: t(`duty.${act}`), until, to: pathTo('signAct', { kind: act }) })),
    ...ballots.filter(({ done }) => !done).map(({ move, until, ballot }) => due({
      key: `${ballot.id} ${move}`, what: t(`today.move.${move}`, { title: ballot.title }), until, to: whereTo(move, ballot.id), ...(move === 'vote' ? { vote: ballot } : {}),
    })),
  ]
  return all.toSorted((a, b) => (a.until === null ? Infinity : Date.parse(a.until)) - (b.until === null ? Infinity : Date.parse(b.until)))
}

/** Where a move is made. */
export function whereTo(move: BallotDuty['move'], id: string): string {
  if (move === 'vote') return pathTo('vote', { id })
  if (move === 'contest') return pathTo('contestBallot', { id })
  return move === 'comment' || move === 'ask' || move === 'answer' ? `${pathTo('ballot', { id })}#talk` : pathTo('editBallot', { id })
}

/** Overdue before all; then a vote that the quorum lacks; then whatever has the nearest date. */
export function useMostHelpful(due: readonly Due[]): { says: string; to: string } {
  const { t } = useWords()
  const turnout = useTurnout()
  const late = due.find(({ overdue }) => overdue)
  if (late !== undefined) return { says: t('duties.help.late', { what: late.what }), to: late.to }
  const vote = due.find((one) => one.vote?.participation?.quorum.met === false) ?? due.find((one) => one.vote !== undefined)
  if (vote?.vote !== undefined) return { says: t('duties.help.vote', { title: vote.vote.title, turnout: turnout(vote.vote) }), to: vote.to }
  const [first] = due
  return first === undefined ? { says: t('duties.help.none'), to: pathTo('ballots') } : { says: t('duties.help.due', { what: first.what }), to: first.to }
}
