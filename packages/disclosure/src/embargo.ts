/**
 * Embargo management: one per case, at most one in force. Vultron, process model EM. A revision never interrupts what is in
 * force: until it is accepted the old terms hold, and when it is refused they go on holding. After the end there is no other.
 */
import { refuse } from './error.ts'
import type { Machine } from './machine.ts'

export type EmbargoState = 'none' | 'proposed' | 'active' | 'revise' | 'exited'
export type EmbargoMove = 'propose' | 'accept' | 'reject' | 'terminate'

export const EMBARGO: Machine<EmbargoState, EmbargoMove> = {
  start: 'none',
  final: ['none', 'exited'],
  letters: { propose: 'p', accept: 'a', reject: 'r', terminate: 't' },
  moves: {
    none: { propose: 'proposed' },
    proposed: { propose: 'proposed', accept: 'active', reject: 'none' },
    active: { propose: 'revise', terminate: 'exited' },
    revise: { propose: 'revise', accept: 'active', reject: 'active', terminate: 'exited' },
    exited: {},
  },
}

export const EMBARGO_LETTERS: Readonly<Record<EmbargoState, string>> = { none: 'N', proposed: 'P', active: 'A', revise: 'R', exited: 'X' }

export const isInForce = (state: EmbargoState): boolean => state === 'active' || state === 'revise'

/** The next state. Throws `DisclosureError`, by name of the rule, where the move is forbidden. */
export function moveEmbargo(state: EmbargoState, move: EmbargoMove): EmbargoState {
  const next = EMBARGO.moves[state][move]
  if (next === undefined) throw refuse(whyNotEmbargo(state, move))
  return next
}

function whyNotEmbargo(state: EmbargoState, move: EmbargoMove) {
  if (state === 'exited') return 'embargo-over'
  if (move === 'terminate') return 'nothing-to-end'
  return 'nothing-proposed'
}
