/** Where a draft stands, by events and by the clock alone; and what may be done with it now, by whom. */
import type { Micros, PersonId } from '@openaccord/names'
import { canDo, type Actor } from '../../../kernel/index.ts'
import { conflict, type DraftRow, type Event, type Submitted } from '../model.ts'

export type DraftState = 'draft' | 'submitted' | 'approved' | 'scheduled' | 'published' | 'withdrawn' | 'discarded'
export type Move = 'save' | 'submit' | 'recall' | 'approve' | 'decline' | 'sign' | 'withdraw' | 'discard'
type EventOf<K extends Event['kind']> = Extract<Event, { kind: K }>

export type Standing = {
  state: DraftState
  /** The newest saved version is not published. */
  ahead: boolean
  /** How many revisions are published, and the saved version of the last one. */
  editions: number
  published: number
  withdrawn: boolean
  /** What was last asked for, with what came of it; null where nothing is under way. */
  submission: { asked: Submitted & { at: Micros; by: PersonId | null }; approved: EventOf<'approved'> | null; signed: EventOf<'signed'> | null } | null
  declined: EventOf<'declined'> | null
  /** Why the last attempt came to nothing. */
  stopped: string | null
}

export function standingOf({ discarded }: Pick<DraftRow, 'discarded'>, events: readonly Event[], newest: number, now: Micros): Standing {
  const published = events.filter((event) => event.kind === 'published')
  const last = published.at(-1)
  const since = events.filter(({ seq }) => seq > (last?.seq ?? 0))
  const withdrawn = last?.withdrawal ?? false
  const { submission, declined, stopped } = attempt(since, now)
  const base = { editions: published.length, published: last?.version ?? 0, withdrawn, ahead: newest > (last?.version ?? 0), submission, declined, stopped }
  return { ...base, state: stateOf(discarded !== null, base) }
}

function stateOf(discarded: boolean, { submission, editions, withdrawn }: Pick<Standing, 'submission' | 'editions' | 'withdrawn'>): DraftState {
  if (discarded) return 'discarded'
  if (submission?.signed) return 'scheduled'
  if (submission !== null) return submission.approved === null ? 'submitted' : 'approved'
  if (editions === 0) return 'draft'
  return withdrawn ? 'withdrawn' : 'published'
}

/** The last submission since the last publication, as far as it goes on. */
function attempt(events: readonly Event[], now: Micros): Pick<Standing, 'submission' | 'declined' | 'stopped'> {
  const asked = events.findLast((event) => event.kind === 'submitted')
  if (asked === undefined) return { submission: null, declined: null, stopped: null }
  const after = events.filter(({ seq }) => seq > asked.seq)
  const ended = after.find(({ kind }) => kind === 'recalled' || kind === 'declined' || kind === 'stopped')
  if (ended !== undefined) return { submission: null, declined: ended.kind === 'declined' ? ended : null, stopped: ended.kind === 'stopped' ? ended.words : null }
  const approved = after.find((event) => event.kind === 'approved') ?? null
  const signed = after.find((event) => event.kind === 'signed') ?? null
  if (signed === null && asked.publishAt !== null && asked.publishAt <= now) {
    return { submission: null, declined: null, stopped: 'Its moment came before it was approved and signed: submit it with another one.' }
  }
  return { submission: { asked, approved, signed }, declined: null, stopped: null }
}

export function movesOf(standing: Standing, actor: Pick<Actor, 'person' | 'may'>): Move[] {
  const { state, ahead, editions, submission } = standing
  const second = submission !== null && submission.asked.by !== actor.person
  switch (state) {
    case 'draft': return ['save', 'submit', 'discard']
    case 'published': return ['save', ...(ahead ? ['submit' as const] : []), 'withdraw']
    case 'submitted': return ['recall', ...(second ? ['approve' as const, 'decline' as const] : [])]
    case 'approved': return ['recall', ...(second ? ['decline' as const] : []), ...(canDo(actor as Actor, 'acts.sign') ? ['sign' as const] : [])]
    case 'scheduled': return ['recall']
    default: return editions > 0 ? [] : []
  }
}

const SAYS: Readonly<Record<DraftState, string>> = {
  draft: 'a draft', submitted: 'submitted: take it back first, or let a second person decide', approved: 'approved and waits for the signature of your organisation', scheduled: 'signed and waits for its moment: take it back first',
  published: 'published', withdrawn: 'withdrawn for good: write a new advisory', discarded: 'put away',
}

export function needMove(standing: Standing, actor: Actor, move: Move): void {
  if (movesOf(standing, actor).includes(move)) return
  const { state, submission, ahead } = standing
  const own = (move === 'approve' || move === 'decline') && submission !== null && submission.asked.by === actor.person
  if (own) throw conflict('second-person', 'who asks for approval does not give it: this is for a second person of your organisation')
  if (move === 'submit' && state === 'published' && !ahead) throw conflict('nothing-new', 'there is nothing new to publish: save a version first')
  throw conflict('not-now', `this cannot be done now: it is ${SAYS[state]}`)
}
