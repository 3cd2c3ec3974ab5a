/** Taking objects in: read apart, judged and kept in one transaction. The good ones are kept, the others named. */
import { newUuid, type CollectionId, type Micros, type OrganisationId } from '@openaccord/names'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import type { Batch, Remark, Terms } from '../intake/batch.ts'
import { judgeBatch, type Judgement } from '../intake/judge.ts'
import type { Means } from '../means.ts'
import { NOBODY, viewOf } from '../model.ts'
import { holdCollection, loadCollection, saveProgress, type Collection } from '../store/collections.ts'
import { addSources, insertFresh, loadDefinitions, loadPriors, mendRanks } from '../store/intake.ts'
import { saveStatus } from '../store/statuses.ts'

/** What became of a body. `rows` of the batch are told apart by the judgement. */
export type Intake = { status: string; at: Micros; batch: Batch; judgement: Judgement; refused: readonly Remark[] }

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
      const batch = await intake.read(body, await termsOf(collection, organisation, form))
      const taken = await database.transact(async (tx) => {
        const held = await holdCollection(tx, id)
        if (held === undefined) throw unknownCollection()
        const party = await parties.ensure(tx, organisation)
        const priors = await loadPriors(tx, held, party, batch.ids)
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
      })
      received()
      return taken
    },

    /** The same up to the judgement, and nothing is kept. */
    async preview(actor: Actor, id: CollectionId, body: Uint8Array): Promise<{ collection: Collection; batch: Batch; judgement: Judgement; refused: Remark[] }> {
      const { organisation } = need(actor, 'threats.share')
      const collection = await writable(actor, id)
      await ready()
      const batch = await intake.read(body, await termsOf(collection, organisation, 'any'))
      const undo = new Error('nothing is kept of a preview')
      let judgement: Judgement | undefined
      const look = database.transact(async (tx) => {
        const party = await parties.find(organisation)
        const priors = await loadPriors(tx, collection, party, batch.ids)
        judgement = judgeBatch(batch, priors, viewOf(actor, collection, () => party), party)
        throw undo
      })
      await look.catch((error: unknown) => {
        if (error !== undo) throw error
      })
      if (judgement === undefined) throw new Error('a preview without a judgement')
      return { collection, batch, judgement, refused: [...batch.refused, ...judgement.refused].sort((a, b) => a.index - b.index) }
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

export const unknownCollection = (): Refusal => new Refusal('unknown', 'exchange.collection-unknown', 'there is no such collection, or it is not yours to see')
