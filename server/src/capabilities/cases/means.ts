/** What the verbs of this room are given: narrow functions, so that a test can see everything that leaves the room. */
import type { Json } from '@openaccord/facts'
import type { FactId, Micros, OrganisationId, PersonId, ReportId, Right } from '@openaccord/names'
import type { Actor, Clock, Random } from '../../kernel/index.ts'
import type { Database, Reader, Tx } from '../../platform/database.ts'
import { writeOne, type Journal } from '../../platform/journal.ts'
import type { Signing } from '../members/index.ts'
import type { Sealer } from './store.ts'

export type Listed = { id: OrganisationId; slug: string; name: string; kind: 'signatory' | 'partner' | 'secretariat'; state: 'active' | 'suspended' | 'left' }
/** Somebody of an organisation who is active, with what they may. */
export type Colleague = { id: PersonId; name: string; mail: string; may: ReadonlySet<Right> }

export type Members = {
  organisations(tx: Reader): Promise<Listed[]>
  allianceName(tx: Reader): Promise<string | undefined>
  colleagues(tx: Reader, organisation: OrganisationId): Promise<Colleague[]>
  /** Also those who have left. */
  names(tx: Reader, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>>
}
/** Salted commitments: `seal` gives the body of a fact and what opens it, `open` the body of the fact that does. */
export type Sealing = {
  seal(wish: { about: readonly string[]; payload: Uint8Array; openBy?: Micros }): { body: Json; secret: { salt: Uint8Array; payload: Uint8Array } }
  open(wish: { about: readonly string[]; opens: FactId; commitment: string; secret: { salt: Uint8Array; payload: Uint8Array } }): Json
}

/** An evidence file of packages/verifier. */
export type Evidence = Readonly<Record<string, unknown>>

export type Means = {
  database: Database
  clock: Clock
  random: Random
  journal: Pick<Journal, 'write'>
  vault: Sealer
  members: Members
  signing: Signing
  sealing: Sealing
  reports: {
    /** A report that this actor's organisation has accepted; undefined where there is none such for this actor. */
    accepted(tx: Reader, actor: Actor, report: ReportId): Promise<{ id: ReportId; received: Micros } | undefined>
  }
  /** Whom to write to next where an organisation is late: mail addresses, in order. */
  contacts(tx: Reader, organisation: OrganisationId): Promise<string[]>
  /** Everything by which somebody else verifies this entry of the log offline; undefined until a checkpoint covers it. `opened`: the envelope that it seals, so that what happened to its keys is in it too. */
  evidence(fact: FactId, opened?: string): Promise<Evidence | undefined>
  mail(tx: Tx, mail: { to: string; subject: string; text: string }): Promise<void>
  /** Leaves a job for that moment. */
  later(tx: Tx, job: { kind: string; at: Micros; key: string }): Promise<void>
  /** `https://hub.example`, without a slash at the end. */
  origin: string
}

/** What the hub states itself in this room: see the table in packages/facts. */
export async function tell(journal: Means['journal'], tx: Tx, kind: string, body: Json, at: Micros): Promise<FactId> {
  return (await writeOne(journal, tx, { room: 'cases', kind, at, body })).id
}
