/**
 * Commitments: what an act of this room is once the hub has taken it, and the words of its refusals. Everything here and
 * in `model/` is pure: acts and a moment go in, what is true or a refusal comes out.
 */
import type { ActBody } from '@openaccord/facts'
import type { CommitmentId, FactId, Micros, OrganisationId } from '@openaccord/names'
import { DAY, Refusal } from '../../kernel/index.ts'

export const CONDUCT_ACTS = [
  'commitment', 'commitment-acceptance', 'commitment-progress', 'commitment-move', 'commitment-closing', 'commitment-correction',
  'attestation', 'attestation-correction', 'request-statement', 'stage-evidence', 'stage-evidence-withdrawal',
  'assurance-engagement', 'assurance-determination',
] as const
export type ConductKind = (typeof CONDUCT_ACTS)[number]
export const isConductAct = (kind: string): kind is ConductKind => (CONDUCT_ACTS as readonly string[]).includes(kind)

/** What was signed, read: the kind and what it says, by whom, and when in the signer's own words. */
export type Signed = { [K in ConductKind]: { kind: K; organisation: OrganisationId; signedAt: Micros; says: ActBody<K> } }[ConductKind]
/** An act as it stands in the log. `at` is when the hub took it; that is what counts. `seq` is its place in the journal. */
export type Logged<K extends ConductKind = ConductKind> = Extract<Signed, { kind: K }> & {
  seq: number
  fact: FactId
  at: Micros
  keyid: string
  /** SHA-256 of the envelope. */
  payload: string
}
export const isOf = <K extends ConductKind>(kind: K) => (act: Logged): act is Logged<K> => act.kind === kind

/** Stands where text was taken away with the payload of an act. */
export const REMOVED = '[…]'

/** A commitment is known by the act that made it: the two ids end alike. */
export const commitmentIdOf = (fact: FactId): CommitmentId => `commitment_${fact.slice('fact_'.length)}`
export const factOfCommitment = (id: CommitmentId): FactId => `fact_${id.slice('commitment_'.length)}`

/** One field of an act breaks a rule. */
export const bad = (field: string, rule: string, fix: string): Refusal =>
  new Refusal('unprocessable', 'commitments.act', `this act is not taken: ${rule}`, { faults: [{ field: `/statement/predicate${field}`, rule, fix }] })
export const conflict = (code: string, words: string): Refusal => new Refusal('conflict', `commitments.${code}`, words)

/** The end of a day, UTC: what is due on it is due until then. */
export const endOf = (day: string): Micros => startOf(day) + DAY
export const startOf = (day: string): Micros => Date.parse(`${day}T00:00:00Z`) * 1000
/** The day, UTC, on which a moment falls. */
export const dayOf = (at: Micros): string => new Date(Math.floor(at / 1000)).toISOString().slice(0, 10)

/** The same day so many months later; the last of the month where that has no such day. */
export function monthsLater(at: Micros, months: number): Micros {
  const date = new Date(Math.floor(at / 1000))
  const day = date.getUTCDate()
  const moved = new Date(date)
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() + months)
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(day, last))
  return moved.getTime() * 1000 + (at % 1000)
}
export const principleOf = (clause: string): string => clause.slice(0, 2)
