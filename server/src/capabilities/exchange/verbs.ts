/** What one can do here, put together: each group of verbs is a file in `verbs/`. Nothing is loaded but through model.ts's decision. */
import type { Micros } from '@openaccord/names'
import { DAY, type Clock, type Random } from '../../kernel/index.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { ExchangeFact } from './facts.ts'
import { createIntakeThread } from './intake/thread.ts'
import type { MembersPort, Means } from './means.ts'
import { createParties } from './store/collections.ts'
import { sweepStatuses } from './store/statuses.ts'
import { createCollectionVerbs } from './verbs/collections.ts'
import { createIntake } from './verbs/intake.ts'
import { createRemoving } from './verbs/removing.ts'
import { createTaxii } from './taxii/service.ts'

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
}

export type Exchange = ReturnType<typeof createExchange>

/** TAXII 2.1 §4.3 wants a day; a client that was away over a weekend finds it too. */
const STATUS_KEPT = 4 * DAY
export const MAX_CONTENT_BYTES = 24 * 1024 * 1024

export function createExchange({ database, journal, members, clock, random, cursorKey, origin, maxContentBytes = MAX_CONTENT_BYTES }: ExchangeSettings) {
  const tell = async (tx: Tx, fact: ExchangeFact): Promise<void> => void (await journal.write(tx, { ...fact, at: clock() }))
  const means: Means = { database, clock, random, members, tell, cursorKey, origin, maxContentBytes, parties: createParties(database), intake: createIntakeThread() }
  const intake = createIntake(means)
  const removing = createRemoving(means)
  return {
    means,
    taxii: createTaxii(means, { ...intake, ...removing }),
    ...createCollectionVerbs(means),
    ...intake,
    ...removing,
    /** Once an hour or so, on one hub: forgets what became of old POSTs. Returns how many rows went. */
    sweep: (): Promise<number> => database.transact((tx) => sweepStatuses(tx, clock() - STATUS_KEPT)),
    close: (): Promise<void> => means.intake.close(),
  }
}
