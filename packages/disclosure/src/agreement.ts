/**
 * When proposed terms come into force and when they fall. Vultron leaves the many-party case open; the choices here follow
 * from its rule that the shortest wins:
 * - the first embargo begins when the owner of the case and somebody else have accepted it, among those who did;
 * - terms that end earlier replace those in force in the same way: nobody is held longer than agreed;
 * - terms that end later do so only when every signatory has accepted: nobody is held longer than they agreed to;
 * - what can no longer come into force falls by itself.
 */
import { answerTo, hasAccepted, partyOf, presentIn, signatoriesOf, type CaseState, type Terms } from './case.ts'
import { moveEmbargo, type EmbargoMove } from './embargo.ts'

/** A step of the embargo that followed by itself, in the order in which it happened. */
export type EmbargoStep = { readonly move: EmbargoMove; readonly terms: Terms }
type Settled = { readonly state: CaseState; readonly steps: readonly EmbargoStep[] }

export const byExpiry = (terms: readonly Terms[]): Terms[] => terms.toSorted((one, other) => one.ends - other.ends)

/** Whose word an extension needs: signatories who have not closed the report. */
export const bound = (state: CaseState): readonly string[] => signatoriesOf(state).filter(({ report }) => report !== 'closed').map(({ id }) => id)

function comesIntoForce(state: CaseState, terms: Terms): boolean {
  const seconded = presentIn(state).some(({ id }) => id !== terms.by && hasAccepted(state, id, terms.id))
  if (!seconded || !hasAccepted(state, state.owner, terms.id)) return false
  const { inForce } = state.embargo
  return inForce === null || terms.ends < inForce.ends || bound(state).every((id) => hasAccepted(state, id, terms.id))
}

function falls(state: CaseState, terms: Terms): boolean {
  const { inForce } = state.embargo
  if (partyOf(state, terms.by) === undefined) return true
  const declined = (id: string): boolean => answerTo(state, id, terms.id) === 'declined'
  if (declined(state.owner)) return true
  if (inForce !== null && terms.ends >= inForce.ends) return bound(state).some(declined)
  const others = presentIn(state).filter(({ id, report }) => id !== terms.by && report !== 'closed')
  return others.length > 0 && others.every(({ id }) => declined(id))
}

/** What follows by itself from the answers given: terms come into force, shortest first, and hopeless ones fall. */
export function settle(state: CaseState): Settled {
  const ready = byExpiry(state.embargo.open).find((terms) => comesIntoForce(state, terms))
  const next = ready === undefined ? undefined : install(state, ready)
  if (next !== undefined) return then(next, settle(next.state))
  const hopeless = state.embargo.open.find((terms) => falls(state, terms))
  if (hopeless === undefined) return { state, steps: [] }
  const fallen = drop(state, hopeless)
  return then(fallen, settle(fallen.state))
}

const then = (first: Settled, second: Settled): Settled => ({ state: second.state, steps: [...first.steps, ...second.steps] })

/** The terms hold from now on; what else was proposed stays open as revisions of them. */
function install(state: CaseState, terms: Terms): Settled {
  const { embargo } = state
  const open = embargo.open.filter(({ id }) => id !== terms.id)
  const past = embargo.inForce === null ? embargo.past : [...embargo.past, embargo.inForce.id]
  const accepted = moveEmbargo(embargo.state, 'accept')
  const steps: EmbargoStep[] = [{ move: 'accept', terms }, ...open.map((other): EmbargoStep => ({ move: 'propose', terms: other }))]
  const next = { state: open.length === 0 ? accepted : moveEmbargo(accepted, 'propose'), inForce: terms, open, past, fallen: embargo.fallen }
  return { state: { ...state, decisions: state.decisions.filter((ground) => ground !== 'fix-ready'), embargo: next }, steps }
}

/** The terms are open no longer; the embargo goes back only when nothing else is open. */
export function drop(state: CaseState, terms: Terms): Settled {
  const { embargo } = state
  const open = embargo.open.filter(({ id }) => id !== terms.id)
  const next = moveEmbargo(embargo.state, 'reject')
  return {
    state: { ...state, decisions: next === 'none' && open.length === 0 ? [] : state.decisions, embargo: { ...embargo, state: open.length === 0 ? next : embargo.state, open, fallen: [...embargo.fallen, terms.id] } },
    steps: [{ move: 'reject', terms }, ...(open.length === 0 ? [] : [{ move: 'propose' as const, terms: open[0]! }])],
  }
}

/** Everything that is open falls. */
export function dropAll(state: CaseState): Settled {
  const [first] = state.embargo.open
  if (first === undefined) return { state, steps: [] }
  const next = drop(state, first)
  return then(next, dropAll(next.state))
}

/** The embargo is over: what is open falls with it, and nothing waits to be decided about it any more. */
export function terminate(state: CaseState): Settled {
  const { embargo } = state
  if (embargo.inForce === null) {
    const { state: dropped, steps } = dropAll(state)
    return { state: { ...dropped, decisions: [] }, steps }
  }
  const fallen = [...embargo.fallen, ...embargo.open.map(({ id }) => id)]
  const next: CaseState = { ...state, decisions: [], embargo: { state: moveEmbargo(embargo.state, 'terminate'), inForce: null, open: [], past: [...embargo.past, embargo.inForce.id], fallen } }
  return { state: next, steps: [{ move: 'terminate', terms: embargo.inForce }] }
}
