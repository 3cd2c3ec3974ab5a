/** What the verbs of this room are given, each narrow and by name. */
import type { CommunityId, OrganisationId, PersonId } from '@openaccord/names'
import type { Actor, Clock, Random } from '../../kernel/index.ts'
import type { Database, Reader, Tx } from '../../platform/database.ts'
import type { ExchangeFact } from '@openaccord/facts'
import type { IntakeThread } from './intake/thread.ts'
import type { Parties } from './store/collections.ts'

export type Enrolled = { id: OrganisationId; name: string; standing: 'member' | 'partner' }
export type Community = { id: CommunityId; slug: string; name: string; rosterHidden: boolean }

/** The sister room, as far as this one asks it; see members/sisters.ts. */
export type MembersPort = {
  findCommunity(tx: Reader, id: CommunityId): Promise<Community | undefined>
  loadCommunities(tx: Reader): Promise<Community[]>
  audienceOf(tx: Reader, community: CommunityId): Promise<Enrolled[]>
  visibleAudience(tx: Reader, actor: Actor, community: CommunityId): Promise<Enrolled[] | undefined>
  sourceName(tx: Reader, actor: Actor, organisation: OrganisationId, community: CommunityId): Promise<string | undefined>
  peopleByIds(tx: Reader, ids: readonly PersonId[]): Promise<{ id: PersonId; name: string; organisation: OrganisationId; state: string }[]>
  nameOf(tx: Reader, organisation: OrganisationId): Promise<string | undefined>
  allianceName(tx: Reader): Promise<string | undefined>
}

export type Means = {
  database: Database
  clock: Clock
  random: Random
  members: MembersPort
  parties: Parties
  intake: IntakeThread
  tell(tx: Tx, fact: ExchangeFact): Promise<void>
  /** At most so many bytes in one body. */
  maxContentBytes: number
  /** Where TAXII clients reach the hub, without a slash at the end. */
  origin: string
  /** Signs cursors. */
  cursorKey: Uint8Array
}


