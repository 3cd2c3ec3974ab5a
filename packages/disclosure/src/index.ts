/** Coordinated disclosure as typed state machines. Pure: no I/O of its own. */
export { CONSENT, adheres, moveConsent, type ConsentMove, type ConsentState } from './consent.ts'
export { EMBARGO, EMBARGO_LETTERS, isInForce, moveEmbargo, type EmbargoMove, type EmbargoState } from './embargo.ts'
export { adjudicate, replay, type Adjudicated, type Dimension, type Replayed, type Snapshot, type Told } from './history.ts'
export { DisclosureError, refusedBy, type DisclosureErrorCode, type Refused } from './error.ts'
export { historiesOf, movesFrom, statesOf, type Machine } from './machine.ts'
export { REPORT, REPORT_LETTERS, moveReport, reportMoveOfSsvc, type ReportMove, type ReportState } from './report.ts'
export {
  VULNERABILITY_EVENTS, VULNERABILITY_START, VULNERABILITY_WORDS, isPublicState, isVendorState, moveVulnerability, vulnerabilityHistories, vulnerabilityMoves, whyNotVulnerability,
  type PublicState, type VendorState, type VulnerabilityEvent, type VulnerabilityState,
} from './vulnerability.ts'
