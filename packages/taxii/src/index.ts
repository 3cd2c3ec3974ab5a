/** TAXII 2.1 (OASIS Standard, 10 June 2021): what both sides of the protocol need, and a client. Pure: no I/O of its own. */
export * from './cursors.ts'
export * from './envelopes.ts'
export * from './errors.ts'
export * from './filters.ts'
export * from './media-types.ts'
export * from './paths.ts'
export * from './resources.ts'
export { parseTimestamp, printTimestamp } from './timestamps.ts'
