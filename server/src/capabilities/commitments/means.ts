/** What the verbs of this room are given: narrow functions, so that a test can see everything that leaves the room. */
import type { Json } from '@openaccord/facts'
import type { FactId, Micros, OrganisationId } from '@openaccord/names'
import type { Clock, Random } from '../../kernel/index.ts'
import type { Database, Reader, Tx } from '../../platform/database.ts'
import { writeOne, type Journal } from '../../platform/journal.ts'
import type { Vault } from '../../platform/vault.ts'
import type { HandedIn, Signing as SignedActs } from '../members/index.ts'
import type { PledgeInForce, Signature } from './model/may.ts'

export type Opened = HandedIn
/** An organisation, as the members' room knows it. */
export type Listed = { id: OrganisationId; slug: string; name: string; kind: 'signatory' | 'partner' | 'secretariat'; state: 'active' | 'suspended' | 'left' }

export type Members = {
  organisations(tx: Reader): Promise<Listed[]>
  allianceName(tx: Reader): Promise<string | undefined>
  /** Who answers for an organisation and is active: mails go there. */
  mailsOf(tx: Reader, organisation: OrganisationId): Promise<string[]>
}

/** The room of the pledge, as far as this one needs it. */
export type PledgeSource = {
  inForce(tx: Reader): Promise<PledgeInForce | undefined>
  bySha256(tx: Reader, sha256: string): Promise<PledgeInForce | undefined>
  signatures(tx: Reader, now: Micros): Promise<ReadonlyMap<OrganisationId, Signature>>
  /** The affiliate group of each organisation that has one. */
  groups(tx: Reader): Promise<ReadonlyMap<OrganisationId, string>>
}

/** Keys and envelopes, as the members' room keeps them. `doubts`: since when a compromised key is in doubt, by its keyid. */
export type Signing = SignedActs & { doubts(tx: Reader): Promise<ReadonlyMap<string, Micros>> }

/** A salted commitment: the body of the journal's fact, and what opens it. */
export type Seal = (wish: { about: readonly string[]; payload: Uint8Array }) => { body: Json; commitment: string; salt: Uint8Array }

export type Means = {
  database: Database
  clock: Clock
  random: Random
  journal: Pick<Journal, 'write'>
  members: Members
  pledge: PledgeSource
  signing: Signing
  seal: Seal
  /** Encryption at rest, for what a sealed case says. */
  vault: Vault
  mail(tx: Tx, mail: { to: string; subject: string; text: string }): Promise<void>
  /** `https://hub.example`, without a slash at the end. */
  origin: string
}

/** What the hub states itself in this room: see the table in packages/facts. */
export type ConductFact =
  | { fact: 'assessor.accredited'; organisation: OrganisationId; until: string; basis: string }
  | { fact: 'assessor.ended'; organisation: OrganisationId; reason: string }

export async function tell(journal: Means['journal'], tx: Tx, { fact: kind, ...body }: ConductFact, at: Micros): Promise<FactId> {
  return write(journal, tx, kind, body, at)
}

export async function write(journal: Means['journal'], tx: Tx, kind: string, body: Json, at: Micros): Promise<FactId> {
  return (await writeOne(journal, tx, { room: 'commitments', kind, at, body })).id
}
