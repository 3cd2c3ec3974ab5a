/** What the verbs of this room are given: narrow functions, so that a test can see everything that leaves the room. */
import type { Json } from '@openaccord/facts'
import type { BallotId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Clock, Random } from '../../kernel/index.ts'
import type { Database, Reader, Tx } from '../../platform/database.ts'
import type { Journal } from '../../platform/journal.ts'
import type { Signing } from '../members/index.ts'
import type { Voter } from './model.ts'
import { addEntries } from './store.ts'

export type Named = { slug: string; name: string }

export type Members = {
  /** All organisations there ever were, by id. */
  names(tx: Reader): Promise<ReadonlyMap<OrganisationId, Named>>
  secretariat(tx: Reader): Promise<OrganisationId | undefined>
  allianceName(tx: Reader): Promise<string | undefined>
  mailsOf(tx: Reader, organisation: OrganisationId): Promise<string[]>
  personName(tx: Reader, person: PersonId): Promise<string>
}

/** Salted commitments: `seal` gives the body of a fact and what opens it, `open` the body of the fact that does. */
export type Sealing = {
  seal(wish: { about: readonly string[]; payload: Uint8Array; openBy: Micros }): { body: Json; secret: { salt: Uint8Array } }
  open(wish: { about: readonly string[]; opens: FactId; commitment: string; secret: { salt: Uint8Array; payload: Uint8Array } }): Json
}

/** Entries of the log with what proves them, against one checkpoint: see packages/verifier, ballot-bundle.ts. */
export type Proven = { checkpoint: string; entries: ProvenEntry[]; keys: ProvenEntry[] }
export type ProvenEntry = { entry: string; payload: string | null; removed?: string; index: number; proof: string[] }

export type Means = {
  database: Database
  clock: Clock
  random: Random
  journal: Pick<Journal, 'write'>
  members: Members
  signing: Signing
  sealing: Sealing
  /** Who may have a vote at this moment: from the members' room, the pledge and the admissions. */
  voters(tx: Reader, now: Micros): Promise<Voter[]>
  /** Of these facts in their order, as many as published checkpoints cover, with what the log says of the keys that signed them. Undefined where it covers none. */
  prove(facts: readonly FactId[]): Promise<Proven | undefined>
  /** What the room that brought the subject wants to see before a text is fixed; a refusal of it stops the freezing. Outside any transaction. */
  beforeFreezing?(subject: { room: string; id: string }): Promise<void>
  mail(tx: Tx, mail: { to: string; subject: string; text: string }): Promise<void>
  /** Leaves a job for that moment. */
  later(tx: Tx, job: { kind: string; at: Micros; key: string }): Promise<void>
  /** `https://hub.example`, without a slash at the end. */
  origin: string
}

/** What enters the journal about a ballot, in the order given; kept among its entries. Call it last. */
export async function tell(journal: Means['journal'], tx: Tx, ballot: BallotId, facts: readonly { kind: string; body: Json }[], at: Micros): Promise<{ id: FactId; seq: number }[]> {
  const written = await journal.write(tx, ...facts.map(({ kind, body }) => ({ room: 'ballots', kind, at, body })))
  if (written.length !== facts.length) throw new Error('the journal took less than it was given')
  await addEntries(tx, ballot, written)
  return written
}
