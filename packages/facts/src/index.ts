/** Facts: what the alliance states, byte for byte. Each room's facts are named here, and printed as RFC 8785 JSON. */
export { canonical, type Json } from './canonical.ts'
export type { ExchangeFact, Fact, MemberFact } from './kinds.ts'
