/** Collections: made and described by the secretariat. */
import { newUuid, parseCollectionId, parseSlug, TLP_LEVELS, type CollectionId, type CommunityId, type PersonId, type Tlp } from '@openaccord/names'
import type { Level } from '@openaccord/stix'
import { canDo, iso, need, Refusal, type Actor } from '../../../kernel/index.ts'
import { RuleBroken } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { LAST, PUBLIC_VIEW, viewOf, NOBODY, type View } from '../model.ts'
import { addCollection, holdCollection, loadCollection, loadCollections, saveCollection, type Collection } from '../store/collections.ts'
import { readListing } from '../store/objects.ts'
import { unknownCollection } from './intake.ts'
import { UNNAMED_COMMUNITY } from './showing.ts'
import { tlpOfLevel } from './wording.ts'

export type NewCollection = {
  community: CommunityId; title: string; alias: string; description?: string | undefined
  defaultTlp?: Tlp | null | undefined; allowsPayloads?: boolean | undefined; redRecipients?: readonly PersonId[] | undefined
}
export type CollectionWords = { title?: string; description?: string; allowsPayloads?: boolean; redRecipients?: readonly PersonId[] }

export type ShownCollection = {
  id: CollectionId; title: string; description: string; alias: string; community: CommunityId; communityName: string; defaultTlp: Tlp | null
  allowsPayloads: boolean; redRecipients: { person: PersonId; name: string; organisation: string }[]; canRead: boolean; canWrite: boolean
  objects: number | null; lastAdded: string | null; taxii: { discovery: string; apiRoot: string; collection: string }
}

/** More than these are not counted one by one. */
const MOST_COUNTED = 10_000

/** `rootOf`: the API root under which this actor finds the collection. */
export function createCollectionVerbs({ database, clock, random, members, parties, origin, tell }: Means, rootOf: (community: CommunityId | undefined) => Promise<string>) {
  return {
    /** Those of the actor's communities (all, for the secretariat) and those that hold something for everyone. */
    async collections(actor: Actor): Promise<ShownCollection[]> {
      const shown: ShownCollection[] = []
      for (const collection of await loadCollections(database)) {
        const one = await show(actor, collection)
        if (one !== undefined) shown.push(one)
      }
      return shown
    },

    async collection(actor: Actor, id: CollectionId): Promise<ShownCollection> {
      const collection = await loadCollection(database, id)
      const shown = collection && (await show(actor, collection))
      if (shown === undefined) throw unknownCollection()
      return shown
    },

    async makeCollection(actor: Actor, wish: NewCollection): Promise<CollectionId> {
      const { person: by } = need(actor, 'communities.curate')
      const id = parseCollectionId(newUuid(random))
      const { community, title, alias, description = '', defaultTlp = null, allowsPayloads = false, redRecipients = [] } = wish
      const made = database.transact(async (tx) => {
        if ((await members.findCommunity(tx, community)) === undefined) {
          throw new Refusal('unprocessable', 'exchange.community-unknown', 'there is no such community', { faults: [{ field: '/community', rule: 'names a community' }] })
        }
        await needPeople(tx, redRecipients)
        await addCollection(tx, {
          id, community, alias: parseSlug(alias), title: title.trim(), description, defaultLevel: levelOf(defaultTlp), allowsPayloads,
          redRecipients: [...new Set(redRecipients)], since: clock(),
        })
        await tell(tx, { fact: 'exchange.collection-created', collection: id, community, by })
      })
      await made.catch((error: unknown) => {
        if (!(error instanceof RuleBroken) || error.rule !== 'unique') throw error
        const faults = [{ field: '/alias', rule: 'is used once in a community', fix: 'choose another short name' }]
        throw new Refusal('conflict', 'exchange.alias-taken', `this community has a collection with the short name “${alias}” already`, { faults, cause: error })
      })
      return id
    },

    async changeCollection(actor: Actor, id: CollectionId, words: CollectionWords): Promise<void> {
      const { person: by } = need(actor, 'communities.curate')
      await database.transact(async (tx) => {
        const collection = await holdCollection(tx, id)
        if (collection === undefined) throw unknownCollection()
        if (words.redRecipients !== undefined) await needPeople(tx, words.redRecipients)
        await saveCollection(tx, { ...collection, ...words, redRecipients: [...new Set(words.redRecipients ?? collection.redRecipients)] })
        await tell(tx, { fact: 'exchange.collection-described', collection: id, by })
      })
    },
  }

  /** Undefined: not for this actor. To outsiders it is a place of what everyone may read, and no community's. */
  async function show(actor: Actor, collection: Collection): Promise<ShownCollection | undefined> {
    const belongs = actor.communities.has(collection.community)
    const curates = canDo(actor, 'communities.curate')
    const party = actor.organisation === undefined ? NOBODY : await parties.find(actor.organisation)
    const view = viewOf(actor, collection, () => party)
    const { count, last } = await countIn(collection, belongs || curates ? view : PUBLIC_VIEW)
    if (!belongs && !curates && count === 0) return undefined
    const { id, title, description, alias, community, defaultLevel, allowsPayloads } = collection
    const inside = belongs || curates
    const name = inside ? await database.read((tx) => members.findCommunity(tx, community)) : undefined
    const apiRoot = await rootOf(belongs ? community : undefined)
    return {
      id, title, description, alias,
      community: inside ? community : UNNAMED_COMMUNITY.id,
      communityName: name?.name ?? UNNAMED_COMMUNITY.name,
      defaultTlp: inside ? tlpOfLevel(defaultLevel) : null,
      allowsPayloads,
      redRecipients: await redRecipients(actor, collection, curates),
      canRead: belongs ? canDo(actor, 'threats.read') : count > 0,
      canWrite: belongs && canDo(actor, 'threats.share'),
      objects: count > MOST_COUNTED ? null : count,
      lastAdded: last === undefined ? null : iso(last),
      taxii: { discovery: `${origin}/taxii2/`, apiRoot, collection: `${apiRoot}collections/${id}/` },
    }
  }

  /** Of what this view sees: how many, and for whom counting is quick, when the newest came. */
  async function countIn({ key, lastAdded }: Collection, view: View): Promise<{ count: number; last: number | undefined }> {
    const { listed, more } = await readListing(database, { collection: key, view, after: Number.MIN_SAFE_INTEGER, limit: MOST_COUNTED, wanted: LAST })
    if (!more) return { count: listed.length, last: listed.at(-1)?.added }
    const recent = await readListing(database, { collection: key, view, after: lastAdded - 1, limit: 1, wanted: LAST })
    return { count: MOST_COUNTED + 1, last: recent.listed[0]?.added }
  }

  /** Named to the secretariat, and to those who are named themselves: an empty list to everyone else. */
  async function redRecipients(actor: Actor, collection: Collection, curates: boolean): Promise<ShownCollection['redRecipients']> {
    if (collection.redRecipients.length === 0) return []
    if (!curates && (actor.person === undefined || actor.refused !== undefined || !collection.redRecipients.includes(actor.person))) return []
    return database.read(async (tx) => {
      const shown: ShownCollection['redRecipients'] = []
      for (const { id, name, organisation } of await members.peopleByIds(tx, collection.redRecipients)) {
        shown.push({ person: id, name: name === '' ? 'somebody who has left' : name, organisation: (await members.nameOf(tx, organisation)) ?? 'an organisation that has left' })
      }
      return shown
    })
  }

  async function needPeople(tx: Parameters<typeof members.peopleByIds>[0], people: readonly PersonId[]): Promise<void> {
    const found = new Set((await members.peopleByIds(tx, people)).filter(({ state }) => state !== 'left').map(({ id }) => id))
    const faults = people.flatMap((person, at) => (found.has(person) ? [] : [{ field: `/redRecipients/${at}`, rule: 'names a person who is here' }]))
    if (faults.length > 0) throw new Refusal('unprocessable', 'exchange.person-unknown', 'TLP:RED goes to named people only, and some of these are not here', { faults })
  }
}

const levelOf = (tlp: Tlp | null): Level | undefined => (tlp === null ? undefined : (TLP_LEVELS.indexOf(tlp) as Level))
