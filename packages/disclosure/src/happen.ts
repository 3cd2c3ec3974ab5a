/**
 * Something happens in a case: what becomes of it, what follows by itself, and which messages of the protocol tell it.
 * Public or exploited ends the embargo here and now (SHALL); attacks, a ready or deployed fix and an exploit in the wrong hands
 * put the question to a person (SHOULD), whose decision is recorded.
 */
import { drop, dropAll, settle, terminate, type EmbargoStep } from './agreement.ts'
import { createParty, hasAccepted, type Answer, type CaseState, type Ground, type Party } from './case.ts'
import { isInForce, moveEmbargo } from './embargo.ts'
import { refuse } from './error.ts'
import type { CaseEvent, CaseEventOf } from './events.ts'
import { messagesOf, type Told } from './messages.ts'
import { moveReport } from './report.ts'
import { verdictOn } from './rules.ts'
import { raise, type VulnerabilityEvent } from './vulnerability.ts'

/** `steps`: what the embargo did, also by itself. `told`: the messages that say so. */
export type Happened = { readonly state: CaseState; readonly steps: readonly EmbargoStep[]; readonly told: readonly Told[] }
type Step = { readonly state: CaseState; readonly steps?: readonly EmbargoStep[] }

/**
 * The case after the event. Throws `DisclosureError` with the name of the rule where it is forbidden, and `reason-needed` where
 * it should not be done and no reason was given.
 */
export function happen(state: CaseState, event: CaseEvent): Happened {
  const verdict = verdictOn(state, event)
  if (verdict.refused !== undefined) throw refuse(verdict.refused)
  if (verdict.needs !== undefined) throw refuse('reason-needed')
  const { state: next, steps = [] } = apply(state, event)
  return { state: next, steps, told: messagesOf(state, event, steps) }
}

function apply(state: CaseState, event: CaseEvent): Step {
  switch (event.kind) {
    case 'joined': return { state: join(state, event) }
    case 'left': return leave(state, event)
    case 'handed-over': return settle({ ...state, owner: event.to })
    case 'report-sent': return { state: changed(state, event.to, receive) }
    case 'report-judged': return settle(changed(state, event.by, (party) => ({ ...party, report: moveReport(party.report, event.move) })))
    case 'terms-proposed': return propose(state, event)
    case 'terms-accepted': return settle(answered(state, event, 'accepted'))
    case 'terms-declined': return settle(answered(state, event, 'declined'))
    case 'terms-withdrawn': return drop(state, state.embargo.open.find(({ id }) => id === event.terms)!)
    case 'offered-again': return { state: answered(state, { by: event.to, terms: state.embargo.inForce!.id }, 'asked-again') }
    case 'embargo-ended': return terminate(state)
    case 'vendor-knows': return { state: vendorOf(state, event.by, 'V') }
    case 'fix-ready': return { state: asking(vendorOf(state, event.by, 'F'), 'fix-ready') }
    case 'fix-deployed': return { state: asking(vendorOf(state, event.by, 'D'), 'fix-deployed') }
    case 'became-public': return terminate(madePublic(state))
    case 'exploit-published': return terminate(madePublic({ ...state, happened: raise(state.happened, 'X') }))
    case 'attacked': return attack(state)
    case 'exploit-held': return { state: asking(state, 'exploit-held') }
    case 'decided': return decide(state, event)
  }
}

function changed(state: CaseState, id: string, change: (party: Party) => Party): CaseState {
  return { ...state, parties: state.parties.map((party) => (party.id === id && party.present ? change(party) : party)) }
}

const answered = (state: CaseState, { by, terms }: { by: string; terms: string }, said: Answer['said']): CaseState => ({ ...state, answers: [...state.answers, { terms, party: by, said }] })
/** A vendor that receives the report knows. */
const receive = (party: Party): Party => ({ ...party, report: moveReport(party.report, 'receive'), vendor: party.vendor === 'vfd' ? 'Vfd' : party.vendor })
const vendorOf = (state: CaseState, id: string, event: VulnerabilityEvent): CaseState => changed(state, id, (party) => ({ ...party, vendor: raise(party.vendor!, event) }))

/** Who comes once it is public knows already. Who comes back is as they were. */
function join(state: CaseState, { party }: CaseEventOf<'joined'>): CaseState {
  const before = state.parties.find(({ id }) => id === party.id)
  const fresh = before === undefined ? createParty(party) : { ...before, present: true }
  const aware = state.happened.includes('P') && fresh.vendor === 'vfd' ? { ...fresh, vendor: 'Vfd' as const } : fresh
  return { ...state, parties: [...state.parties.filter(({ id }) => id !== party.id), aware] }
}

function propose(state: CaseState, { by, terms, ends }: CaseEventOf<'terms-proposed'>): Step {
  const { embargo } = state
  const proposal = { id: terms, by, ends }
  const proposed = answered({ ...state, embargo: { ...embargo, state: moveEmbargo(embargo.state, 'propose'), open: [...embargo.open, proposal] } }, { by, terms }, 'accepted')
  const settled = settle(proposed)
  return { state: settled.state, steps: [{ move: 'propose', terms: proposal }, ...settled.steps] }
}

/** Leaving ends it for nobody else; what waited for this word alone goes on without it. */
function leave(state: CaseState, { by }: CaseEventOf<'left'>): Step {
  const { inForce, open } = state.embargo
  const withdrawn = [...(inForce === null ? [] : [inForce]), ...open].filter(({ id }) => hasAccepted(state, by, id))
  const answers = [...state.answers, ...withdrawn.map(({ id }): Answer => ({ terms: id, party: by, said: 'left' }))]
  return settle(changed({ ...state, answers }, by, (party) => ({ ...party, present: false })))
}

/** What is public is public to every vendor in the case: that comes before anything else. */
function madePublic(state: CaseState): CaseState {
  const parties = state.parties.map((party): Party => (party.vendor === 'vfd' ? { ...party, vendor: 'Vfd' } : party))
  return { ...state, parties, happened: state.happened.includes('P') ? state.happened : raise(state.happened, 'P') }
}

/** Nothing new can be agreed any more, so what is only proposed falls; whether what holds goes on is decided by a person. */
function attack(state: CaseState): Step {
  const { state: next, steps } = dropAll({ ...state, happened: raise(state.happened, 'A') })
  return { state: asking({ ...next, decisions: next.decisions.filter((ground) => ground !== 'fix-ready') }, 'attacked'), steps }
}

/** Puts a question about the embargo to the owner, once. A ready fix is a question only while terms are being negotiated. */
function asking(state: CaseState, ground: Ground): CaseState {
  const asks = ground === 'fix-ready' ? state.embargo.state === 'proposed' : isInForce(state.embargo.state)
  return !asks || state.decisions.includes(ground) ? state : { ...state, decisions: [...state.decisions, ground] }
}

function decide(state: CaseState, { ground, choice }: CaseEventOf<'decided'>): Step {
  const settled = { ...state, decisions: state.decisions.filter((open) => open !== ground) }
  return choice === 'end' ? terminate(settled) : { state: settled }
}

/** What time alone brings: the embargo ends at its instant, and proposals whose instant has passed fall. */
export function expire(state: CaseState, now: number): Happened {
  const { inForce, open } = state.embargo
  if (inForce !== null && inForce.ends <= now) return happen(state, { kind: 'embargo-ended', by: null, reason: 'its time has come' })
  const late = open.find(({ ends }) => ends <= now)
  if (late === undefined) return { state, steps: [], told: [] }
  const dropped = drop(state, late)
  const rest = expire(dropped.state, now)
  return { state: rest.state, steps: [...dropped.steps, ...rest.steps], told: [{ message: inForce === null ? 'ER' : 'EJ', by: null, terms: late.id }, ...rest.told] }
}
