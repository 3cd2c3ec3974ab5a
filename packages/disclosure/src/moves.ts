/** What a participant may do now and, for the rest, why not: so that a page can show both. */
import { partyOf, presentIn, type CaseState } from './case.ts'
import { refusedBy, type Refused } from './error.ts'
import type { CaseEvent, CaseEventKind } from './events.ts'
import { REPORT } from './report.ts'
import { verdictOn } from './rules.ts'

/** `with-reason`: it should not be done, by `rule`, and is done only with a reason that stays on record. */
export type Move = { readonly kind: CaseEventKind; readonly about: string | null } & (
  | { readonly allowed: 'freely' }
  | { readonly allowed: 'with-reason'; readonly rule: string }
  | { readonly allowed: 'no'; readonly why: Refused }
)

/** Every move that this participant could think of, each with its verdict. `about`: the terms, participant, judgement or question. */
export function movesOf(state: CaseState, by: string): Move[] {
  return candidates(state, by).map(({ event, about }) => {
    const { refused, needs } = verdictOn(state, event)
    if (refused !== undefined) return { kind: event.kind, about, allowed: 'no', why: refusedBy(refused) }
    return needs === undefined ? { kind: event.kind, about, allowed: 'freely' } : { kind: event.kind, about, allowed: 'with-reason', rule: needs }
  })
}

/** A reason is taken as given only where every such move asks for one. */
const REASON = 'stated'
type Candidate = { event: CaseEvent; about: string | null }

function candidates(state: CaseState, by: string): Candidate[] {
  const { embargo } = state
  const others = presentIn(state).map(({ id }) => id).filter((id) => id !== by)
  const terms = [...(embargo.inForce === null ? [] : [embargo.inForce.id]), ...embargo.open.map(({ id }) => id)]
  const judgements = (Object.keys(REPORT.letters) as (keyof typeof REPORT.letters)[]).filter((move) => move !== 'receive')
  return [
    ...judgements.map((move): Candidate => ({ event: { kind: 'report-judged', by, move }, about: move })),
    ...others.map((to): Candidate => ({ event: { kind: 'report-sent', by, to }, about: to })),
    { event: { kind: 'terms-proposed', by, terms: '', ends: Infinity }, about: null },
    ...terms.flatMap((id): Candidate[] => [
      { event: { kind: 'terms-accepted', by, terms: id }, about: id },
      { event: { kind: 'terms-declined', by, terms: id }, about: id },
      { event: { kind: 'terms-withdrawn', by, terms: id }, about: id },
    ]),
    ...others.map((to): Candidate => ({ event: { kind: 'offered-again', by, to }, about: to })),
    { event: { kind: 'embargo-ended', by, reason: REASON }, about: null },
    ...ofVendor(state, by),
    { event: { kind: 'became-public', by }, about: null },
    { event: { kind: 'exploit-published', by }, about: null },
    { event: { kind: 'attacked', by }, about: null },
    { event: { kind: 'exploit-held', by }, about: null },
    ...state.decisions.map((ground): Candidate => ({ event: { kind: 'decided', by, ground, choice: 'go-on', reason: REASON }, about: ground })),
    ...others.map((to): Candidate => ({ event: { kind: 'handed-over', by, to }, about: to })),
    { event: { kind: 'left', by }, about: null },
  ]
}

function ofVendor(state: CaseState, by: string): Candidate[] {
  if (partyOf(state, by)?.vendor == null) return []
  return (['vendor-knows', 'fix-ready', 'fix-deployed'] as const).map((kind): Candidate => ({ event: { kind, by }, about: null }))
}
