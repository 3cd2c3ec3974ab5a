/** What the verbs of this room are given: narrow functions, so that a test can see everything that leaves the room. */
import type { Json } from '@openaccord/facts'
import type { CaseId, FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Actor, Clock, Random } from '../../kernel/index.ts'
import type { Database, Reader, Tx } from '../../platform/database.ts'
import { writeOne, type Journal } from '../../platform/journal.ts'
import type { Outbound } from '../../platform/outbound.ts'
import type { Signing } from '../members/index.ts'
import type { Vault } from './model.ts'

/** An organisation as the members' room has it. */
export type Listed = { id: OrganisationId; slug: string; name: string; kind: 'signatory' | 'partner' | 'secretariat'; state: 'active' | 'suspended' | 'left'; website: string | null }

export type Members = {
  organisations(tx: Reader): Promise<Listed[]>
  allianceName(tx: Reader): Promise<string | undefined>
  personNames(tx: Reader, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>>
}

/** What this room may know of a case: nothing of what is said in it. */
export type CaseBehind = { owner: OrganisationId | null; participants: readonly OrganisationId[]; embargo: { state: 'none' | 'proposed' | 'active' | 'revise' | 'exited'; until: Micros | null }; public: boolean }

/** As a stranger meets it: an address of this hub, asked without credentials and without following anything. */
export type AskOwn = (path: string) => Promise<{ status: number; headers: Readonly<Record<string, string>>; text: string }>

export type Means = {
  database: Database
  clock: Clock
  random: Random
  journal: Pick<Journal, 'write'>
  vault: Vault
  members: Members
  signing: Signing & {
    /** Refuses where that key is not active now, or was not when the act is dated. */
    needActiveKey(tx: Reader, keyid: string, organisation: OrganisationId, at: Micros): Promise<void>
  }
  sealing: { seal(wish: { about: readonly string[]; payload: Uint8Array }): { body: Json; secret: { salt: Uint8Array; payload: Uint8Array } } }
  /** Undefined where there is no such case. */
  caseForAdvisory(tx: Reader, id: CaseId): Promise<CaseBehind | undefined>
  fetch: Outbound['fetch']
  askOwn: AskOwn
  /** Leaves a job for that moment. */
  later(tx: Tx, job: { kind: string; at: Micros; key: string }): Promise<void>
  /** `https://hub.example`, without a slash at the end. */
  origin: string
  /** Where the operator reads mail; part of security.txt. */
  contact: string
}

export type Who = Pick<Actor, 'person' | 'organisation' | 'may'>

/** What the hub states itself in this room: see the table in packages/facts. */
export async function tell(journal: Means['journal'], tx: Tx, kind: string, body: Json, at: Micros): Promise<FactId> {
  return (await writeOne(journal, tx, { room: 'advisories', kind, at, body })).id
}
