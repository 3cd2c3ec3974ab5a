/** Finding objects, newest first, always through the release decision. */
import { createHash } from 'node:crypto'
import { type CollectionId, type OrganisationId, type Tlp, TLP_LEVELS } from '@openaccord/names'
import { readCursor, signCursor, TaxiiError } from '@openaccord/taxii'
import { isSco, isStixObject, parseJson, type StixObject } from '@openaccord/stix'
import { anonymous, iso, microsOfIso, Refusal, SECOND, type Actor } from '../../../kernel/index.ts'
import { createCursorKey } from '../taxii/cursor-key.ts'
import type { Means } from '../means.ts'
import { LAST, PUBLIC_VIEW } from '../model.ts'
import { readQuestion, termsOf, type Asked } from '../search/terms.ts'
import { loadCollections } from '../store/collections.ts'
import { readListing } from '../store/objects.ts'
import { findObjects, loadIndexed, loadUnindexed, type Found, type SearchQuery } from '../store/search.ts'
import type { Hit, Showing, Sight } from './showing.ts'

export type Search = {
  q?: string; type?: string[]; tlp?: Tlp[]; source?: OrganisationId[]; collection?: CollectionId[]; since?: string; until?: string; limit?: number; cursor?: string
}
export type Lately = { public: Hit[]; days: { day: string; objects: number }[]; objects: number; organisations: number }
export type Finds = { hits: Hit[]; cursor: string | null; understood: { kind: string; value: string }[]; behind: number }

const USUAL = 50
const MOST_BEHIND = 1_000
const NEWEST = Number.MAX_SAFE_INTEGER
/** The front page is asked by everyone, so what it shows is looked up once in a while for all. */
const LATELY_KEPT = 30 * SECOND
const LOOKED_THROUGH = 100
/** They say little by themselves. */
const SILENT = new Set(['relationship', 'sighting', 'identity', 'marking-definition', 'language-content', 'extension-definition'])

export function createSearching(means: Means, showing: Showing) {
  const { database, parties, members, clock } = means
  const key = createCursorKey(means.cursorKey)
  let kept: { at: number; lately: Promise<Lately> } | undefined

  return {
    async search(actor: Actor, search: Search): Promise<Finds> {
      const sight = await showing.lookAs(actor)
      const asked = readQuestion(search.q ?? '')
      const digest = digestOf(actor, search)
      const limit = search.limit ?? USUAL
      const query: SearchQuery = {
        places: [...sight.places.values()].filter(({ collection }) => search.collection?.includes(collection.id) ?? true).map(({ collection, view }) => ({ collection: collection.key, view })),
        any: asked.any, all: asked.all, types: search.type,
        levels: search.tlp?.map((tlp) => TLP_LEVELS.indexOf(tlp)),
        sources: search.source === undefined ? undefined : await knownSources(sight, search.source),
        since: search.since === undefined ? undefined : microsOfIso(search.since),
        until: search.until === undefined ? undefined : microsOfIso(search.until),
        before: search.cursor === undefined ? NEWEST : cursorAt(search.cursor, digest),
        limit,
      }
      const nothing = (search.q ?? '').trim() !== '' && asked.any.length === 0 && asked.all.length === 0
      const { found, more } = nothing || query.places.length === 0 ? { found: [], more: false } : await findObjects(database, query)
      const last = found.at(-1)
      return {
        hits: await hitsOf(sight, found, asked),
        cursor: more && last !== undefined ? signCursor({ after: last.seq, digest }, key) : null,
        understood: asked.understood,
        behind: await behind(sight),
      }
    },

    /** For the front page. Numbers are of what everyone may read anyway, and of whole days. */
    /** How many objects, of everyone's, wait to be searchable; counted up to a thousand a collection. For the operator. */
    async searchBehind(): Promise<number> {
      let count = 0
      for (const { key: collection, lastAdded } of await loadCollections(database)) {
        const upto = await loadIndexed(database, collection)
        if (upto < lastAdded) count += (await loadUnindexed(database, collection, upto, MOST_BEHIND)).length
      }
      return count
    },

    /** The same for everyone: what a visitor may read. */
    lately(): Promise<Lately> {
      const now = clock()
      if (kept === undefined || now - kept.at > LATELY_KEPT) kept = { at: now, lately: lookLately(now) }
      kept.lately.catch(() => (kept = undefined))
      return kept.lately
    },
  }

  async function lookLately(now: number): Promise<Lately> {
    const everyone: Sight = { actor: anonymous, party: 0, places: new Map((await loadCollections(database)).map((collection) => [collection.key, { collection, view: PUBLIC_VIEW }])) }
    const places = [...everyone.places.values()].map(({ collection, view }) => ({ collection: collection.key, view }))
    const today = Math.floor(now / DAY_MICROS) * DAY_MICROS
    const since = today - 13 * DAY_MICROS
    const { found } = places.length === 0 ? { found: [] } : await findObjects(database, { places, any: [], all: [], before: NEWEST, limit: LOOKED_THROUGH })
    const telling = found.filter(({ type }) => !SILENT.has(type) && !isSco(type)).slice(0, 10)
    const days = new Map<string, number>()
    for (let day = since; day <= today; day += DAY_MICROS) days.set(iso(day).slice(0, 10), 0)
    let objects = 0
    for (const { collection } of everyone.places.values()) {
      const { listed, more } = await readListing(database, { collection: collection.key, view: PUBLIC_VIEW, after: since - 1, limit: MOST_COUNTED, wanted: LAST })
      for (const { added } of listed) days.set(iso(added).slice(0, 10), (days.get(iso(added).slice(0, 10)) ?? 0) + 1)
      objects += listed.length + (more ? 1 : 0)
    }
    const organisations = await database.read(async (tx) => {
      const enrolled = new Set<string>()
      for (const { id, rosterHidden } of await members.loadCommunities(tx)) if (!rosterHidden) for (const each of await members.audienceOf(tx, id)) enrolled.add(each.id)
      return enrolled.size
    })
    return { public: await hitsOf(everyone, telling, { understood: [], any: [], all: [] }), days: [...days].map(([day, count]) => ({ day, objects: count })), objects, organisations }
  }

  async function hitsOf(sight: Sight, found: readonly Found[], asked: Asked): Promise<Hit[]> {
    const names = showing.names()
    const hits: Hit[] = []
    for (const object of found) {
      const opened = await showing.open(sight, object)
      if (opened === undefined || !answers(object, opened.value, opened.redacted, asked)) continue
      hits.push(await showing.hitOf(sight, object, opened.value, names))
    }
    return hits
  }

  /** Of the organisations asked for, in each collection those whose part in it the actor may know. */
  async function knownSources(sight: Sight, wanted: readonly OrganisationId[]): Promise<{ collection: number; parties: number[] }[]> {
    const names = showing.names()
    const known: { collection: number; parties: number[] }[] = []
    for (const { collection } of sight.places.values()) {
      const inThis: number[] = []
      for (const organisation of wanted) {
        const party = await parties.find(organisation)
        if (party !== 0 && (await names.sourceOf(sight.actor, party, collection.community)) !== undefined) inThis.push(party)
      }
      known.push({ collection: collection.key, parties: inThis })
    }
    return known
  }

  /** How many of the objects that this actor may see cannot be found yet; counted up to a thousand. */
  async function behind(sight: Sight): Promise<number> {
    let count = 0
    for (const { collection, view } of sight.places.values()) {
      const upto = await loadIndexed(database, collection.key)
      if (upto >= collection.lastAdded) continue
      count += (await readListing(database, { collection: collection.key, view, after: upto, limit: MOST_BEHIND, wanted: LAST })).listed.length
    }
    return Math.min(count, MOST_BEHIND)
  }

  function cursorAt(cursor: string, digest: string): number {
    try {
      return readCursor(cursor, digest, key).after
    } catch (error) {
      if (!(error instanceof TaxiiError)) throw error
      throw new Refusal('malformed', 'exchange.bad-cursor', 'this cursor belongs to another question, or was changed; begin again without it', { faults: [{ field: '/cursor', rule: 'is the one that the page before gave' }], cause: error })
    }
  }
}

const DAY_MICROS = 86_400_000_000
const MOST_COUNTED = 10_000

function digestOf(actor: Actor, { cursor: _cursor, limit: _limit, ...search }: Search): string {
  return createHash('sha256').update(JSON.stringify(['search', actor.person ?? '', search])).digest('base64url')
}

/** Terms are numbers that two texts may share: what is shown really has what was asked for. */
function answers(object: Found, shown: StixObject, redacted: boolean, { any, all }: Asked): boolean {
  if (any.length === 0 && all.length === 0) return true
  const whole: unknown = redacted ? shown : parseJson(object.bytes)
  const terms = isStixObject(whole) ? termsOf(whole) : new Set<number>()
  return any.some((term) => terms.has(term)) || (all.length > 0 && all.every((term) => terms.has(term)))
}
