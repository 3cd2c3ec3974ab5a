/** What the verbs of this room are given: narrow functions, so that a test can see everything that leaves the room. */
import type { FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Actor, Clock, Random, Refusal } from '../../kernel/index.ts'
import type { Database, Reader, Tx } from '../../platform/database.ts'
import { writeOne, type Journal } from '../../platform/journal.ts'
import type { HandedIn, Signing as SignedActs } from '../members/index.ts'
import type { Listed } from './model/register.ts'

/** An envelope read, not yet verified. `sha256` is of the statement in it, by which it is known. */
export type Opened = HandedIn

/** The members' room, as far as this one needs it. */
export type Members = {
  organisations(tx: Reader): Promise<Listed[]>
  organisation(tx: Reader, id: OrganisationId): Promise<Listed | undefined>
  allianceName(tx: Reader): Promise<string | undefined>
  /** Who answers for an organisation and is active: mails go there. */
  mailsOf(tx: Reader, organisation: OrganisationId): Promise<string[]>
  personName(tx: Reader, person: PersonId): Promise<string>
}

/** Keys and envelopes, as the members' room keeps them. */
export type Signing = SignedActs & {
  /** `readAct` for many acts of programs at once, each refused for itself. */
  readActs(tx: Tx, many: readonly { handed: Opened; actor: Actor }[], now: Micros): Promise<({ keyid: string } | Refusal)[]>
  /** Refuses unless this key of the organisation is active still. */
  needActiveKey(tx: Tx, keyid: string, organisation: OrganisationId, at: Micros): Promise<void>
  /** Since when a compromised key is in doubt, by its keyid. */
  doubts(tx: Reader): Promise<ReadonlyMap<string, Micros>>
}

export type Means = {
  database: Database
  clock: Clock
  random: Random
  journal: Pick<Journal, 'write'>
  members: Members
  signing: Signing
  mail(tx: Tx, mail: { to: string; subject: string; text: string }): Promise<void>
  /** Leaves a job for that moment. */
  later(tx: Tx, job: { kind: string; at: Micros; key: string }): Promise<void>
  /** Whether an organisation's yearly attestation has lapsed, and when that changes by time alone: a badge goes grey with it. */
  attestationOf?(slug: string): Promise<{ lapsed: boolean; changes: Micros | null } | undefined>
  /** `https://hub.example`, without a slash at the end. */
  origin: string
}

/** What the hub states itself in this room: see the table in packages/facts. */
export type PledgeFact =
  | { fact: 'version.opened-for-comment'; version: string; sha256: string; from: string; until: string }
  | { fact: 'text.published'; version: string; language: string; sha256: string }
  | { fact: 'ceremony.opened'; ceremony: string; version: string; sha256: string; moment: string; organisations: string[] }
  | { fact: 'ceremony.held'; ceremony: string; signed: string[]; missing: string[] }
  | { fact: 'ceremony.cancelled'; ceremony: string }

export async function tell(journal: Means['journal'], tx: Tx, { fact: kind, ...body }: PledgeFact, at: Micros): Promise<FactId> {
  return (await writeOne(journal, tx, { room: 'pledges', kind, at, body })).id
}
