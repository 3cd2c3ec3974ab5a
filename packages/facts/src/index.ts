/** Facts: what the alliance states, byte for byte. Each room's facts are named here, and printed as RFC 8785 JSON. */
export { canonical, type Json } from './canonical.ts'
export type { ExchangeFact, Fact, KeyFact, MemberFact } from './kinds.ts'
export { ACT_KINDS, ACT_PAYLOAD_TYPE, ACTS, parseAct, predicateTypeOf, printAct, STATEMENT_TYPE, type Act, type ActBody, type ActHead, type ActKind, type Subject } from './acts.ts'
export { CLOSINGS, FREQUENCIES, PHASES, QUALITIES, REQUEST_BANDS, REQUEST_CATEGORIES, STAGES, WORLD_PARTS } from './acts/commitments.ts'
export { MAX_LEAF_BYTES, parseEntry, PAYLOAD_FORMS, printEntry, SALT_BYTES, sealedBytes, type Entry } from './entries.ts'
export { entryOf, instantOf, type JournalFact, type Logged } from './publicity.ts'
export { FactError } from './shape.ts'
export { subjectOf } from './subjects.ts'
