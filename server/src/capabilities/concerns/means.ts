/** What the verbs of this room are given: narrow functions, so that a test can see everything that leaves the room. */
import type { Json } from '@openaccord/facts'
import type { BallotId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Clock, Random } from '../../kernel/index.ts'
import type { Database, Reader, Tx } from '../../platform/database.ts'
import { writeOne, type Journal } from '../../platform/journal.ts'
import type { BallotStanding, WantedBallot } from '../ballots/index.ts'
import type { Signing } from '../members/index.ts'

/** An organisation as the members' room has it; `group`: of affiliates under one control. */
export type Listed = { id: OrganisationId; slug: string; name: string; kind: 'signatory' | 'partner' | 'secretariat'; state: 'active' | 'suspended' | 'left'; stateAt: Micros; since: Micros }

export type Members = {
  organisations(tx: Reader): Promise<Listed[]>
  allianceName(tx: Reader): Promise<string | undefined>
  /** Who answers for an organisation and is active. */
  mailsOf(tx: Reader, organisation: OrganisationId): Promise<string[]>
  /** Everybody with this right who is active. */
  mailsOfRight(tx: Reader, right: 'concerns.screen' | 'members.admit'): Promise<string[]>
  /** Whether this person screens concerns now. */
  isOmbudsperson(tx: Reader, person: PersonId): Promise<boolean>
  /** In this transaction; the members' room states it. `by` is null where nobody decided: time did. */
  suspend(tx: Tx, organisation: OrganisationId, reason: string, by: PersonId | null, now: Micros): Promise<void>
  restore(tx: Tx, organisation: OrganisationId, by: PersonId | null, now: Micros): Promise<void>
  remove(tx: Tx, organisation: OrganisationId, by: PersonId | null, now: Micros): Promise<void>
}

/** Salted commitments: `seal` gives the body of a fact and what opens it, `open` the body of the fact that does. */
export type Sealing = {
  seal(wish: { about: readonly string[]; payload: Uint8Array; openBy?: Micros }): { body: Json; secret: { salt: Uint8Array; payload: Uint8Array } }
  open(wish: { about: readonly string[]; opens: FactId; commitment: string; secret: { salt: Uint8Array; payload: Uint8Array } }): Json
}

export type Means = {
  database: Database
  clock: Clock
  random: Random
  journal: Pick<Journal, 'write'>
  members: Members
  signing: Signing
  sealing: Sealing
  /** Refuses what was not worked for: see platform/effort.ts. */
  effort: { spend(tx: Tx, spent: { purpose: string; challenge: string; number?: string | undefined; address: string }): Promise<void> }
  ballots: {
    openBallot(tx: Tx, wanted: WantedBallot): Promise<{ id: BallotId }>
    ballotStanding(tx: Reader, id: BallotId, now: Micros): Promise<BallotStanding>
  }
  /** The affiliate group of each organisation that has one. */
  groups(tx: Reader): Promise<ReadonlyMap<OrganisationId, string>>
  /** When an organisation last did anything that counts: an act, something shared. Those that never did are not there. */
  activity(tx: Reader): Promise<ReadonlyMap<OrganisationId, Micros>>
  /** Of the first published checkpoint that covers this fact; undefined until there is one. */
  checkpointOver(tx: Reader, fact: FactId): Promise<{ size: number; rootHash: Uint8Array } | undefined>
  mail(tx: Tx, mail: { to: string; subject: string; text: string }): Promise<void>
  /** Leaves a job for that moment. */
  later(tx: Tx, job: { kind: string; at: Micros; key: string }): Promise<void>
  /** `https://hub.example`, without a slash at the end. */
  origin: string
}

/** What the hub states itself in this room: see the table in packages/facts. Times as text, texts as their hash. */
export async function tell(journal: Means['journal'], tx: Tx, kind: string, body: Json, at: Micros): Promise<FactId> {
  return (await writeOne(journal, tx, { room: 'concerns', kind, at, body })).id
}
