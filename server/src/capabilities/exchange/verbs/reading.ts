/** Pages of a collection as one view has them: whole where that is allowed, redacted where it has to be. */
import { parseJson, redact, isStixObject, type Definitions, type Level, type StixObject } from '@openaccord/stix'
import type { Database } from '../../../platform/database.ts'
import { giveBack } from '../../../platform/give-back.ts'
import { decideRelease, type Party, type View } from '../model.ts'
import type { Collection } from '../store/collections.ts'
import { loadDefinitions } from '../store/intake.ts'
import { HELD, readPage, weighPage, type StoredObject } from '../store/objects.ts'
import type { PageQuery } from '../store/page.ts'

/** `parts`: the objects, each part holding one or several with commas between. `last` is the place to go on from, also past objects that were held back. */
export type ReadPage = { count: number; more: boolean; first: number; last: number; parts: Uint8Array[]; /** Once the parts are written elsewhere. */ giveBack?(): void }

/** A page is at most this heavy, whatever was asked for; what is left comes with the next one. */
export const MOST_PAGE_BYTES = 32 * 1024 * 1024

export async function readReleased(database: Database, collection: Collection, query: PageQuery): Promise<ReadPage> {
  const heavy = query.limit * collection.largest > MOST_PAGE_BYTES
  const limit = heavy ? await weighPage(database, query, MOST_PAGE_BYTES) : query.limit
  const { body, held, ...page } = await readPage(database, { ...query, limit })
  const { parts, left } = await fillIn(body, held, createRelease(database, collection, query.view))
  return { ...page, count: page.count - held.length + left, parts, giveBack: () => giveBack(body) }
}

const COMMA = 0x2c
/** Where much is redacted, others get their turn in between. */
const LONGEST_HOLD_MS = 8
type Release = ReturnType<typeof createRelease>

/** Puts what is left of each held object into its place; where nothing is left, the place closes. `left`: how many were. */
async function fillIn(body: Uint8Array, held: readonly StoredObject[], release: Release): Promise<{ parts: Uint8Array[]; left: number }> {
  const parts: Uint8Array[] = []
  let left = 0
  let start = 0
  let began = performance.now()
  for (const object of held) {
    if (performance.now() - began > LONGEST_HOLD_MS) {
      await new Promise(setImmediate)
      began = performance.now()
    }
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
  return { parts, left }
}

/** A stretch between two places, without the commas at its ends. */
function keep(parts: Uint8Array[], stretch: Uint8Array): void {
  const from = stretch[0] === COMMA ? 1 : 0
  const to = stretch.length > from && stretch.at(-1) === COMMA ? stretch.length - 1 : stretch.length
  if (to > from) parts.push(stretch.subarray(from, to))
}

/** What of a stored object this view gets: its bytes, the bytes of its redacted form, or nothing. */
export function createRelease(database: Database, collection: Collection, view: View) {
  const known = new Map<Party, Promise<Defined>>()

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
  async function definitionsBefore(owner: Party, added: number): Promise<Definitions> {
    const asked = known.get(owner) ?? definitionsOf(owner)
    known.set(owner, asked)
    const { rows, newest, byId } = await asked
    return newest < added ? byId : mapOf(rows.filter(({ since }) => since < added))
  }

  async function definitionsOf(owner: Party): Promise<Defined> {
    const rows = (await loadDefinitions(database, collection, owner)).flatMap(({ bytes, since }) => {
      const value = parseJson(bytes)
      return isStixObject(value) ? [{ value, since }] : []
    })
    return { rows, newest: Math.max(...rows.map(({ since }) => since)), byId: mapOf(rows) }
  }
}

type Definition = { value: StixObject; since: number }
/** Of one organisation. `newest`: when the last of them came. */
type Defined = { rows: Definition[]; newest: number; byId: Definitions }

const mapOf = (rows: readonly Definition[]): Definitions => new Map(rows.map(({ value }) => [String(value['id']), value]))
