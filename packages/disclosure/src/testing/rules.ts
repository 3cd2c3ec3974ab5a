/** The stated rules of the joint machine, as things that must be true of every state and of every step. */
import assert from 'node:assert/strict'
import { bound } from '../agreement.ts'
import { consentOf, hasAccepted, isAdherent, maySeeReport, partyOf, presentIn, type CaseState } from '../case.ts'
import { EMBARGO, isInForce, moveEmbargo } from '../embargo.ts'
import { movesFrom } from '../machine.ts'
import { REPORT } from '../report.ts'
import { vulnerabilityMoves, type VulnerabilityState } from '../vulnerability.ts'
import { verdictOn } from '../rules.ts'
import type { Edge } from './search.ts'

const PUBLISHED = new Set<string>()
for (const waiting: VulnerabilityState[] = ['vfdpxa']; waiting.length > 0; ) {
  const state = waiting.pop()!
  PUBLISHED.add(state)
  waiting.push(...vulnerabilityMoves(state).map(({ to }) => to).filter((to) => !PUBLISHED.has(to)))
}

/** What may be stored of a case: nothing that says who adheres. */
const STORED = 'answers,decisions,embargo,happened,owner,parties'
const STORED_OF_PARTY = 'id,present,report,roles,vendor'

export function holdsOfState(state: CaseState): void {
  const { embargo, happened } = state
  const held = isInForce(embargo.state)
  assert.equal(Object.keys(state).toSorted().join(), STORED)
  assert.equal(held, embargo.inForce !== null, 'what is in force is there while it is in force')
  assert.equal(embargo.state === 'proposed' || embargo.state === 'revise', embargo.open.length > 0, 'what is open is there while it is negotiated')
  if (/[PX]/.test(happened)) assert.ok(embargo.state === 'none' || embargo.state === 'exited', 'public or exploited has ended the embargo')
  if (happened !== 'pxa') assert.equal(embargo.open.length, 0, 'nothing new is negotiated once anything is known outside')
  if (state.decisions.length > 0) assert.ok(held || embargo.state === 'proposed', 'what waits to be decided is about an embargo')
  assert.ok(partyOf(state, state.owner) !== undefined, 'a case has an owner')
  for (const party of state.parties) {
    assert.equal(Object.keys(party).toSorted().join(), STORED_OF_PARTY)
    const adherent = isAdherent(state, party.id)
    assert.equal(adherent, held && party.present && hasAccepted(state, party.id, embargo.inForce!.id), 'adherence is having accepted what is in force')
    if (held && !adherent) assert.equal(maySeeReport(state, party.id), false, 'who has not accepted sees nothing')
    if (party.vendor === null) continue
    const whole: VulnerabilityState = `${party.vendor}${happened}`
    assert.ok(PUBLISHED.has(whole), `${whole} is a state of the published model`)
    assert.ok(!/X/.test(whole) || /P/.test(whole), 'an exploit that is public is never seen without the public knowing')
    assert.ok(!/P/.test(whole) || /V/.test(whole), 'what is public is known to the vendor')
  }
  if (embargo.state === 'exited') assert.equal(verdictOn(state, { kind: 'terms-proposed', by: state.owner, terms: 'again', ends: 1, reason: 'because' }).refused, 'embargo-over')
}

export function holdsOfStep({ before, event, after }: Edge): void {
  const { state, steps, told } = after
  let walked = before.embargo.state
  for (const { move } of steps) walked = moveEmbargo(walked, move)
  assert.equal(walked, state.embargo.state, 'the embargo takes the ways of its machine')
  if (before.embargo.state === 'exited') assert.equal(state.embargo.state, 'exited', 'after the end there is no other')
  acceptancesStay({ before, event, after })
  termsAreAgreed({ before, event, after })
  for (const party of state.parties) partyMoves({ before, event, after }, party.id)
  if (event.kind === 'became-public' || event.kind === 'exploit-published') {
    assert.ok(state.embargo.state === 'none' || state.embargo.state === 'exited')
    if (before.embargo.inForce !== null) assert.ok(told.some(({ message }) => message === 'ET'), 'its end is told')
  }
  const stays = ['left', 'report-judged', 'report-sent', 'joined', 'fix-ready', 'fix-deployed', 'attacked', 'exploit-held', 'terms-declined', 'terms-withdrawn']
  if (before.embargo.inForce !== null && stays.includes(event.kind)) assert.ok(state.embargo.inForce !== null, `${event.kind} does not end what is in force`)
  if (event.kind === 'fix-ready') assert.equal(partyOf(before, event.by)?.report, 'accepted', 'a fix is ready only where the report was accepted')
  if (event.kind === 'report-sent' && before.embargo.inForce !== null) assert.ok(isAdherent(before, event.to), 'the report goes only to who has accepted')
  if (event.kind === 'attacked' && before.embargo.inForce !== null) assert.ok(state.decisions.includes('attacked'), 'a person is asked')
  assert.ok(told.length > 0 || steps.length === 0, 'what changes the embargo is told')
}

/** An acceptance stays whatever happens, until whoever gave it leaves; and it holds at once where its terms do. */
function acceptancesStay({ before, event, after: { state } }: Edge): void {
  for (const { party, terms } of before.answers.filter(({ said }) => said === 'accepted')) {
    if (!hasAccepted(before, party, terms) || (event.kind === 'left' && event.by === party)) continue
    assert.ok(hasAccepted(state, party, terms), 'an acceptance is never lost')
  }
  if (event.kind !== 'terms-accepted') return
  assert.ok(hasAccepted(state, event.by, event.terms), 'an acceptance is kept')
  if (state.embargo.inForce?.id === event.terms) assert.equal(consentOf(state, event.by), 'signatory', 'also one that comes late, during a revision')
}

/** Other terms hold only when they were accepted by a second party, and longer ones only by all. */
function termsAreAgreed({ before, after: { state, steps } }: Edge): void {
  const [old, next] = [before.embargo.inForce, state.embargo.inForce]
  if (next === null || next.id === old?.id) return
  assert.ok(steps.some(({ move, terms }) => move === 'accept' && terms.id === next.id))
  assert.ok(isAdherent(state, state.owner), 'the owner is never shut out of the own case')
  assert.ok(presentIn(state).some(({ id }) => id !== next.by && hasAccepted(state, id, next.id)), 'nobody agrees with themselves')
  if (old === null || next.ends < old.ends) return
  const left = bound(before).filter((id) => partyOf(state, id) !== undefined && partyOf(state, id)?.report !== 'closed')
  for (const id of left) assert.ok(hasAccepted(state, id, next.id), 'nobody is held longer than they agreed to')
}

function partyMoves({ before, event, after: { state } }: Edge, id: string): void {
  const [old, next] = [before.parties.find((party) => party.id === id), state.parties.find((party) => party.id === id)]
  if (old === undefined || next === undefined) return
  if (old.report !== next.report) {
    assert.ok(movesFrom(REPORT, old.report).some(({ to }) => to === next.report), 'reports take the ways of their machine')
    assert.ok(('by' in event && event.by === id) || ('to' in event && event.to === id), 'a report is judged by who has it')
  }
  if (consentOf(before, id) !== 'signatory' && consentOf(state, id) === 'signatory') assert.ok(hasAccepted(state, id, state.embargo.inForce!.id), 'nobody becomes a signatory without having accepted')
  if (old.vendor !== null && next.vendor !== null) assert.ok(leads(`${old.vendor}${before.happened}`, `${next.vendor}${state.happened}`), 'the vulnerability takes the ways of the published model')
}

const ways = new Map<string, boolean>()
/** Whether some ways of the published model lead from one to the other. */
function leads(from: VulnerabilityState, to: VulnerabilityState): boolean {
  if (from === to) return true
  const key = from + to
  const known = ways.get(key)
  if (known !== undefined) return known
  const found = vulnerabilityMoves(from).some((move) => leads(move.to, to))
  ways.set(key, found)
  return found
}

export const embargoStates = Object.keys(EMBARGO.moves)
