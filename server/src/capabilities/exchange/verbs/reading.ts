/** Pages of a collection as one view has them: whole where that is allowed, redacted where it has to be. */
import { parseJson, redact, isStixObject, type Level, type StixObject } from '@openaccord/stix'
import type { Database } from '../../../platform/database.ts'
import { decideRelease, type Party, type View } from '../model.ts'
import type { Collection } from '../store/collections.ts'
import { loadDefinitions } from '../store/intake.ts'
import { HELD, readHeld, readPage, readPageApart, weighPage, type StoredObject } from '../store/objects.ts'
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
  const release = createRelease(database, collection, query.view)
  const held = await readHeld(database, { ...query, limit })
  // Something may have been taken out between the two reads: then the page is put together object by object.
  if (held.length !== page.held) return { ...page, ...(await releaseEach(release, (await readPageApart(database, { ...query, limit })).objects)) }
  const { body, left } = await fillIn(page.body, held, release)
  return { ...page, count: page.count - held.length + left, body }
}

const COMMA = 0x2c
type Release = ReturnType<typeof createRelease>

async function releaseEach(release: Release, objects: readonly StoredObject[]): Promise<{ count: number; body: Uint8Array }> {
  const parts: Uint8Array[] = []
  for (const object of objects) {
    const bytes = await release(object)
    if (bytes !== undefined) parts.push(bytes)
  }
  return { count: parts.length, body: joined(parts) }
}

/** Puts what is left of each held object into its place; where nothing is left, the place closes. `left`: how many were. */
async function fillIn(body: Uint8Array, held: readonly StoredObject[], release: Release): Promise<{ body: Uint8Array; left: number }> {
  const parts: Uint8Array[] = []
  let left = 0
  let start = 0
  for (const object of held) {
    const place = body.indexOf(HELD, start)
    keep(parts, body.subarray(start, place))
    const bytes = await release(object)
    if (bytes !== undefined) {
      parts.push(bytes)
      left++
    }
    start = place + 1
  }
  keep(parts, body.subarray(start))
  return { body: joined(parts), left }
}

/** A stretch between two places, without the commas at its ends. */
function keep(parts: Uint8Array[], stretch: Uint8Array): void {
  const from = stretch[0] === COMMA ? 1 : 0
  const to = stretch.length > from && stretch.at(-1) === COMMA ? stretch.length - 1 : stretch.length
  if (to > from) parts.push(stretch.subarray(from, to))
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const comma = Uint8Array.of(COMMA)
  return Buffer.concat(parts.flatMap((part, at) => (at === 0 ? [part] : [comma, part])))
}

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
