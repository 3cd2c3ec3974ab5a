/** The contract of the hub: every route once, and the client made from it. */
export {
  ADMISSION_ACTS_HERE, APPLICATION_STATES, APPLICATION_STEPS, applicationPages, CHECK_RESULTS, COMMENT_RULES, CRITERIA, DECLINE_REASONS, DOCUMENT_LIMITS, DOCUMENT_TYPES, DOMAIN_CLAIMS,
  EVIDENCE_GRADES, EVIDENCE_KINDS, EVIDENCE_STATES, FULL_FORM_FROM, GATE_STATES, GATES, OFFENSIVE, OWNERSHIPS, PRACTICE_ANSWERS, SPONSOR_BARS, WAIT_PARTIES, WAITS,
} from './admissions.ts'
export { BALLOT_ACTS, BALLOT_ENDS, BALLOT_KINDS, BALLOT_MOVES, BALLOT_OUTCOMES, BALLOT_STATES, ballotFiles, CONTEST_STATES, NEED_CODES, POSITIONS, PROPOSED_KINDS } from './ballots.ts'
export { CHECK_STATES, GROUPS, VERDICTS } from './baselines.ts'
export { addressOf, ApiError, createClient, type Client, type ClientOptions } from './client.ts'
export { ASSURANCE_STATES, ATTESTATION_STATES, BOARD, CELL_STATES, COMMITMENT_ACTS_HERE, COMMITMENT_STATES, commitmentFiles, FINDINGS, GRADES, STATEMENT_STATES, UNITS } from './commitments.ts'
export { contract, type Contract } from './contract.ts'
export { CONCERN_ACTS, CONCERN_KINDS, CONCERN_OUTCOMES, CONCERN_STATES, DECLINE_GROUNDS, LADDER_GROUNDS, LADDER_STATES, LADDER_STEPS, WAITED_FOR } from './concerns.ts'
export { EFFORT_PURPOSES } from './effort.ts'
export { DOMAIN_RESULTS, KEY_STATES } from './keys.ts'
export { ACTS_HERE, ANSWERS, LISTS, pledgeFiles, STANDINGS, TEXT_STATES, VERSION_STATES } from './pledges.ts'
export { route, type Access, type Input, type Reply, type Route } from './route.ts'
export * as shapes from './shapes.ts'
