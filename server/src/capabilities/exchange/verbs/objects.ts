/** One object as the one who asks may see it: versions, sources, relations, and its marking in words. */
import type { CollectionId } from '@openaccord/names'
import { isStixObject, parseJson, readMicros, referencesOf, titleOf, typeOfId, type StixObject } from '@openaccord/stix'
import { iso, type Actor } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import { LAST, type View } from '../model.ts'
import { termOf } from '../search/terms.ts'
import type { Collection } from '../store/collections.ts'
import { readPageApart } from '../store/objects.ts'
import { findObjects, type Found } from '../store/search.ts'
import { loadSources } from '../store/sources.ts'
import { unknownObject } from './removing.ts'
import type { Hit, Showing, Sight } from './showing.ts'
import { markingInWords, type MarkingInWords } from './wording.ts'

export type Relation = { direction: 'from' | 'to'; relationship: string; id: string; type: string; title: string; here: boolean }
export type ShownObject = {
  hit: Hit; object: unknown; text: string; marking: MarkingInWords
  versions: { version: string; added: string; revoked: boolean }[]
  sources: { organisation: string; name: string; collection: string; collectionTitle: string; received: string }[]
  relations: Relation[]
  mayDelete: boolean
}

const MOST_RELATIONS = 200
const MOST_VERSIONS = 1_000

export function createObjectVerbs({ database }: Means, showing: Showing) {
  return {
    async object(actor: Actor, id: string, { version, collection }: { version?: string | undefined; collection?: CollectionId | undefined } = {}): Promise<ShownObject> {
      const sight = await showing.lookAs(actor)
      const places = [...sight.places.values()].filter((place) => collection === undefined || place.collection.id === collection)
      const here = (await Promise.all(places.map((place) => versionsIn(place, id)))).filter((each) => each.versions.length > 0)
      // where one is at home before where one only sees what everyone sees
      const home = here.find(({ place }) => !showing.isOutside(place.view)) ?? here[0]
      const chosen = home === undefined ? undefined : pickVersion(home.versions, version)
      const opened = chosen === undefined ? undefined : await showing.open(sight, chosen)
      if (home === undefined || chosen === undefined || opened === undefined) throw unknownObject()
      const community = await showing.communityName(actor, home.place.collection.community)
      const { least, mine } = chosen
      return {
        hit: await showing.hitOf(sight, chosen, opened.value, showing.names()),
        object: opened.value,
        text: opened.text,
        marking: markingInWords(opened.value, least, home.place.collection.defaultLevel, community, opened.redacted, await statementsOf(home.place, opened.value)),
        versions: home.versions.map((each) => ({ version: each.versionText, added: iso(each.added), revoked: each.revoked })).reverse(),
        sources: (await Promise.all(here.map((each) => sourcesIn(sight, each)))).flat(),
        relations: await relationsOf(sight, opened.value, id),
        mayDelete: mine && actor.may.has('threats.delete'),
      }
    },
  }

  type PlaceOf = { collection: Collection; view: View }
  type Here = { place: PlaceOf; versions: Found[] }

  async function versionsIn(place: PlaceOf, id: string): Promise<Here> {
    const { collection, view } = place
    const { objects } = await readPageApart(database, { collection: collection.key, view, after: Number.MIN_SAFE_INTEGER, limit: MOST_VERSIONS, wanted: { all: true }, ids: [id] })
    return { place, versions: objects.map((object) => ({ ...object, collection: collection.key })).sort((a, b) => a.version - b.version) }
  }

  async function sourcesIn(sight: Sight, { place: { collection, view }, versions }: Here): Promise<ShownObject['sources']> {
    const names = showing.names()
    const received = new Map<number, number>()
    for (const { seq, owner, added } of versions) {
      if (!received.has(owner)) received.set(owner, added)
      for (const source of await loadSources(database, seq, view)) if (!received.has(source.party)) received.set(source.party, source.received)
    }
    const shown: ShownObject['sources'] = []
    for (const [party, at] of received) {
      const name = await names.sourceOf(sight.actor, party, collection.community)
      if (name !== undefined) shown.push({ organisation: name.id, name: name.name, collection: collection.id, collectionTitle: collection.title, received: iso(at) })
    }
    return shown
  }

  /** The statements of those markings that the reader sees too, in the place where the object is. */
  async function statementsOf({ collection, view }: PlaceOf, object: StixObject): Promise<string[]> {
    const refs = object['object_marking_refs']
    if (!Array.isArray(refs) || refs.length === 0) return []
    const { objects } = await readPageApart(database, { collection: collection.key, view, after: Number.MIN_SAFE_INTEGER, limit: 20, wanted: LAST, ids: refs.slice(0, 20).map(String) })
    return objects.flatMap(({ bytes }) => {
      const value = parseJson(bytes)
      const definition = isStixObject(value) ? value['definition'] : undefined
      const statement = isStixObject(definition) ? definition['statement'] : undefined
      return typeof statement === 'string' ? [statement.slice(0, 2_000)] : []
    })
  }

  /** Both ways. What is referred to and not seen keeps its id, which the reference says anyway, and nothing else. */
  async function relationsOf(sight: Sight, object: StixObject, id: string): Promise<Relation[]> {
    const places = [...sight.places.values()].map(({ collection, view }) => ({ collection: collection.key, view }))
    const { found } = await findObjects(database, { places, any: [termOf('ref', id)], all: [], before: Number.MAX_SAFE_INTEGER, limit: MOST_RELATIONS })
    const links: Omit<Relation, 'type' | 'title' | 'here'>[] = []
    for (const { target, pointer } of referencesOf(object)) {
      if (!pointer.includes('marking_ref')) links.push({ direction: 'from', relationship: wordOf(pointer), id: target })
    }
    const titles = new Map<string, string>()
    for (const each of found) {
      const opened = await showing.open(sight, each)
      if (opened === undefined) continue
      titles.set(each.id, titleOf(opened.value))
      links.push(...linksTo(opened.value, each.id, id))
    }
    const unique = [...new Map(links.map((link) => [`${link.direction} ${link.relationship} ${link.id}`, link])).values()].slice(0, MOST_RELATIONS)
    const missing = unique.map((link) => link.id).filter((each) => !titles.has(each))
    for (const [other, title] of await titlesOf(sight, missing)) titles.set(other, title)
    return unique.map((link) => ({ ...link, type: typeOfId(link.id), title: titles.get(link.id) ?? link.id, here: titles.has(link.id) }))
  }

  async function titlesOf(sight: Sight, ids: readonly string[]): Promise<Map<string, string>> {
    const titles = new Map<string, string>()
    if (ids.length === 0) return titles
    for (const { collection, view } of sight.places.values()) {
      const { objects } = await readPageApart(database, { collection: collection.key, view, after: Number.MIN_SAFE_INTEGER, limit: MOST_RELATIONS, wanted: LAST, ids: [...new Set(ids)] })
      for (const object of objects) {
        if (titles.has(object.id)) continue
        const opened = await showing.open(sight, { ...object, collection: collection.key })
        if (opened !== undefined) titles.set(object.id, titleOf(opened.value))
      }
    }
    return titles
  }
}

function pickVersion(versions: readonly Found[], wanted: string | undefined): Found | undefined {
  if (wanted === undefined) return versions.at(-1)
  const instant = readMicros(wanted)
  return versions.find(({ version, versionText }) => versionText === wanted || version === instant)
}

/** How `object`, which is not the one shown, is tied to the one that is. A relationship ties its two ends. */
function linksTo(object: StixObject, its: string, shown: string): Omit<Relation, 'type' | 'title' | 'here'>[] {
  if (object['type'] === 'relationship') {
    const [source, target, kind] = [String(object['source_ref']), String(object['target_ref']), String(object['relationship_type'])]
    if (source === shown) return [{ direction: 'from', relationship: kind, id: target }]
    if (target === shown) return [{ direction: 'to', relationship: kind, id: source }]
  }
  return referencesOf(object).filter(({ target }) => target === shown).map(({ pointer }) => ({ direction: 'to' as const, relationship: wordOf(pointer), id: its }))
}

/** `/created_by_ref` and `/object_refs/3` by the name of their property: created-by, object. */
function wordOf(pointer: string): string {
  const name = pointer.split('/').findLast((part) => /_refs?$/.test(part)) ?? pointer
  return name.replace(/_refs?$/, '').replaceAll('_', '-')
}
