/** The contract of the hub: every route once, and the client made from it. */
export { addressOf, ApiError, createClient, type Client, type ClientOptions } from './client.ts'
export { ASSURANCE_STATES, ATTESTATION_STATES, BOARD, CELL_STATES, COMMITMENT_ACTS_HERE, COMMITMENT_STATES, commitmentFiles, FINDINGS, GRADES, STATEMENT_STATES, UNITS } from './commitments.ts'
export { contract, type Contract } from './contract.ts'
export { EFFORT_PURPOSES } from './effort.ts'
export { DOMAIN_RESULTS, KEY_STATES } from './keys.ts'
export { ACTS_HERE, ANSWERS, LISTS, pledgeFiles, STANDINGS, TEXT_STATES, VERSION_STATES } from './pledges.ts'
export { route, type Access, type Input, type Reply, type Route } from './route.ts'
export * as shapes from './shapes.ts'
