/**
 * Every state of the joint machine that can be reached, and every step between them, for a few participants. States that differ
 * only in names (of like participants, of terms) or in what no longer matters are one. Terms end at one of two instants: only
 * their order matters.
 */
import { answerTo, createParty, hasAccepted, presentIn, type Answer, type CaseState, type NewParty, type Party, type Terms } from '../case.ts'
import type { CaseEvent } from '../events.ts'
import { happen, type Happened } from '../happen.ts'
import { verdictOn } from '../rules.ts'

export type Edge = { readonly before: CaseState; readonly event: CaseEvent; readonly after: Happened }
export type Found = { states: number; edges: number; refusals: Map<string, number> }
/** `parties`: the first owns the case. `open`: most proposals open at one time. `without`: events that are left out. `back`: who has left may come back. */
export type Wish = { parties: readonly NewParty[]; open: number; back?: boolean; without?: (event: CaseEvent) => boolean; look: { state(state: CaseState): void; edge(edge: Edge): void } }

const REASON = 'for the search'
const ENDS = [1, 2] as const

export function search({ parties, open, back = false, without = () => false, look }: Wish): Found {
  const [owner, ...others] = parties.map(createParty)
  const start: CaseState = { owner: owner!.id, parties: [owner!, ...others], happened: 'pxa', answers: [], decisions: [], embargo: { state: 'none', inForce: null, open: [], past: [], fallen: [] } }
  const seen = new Set<string>()
  const waiting: CaseState[] = []
  const found: Found = { states: 0, edges: 0, refusals: new Map() }
  const meet = (state: CaseState): void => {
    const plain = normalise(state, back)
    const key = keyOf(plain)
    if (seen.has(key)) return
    seen.add(key)
    waiting.push(plain)
    look.state(plain)
    found.states++
  }
  meet(start)
  for (let before = waiting.pop(); before !== undefined; before = waiting.pop()) {
    for (const event of eventsIn(before, open)) {
      if (without(event)) continue
      const { refused } = verdictOn(before, event)
      if (refused !== undefined) {
        found.refusals.set(refused, (found.refusals.get(refused) ?? 0) + 1)
        continue
      }
      const after = happen(before, event)
      found.edges++
      look.edge({ before, event, after })
      meet(after.state)
    }
  }
  return found
}

function eventsIn(state: CaseState, open: number): CaseEvent[] {
  const present = presentIn(state).map(({ id }) => id)
  const away = state.parties.filter((party) => !party.present).map(({ id }) => id)
  return [
    ...present.flatMap((by) => eventsOf(state, by, present, open)),
    ...away.map((id): CaseEvent => ({ kind: 'joined', by: state.owner, party: { id } })),
    { kind: 'embargo-ended', by: null, reason: REASON },
    { kind: 'became-public', by: null }, { kind: 'exploit-published', by: null }, { kind: 'attacked', by: null }, { kind: 'exploit-held', by: null },
    ...state.decisions.flatMap((ground): CaseEvent[] => (['end', 'go-on'] as const).map((choice) => ({ kind: 'decided', by: state.owner, ground, choice, reason: REASON }))),
  ]
}

function eventsOf(state: CaseState, by: string, present: readonly string[], open: number): CaseEvent[] {
  const { embargo } = state
  const others = present.filter((id) => id !== by)
  const known = [...(embargo.inForce === null ? [] : [embargo.inForce.id]), ...embargo.open.map(({ id }) => id), ...embargo.past]
  return [
    { kind: 'left', by },
    ...(['validate', 'invalidate', 'accept', 'defer', 'close'] as const).map((move): CaseEvent => ({ kind: 'report-judged', by, move, reason: REASON })),
    ...others.map((to): CaseEvent => ({ kind: 'report-sent', by, to })),
    ...(embargo.open.length < open ? ENDS.map((ends): CaseEvent => ({ kind: 'terms-proposed', by, terms: 'new', ends, reason: REASON })) : []),
    ...known.flatMap((terms): CaseEvent[] => [{ kind: 'terms-accepted', by, terms }, { kind: 'terms-declined', by, terms }, { kind: 'terms-withdrawn', by, terms }]),
    ...others.map((to): CaseEvent => ({ kind: 'offered-again', by, to })),
    ...(['vendor-knows', 'fix-ready', 'fix-deployed'] as const).map((kind): CaseEvent => ({ kind, by })),
  ]
}

const HELD = 'held'
const PAST = 'past'

/** The same state with plain names of terms, like participants in one order, and nothing that matters no longer. `back`: who has left may come back. */
function normalise(state: CaseState, back: boolean): CaseState {
  const { embargo } = state
  const over = embargo.state === 'exited'
  const staying = back ? state.parties : state.parties.filter(({ present }) => present)
  const open = embargo.open.toSorted((one, other) => one.ends - other.ends || (one.by < other.by ? -1 : 1))
  const names: [terms: string, name: string][] = open.map(({ id }, at): [string, string] => [id, `open${at}`])
  if (embargo.inForce !== null) names.push([embargo.inForce.id, HELD])
  const plain: CaseState = {
    owner: state.owner, happened: state.happened, decisions: state.decisions.toSorted(), parties: staying,
    embargo: {
      state: embargo.state, open: open.map(({ by, ends }, at) => ({ id: `open${at}`, by, ends })), fallen: [],
      inForce: embargo.inForce === null ? null : { id: HELD, by: '', ends: embargo.inForce.ends }, past: over || embargo.past.length === 0 ? [] : [PAST],
    },
    answers: over ? [] : staying.flatMap(({ id }) => answersOf(state, id, names)),
  }
  return inOrder(plain)
}

/** One answer for each terms that still matter: of past ones only that there was an acceptance. */
function answersOf(state: CaseState, party: string, names: readonly [terms: string, name: string][]): Answer[] {
  const accepted = state.embargo.past.some((terms) => hasAccepted(state, party, terms))
  const found: Answer[] = accepted ? [{ terms: PAST, party, said: 'accepted' }] : []
  for (const [terms, name] of names) {
    const said = answerTo(state, party, terms)
    if (said === 'accepted' || said === 'declined' || (said === 'asked-again' && accepted)) found.push({ terms: name, party, said })
  }
  return found
}

/** Participants who begin alike may change places: the one whose description comes first stands first. */
function inOrder(state: CaseState): CaseState {
  const [one, other] = state.parties.filter(({ id }) => id.startsWith('vendor'))
  if (one === undefined || other === undefined || describe(state, one) <= describe(state, other)) return state
  const name = (id: string): string => (id === one.id ? other.id : id === other.id ? one.id : id)
  const renamed = (terms: Terms): Terms => ({ ...terms, by: name(terms.by) })
  const place = new Map(state.parties.map(({ id }) => [name(id), id]))
  return {
    ...state,
    parties: state.parties.map(({ id }): Party => ({ ...state.parties.find((party) => party.id === place.get(id))!, id })),
    embargo: { ...state.embargo, open: state.embargo.open.map(renamed) },
    answers: state.parties.flatMap(({ id }) => state.answers.filter(({ party }) => party === place.get(id)).map((answer) => ({ ...answer, party: id }))),
  }
}

const describe = (state: CaseState, { id, report, vendor, present }: Party): string =>
  `${present}${report}${vendor}${state.answers.filter(({ party }) => party === id).map(({ terms, said }) => terms + said).join()}${state.embargo.open.map(({ by }) => by === id).join()}`

function keyOf({ parties, happened, decisions, embargo, answers }: CaseState): string {
  let key = `${happened}${decisions.join()}|${embargo.state}${embargo.inForce?.ends}${embargo.past.length}`
  for (const { id, report, vendor, present } of parties) key += `|${id}${report}${vendor}${present}`
  for (const { by, ends } of embargo.open) key += `/${by}${ends}`
  for (const { terms, party, said } of answers) key += `,${terms[0]}${terms.at(-1)}${party}${said[1]}`
  return key
}
