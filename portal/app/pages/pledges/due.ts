/** What is due from our organisation over all rooms, as one list: the nearest date first, with one thing that would help most. */
import type { Client } from '@openaccord/api'
import { pathTo } from '../../paths.ts'
import { useTurnout } from '../../ui/ballot.tsx'
import { useVisit, useWords } from '../../ui/visit.tsx'

type Reply<Room extends keyof Client, Name extends keyof Client[Room]> = Client[Room][Name] extends (...args: never[]) => Promise<infer R> ? R : never
export type PledgeDuty = Reply<'pledges', 'duties'>['duties'][number]
export type BallotDuty = Reply<'ballots', 'duties'>['duties'][number]
export type ConductDuty = Reply<'commitments', 'duties'>['duties'][number]
type ConcernDuty = Reply<'concerns', 'concernDuties'>['duties'][number]
type Sponsoring = Reply<'admissions', 'sponsoring'>['applications'][number]
export type AllDuties = { duties: PledgeDuty[]; ballots: BallotDuty[]; conduct: ConductDuty[]; concerns: ConcernDuty[]; sponsoring: Sponsoring[] }
/** `overdue`: its date has passed. */
export type Due = { key: string; what: string; until: string | null; overdue: boolean; to: string; vote?: BallotDuty['ballot'] }

/** What waits for us, those with a date first, the nearest on top. */
export function useDue({ duties, ballots, conduct, concerns, sponsoring }: AllDuties): Due[] {
  const now = useVisit().now.getTime()
  const { t } = useWords()
  const conductName = useConductName()
  const due = (one: Omit<Due, 'overdue'>): Due => ({ ...one, overdue: one.until !== null && Date.parse(one.until) < now })
  const all = [
    ...duties.filter(({ urge }) => urge === 'due').map(({ act, until }) => due({ key: act, what: t(`duty.${act}`), until, to: pathTo('signAct', { kind: act }) })),
    ...ballots.filter(({ done }) => !done).map(({ move, until, ballot }) => due({
      key: `${ballot.id} ${move}`, what: t(`today.move.${move}`, { title: ballot.title }), until, to: whereTo(move, ballot.id), ...(move === 'vote' ? { vote: ballot } : {}),
    })),
    ...conduct.filter(({ urge }) => urge === 'due').map((duty, n) => due({ key: `${duty.act} ${n}`, what: conductName(duty), until: duty.until, to: conductPage(duty) })),
    ...concerns.map(({ concern, what, due: until }) => due({ key: `${concern} ${what}`, what: t(`duties.concern.${what}`), until, to: pathTo('answerConcern', { id: concern }) })),
    ...sponsoring.filter(({ asked, mine, bar }) => asked && mine === null && bar === null).map(({ id, name, waits: [wait] }) => due({ key: id, what: t('duties.sponsor', { name }), until: wait?.due ?? null, to: pathTo('sponsorApplication', { id }) })),
  ]
  return all.toSorted((a, b) => (a.until === null ? Infinity : Date.parse(a.until)) - (b.until === null ? Infinity : Date.parse(b.until)))
}

/** Where a move is made. */
function whereTo(move: BallotDuty['move'], id: string): string {
  if (move === 'vote') return pathTo('vote', { id })
  if (move === 'contest') return pathTo('contestBallot', { id })
  return move === 'comment' || move === 'ask' || move === 'answer' ? `${pathTo('ballot', { id })}#talk` : pathTo('editBallot', { id })
}

/** An attestation is drafted and seen by counsel before it is signed. */
export const conductPage = ({ act, about }: Pick<ConductDuty, 'act' | 'about'>): string => (act === 'attestation' ? pathTo('attestationDraft') : pathTo('signConduct', { kind: act }, { about: about?.fact }))

/** “Report a measure: Faster answers”. */
export function useConductName(): (duty: ConductDuty) => string {
  const { t } = useWords()
  return ({ act, about, detail }) => {
    const more = [about?.title, detail].filter((text) => text != null)
    return more.length === 0 ? t(`conduct.${act}`) : t('duties.conduct', { act: t(`conduct.${act}`), about: more.join(' · ') })
  }
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
