/**
 * What a sister room needs to take signed acts: reading, verifying and preparing them, with the keys as this room keeps
 * them. DSSE 1.0.2, in-toto Statement v1.
 */
import type { Act, ActKind } from '@openaccord/facts'
import type { Micros } from '@openaccord/names'
import type { Actor } from '../../kernel/index.ts'
import type { Tx } from '../../platform/database.ts'
import { openEnvelope, openStatement, type HandedIn } from './model/acts.ts'
import type { PreparedAct } from './verbs/acts.ts'

export type Signing = {
  /** Reads the text of an envelope; nothing is verified yet. Throws a Refusal that names field, rule and fix. */
  open(envelope: string): HandedIn
  openStatement(statement: string): { act: Act }
  /**
   * Verifies it against the active keys of the actor's organisation, once and for this alliance only; from a browser a
   * passkey has approved it. What it refuses for a token it refuses before anything is written.
   */
  readAct(tx: Tx, envelope: string, wish: { kind: ActKind; actor: Actor; now: Micros }): Promise<{ keyid: string }>
  prepareAct(actor: Actor, wish: { kind: ActKind; says: Record<string, unknown> }): Promise<PreparedAct>
}

/** For compose: what each room that takes acts is handed. */
export const signingOf = (members: Pick<Signing, 'readAct' | 'prepareAct'>): Signing => ({
  open: openEnvelope,
  openStatement,
  readAct: (tx, envelope, wish) => members.readAct(tx, envelope, wish),
  prepareAct: (actor, wish) => members.prepareAct(actor, wish),
})
