/** From the journal to the log: facts in their order become leaves, many in one transaction, each once. */
import { hash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { entryOf, FactError, sealedBytes, type Entry } from '@openaccord/facts'
import type { Micros } from '@openaccord/names'
import { leafHash } from '@openaccord/tlog'
import { microsOfIso } from '../../kernel/index.ts'
import { RuleBroken, type Database, type Tx } from '../../platform/database.ts'
import { forgetFacts, type Fact } from '../../platform/journal.ts'
import { growEdge, type Edge } from './model/edge.ts'
import { findEntry, insertEntries, insertSeal, insertUnfit, knownFacts, openSeal, removePayload, type NewEntry } from './store/entries.ts'
import { advanceState } from './store/state.ts'

/** Another hub writes now, or the store moved under us: whoever hears this begins again from what is stored. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}

type Grown = ReturnType<typeof growEdge>
/** What other rooms keep of facts whose payload is taken away goes too, in the same transaction. */
export type Forget = (tx: Tx, facts: readonly string[]) => Promise<void>
export type Batch = { entries: NewEntry[]; unfit: { fact: string; reason: string }[]; taken: number }

export const sha256Hex = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')

/** Facts made into leaves in one go, about two milliseconds; then whatever else waits has its turn: the store's answers, the door. */
const AT_ONCE = 64

/** Which of these facts are public, as leaves. One that should be an entry and cannot is named and passed over. */
export async function batchOf(facts: readonly Fact[]): Promise<Batch> {
  const batch: Batch = { entries: [], unfit: [], taken: facts.at(-1)?.seq ?? 0 }
  for (const [at, fact] of facts.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await breathe()
    try {
      const logged = entryOf(fact, sha256Hex)
      if (logged !== undefined) batch.entries.push(newEntry(logged, fact.at))
    } catch (error) {
      if (!(error instanceof FactError || error instanceof SyntaxError)) throw error
      batch.unfit.push({ fact: fact.id, reason: error.message.slice(0, 300) })
    }
  }
  return batch
}

/** A leaf on its way in, hashed once. */
export const newEntry = ({ entry, leaf, payload = null }: { entry: Entry; leaf: string; payload?: string | null | undefined }, at: Micros): NewEntry =>
  ({ entry, leaf, at, payload, hash: leafHash(Buffer.from(leaf)) })

/** Appends in one transaction; resolves with the new edge once it is durable. Throws LeaseLost when this hub does not write. */
export async function append(database: Database, { edge, batch, holder, now, forget }: { edge: Edge; batch: Batch; holder: string; now: Micros; forget: Forget | undefined }): Promise<Edge> {
  const grown = grow(edge, batch)
  try {
    await database.transact((tx) => appendWithin(tx, edge.size, batch, grown, { holder, now, forget }))
    return grown.edge
  } catch (error) {
    if (!(error instanceof RuleBroken) || error.rule !== 'unique') throw error
    // after a recovery the journal may hold facts that the log has already
    return database.transact(async (tx) => {
      const unknown = await withoutKnown(tx, batch)
      const less = grow(edge, unknown)
      await appendWithin(tx, edge.size, unknown, less, { holder, now, forget })
      return less.edge
    })
  }
}

const grow = (edge: Edge, { entries }: Batch): Grown => growEdge(edge, entries.map(({ hash }) => hash))

async function withoutKnown(tx: Tx, batch: Batch): Promise<Batch> {
  const known = await knownFacts(tx, batch.entries.map(({ entry }) => entry.id))
  return { ...batch, entries: batch.entries.filter(({ entry }) => !known.has(entry.id)) }
}

async function appendWithin(tx: Tx, from: number, { entries, unfit, taken }: Batch, { edge, full }: Grown, { holder, now, forget }: { holder: string; now: Micros; forget: Forget | undefined }): Promise<void> {
  const moved = await advanceState(tx, { holder, from, to: edge.size, taken })
  if (!moved) throw new LeaseLost('another hub writes the log now')
  await insertEntries(tx, from, entries, full)
  for (const [at, each] of entries.entries()) if (meansMore(each)) await keepMeaning(tx, each, from + at, forget)
  const known = await knownFacts(tx, unfit.map(({ fact }) => fact))
  for (const { fact, reason } of unfit) if (!known.has(fact)) await insertUnfit(tx, { fact, reason, at: now })
}

const meansMore = ({ entry }: NewEntry): boolean => entry.payload.form === 'sealed' || entry.opens !== undefined || entry.removes !== undefined

/** Seals and what opens them; payloads that an entry takes away. */
async function keepMeaning(tx: Tx, { entry, at, payload }: NewEntry, place: number, forget: Forget | undefined): Promise<void> {
  if (entry.payload.form === 'sealed') {
    const openBy = entry.openBy === undefined ? null : microsOfIso(entry.openBy)
    await insertSeal(tx, { fact: entry.id, place, commitment: entry.payload.sha256, openBy })
  }
  if (entry.opens !== undefined && payload !== null) {
    const commitment = commitmentOf(payload)
    if (commitment !== undefined) await openSeal(tx, { fact: entry.opens, commitment, openedBy: entry.id })
  }
  if (entry.removes !== undefined) await takeAway(tx, entry, at, forget)
}

/** Out of the log's store, out of the journal, and out of the rooms. */
export async function takeAway(tx: Tx, { id, removes }: Pick<Entry, 'id' | 'removes'>, at: Micros, forget: Forget | undefined): Promise<void> {
  if (removes === undefined) return
  const target = await findEntry(tx, removes.id)
  if (target === undefined) return
  const { payload } = JSON.parse(target.leaf) as Entry
  const holders = await removePayload(tx, { hash: payload.sha256, fact: id, reason: removes.reason, at })
  await forgetFacts(tx, holders)
  await forget?.(tx, holders)
}

/** The commitment that an opening opens, or undefined where it opens none. */
function commitmentOf(opening: string): string | undefined {
  try {
    const { salt, payload } = JSON.parse(opening) as { salt: string; payload: string }
    return sha256Hex(sealedBytes(Buffer.from(salt, 'base64'), Buffer.from(payload, 'base64')))
  } catch {
    return undefined
  }
}
