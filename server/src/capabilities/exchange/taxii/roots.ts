/**
 * API roots (TAXII 2.1 §4.2): one for each community, and a public one that serves TLP:CLEAR to everyone. A root that
 * is not the actor's is one that does not exist; to a visitor every root but the public one is a door to sign in at.
 */
import type { CommunityId } from '@openaccord/names'
import { canDo, type Actor } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import { LAST, PUBLIC_VIEW, viewOf, type View } from '../model.ts'
import { loadCollectionIn, loadCollections, loadCollection, type Collection } from '../store/collections.ts'
import { readListing } from '../store/objects.ts'
import { signInNeeded, unknownHere } from './errors.ts'

export type Root = { kind: 'public' } | { kind: 'community'; community: CommunityId; name: string }
/** A collection as this actor meets it under this root. */
export type Entry = { collection: Collection; view: View; canRead: boolean; canWrite: boolean }

export const PUBLIC_ROOT = 'public'
export const rootPath = (name: string): string => `/taxii2/${name}/`

export function createRoots({ database, members, parties, origin }: Means) {
  // Short names never change, so what was read once is kept.
  const known = new Map<string, { id: CommunityId; slug: string }>()

  async function findCommunity(name: string): Promise<{ id: CommunityId } | undefined> {
    if (!known.has(name)) {
      for (const { id, slug } of await database.read((tx) => members.loadCommunities(tx))) known.set(nameOf({ id, slug }), { id, slug })
    }
    return known.get(name)
  }

  return {
    /** The names of the roots this actor may use, its own communities first. */
    async list(actor: Actor): Promise<{ name: string; title: string }[]> {
      const communities = await database.read((tx) => members.loadCommunities(tx))
      const own = communities.filter(({ id }) => actor.communities.has(id)).map((community) => ({ name: nameOf(community), title: community.name }))
      return [...own, { name: PUBLIC_ROOT, title: 'Public' }]
    },

    async open(actor: Actor, name: string): Promise<Root> {
      if (name === PUBLIC_ROOT) return { kind: 'public' }
      if (actor.refused !== undefined) throw actor.refused
      if (actor.person === undefined) throw signInNeeded()
      const community = await findCommunity(name)
      if (community === undefined || !actor.communities.has(community.id)) throw unknownHere()
      return { kind: 'community', community: community.id, name }
    },

    /** The whole address of a community's root; of the public one where no community is given. */
    async addressOf(community: CommunityId | undefined): Promise<string> {
      if (community === undefined) return `${origin}${rootPath(PUBLIC_ROOT)}`
      const found = await database.read((tx) => members.findCommunity(tx, community))
      return `${origin}${rootPath(found === undefined ? PUBLIC_ROOT : nameOf(found))}`
    },

    async entries(actor: Actor, root: Root): Promise<Entry[]> {
      const all = await loadCollections(database)
      const entries: Entry[] = []
      for (const collection of all) {
        if (root.kind === 'public' ? await hasClear(collection) : collection.community === root.community) {
          const entry = await enter(actor, root, collection)
          if (entry.canRead || entry.canWrite) entries.push(entry)
        }
      }
      return entries
    },

    /** By id, or by alias within a community. Throws 404 for everything the actor has nothing to do with. */
    async entry(actor: Actor, root: Root, name: string): Promise<Entry> {
      const collection = root.kind === 'public' ? await loadCollection(database, name) : await loadCollectionIn(database, root.community, name)
      if (collection === undefined || (root.kind === 'public' && !(await hasClear(collection)))) throw unknownHere()
      const entry = await enter(actor, root, collection)
      if (!entry.canRead && !entry.canWrite) throw unknownHere()
      return entry
    },

    hasClear,
  }

  async function enter(actor: Actor, root: Root, collection: Collection): Promise<Entry> {
    if (root.kind === 'public') return { collection, view: PUBLIC_VIEW, canRead: true, canWrite: false }
    const party = actor.organisation === undefined ? 0 : await parties.find(actor.organisation)
    return { collection, view: viewOf(actor, collection, () => party), canRead: canDo(actor, 'threats.read'), canWrite: canDo(actor, 'threats.share') }
  }

  /** A collection is public once something in it is. */
  async function hasClear({ key }: Collection): Promise<boolean> {
    const { listed } = await readListing(database, { collection: key, view: PUBLIC_VIEW, after: 0, limit: 1, wanted: LAST })
    return listed.length > 0
  }
}

/** A community that is called “public” is reached by its id. */
const nameOf = ({ id, slug }: { id: CommunityId; slug: string }): string => (slug === PUBLIC_ROOT ? id : slug)
