/** Coordinated disclosure as typed state machines. Pure: no I/O of its own. */
export { bound, byExpiry, settle, type EmbargoStep } from './agreement.ts'
export {
  answerTo, consentOf, coordinates, createCase, createParty, hasAccepted, isAdherent, maySeeReport, partyOf, presentIn, signatoriesOf,
  type Answer, type CaseState, type Ground, type NewParty, type Party, type Role, type Terms,
} from './case.ts'
export { CLOCK_IDS, CLOCKS, type ClockEvent, type ClockId, type ClockRule, type Span } from './clock-rules.ts'
export { after, clocksOf, nextDue, overdueOf, type Clock, type ClockState, type Happening } from './clocks.ts'
export { CONSENT, adheres, moveConsent, type ConsentMove, type ConsentState } from './consent.ts'
export { EMBARGO, EMBARGO_LETTERS, isInForce, moveEmbargo, type EmbargoMove, type EmbargoState } from './embargo.ts'
export type { CaseEvent, CaseEventKind, CaseEventOf } from './events.ts'
export { expire, happen, type Happened } from './happen.ts'
export { adjudicate, replay, type Adjudicated, type Dimension, type Replayed, type Snapshot, type Told } from './history.ts'
export { DisclosureError, refusedBy, type DisclosureErrorCode, type Refused } from './error.ts'
export { historiesOf, movesFrom, statesOf, type Machine } from './machine.ts'
export { isToldToSisters, mergeCases, splitCase } from './merging.ts'
export { answerOwed, MESSAGES, type Message, type Told as ToldMessage } from './messages.ts'
export { movesOf, type Move } from './moves.ts'
export { answerInOrder, openNegotiation, shortestOf, type Opening } from './negotiation.ts'
export { REFUSALS } from './refusals.ts'
export { REPORT, REPORT_LETTERS, moveReport, reportMoveOfSsvc, whyNotReport, type ReportMove, type ReportState } from './report.ts'
export {
  VULNERABILITY_EVENTS, VULNERABILITY_START, VULNERABILITY_WORDS, isPublicState, isVendorState, moveVulnerability, vulnerabilityHistories, vulnerabilityMoves, whyNotVulnerability,
  type PublicState, type VendorState, type VulnerabilityEvent, type VulnerabilityState,
} from './vulnerability.ts'
export { verdictOn, type Verdict } from './rules.ts'
export { afterMonths, afterWorkingDays, dayIn, instantIn, isUsFederalHoliday, PLAIN_CALENDAR, SEC_CALENDAR, type WorkCalendar } from './working-days.ts'
