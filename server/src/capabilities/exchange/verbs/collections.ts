/** Collections: made and described by the secretariat. */
import { newUuid, parseCollectionId, parseSlug, TLP_LEVELS, type CollectionId, type CommunityId, type PersonId, type Tlp } from '@openaccord/names'
import type { Level } from '@openaccord/stix'
import { need, Refusal, type Actor } from '../../../kernel/index.ts'
import { RuleBroken } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { addCollection, holdCollection, saveCollection } from '../store/collections.ts'
import { unknownCollection } from './intake.ts'

export type NewCollection = {
  community: CommunityId; title: string; alias: string; description?: string | undefined
  defaultTlp?: Tlp | null | undefined; allowsPayloads?: boolean | undefined; redRecipients?: readonly PersonId[] | undefined
}
export type CollectionWords = { title?: string; description?: string; allowsPayloads?: boolean; redRecipients?: readonly PersonId[] }

export function createCollectionVerbs({ database, clock, random, members, tell }: Means) {
  return {
    async makeCollection(actor: Actor, wish: NewCollection): Promise<CollectionId> {
      const { person: by } = need(actor, 'communities.curate')
      const id = parseCollectionId(newUuid(random))
      const { community, title, alias, description = '', defaultTlp = null, allowsPayloads = false, redRecipients = [] } = wish
      const made = database.transact(async (tx) => {
        if ((await members.findCommunity(tx, community)) === undefined) {
          throw new Refusal('unprocessable', 'exchange.community-unknown', 'there is no such community', { faults: [{ field: '/community', rule: 'names a community' }] })
        }
        await needPeople(tx, redRecipients)
        await addCollection(tx, {
          id, community, alias: parseSlug(alias), title: title.trim(), description, defaultLevel: levelOf(defaultTlp), allowsPayloads,
          redRecipients: [...new Set(redRecipients)], since: clock(),
        })
        await tell(tx, { fact: 'exchange.collection-created', collection: id, community, by })
      })
      await made.catch((error: unknown) => {
        if (!(error instanceof RuleBroken) || error.rule !== 'unique') throw error
        const faults = [{ field: '/alias', rule: 'is used once in a community', fix: 'choose another short name' }]
        throw new Refusal('conflict', 'exchange.alias-taken', `this community has a collection with the short name “${alias}” already`, { faults, cause: error })
      })
      return id
    },

    async changeCollection(actor: Actor, id: CollectionId, words: CollectionWords): Promise<void> {
      const { person: by } = need(actor, 'communities.curate')
      await database.transact(async (tx) => {
        const collection = await holdCollection(tx, id)
        if (collection === undefined) throw unknownCollection()
        if (words.redRecipients !== undefined) await needPeople(tx, words.redRecipients)
        await saveCollection(tx, { ...collection, ...words, redRecipients: [...new Set(words.redRecipients ?? collection.redRecipients)] })
        await tell(tx, { fact: 'exchange.collection-described', collection: id, by })
      })
    },
  }

  async function needPeople(tx: Parameters<typeof members.peopleByIds>[0], people: readonly PersonId[]): Promise<void> {
    const found = new Set((await members.peopleByIds(tx, people)).filter(({ state }) => state !== 'left').map(({ id }) => id))
    const faults = people.flatMap((person, at) => (found.has(person) ? [] : [{ field: `/redRecipients/${at}`, rule: 'names a person who is here' }]))
    if (faults.length > 0) throw new Refusal('unprocessable', 'exchange.person-unknown', 'TLP:RED goes to named people only, and some of these are not here', { faults })
  }
}

const levelOf = (tlp: Tlp | null): Level | undefined => (tlp === null ? undefined : (TLP_LEVELS.indexOf(tlp) as Level))
