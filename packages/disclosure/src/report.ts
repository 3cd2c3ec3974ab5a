/**
 * Report management: what one participant makes of a report. Vultron, process model RM. Where the message table of its
 * documentation and its grammar differ (Invalid from Valid), the grammar holds.
 */
import { refuse, type DisclosureErrorCode } from './error.ts'
import type { Machine } from './machine.ts'

export type ReportState = 'start' | 'received' | 'invalid' | 'valid' | 'deferred' | 'accepted' | 'closed'
export type ReportMove = 'receive' | 'validate' | 'invalidate' | 'accept' | 'defer' | 'close'

export const REPORT: Machine<ReportState, ReportMove> = {
  start: 'start',
  final: ['closed'],
  letters: { receive: 'r', validate: 'v', invalidate: 'i', accept: 'a', defer: 'd', close: 'c' },
  moves: {
    start: { receive: 'received' },
    received: { validate: 'valid', invalidate: 'invalid' },
    invalid: { validate: 'valid', close: 'closed' },
    valid: { accept: 'accepted', defer: 'deferred' },
    deferred: { accept: 'accepted', close: 'closed' },
    accepted: { defer: 'deferred', close: 'closed' },
    closed: {},
  },
}

/** The letters of the published model. */
export const REPORT_LETTERS: Readonly<Record<ReportState, string>> = { start: 'S', received: 'R', invalid: 'I', valid: 'V', deferred: 'D', accepted: 'A', closed: 'C' }

/** The next state. Throws `DisclosureError`, by name of the rule, where the move is forbidden. */
export function moveReport(state: ReportState, move: ReportMove): ReportState {
  const next = REPORT.moves[state][move]
  if (next === undefined) throw refuse(whyNot(state, move))
  return next
}

/** Which rule forbids this move here; undefined where it is allowed. */
export const whyNotReport = (state: ReportState, move: ReportMove): DisclosureErrorCode | undefined => (REPORT.moves[state][move] === undefined ? whyNot(state, move) : undefined)

function whyNot(state: ReportState, move: ReportMove): DisclosureErrorCode {
  if (state === 'closed') return 'report-closed'
  if (move === 'receive') return 'report-already-received'
  if (state === 'start') return 'report-not-received'
  if (move === 'close') return state === 'valid' ? 'close-from-valid' : 'close-before-triage'
  if (move === 'accept' || move === 'defer') return state === 'received' || state === 'invalid' ? 'triage-skipped' : 'report-already-so'
  if (move === 'invalidate') return state === 'invalid' ? 'report-already-so' : 'invalidated-too-late'
  return 'report-already-so'
}

/** What a decision by SSVC asks for: `Defer` defers, everything else accepts. A duplicate is not invalid: it is valid, then deferred. */
export const reportMoveOfSsvc = (outcome: 'Defer' | 'Scheduled' | 'Out-of-Cycle' | 'Immediate'): 'defer' | 'accept' => (outcome === 'Defer' ? 'defer' : 'accept')
