/**
 * Which rule forbids an event here: the cross rules of report, embargo and vulnerability. Vultron, model interactions.
 * What SHALL NOT be is refused. What SHOULD NOT be needs a reason that stays on record.
 */
import { answerTo, consentOf, coordinates, hasAccepted, maySeeReport, partyOf, presentIn, type CaseState } from './case.ts'
import { isInForce } from './embargo.ts'
import type { DisclosureErrorCode } from './error.ts'
import type { CaseEvent, CaseEventOf } from './events.ts'
import { whyNotReport } from './report.ts'
import { whyNotVulnerability, type VulnerabilityEvent } from './vulnerability.ts'

/** `needs`: it is allowed with a reason only, and this is the rule that asks for one. */
export type Verdict = { readonly refused?: DisclosureErrorCode; readonly needs?: string }
const free: Verdict = {}
const no = (refused: DisclosureErrorCode | undefined): Verdict => (refused === undefined ? free : { refused })

export function verdictOn(state: CaseState, event: CaseEvent): Verdict {
  if (event.kind !== 'joined' && event.by !== null && partyOf(state, event.by) === undefined) return no('not-in-case')
  switch (event.kind) {
    case 'joined': return onJoining(state, event)
    case 'left': return no(event.by === state.owner ? 'owner-stays' : undefined)
    case 'handed-over': return no(event.by !== state.owner ? 'not-owner' : partyOf(state, event.to) === undefined ? 'not-in-case' : maySeeReport(state, event.to) ? undefined : 'owner-accepts-first')
    case 'report-sent': return onSending(state, event)
    case 'report-judged': return onJudging(state, event)
    case 'terms-proposed': return onProposing(state, event)
    case 'terms-accepted': return onAccepting(state, event)
    case 'terms-declined': return onDeclining(state, event)
    case 'terms-withdrawn': return onWithdrawing(state, event)
    case 'offered-again': return onOffering(state, event)
    case 'embargo-ended': return no(onEnding(state, event))
    case 'vendor-knows': return ofVendor(state, event.by, 'V')
    case 'fix-ready': return ofVendor(state, event.by, 'F')
    case 'fix-deployed': return ofVendor(state, event.by, 'D')
    case 'became-public': return no(happenedAlready(state, 'P'))
    case 'exploit-published': return no(happenedAlready(state, 'X'))
    case 'attacked': return no(happenedAlready(state, 'A'))
    case 'exploit-held': return no(isInForce(state.embargo.state) ? undefined : 'nothing-to-end')
    case 'decided': return no(onlyCoordinating(state, event.by) ?? (state.decisions.includes(event.ground) ? undefined : 'nothing-to-decide'))
  }
}

const onlyCoordinating = (state: CaseState, by: string): DisclosureErrorCode | undefined => (coordinates(state, by) ? undefined : 'not-coordinating')
const happenedAlready = (state: CaseState, event: VulnerabilityEvent): DisclosureErrorCode | undefined => (state.happened.includes(event) ? 'happened-already' : undefined)
/** Only while nothing is public, exploited or attacked. */
const quiet = (state: CaseState): boolean => state.happened === 'pxa'
const someFix = (state: CaseState): boolean => presentIn(state).some(({ vendor }) => vendor !== null && vendor.includes('F'))
const reasoned = (reason: string | undefined): boolean => reason !== undefined && reason.trim() !== ''

function onJoining(state: CaseState, { by, party }: CaseEventOf<'joined'>): Verdict {
  return no(onlyCoordinating(state, by) ?? (state.parties.some(({ id, present }) => id === party.id && present) ? 'in-case-already' : undefined))
}

/** The report goes only from who accepted it, and under an embargo only to who has accepted that. */
function onSending(state: CaseState, { by, to }: CaseEventOf<'report-sent'>): Verdict {
  const receiver = partyOf(state, to)
  if (receiver === undefined) return no('not-in-case')
  if (partyOf(state, by)?.report !== 'accepted') return no('sender-has-not-accepted')
  if (receiver.report !== 'start') return no('report-already-received')
  return no(maySeeReport(state, to) ? undefined : 'consent-before-report')
}

function onJudging(state: CaseState, { by, move, reason }: CaseEventOf<'report-judged'>): Verdict {
  const refused = whyNotReport(partyOf(state, by)!.report, move)
  if (refused !== undefined) return no(refused)
  const early = move === 'close' && isInForce(state.embargo.state)
  return early && !reasoned(reason) ? { needs: 'a report should not be closed while an embargo is in force: defer it, and keep quiet until the end' } : free
}

function onProposing(state: CaseState, { by, terms, reason }: CaseEventOf<'terms-proposed'>): Verdict {
  const { embargo } = state
  if (embargo.state === 'exited') return no('embargo-over')
  if (!quiet(state)) return no('terms-after-disclosure')
  const { report } = partyOf(state, by)!
  if (report === 'closed') return no('negotiating-while-closed')
  if ([...embargo.open, ...(embargo.inForce === null ? [] : [embargo.inForce])].some(({ id }) => id === terms) || embargo.past.includes(terms) || embargo.fallen.includes(terms)) return no('terms-known')
  if (reasoned(reason) || embargo.inForce !== null) return free
  if (report === 'invalid' || report === 'deferred') return { needs: 'negotiations should not begin from who holds the report for invalid or has deferred it' }
  return someFix(state) ? { needs: 'no new embargo should begin once a fix is ready' } : free
}

/** Terms that hold may always be accepted, also late and also after attacks; what is only proposed, while nothing is known outside. */
function onAccepting(state: CaseState, { by, terms }: CaseEventOf<'terms-accepted'>): Verdict {
  const { embargo } = state
  if (hasAccepted(state, by, terms)) return no('already-signatory')
  const known = embargo.inForce?.id === terms || embargo.past.includes(terms)
  const open = embargo.open.some(({ id }) => id === terms)
  if (embargo.fallen.includes(terms)) return no('revision-cannot-come')
  if (!known && !open) return no('nothing-proposed')
  if (embargo.state === 'exited') return no('embargo-over')
  if (answerTo(state, by, terms) === 'declined') return no('declined-before')
  const { report } = partyOf(state, by)!
  if (report === 'closed') return no('negotiating-while-closed')
  if (report === 'invalid') return no('accepting-while-invalid')
  return no(open && !quiet(state) ? 'terms-after-disclosure' : undefined)
}

function onDeclining(state: CaseState, { by, terms }: CaseEventOf<'terms-declined'>): Verdict {
  const { embargo } = state
  if (embargo.inForce?.id !== terms && !embargo.open.some(({ id }) => id === terms)) return no(embargo.fallen.includes(terms) || embargo.past.includes(terms) ? 'revision-cannot-come' : 'nothing-proposed')
  if (hasAccepted(state, by, terms)) return no('signatory-leaves')
  return no(answerTo(state, by, terms) === 'declined' ? 'already-declined' : undefined)
}

function onWithdrawing(state: CaseState, { by, terms }: CaseEventOf<'terms-withdrawn'>): Verdict {
  const open = state.embargo.open.find(({ id }) => id === terms)
  if (open === undefined) return no('nothing-proposed')
  return no(open.by === by ? undefined : 'not-proposer')
}

function onOffering(state: CaseState, { by, to }: CaseEventOf<'offered-again'>): Verdict {
  const consent = consentOf(state, to)
  const refused = onlyCoordinating(state, by) ?? (partyOf(state, to) === undefined ? 'not-in-case' : undefined) ?? (state.embargo.inForce === null ? 'nothing-proposed' : undefined)
  if (refused !== undefined) return no(refused)
  return no(consent === 'signatory' ? 'already-signatory' : consent === 'declined' ? undefined : 'already-invited')
}

/** By who coordinates, or by time alone. Ending it is always allowed while it holds. */
function onEnding(state: CaseState, { by, reason }: CaseEventOf<'embargo-ended'>): DisclosureErrorCode | undefined {
  if (by !== null && !coordinates(state, by)) return 'not-coordinating'
  if (state.embargo.state === 'exited') return 'embargo-over'
  if (state.embargo.inForce === null) return 'nothing-to-end'
  return reasoned(reason) ? undefined : 'reason-needed'
}

function ofVendor(state: CaseState, by: string, event: 'V' | 'F' | 'D'): Verdict {
  const { vendor, report } = partyOf(state, by)!
  if (vendor === null) return no('not-a-vendor')
  const forbidden = whyNotVulnerability(`${vendor}${state.happened}`, event)
  return no(forbidden ?? (event === 'F' && report !== 'accepted' ? 'fix-before-accepting' : undefined))
}
