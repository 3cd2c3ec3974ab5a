/** What one can do here, put together: each group of verbs is a file in `verbs/`. Nothing is loaded but through model.ts's decision. */
import type { CollectionId, Micros } from '@openaccord/names'
import { DAY, type Actor, type Clock, type Random } from '../../kernel/index.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { ExchangeFact } from '@openaccord/facts'
import { createIntakeThread } from './intake/thread.ts'
import type { MembersPort, Means } from './means.ts'
import { createParties } from './store/collections.ts'
import { sweepStatuses } from './store/statuses.ts'
import { createIndexer } from './search/indexer.ts'
import { createTaxii } from './taxii/service.ts'
import { createCollectionVerbs, type CollectionWords, type NewCollection, type ShownCollection } from './verbs/collections.ts'
import { createIntake } from './verbs/intake.ts'
import { createObjectVerbs } from './verbs/objects.ts'
import { createRemoving } from './verbs/removing.ts'
import { createSearching } from './verbs/searching.ts'
import { createSharing } from './verbs/sharing.ts'
import { createShowing } from './verbs/showing.ts'
import { createWarningListVerbs } from './verbs/warning-lists.ts'

export type ExchangeSettings = {
  database: Database
  /** Where facts go; `at` is when the verb began. */
  journal: { write(tx: Tx, fact: ExchangeFact & { at: Micros }): Promise<unknown> }
  /** The members room's own index. */
  members: MembersPort
  clock: Clock
  random: Random
  /** 32 bytes that all hubs share. */
  cursorKey: Uint8Array
  /** `https://hub.example`, without a slash at the end. */
  origin: string
  /** The largest body that is taken, in bytes; 24 MiB unless said. */
  maxContentBytes?: number
  /** Hears of what nobody waits for: an index that could not go on. */
  trouble?: (error: unknown) => void
}

export type Exchange = ReturnType<typeof createExchange>

/** TAXII 2.1 §4.3 wants a day; a client that was away over a weekend finds it too. */
const STATUS_KEPT = 4 * DAY
export const MAX_CONTENT_BYTES = 24 * 1024 * 1024

export function createExchange({ database, journal, members, clock, random, cursorKey, origin, maxContentBytes = MAX_CONTENT_BYTES, trouble = () => {} }: ExchangeSettings) {
  const tell = async (tx: Tx, fact: ExchangeFact): Promise<void> => void (await journal.write(tx, { ...fact, at: clock() }))
  const means: Means = { database, clock, random, members, tell, cursorKey, origin, maxContentBytes, parties: createParties(database), intake: createIntakeThread() }
  const { listsReady, stopLists, ...lists } = createWarningListVerbs(means)
  const indexer = createIndexer({ database, isBusy: () => means.intake.waiting() > 0, trouble })
  const intake = createIntake(means, { ready: listsReady, received: indexer.nudge })
  const removing = createRemoving(means)
  const showing = createShowing(means)
  const taxii = createTaxii(means, { ...intake, ...removing })
  const collections = createCollectionVerbs(means, (community) => taxii.roots.addressOf(community))
  return {
    means,
    taxii,
    ...collections,
    async createCollection(actor: Actor, wish: NewCollection): Promise<ShownCollection> {
      return collections.collection(actor, await collections.makeCollection(actor, wish))
    },
    async describeCollection(actor: Actor, id: CollectionId, words: CollectionWords): Promise<ShownCollection> {
      await collections.changeCollection(actor, id, words)
      return collections.collection(actor, id)
    },
    take: intake.take,
    ...createSharing(means, intake),
    ...removing,
    ...createSearching(means, showing),
    ...createObjectVerbs(means, showing),
    ...lists,
    /** Resolves when everything that is here now can be found. */
    indexed: (): Promise<void> => indexer.catchUp(),
    /** Once an hour or so, on one hub: forgets what became of old POSTs. Returns how many rows went. */
    sweep: (): Promise<number> => database.transact((tx) => sweepStatuses(tx, clock() - STATUS_KEPT)),
    async close(): Promise<void> {
      stopLists()
      await indexer.close()
      await means.intake.close()
    },
  }
}
