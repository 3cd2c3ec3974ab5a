/** Taking objects in: read apart, judged and kept in one transaction. The good ones are kept, the others named. */
import { newUuid, type CollectionId, type OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Batch, Remark, Terms } from '../intake/batch.ts'
import { DIGEST_BYTES, saysTheSame } from '../intake/digest.ts'
import { judgeBatch, type Intake, type Judgement, type Prior } from '../intake/judge.ts'
import type { Tx } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { NOBODY, viewOf } from '../model.ts'
import { holdCollection, loadCollection, saveProgress, type Collection } from '../store/collections.ts'
import { addSources, insertFresh, loadBytes, loadDefinitions, loadPriors, mendRanks } from '../store/intake.ts'
import { saveStatus } from '../store/statuses.ts'

/** `ready`: the warning lists are at the gate. `received`: something new may be indexed. */
export type Around = { ready(): Promise<void>; received(): void }

export function createIntake({ database, clock, random, parties, intake, tell }: Means, { ready, received }: Around) {
  return {
    /**
     * Throws Refusal: `forbidden` or `unknown` for the wrong poster, `unprocessable` or `too-large` for a body that
     * is none, `unavailable` when too much waits. Single objects that are refused are named in the answer.
     */
    async take(actor: Actor, id: CollectionId, body: Uint8Array, form: Terms['form']): Promise<Intake> {
      const { organisation } = need(actor, 'threats.share')
      const collection = await writable(actor, id)
      await ready()
      const taken = await intake.take(body, () => termsOf(collection, organisation, form), (batch) => database.transact(async (tx) => {
        const held = await holdCollection(tx, id)
        if (held === undefined) throw unknownCollection()
        const party = await parties.ensure(tx, organisation)
        const priors = await likened(tx, batch, await loadPriors(tx, held, party, batch.ids))
        const judgement = judgeBatch(batch, priors, viewOf(actor, held, () => party), party)
        const at = clock()
        const first = Math.max(at, held.lastAdded + 1)
        await insertFresh(tx, held, party, batch, judgement.fresh, first)
        await addSources(tx, held, party, batch, judgement.merged, at)
        await mendRanks(tx, judgement.mended)
        const { fresh, merged } = judgement
        if (fresh.length > 0) await saveProgress(tx, held, first + fresh.length - 1, Math.max(held.largest, batch.largest))
        const refused = [...batch.refused, ...judgement.refused].sort((a, b) => a.index - b.index)
        const status = newUuid(random)
        const taken: Intake = { status, at, batch, judgement, refused }
        await saveStatus(tx, held, party, taken)
        if (fresh.length + merged.length > 0) {
          await tell(tx, { fact: 'exchange.received', collection: id, organisation, objects: fresh.length, merged: merged.length })
        }
        return taken
      }))
      received()
      return taken
    },

    /** The same up to the judgement, and nothing is kept. */
    async preview(actor: Actor, id: CollectionId, body: Uint8Array): Promise<{ collection: Collection; batch: Batch; judgement: Judgement; refused: Remark[] }> {
      const { organisation } = need(actor, 'threats.share')
      const collection = await writable(actor, id)
      await ready()
      return intake.take(body, () => termsOf(collection, organisation, 'any'), async (batch) => {
        const undo = new Error('nothing is kept of a preview')
        let judgement: Judgement | undefined
        const look = database.transact(async (tx) => {
          const party = await parties.find(organisation)
          const priors = await likened(tx, batch, await loadPriors(tx, collection, party, batch.ids))
          judgement = judgeBatch(batch, priors, viewOf(actor, collection, () => party), party)
          throw undo
        })
        await look.catch((error: unknown) => {
          if (error !== undo) throw error
        })
        if (judgement === undefined) throw new Error('a preview without a judgement')
        return { collection, batch, judgement, refused: [...batch.refused, ...judgement.refused].sort((a, b) => a.index - b.index) }
      })
    },
  }

  async function writable(actor: Actor, id: CollectionId): Promise<Collection> {
    const collection = await loadCollection(database, id)
    if (collection === undefined || !actor.communities.has(collection.community)) throw unknownCollection()
    return collection
  }

  async function termsOf(collection: Collection, organisation: OrganisationId, form: Terms['form']): Promise<Terms> {
    const party = await parties.find(organisation)
    const definitions = party === NOBODY ? [] : await loadDefinitions(database, collection, party)
    const { defaultLevel, allowsPayloads } = collection
    return { form, defaultLevel, allowsPayloads, definitions: definitions.map(({ bytes }) => bytes), warnings: form === 'any' }
  }
}

/** What is stored in other bytes and says the same gets the digest of what has come, so that it counts as the same. */
async function likened(tx: Tx, batch: Batch, priors: readonly Prior[]): Promise<readonly Prior[]> {
  if (priors.length === 0) return priors
  const rows = new Map<string, number>()
  for (let row = 0; row < batch.rows; row++) rows.set(`${batch.ids[row]!} ${batch.versions[row]!}`, row)
  const digest = (row: number) => batch.digests.subarray(row * DIGEST_BYTES, (row + 1) * DIGEST_BYTES)
  const rowOf = ({ id, version }: Prior): number | undefined => rows.get(`${id} ${version}`)
  const doubtful = priors.filter((prior) => {
    const row = rowOf(prior)
    return row !== undefined && Buffer.compare(prior.digest, digest(row)) !== 0
  })
  const same = new Set<number>()
  for (let at = 0; at < doubtful.length; at += COMPARED_AT_ONCE) {
    const some = doubtful.slice(at, at + COMPARED_AT_ONCE)
    const stored = await loadBytes(tx, some.map(({ seq }) => seq))
    for (const prior of some) {
      const row = rowOf(prior)!
      if (saysTheSame(stored.get(prior.seq)!, batch.bytes.subarray(batch.ranges[2 * row]!, batch.ranges[2 * row + 1]!))) same.add(prior.seq)
    }
  }
  return same.size === 0 ? priors : priors.map((prior) => (same.has(prior.seq) ? { ...prior, digest: digest(rowOf(prior)!) } : prior))
}

/** Each set of these is read by a message to the store's thread, so the loop is not held in between. */
const COMPARED_AT_ONCE = 64

export const unknownCollection = (): Refusal => new Refusal('unknown', 'exchange.collection-unknown', 'there is no such collection, or it is not yours to see')
