/** Every route of the hub, by room. TAXII's own addresses are not here: its specification is their contract. */
import { exchange } from './exchange.ts'
import { members } from './members.ts'
import { operate } from './operate.ts'

export const contract = { members, exchange, operate }
export type Contract = typeof contract
