/** Objects and collections as one actor may be shown them: with names where those may be known, and never more. */
import type { CommunityId, OrganisationId } from '@openaccord/names'
import { isStixObject, parseJson, titleOf, type StixObject } from '@openaccord/stix'
import { iso, type Actor } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import { NOBODY, PUBLIC_VIEW, viewOf, type Party, type View } from '../model.ts'
import { loadCollections, type Collection } from '../store/collections.ts'
import type { Found } from '../store/search.ts'
import { loadSources } from '../store/sources.ts'
import { createRelease } from './reading.ts'
import { tlpOfLevel } from './wording.ts'

export type Source = { id: OrganisationId; name: string }
export type Hit = {
  id: string; type: string; title: string; summary: string; version: string; added: string; tlp: ReturnType<typeof tlpOfLevel>
  collection: string; collectionTitle: string; source: Source; sources: number; revoked: boolean
}

/** Stands for a source, or a community, that the one who asks may not know. */
const UNNAMED: Source = { id: `org_${'0'.repeat(20)}`, name: 'A member' }
export const UNNAMED_COMMUNITY: { id: CommunityId; name: string } = { id: `community_${'0'.repeat(20)}`, name: 'Everyone' }

/** What one request looks into: each collection with the actor's view of it. Loaded once, asked often. */
export type Sight = { actor: Actor; party: Party; places: ReadonlyMap<number, { collection: Collection; view: View }> }

export function createShowing({ database, members, parties }: Means) {
  return {
    async lookAs(actor: Actor): Promise<Sight> {
      const party = actor.organisation === undefined ? NOBODY : await parties.find(actor.organisation)
      const all = await loadCollections(database)
      return { actor, party, places: new Map(all.map((collection) => [collection.key, { collection, view: viewOf(actor, collection, () => party) }])) }
    },

    /** The object as this sight has it, or undefined. Its bytes, parsed, and whether something was cut out. */
    async open(sight: Sight, object: Found): Promise<{ value: StixObject; text: string; redacted: boolean } | undefined> {
      const place = sight.places.get(object.collection)
      if (place === undefined) return undefined
      const bytes = await createRelease(database, place.collection, place.view)(object)
      const value = bytes === undefined ? undefined : parseJson(bytes)
      if (bytes === undefined || !isStixObject(value)) return undefined
      return { value, text: Buffer.from(bytes).toString(), redacted: bytes !== object.bytes }
    },

    async hitOf(sight: Sight, object: Found, value: StixObject, names: Names): Promise<Hit> {
      const { collection, view } = sight.places.get(object.collection)!
      const source = await names.sourceOf(sight.actor, object.owner, collection.community)
      return {
        id: object.id, type: object.type, title: titleOf(value), summary: summaryOf(value), version: object.versionText, added: iso(object.added),
        tlp: tlpOfLevel(object.least), collection: collection.id, collectionTitle: collection.title,
        source: source ?? UNNAMED,
        sources: source === undefined ? 1 : 1 + (await loadSources(database, object.seq, view)).length,
        revoked: object.revoked,
      }
    },

    names,
    /** The community's name, for those who know that it exists. */
    async communityName(actor: Actor, community: CommunityId): Promise<string | undefined> {
      if (!actor.communities.has(community) && !actor.may.has('communities.curate')) return undefined
      return (await database.read((tx) => members.findCommunity(tx, community)))?.name
    },
    isOutside: (view: View): boolean => view === PUBLIC_VIEW || view.party === NOBODY,
  }

  function names(): Names {
    const known = new Map<string, Promise<Source | undefined>>()
    return {
      sourceOf(actor: Actor, party: Party, community: CommunityId): Promise<Source | undefined> {
        const key = `${party} ${community}`
        const asked = known.get(key) ?? lookUp(actor, party, community)
        known.set(key, asked)
        return asked
      },
    }
  }

  async function lookUp(actor: Actor, party: Party, community: CommunityId): Promise<Source | undefined> {
    const id = await parties.nameOf(party)
    if (id === undefined) return undefined
    const name = await database.read((tx) => members.sourceName(tx, actor, id, community))
    return name === undefined ? undefined : { id, name }
  }
}

/** Names of sources, asked for once in a request. Undefined: not for this actor to know. */
export type Names = { sourceOf(actor: Actor, party: Party, community: CommunityId): Promise<Source | undefined> }
export type Showing = ReturnType<typeof createShowing>

const LONGEST_SUMMARY = 280

function summaryOf(value: StixObject): string {
  const text = [value['description'], value['abstract'], value['content'], value['pattern'], value['value'], value['explanation']].find((each) => typeof each === 'string' && each.trim() !== '')
  if (typeof text !== 'string') return ''
  const line = text.slice(0, 2 * LONGEST_SUMMARY).replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST_SUMMARY ? line : `${line.slice(0, LONGEST_SUMMARY - 1).toWellFormed().replace(/\uFFFD$/, '')}…`
}
