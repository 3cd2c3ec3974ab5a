/** Embargo, process and clocks as whoever asks may know them: nobody is named, listed or counted whom `seen.names` does not allow. */
import { consentOf, movesOf as machineMoves, type CaseEventKind, type Move } from '@openaccord/disclosure'
import type { Micros } from '@openaccord/names'
import { iso } from '../../../kernel/index.ts'
import type { PartyId } from '../model.ts'
import type { CaseClock, Trigger } from '../model/clocks.ts'
import { DECIDE_WITHIN } from '../model/embargo-may.ts'
import type { Ending } from '../model/embargo-entries.ts'
import { isIn } from '../model/fold.ts'
import type { Story } from '../model/process.ts'
import type { Opened } from '../verbs/book.ts'
import { ENDED } from '../verbs/embargo-record.ts'
import { nameOf, showParty } from './show.ts'

const MS = 1000
const maybeIso = (at: Micros | null | undefined): string | null => (at === null || at === undefined ? null : iso(at))
type View = { opened: Opened; story: Story }

export function showEmbargo({ opened, story, own, now, proof }: View & { own: number | null; now: Micros; proof: boolean }) {
  const { state } = story
  const { inForce, open } = state.embargo
  const isInvited = opened.party.standing === 'invited'
  return {
    case: opened.id, state: state.embargo.state, now: iso(now),
    inForce: inForce === null ? null : showTerms(opened, story, inForce.id),
    open: open.toSorted((one, other) => one.ends - other.ends).map(({ id }) => showTerms(opened, story, id)),
    consent: consentOf(state, opened.party.id),
    ended: story.ended === null || state.embargo.state !== 'exited' ? null : { at: iso(story.ended.at), how: story.ended.how, words: ENDED[story.ended.how] },
    signatories: signatoriesOf({ opened, story }),
    questions: isInvited ? [] : story.questions.map(({ ground, asked }) => ({ question: ground, asked: iso(asked), due: iso(asked + DECIDE_WITHIN), late: asked + DECIDE_WITHIN < now, words: QUESTIONS[ground] })),
    decisions: isInvited ? [] : story.decisions.map(({ ground, choice, at, by, reason }) => ({ question: ground, choice, at: iso(at), by: nameIn(opened, by), reason })),
    moves: moves(opened, story, EMBARGO_MOVES).map(({ move, ...rest }) => ({ move: move as keyof typeof NAMES, ...rest })).map(({ move, ...rest }) => ({ move: NAMES[move], ...rest })),
    defaultDays: own, proof, words: sentence(story, opened),
  }
}

const QUESTIONS = {
  attacked: 'Attacks were seen: the embargo should end, unless you decide that it goes on.', 'fix-ready': 'A fix is ready: what is only proposed should be refused, unless you decide otherwise.',
  'fix-deployed': 'A fix is deployed: the embargo should end, unless you decide that it goes on.', 'exploit-held': 'Adversaries hold an exploit: the embargo should end, unless you decide that it goes on.',
} as const

const nameIn = (opened: Opened, party: PartyId | null): string | null => (party === null || !opened.seen.names(party) ? null : nameOf(opened.state().parties.get(party), opened.roll))

function showTerms(opened: Opened, { words, began, said, state }: Story, id: string) {
  const one = words.get(id)
  const machine = [state.embargo.inForce, ...state.embargo.open].find((terms) => terms?.id === id)
  const answer = said.findLast(({ party, terms }) => terms === id && party === opened.party.id)?.said ?? null
  return {
    id, ends: iso((machine?.ends ?? 0) * MS), zone: one?.zone ?? 'UTC', since: maybeIso(began.get(id)), proposed: iso(one?.at ?? 0), by: nameIn(opened, one?.by ?? null), own: one?.by === opened.party.id,
    text: one?.text ?? '', language: one?.language ?? null, textSha256: one?.textSha256 ?? '', reason: one?.reason ?? null, answer,
  }
}

/** One who is only invited reads of itself alone; the others of those whose names they know. */
function signatoriesOf({ opened, story: { state, said } }: View) {
  const known = [...opened.state().parties.values()].filter((party) => (isIn(party) || party.standing === 'invited') && (party.id === opened.party.id || (opened.viewer.until !== 0 && opened.seen.names(party.id))))
  return known.map((party) => {
    const last = said.findLast((one) => one.party === party.id && one.signed !== null)
    return { party: party.id, name: nameOf(party, opened.roll), guest: party.organisation === null, own: party.id === opened.party.id, consent: consentOf(state, party.id), at: maybeIso(last?.at), signed: last?.signed ?? null, said: last?.said ?? null }
  })
}

const NAMES = {
  'terms-proposed': 'propose', 'terms-accepted': 'accept', 'terms-declined': 'decline', 'terms-withdrawn': 'withdraw', 'offered-again': 'offer-again', 'embargo-ended': 'end', left: 'leave', decided: 'decide',
  'became-public': 'state', 'exploit-published': 'state', attacked: 'state', 'exploit-held': 'state',
} as const
const EMBARGO_MOVES = Object.keys(NAMES) as CaseEventKind[]

/** What the machine says, about parties that may be named and nobody else. */
function moves({ party, seen, viewer, state: whole }: Opened, { state }: Story, kinds: readonly CaseEventKind[]) {
  if (whole().state !== 'open' || (party.standing !== 'in' && party.standing !== 'invited')) return []
  const parties = new Set(state.parties.map(({ id }) => id))
  return machineMoves(state, party.id).filter(({ kind, about }) => kinds.includes(kind) && (about === null || !parties.has(about) || (viewer.until !== 0 && seen.names(about as PartyId)))).filter((move) => party.standing === 'in' || !INSIDE.has(move.kind)).map(showMove)
}
const INSIDE: ReadonlySet<CaseEventKind> = new Set(['became-public', 'exploit-published', 'attacked', 'exploit-held'])

function showMove(move: Move) {
  const about = INSIDE.has(move.kind) ? move.kind : move.about
  const why = move.allowed === 'no' ? { rule: move.why.rule, fix: move.why.fix, code: move.why.code as string } : { rule: move.allowed === 'with-reason' ? move.rule : null, fix: null, code: null }
  return { move: move.kind, about, allowed: move.allowed, ...why }
}

const at = (ends: number): string => iso(ends * MS)

function sentence({ state, ended }: Story, { party }: Opened): string {
  const { embargo } = state
  switch (embargo.state) {
    case 'none': return 'No embargo is in force.'
    case 'proposed': return `An embargo until ${at(Math.min(...embargo.open.map(({ ends }) => ends)))} is proposed.`
    case 'active': return `An embargo is in force until ${at(embargo.inForce!.ends)}.${consentOf(state, party.id) === 'signatory' ? '' : ' You have not accepted it.'}`
    case 'revise': return `An embargo is in force until ${at(embargo.inForce!.ends)}; other terms are proposed, and these hold until they are agreed.`
    case 'exited': return ENDED[(ended?.how ?? 'ended') satisfies Ending]
  }
}

const REPORT_WORDS = { start: 'has not received the report', received: 'has received the report', invalid: 'holds the report for invalid', valid: 'holds the report for valid', deferred: 'has deferred the report', accepted: 'has accepted the report', closed: 'has closed the report' } as const
const VENDOR_WORDS = { vfd: '', Vfd: '', VFd: ', and has a fix', VFD: ', and its fix is deployed' } as const

export function showProcess({ opened, story }: View) {
  const { state } = story
  const known = state.parties.filter(({ id, present }) => present && (id === opened.party.id || (opened.viewer.until !== 0 && opened.seen.names(id as PartyId))))
  const judgements = opened.viewer.until === 0 ? [] : moves(opened, story, ['report-judged'])
  return {
    case: opened.id, happened: opened.viewer.until === 0 && !state.happened.includes('P') ? ('pxa' as const) : state.happened, words: outsideWords(opened.viewer.until === 0 && !state.happened.includes('P') ? 'pxa' : state.happened),
    parties: known.map(({ id, report, vendor }) => {
      const { name } = showParty(opened, id as PartyId)
      return { party: id, name, own: id === opened.party.id, report, vendor, words: `${name ?? 'A participant'} ${REPORT_WORDS[report]}${vendor === null ? '' : VENDOR_WORDS[vendor]}.` }
    }),
    moves: judgements.map(({ about, allowed, rule, fix, code }) => ({ judgement: about as 'validate' | 'invalidate' | 'accept' | 'defer' | 'close', allowed, rule, fix, code })),
  }
}

function outsideWords(happened: string): string {
  const said = [happened.includes('P') ? 'the vulnerability is public' : '', happened.includes('X') ? 'an exploit is public' : '', happened.includes('A') ? 'attacks were seen' : ''].filter((words) => words !== '')
  return said.length === 0 ? 'Nothing is known outside.' : `Outside: ${said.join(', ')}.`
}

export function showClocks({ opened, clocks, triggers }: { opened: Opened; clocks: readonly CaseClock[]; triggers: readonly { trigger: Trigger; words: string; at: Micros | null }[] }) {
  const open = clocks.filter(({ met }) => met === null)
  const next = open.find(({ due }) => due >= opened.now)
  return {
    case: opened.id, now: iso(opened.now), clocks: clocks.map(showClock), next: next === undefined ? null : showClock(next), overdue: clocks.filter(({ state }) => state === 'overdue').length,
    triggers: triggers.map(({ trigger, words, at }) => ({ trigger, words, at: maybeIso(at) })), mayMeet: open.filter(({ kind }) => kind === 'law').map(({ clock }) => clock),
  }
}

const showClock = ({ clock, kind, party, title, rule, source, trigger, due, grace, state, met, words }: CaseClock) =>
  ({ clock, kind, own: party !== null, title, rule, source, trigger: { words: trigger.words, at: iso(trigger.at) }, due: iso(due), grace: maybeIso(grace), state, met: maybeIso(met), words })
