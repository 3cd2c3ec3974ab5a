/**
 * Consent of one participant to the terms in force. Vultron, participant embargo consent (PEC). Whether a participant adheres
 * is derived from this and never kept beside it: whoever is not a signatory does not adhere.
 */
import { refuse } from './error.ts'
import type { Machine } from './machine.ts'

export type ConsentState = 'no-embargo' | 'invited' | 'signatory' | 'lapsed' | 'declined'
export type ConsentMove = 'invite' | 'accept' | 'decline' | 'revise' | 'reset'

export const CONSENT: Machine<ConsentState, ConsentMove> = {
  start: 'no-embargo',
  final: ['no-embargo'],
  letters: { invite: 'i', accept: 'a', decline: 'd', revise: 'v', reset: 'z' },
  moves: {
    'no-embargo': { invite: 'invited', accept: 'signatory', decline: 'declined', reset: 'no-embargo' },
    invited: { accept: 'signatory', decline: 'declined', reset: 'no-embargo' },
    signatory: { revise: 'lapsed', reset: 'no-embargo' },
    lapsed: { invite: 'invited', accept: 'signatory', decline: 'declined', reset: 'no-embargo' },
    declined: { invite: 'invited', reset: 'no-embargo' },
  },
}

/** Fails closed: only a signatory adheres. */
export const adheres = (state: ConsentState): boolean => state === 'signatory'

/** The next state. Throws `DisclosureError`, by name of the rule, where the move is forbidden. */
export function moveConsent(state: ConsentState, move: ConsentMove): ConsentState {
  const next = CONSENT.moves[state][move]
  if (next === undefined) throw refuse(whyNotConsent(state, move))
  return next
}

function whyNotConsent(state: ConsentState, move: ConsentMove) {
  if (move === 'revise') return 'nothing-to-lapse'
  if (move === 'invite') return state === 'signatory' ? 'already-signatory' : 'already-invited'
  if (state === 'signatory') return move === 'accept' ? 'already-signatory' : 'signatory-leaves'
  return 'declined-before'
}
