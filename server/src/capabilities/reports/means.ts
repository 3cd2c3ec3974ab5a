/** What the verbs of this room are given: narrow functions, so that a test can see everything that leaves the room. */
import type { Json } from '@openaccord/facts'
import type { FactId, Micros, OrganisationId, PersonId } from '@openaccord/names'
import type { Clock, Random } from '../../kernel/index.ts'
import type { Database, Reader, Tx } from '../../platform/database.ts'
import { writeOne, type Journal } from '../../platform/journal.ts'
import type { Vault } from '../../platform/vault.ts'
import type { Feeds } from './feeds.ts'

export type Listed = { id: OrganisationId; slug: string; name: string; kind: 'signatory' | 'partner' | 'secretariat'; state: 'active' | 'suspended' | 'left' }

export type Members = {
  organisations(tx: Reader): Promise<Listed[]>
  allianceName(tx: Reader): Promise<string | undefined>
  /** Who answers for an organisation and is active: told where a desk names nobody. */
  mailsOf(tx: Reader, organisation: OrganisationId): Promise<string[]>
  namesOf(tx: Reader, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>>
}

/** What a domain says of where to report, fetched through the guarded way out. */
export type Outside = {
  source: 'security-txt' | 'csaf-provider'
  url: string
  name: string
  contacts: string[]
  policy: string | null
  encryption: string | null
  expires: Micros | null
  valid: boolean
  words: string
}

export type Sealing = { open(wish: { about: readonly string[]; opens: FactId; commitment: string; secret: { salt: Uint8Array; payload: Uint8Array } }): Json }

export type Means = {
  database: Database
  clock: Clock
  random: Random
  journal: Pick<Journal, 'write'>
  vault: Pick<Vault, 'seal' | 'open' | 'sealText' | 'openText'>
  members: Members
  sealing: Sealing
  /** Refuses what was not worked for: see platform/effort.ts. */
  effort: { spend(tx: Tx, spent: { purpose: string; challenge: string; number?: string | undefined; address: string }): Promise<void> }
  /** Whether a published checkpoint covers this fact. */
  isCovered(tx: Reader, fact: FactId): Promise<boolean>
  outside(domain: string, now: Micros): Promise<Outside[]>
  cweName(id: string): string | undefined
  feeds: Feeds
  mail(tx: Tx, mail: { to: string; subject: string; text: string }): Promise<void>
  /** `https://hub.example`, without a slash at the end. */
  origin: string
  /** The part behind the @ of addresses that take reports; undefined where none are taken by mail. */
  inbox: string | undefined
}

/** What the hub states itself in this room. */
export async function tell(journal: Means['journal'], tx: Tx, kind: string, body: Json, at: Micros): Promise<FactId> {
  return (await writeOne(journal, tx, { room: 'reports', kind, at, body })).id
}
