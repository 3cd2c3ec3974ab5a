/** Pages of a collection as one view has them: whole where that is allowed, redacted where it has to be. */
import { parseJson, redact, isStixObject, type Level, type StixObject } from '@openaccord/stix'
import type { Database } from '../../../platform/database.ts'
import { decideRelease, type Party, type View } from '../model.ts'
import type { Collection } from '../store/collections.ts'
import { loadDefinitions } from '../store/intake.ts'
import { readPage, readPageApart, weighPage, type StoredObject } from '../store/objects.ts'
import type { PageQuery } from '../store/page.ts'

export type ReadPage = { count: number; more: boolean; first: number; last: number; body: Uint8Array }

/** A page is at most this heavy, whatever was asked for; what is left comes with the next one. */
export const MOST_PAGE_BYTES = 32 * 1024 * 1024

/** `body`: the objects with commas between. `last` is the place to go on from, also past objects that were held back. */
export async function readReleased(database: Database, collection: Collection, query: PageQuery): Promise<ReadPage> {
  const heavy = query.limit * collection.largest > MOST_PAGE_BYTES
  const limit = heavy ? await weighPage(database, query, MOST_PAGE_BYTES) : query.limit
  const page = await readPage(database, { ...query, limit })
  if (page.held === 0) return page
  const { objects } = await readPageApart(database, { ...query, limit })
  const release = createRelease(database, collection, query.view)
  const parts: Uint8Array[] = []
  for (const object of objects) {
    const bytes = await release(object)
    if (bytes !== undefined) parts.push(bytes)
  }
  const body = Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [COMMA, part])))
  return { count: parts.length, more: page.more, first: page.first, last: page.last, body }
}

const COMMA = Buffer.from(',')

/** What of a stored object this view gets: its bytes, the bytes of its redacted form, or nothing. */
export function createRelease(database: Database, collection: Collection, view: View) {
  const known = new Map<Party, Promise<{ value: StixObject; since: number }[]>>()

  return async function release(object: StoredObject): Promise<Uint8Array | undefined> {
    const { least, whole, owner, mine } = object
    const decision = decideRelease(view, { least, whole, owner, sources: mine ? [view.party] : [] })
    if (decision === 'no') return undefined
    if (decision === 'whole') return object.bytes
    const value = parseJson(object.bytes)
    if (!isStixObject(value)) return undefined
    const left = redact(value, view.ceiling as Level, await definitionsBefore(owner, object.added), collection.defaultLevel) // a view that gets something is at 0 or above
    return left === undefined ? undefined : Buffer.from(JSON.stringify(left))
  }

  /** The definitions that counted when the object came in; later ones loosen nothing (0005). */
  async function definitionsBefore(owner: Party, added: number): Promise<Map<string, StixObject>> {
    let all = known.get(owner)
    if (all === undefined) {
      all = loadDefinitions(database, collection, owner).then((rows) =>
        rows.flatMap(({ bytes, since }) => {
          const value = parseJson(bytes)
          return isStixObject(value) ? [{ value, since }] : []
        }),
      )
      known.set(owner, all)
    }
    return new Map((await all).filter(({ since }) => since < added).map(({ value }) => [String(value['id']), value]))
  }
}
