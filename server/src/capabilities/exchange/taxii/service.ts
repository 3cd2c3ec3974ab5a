/** What each TAXII endpoint answers, in the order of the specification (§4, §5). HTTP itself is in routes.ts. */
import {
  buildApiRoot, buildCollection, buildCollections, buildDiscovery, buildManifest, buildManifestRecord, buildVersions, dateAddedHeaders,
  filtersDigest, judgeDelete, parseFilters, printEnvelope, readCursor, signCursor, type FilteredEndpoint, type Filters,
} from '@openaccord/taxii'
import { isStixId } from '@openaccord/stix'
import { canDo, type Actor } from '../../../kernel/index.ts'
import { Refusal } from '../../../kernel/index.ts'
import type { Means } from '../means.ts'
import type { Wanted } from '../model.ts'
import { readListing } from '../store/objects.ts'
import type { PageQuery } from '../store/page.ts'
import { loadStatus, statusOf } from '../store/statuses.ts'
import { readReleased, type ReadPage } from '../verbs/reading.ts'
import type { Intake } from '../intake/judge.ts'
import { createCursorKey } from './cursor-key.ts'
import { unknownHere } from './errors.ts'
import { createRoots, PUBLIC_ROOT, rootPath, type Entry, type Root } from './roots.ts'

/** How many objects a page has unless asked otherwise, and at most. */
export const PAGE = { usual: 1_000, most: 5_000, manifest: 10_000 } as const

export type Answer = { body: Uint8Array | object; headers?: Record<string, string> }
/** Address and query of one request below a root. */
export type Place = { root: string; collection: string }

type Verbs = {
  take(actor: Actor, id: string, body: Uint8Array, form: 'envelope'): Promise<Intake>
  removeObject(actor: Actor, id: string, object: string, wanted: Wanted): Promise<number>
}

export function createTaxii(means: Means, verbs: Verbs) {
  const { database, members, parties, maxContentBytes, origin } = means
  const roots = createRoots(means)
  const key = createCursorKey(means.cursorKey)
  const address = (name: string) => (origin.startsWith('https://') ? `${origin}${rootPath(name)}` : rootPath(name))

  return {
    roots,

    // §4.1
    async discovery(actor: Actor): Promise<Answer> {
      const list = await roots.list(actor)
      const title = (await database.read((tx) => members.allianceName(tx))) ?? 'OpenAccord'
      const apiRoots = list.map(({ name }) => address(name))
      return { body: buildDiscovery({ title, description: 'The threat exchange of this alliance', default: apiRoots[0] ?? address(PUBLIC_ROOT), apiRoots }) }
    },

    // §4.2
    async apiRoot(actor: Actor, name: string): Promise<Answer> {
      const root = await roots.open(actor, name)
      const title = root.kind === 'public' ? 'Public' : ((await database.read((tx) => members.findCommunity(tx, root.community)))?.name ?? name)
      const description = root.kind === 'public' ? 'Everything marked TLP:CLEAR, for everyone' : 'For the organisations of this community'
      return { body: buildApiRoot({ title, description, maxContentLength: maxContentBytes }) }
    },

    // §4.3: visible to the organisation that posted, under the root it posted to
    async status(actor: Actor, name: string, id: string): Promise<Answer> {
      const root = await roots.open(actor, name)
      const party = actor.organisation === undefined ? 0 : await parties.find(actor.organisation)
      const found = root.kind === 'public' ? undefined : await loadStatus(database, id, party)
      if (found === undefined || root.kind === 'public') throw unknownHere()
      await roots.entry(actor, root, found.collection)
      return { body: Buffer.from(found.status) }
    },

    // §5.1, §5.2
    async collections(actor: Actor, name: string): Promise<Answer> {
      const entries = await roots.entries(actor, await roots.open(actor, name))
      return { body: buildCollections(entries.map(collectionOf)) }
    },
    async collection(actor: Actor, { root, collection }: Place): Promise<Answer> {
      return { body: collectionOf(await roots.entry(actor, await roots.open(actor, root), collection)) }
    },

    // §5.3
    async manifest(actor: Actor, place: Place, query: string): Promise<Answer> {
      const { entry, filters, page, next } = await ask(actor, place, query, 'manifest', PAGE.manifest)
      const { listed, more } = await readListing(database, page)
      const records = listed.map(({ id, added, versionText }) => buildManifestRecord({ id, dateAdded: added, version: versionText }))
      needReadable(entry)
      return { body: buildManifest(records, { more, next: more ? next(listed.at(-1)!.added) : undefined }), headers: datesOf(listed[0]?.added, listed.at(-1)?.added, filters) }
    },

    // §5.4
    async objects(actor: Actor, place: Place, query: string): Promise<Answer> {
      return envelope(await ask(actor, place, query, 'objects', PAGE.most))
    },

    // §5.5
    async post(actor: Actor, { root: name, collection: asked }: Place, body: Uint8Array): Promise<Answer> {
      const { collection, canWrite } = await roots.entry(actor, await roots.open(actor, name), asked)
      if (!canWrite) throw new Refusal('forbidden', 'taxii.not-writable', 'this collection does not take objects from you')
      return { body: statusOf(await verbs.take(actor, collection.id, body, 'envelope')) }
    },

    // §5.6
    async object(actor: Actor, place: Place, object: string, query: string): Promise<Answer> {
      const asked = await ask(actor, place, query, 'object', PAGE.most, object)
      const answer = await envelope(asked)
      if (answer.count === 0) await needAny(asked.page)
      return answer
    },

    // §5.7
    async remove(actor: Actor, { root: name, collection: asked }: Place, object: string, query: string): Promise<Answer> {
      const filters = parseFilters(query, 'delete')
      const entry = await roots.entry(actor, await roots.open(actor, name), asked)
      if (judgeDelete({ canRead: entry.canRead, canWrite: entry.canWrite && canDo(actor, 'threats.delete') }) !== 'allowed') {
        throw new Refusal('forbidden', 'taxii.not-deletable', 'this collection does not let you take objects out')
      }
      if (!isStixId(object)) throw unknownHere()
      const offered = filters.specVersions === 'latest' || filters.specVersions.includes('2.1')
      await verbs.removeObject(actor, entry.collection.id, object, offered ? filters.versions : { first: false, last: false, at: [] })
      return { body: Buffer.alloc(0) }
    },

    // §5.8
    async versions(actor: Actor, place: Place, object: string, query: string): Promise<Answer> {
      const { filters, page, next } = await ask(actor, place, query, 'versions', PAGE.manifest, object)
      const { listed, more } = await readListing(database, page)
      if (listed.length === 0) await needAny(page)
      const onward = { more, next: more ? next(listed.at(-1)!.added) : undefined }
      return { body: buildVersions(listed.map(({ versionText }) => versionText), onward), headers: datesOf(listed[0]?.added, listed.at(-1)?.added, filters) }
    },
  }

  type Asked = { entry: Entry; filters: Filters; page: PageQuery; next: (after: number) => string }

  /** Who asks for what: everything is decided anew for each page, from the query and the rights of whoever asks. */
  async function ask(actor: Actor, { root: name, collection: asked }: Place, query: string, where: FilteredEndpoint, most: number, object?: string): Promise<Asked> {
    const filters = parseFilters(query, where)
    const root = await roots.open(actor, name)
    const entry = await roots.entry(actor, root, asked)
    needReadable(entry)
    const digest = () => filtersDigest(`${scopeOf(root)} ${entry.collection.id} ${object ?? ''}`, where, filters)
    const cursor = filters.next === undefined ? undefined : readCursor(filters.next, digest(), key).after
    const nothing = filters.specVersions !== 'latest' && !filters.specVersions.includes('2.1') // all that is kept is STIX 2.1
    const ids = object === undefined ? filters.ids : [object]
    const page: PageQuery = {
      collection: entry.collection.key,
      view: entry.view,
      after: Math.max(cursor ?? Number.MIN_SAFE_INTEGER, filters.addedAfter ?? Number.MIN_SAFE_INTEGER),
      limit: Math.min(filters.limit ?? PAGE.usual, most),
      wanted: nothing ? { first: false, last: false, at: [] } : filters.versions,
      types: filters.types,
      ids,
    }
    return { entry, filters, page, next: (after) => signCursor({ after, digest: digest() }, key) }
  }

  async function envelope({ entry, filters, page, next }: Asked): Promise<Answer & { count: number }> {
    // A poll from the newest date added on, which most polls are, needs no look at the objects.
    const read = page.after >= entry.collection.lastAdded ? NOTHING : await readReleased(database, entry.collection, page)
    const onward = { more: read.more, next: read.more ? next(read.last) : undefined }
    const body = printEnvelope(read.parts, onward)
    read.giveBack?.()
    return { body, headers: datesOf(read.last === 0 ? undefined : read.first, read.last === 0 ? undefined : read.last, filters), count: read.count }
  }

  /** An object of which this actor sees no version at all is not there. */
  async function needAny(page: PageQuery): Promise<void> {
    const { listed } = await readListing(database, { ...page, after: Number.MIN_SAFE_INTEGER, limit: 1, wanted: { all: true } })
    if (listed.length === 0) throw unknownHere()
  }
}

const NOTHING: ReadPage = { count: 0, more: false, first: 0, last: 0, parts: [] }

function needReadable({ canRead }: Entry): void {
  if (!canRead) throw new Refusal('forbidden', 'taxii.not-readable', 'this collection is not for you to read')
}

const scopeOf = (root: Root): string => (root.kind === 'public' ? 'public' : root.community)

function collectionOf({ collection, canRead, canWrite }: Entry) {
  const { id, title, description, alias } = collection
  return buildCollection({ id, title, ...(description === '' ? {} : { description }), alias, canRead, canWrite })
}

/** §3.2. Of an empty page the place from which it was asked, so that who goes on from the header goes on from there. */
function datesOf(first: number | undefined, last: number | undefined, { addedAfter }: Filters): Record<string, string> {
  if (first !== undefined && last !== undefined) return dateAddedHeaders(first, last)
  return addedAfter === undefined ? {} : dateAddedHeaders(addedAfter, addedAfter)
}
