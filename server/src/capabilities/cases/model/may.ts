/** What a viewer may do in a case now. What one may do is shown; what one tries anyway is refused by the same table. */
import { conflict, isOf, notYours, type Entry, type PartyId, type Terms } from '../model.ts'
import { coordinates, isIn, type Party, type State, type Thread } from './fold.ts'
import { canSee, type Viewer } from './sight.ts'

export type Move = 'join' | 'decline' | 'leave' | 'edit' | 'invite' | 'hand-over' | 'state' | 'state-for-others' | 'write' | 'upload' | 'name-people' | 'hide' | 'split' | 'merge' | 'close' | 'reopen'
export type Here = { viewer: Viewer; party: Party; state(): State; terms(): Terms }

export function movesOf({ viewer, party, state: whole, terms: termsNow }: Here): Move[] {
  const state = whole()
  const terms = termsNow()
  if (party.standing === 'invited') return [...(terms.consentFirst ? [] : ['join' as const]), 'decline']
  if (party.standing !== 'in') return []
  const owns = party.roles.includes('owner')
  const holds = coordinates(party)
  const own: Move[] = [...(party.organisation === null ? [] : ['name-people' as const]), ...(holds ? [] : ['hide' as const]), ...(owns ? [] : ['leave' as const])]
  if (state.state === 'merged') return own
  if (state.state === 'closed') return [...own, ...(owns ? ['reopen' as const] : [])]
  if (viewer.until !== Number.POSITIVE_INFINITY) return own
  return [
    ...own, 'write', 'upload',
    ...(party.roles.includes('vendor') ? ['state' as const] : []),
    ...(holds ? ['edit' as const, 'invite' as const, 'state-for-others' as const] : []),
    ...(owns ? ['hand-over' as const, 'merge' as const, ...(state.vulnerabilities.length > 1 ? ['split' as const] : []), ...(isEmbargoed(terms) ? [] : ['close' as const])] : []),
  ]
}

export const isEmbargoed = ({ state }: Pick<Terms, 'state'>): boolean => state === 'proposed' || state === 'active' || state === 'revise'

/** Beyond the embargo's terms only for who has joined. */
export function needInside({ viewer }: Pick<Here, 'viewer'>): void {
  if (viewer.until === 0) throw notYours('accept the invitation first: until then only the embargo and who coordinates are shown')
}

export function needMove(here: Here, move: Move): void {
  if (movesOf(here).includes(move)) return
  const { party, viewer, state, terms } = here
  if (move === 'join' && party.standing === 'invited') throw conflict('embargo-first', 'an embargo stands: accept it, and you take part')
  if (party.standing === 'in' && (move === 'join' || move === 'decline')) throw conflict('in-already', 'you take part already')
  if (party.standing === 'invited') needInside(here)
  if (party.standing !== 'in') throw conflict('not-in', 'you take no part in this case any more')
  if (state().state !== 'open' && move !== 'reopen') throw conflict('closed', 'this case is closed')
  if (viewer.until !== Number.POSITIVE_INFINITY) throw conflict('consent-first', 'the embargo has changed: accept it first')
  if (move === 'leave') throw conflict('owner-stays', 'the owner of a case cannot leave it: hand it over first')
  if (move === 'close' && isEmbargoed(terms())) throw conflict('embargo-stands', 'an embargo stands or is proposed: a case is closed after it')
  if (move === 'split' && party.roles.includes('owner')) throw conflict('one-vulnerability', 'a case of one vulnerability cannot be split')
  throw notYours(WHOSE[move] ?? 'this is not yours to do in this case')
}

const WHOSE: Partial<Record<Move, string>> = {
  edit: 'the owner and the coordinators do this', invite: 'the owner and the coordinators do this', 'state-for-others': 'the owner and the coordinators record it for a vendor',
  state: 'a vendor states this of its own products', 'hand-over': 'the owner does this', split: 'the owner does this', merge: 'the owner does this', close: 'the owner does this', reopen: 'the owner does this to a closed case',
  hide: 'who owns or coordinates a case is named', 'name-people': 'this is for organisations',
}

/** Whom a thread is for. */
export const audienceOf = ({ kind, parties }: Pick<Thread, 'kind' | 'parties'>): Entry['to'] =>
  kind === 'pair' ? { to: 'pair', parties: [parties[0]!, parties[1]!] } : kind === 'coordinators' ? { to: 'coordinators' } : { to: 'all' }

export const readsThread = (party: Party, viewer: Viewer, thread: Thread): boolean => isIn(party) && canSee(viewer, { thing: 'entry', seq: thread.seq, to: audienceOf(thread) })

/** Entries about a party: for all once it takes part by name, otherwise for itself and who coordinates. */
export const aboutParty = ({ id, joined, shown }: Pick<Party, 'id' | 'joined' | 'shown'>): Entry['to'] => (joined !== null && shown ? { to: 'all' } : { to: 'party', party: id })

/** What is new to a party since an entry: nothing that it did itself. */
export const isNews = (entry: Entry, party: PartyId, since: number): boolean => entry.seq > since && entry.by !== party && !isOf('read', 'people-named', 'clock')(entry)
