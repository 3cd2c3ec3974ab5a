/** What may be done with a concern now, and by whom. Nobody decides in a matter of the own organisation or of its affiliates. */
import type { OrganisationId } from '@openaccord/names'
import { canDo, need, Refusal, type Actor } from '../../../kernel/index.ts'
import { conflict, isOf, unknownConcern, type Case, type ConcernKind } from '../model.ts'
import { panelsOf, remediesOf, type Standing } from './standing.ts'

export type Move = 'ask' | 'open' | 'decline' | 'settle' | 'call-panel' | 'call-ballot' | 'keep-remedy' | 'answer-on-paper' | 'correct' | 'close'

/** `own`: the organisation concerned and its affiliates. */
export type Desk = { actor: Actor; own: readonly OrganisationId[]; suspended: boolean }

const isOwn = ({ actor, own }: Pick<Desk, 'actor' | 'own'>): boolean => actor.organisation !== undefined && own.includes(actor.organisation)

/** Who handles it: concerns and tips the ombudsperson, corrections the secretariat and the organisation that they are about. */
export function handles({ filing }: Case, { actor, own }: Pick<Desk, 'actor' | 'own'>): boolean {
  if (filing.kind !== 'correction') return canDo(actor, 'concerns.screen')
  return canDo(actor, 'accord.keep') || (canDo(actor, 'acts.sign') && actor.organisation !== undefined && actor.organisation === filing.organisation && own.includes(actor.organisation))
}

/** Says nothing of whether it is there to somebody whom it does not concern. */
export function needHandles(subject: Case, desk: Pick<Desk, 'actor' | 'own'>): void {
  if (desk.actor.person === undefined) need(desk.actor, 'concerns.screen')
  if (!handles(subject, desk)) throw unknownConcern()
}

export function movesOf(subject: Case, standing: Standing, desk: Desk): Move[] {
  if (!handles(subject, desk)) return []
  return subject.filing.kind === 'correction' ? correctionMoves(subject, standing, desk) : concernMoves(subject, standing, desk)
}

function correctionMoves({ filing }: Case, { state }: Standing, { actor }: Desk): Move[] {
  if (state !== 'screening') return []
  const keeps = canDo(actor, 'accord.keep')
  // An organisation puts right what it said itself; that somebody is wrong about it is not for it to decide.
  if (!keeps) return actor.organisation === filing.organisation ? ['correct'] : []
  return ['ask', 'correct', ...(filing.organisation === actor.organisation ? [] : ['decline' as const])]
}

function concernMoves({ filing: { kind }, events }: Case, { state, late }: Standing, desk: Desk): Move[] {
  if (isOwn(desk)) return []
  const open = kind === 'tip' ? ['close' as const] : ['open' as const]
  switch (state) {
    case 'screening': return ['ask', 'decline', ...open]
    case 'answer': return ['ask', ...(desk.suspended ? ['answer-on-paper' as const] : [])]
    // A finding that no ballot has decided on stays found: only another ballot, or reasons in public, end it.
    case 'weighing': return events.some(isOf('found')) ? ['call-ballot', 'settle'] : ['ask', ...(events.some(isOf('answered')) ? ['settle' as const] : []), 'call-panel', ...(desk.suspended ? ['answer-on-paper' as const] : [])]
    case 'panel': return late || (panelsOf(events).at(-1)?.seats.length ?? 0) < 2 ? ['call-panel'] : []
    case 'remedy': return [...(remediesOf(events).some(({ keptAt }) => keptAt === null) ? ['keep-remedy' as const] : []), ...(late ? ['call-ballot' as const] : [])]
    default: return []
  }
}

export function needMove(subject: Case, standing: Standing, desk: Desk, move: Move): void {
  needHandles(subject, desk)
  if (movesOf(subject, standing, desk).includes(move)) return
  if (subject.filing.kind !== 'correction' && isOwn(desk)) throw new Refusal('forbidden', 'concerns.own-case', 'this is about your own organisation or an affiliate of it: another ombudsperson handles it')
  throw conflict('not-now', `this cannot be done now: the ${nameOf(subject.filing.kind)} is ${SAYS[standing.state]}`)
}

export const nameOf = (kind: ConcernKind): string => kind
const SAYS: Record<Standing['state'], string> = {
  screening: 'still being screened', declined: 'declined', withdrawn: 'withdrawn', answer: 'with the organisation for its answer', weighing: 'being weighed', drawing: 'waiting for its panel to be drawn',
  panel: 'with its panel', remedy: 'waiting for a remedy', ballot: 'put to a ballot', publishing: 'waiting to be published', closed: 'closed',
}

/** Answers come while it is public, also after its end: the right of reply has none. */
export const MOST_ANSWERS = 10
export function needMayAnswer({ filing, events }: Case, organisation: OrganisationId): void {
  if (filing.kind !== 'concern' || filing.organisation !== organisation || !events.some(isOf('opened'))) throw unknownConcern()
  if (events.filter(isOf('answered')).length >= MOST_ANSWERS) throw conflict('many-answers', `${MOST_ANSWERS} answers stand beside this concern already`)
}

export function needSits({ events }: Case, standing: Standing, organisation: OrganisationId): void {
  const panel = panelsOf(events).at(-1)
  if (panel?.drawn === undefined || !panel.seats.includes(organisation)) throw new Refusal('forbidden', 'concerns.not-drawn', 'your organisation was not drawn for this panel')
  if (standing.state !== 'panel') throw conflict('panel-over', 'this panel has come to its end')
}
