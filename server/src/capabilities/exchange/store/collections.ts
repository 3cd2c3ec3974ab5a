/** How collections and parties are kept. */
import { parseCollectionId, parseCommunityId, parsePersonId, type CollectionId, type CommunityId, type Micros, type OrganisationId, type PersonId } from '@openaccord/names'
import type { Level } from '@openaccord/stix'
import type { Database, Row, Tx } from '../../../platform/database.ts'
import { NOBODY, type Party } from '../model.ts'
import { readAll, readOne } from './objects.ts'

export type Collection = {
  key: number
  id: CollectionId
  community: CommunityId
  alias: string
  title: string
  description: string
  /** For objects without a TLP marking; undefined: they stay with their owner. */
  defaultLevel: Level | undefined
  allowsPayloads: boolean
  redRecipients: readonly PersonId[]
  since: Micros
  lastAdded: Micros
  /** Bytes of the largest object ever put in. */
  largest: number
}

type CollectionRow = {
  key: number; id: string; community: string; alias: string; title: string; description: string; default_level: number | null
  allows_payloads: number; red_recipients: string; since: number; last_added: number; largest: number
}

const COLUMNS = 'key, id, community, alias, title, description, default_level, allows_payloads, red_recipients, since, last_added, largest'

export async function loadCollection(database: Database, id: CollectionId): Promise<Collection | undefined> {
  const row = await readOne<CollectionRow>(database, `select ${COLUMNS} from exchange_collection where id = ?`, [id])
  return row && collectionOf(row)
}

/** By its id, or by its alias within a community. */
export async function loadCollectionIn(database: Database, community: CommunityId, name: string): Promise<Collection | undefined> {
  const sql = `select ${COLUMNS} from exchange_collection where community = ? and (id = ? or alias = ?)`
  const row = await readOne<CollectionRow>(database, sql, [community, name, name])
  return row && collectionOf(row)
}

export async function loadCollections(database: Database): Promise<Collection[]> {
  return (await readAll<CollectionRow>(database, `select ${COLUMNS} from exchange_collection order by key`, [])).map(collectionOf)
}

/** Holds the collection until the transaction ends, as every change of its objects does. */
export async function holdCollection(tx: Tx, id: CollectionId): Promise<Collection | undefined> {
  await tx.lock(`exchange ${id}`)
  const row = await tx.get<CollectionRow>(`select ${COLUMNS} from exchange_collection where id = ?`, id)
  return row && collectionOf(row)
}

export async function addCollection(tx: Tx, collection: Omit<Collection, 'key' | 'lastAdded' | 'largest'>): Promise<void> {
  const { id, community, alias, title, description, defaultLevel, allowsPayloads, redRecipients, since } = collection
  await tx.run(
    `insert into exchange_collection (id, community, alias, title, description, default_level, allows_payloads, red_recipients, since, last_added, largest)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)`,
    id, community, alias, title, description, defaultLevel ?? null, allowsPayloads ? 1 : 0, JSON.stringify(redRecipients), since,
  )
}

export async function saveCollection(tx: Tx, { key, title, description, allowsPayloads, redRecipients }: Collection): Promise<void> {
  await tx.run(
    'update exchange_collection set title = ?, description = ?, allows_payloads = ?, red_recipients = ? where key = ?',
    title, description, allowsPayloads ? 1 : 0, JSON.stringify(redRecipients), key,
  )
}

export async function saveProgress(tx: Tx, { key }: Collection, lastAdded: Micros, largest: number): Promise<void> {
  await tx.run('update exchange_collection set last_added = ?, largest = ? where key = ?', lastAdded, largest, key)
}

function collectionOf(row: CollectionRow): Collection {
  const { default_level, allows_payloads, red_recipients, last_added, ...rest } = row
  const people: unknown = JSON.parse(red_recipients)
  return {
    ...rest,
    id: parseCollectionId(row.id),
    community: parseCommunityId(row.community),
    defaultLevel: default_level === null ? undefined : (default_level as Level), // the schema's check holds it to 0..4
    allowsPayloads: allows_payloads === 1,
    redRecipients: Array.isArray(people) ? people.map((each) => parsePersonId(String(each))) : [],
    lastAdded: last_added,
  }
}

/** Organisations by their number and back. Numbers never change, so what was read once is kept. */
export function createParties(database: Database) {
  const keys = new Map<string, Party>()
  const names = new Map<Party, OrganisationId>()

  const remember = ({ key, organisation }: PartyRow): Party => {
    keys.set(organisation, key)
    names.set(key, organisation as OrganisationId) // our own writing
    return key
  }

  return {
    /** NOBODY for one that has never sent anything. */
    async find(organisation: OrganisationId): Promise<Party> {
      const known = keys.get(organisation)
      if (known !== undefined) return known
      const row = await readOne<PartyRow>(database, 'select key, organisation from exchange_party where organisation = ?', [organisation])
      return row === undefined ? NOBODY : remember(row)
    },
    /** Within a transaction that may be rolled back, so nothing is remembered here. */
    async ensure(tx: Tx, organisation: OrganisationId): Promise<Party> {
      const known = keys.get(organisation)
      if (known !== undefined) return known
      await tx.run('insert into exchange_party (organisation) values (?) on conflict do nothing', organisation)
      const row = await tx.get<PartyRow>('select key, organisation from exchange_party where organisation = ?', organisation)
      if (row === undefined) throw new Error('a party that was just written is not there')
      return row.key
    },
    async nameOf(party: Party): Promise<OrganisationId | undefined> {
      if (!names.has(party)) {
        const row = await readOne<PartyRow>(database, 'select key, organisation from exchange_party where key = ?', [party])
        if (row !== undefined) remember(row)
      }
      return names.get(party)
    },
  }
}

type PartyRow = Row & { key: number; organisation: string }
export type Parties = ReturnType<typeof createParties>
