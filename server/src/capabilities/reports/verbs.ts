/** What one does with reports, put together: each group of verbs is a file in `verbs/`. Every verb loads, decides, saves, tells. */
import type { Means } from './means.ts'
import { createBook } from './verbs/book.ts'
import { createDeskVerbs } from './verbs/desk.ts'
import { createFileVerbs } from './verbs/file.ts'
import { createMailboxVerbs } from './verbs/mailbox.ts'
import { createTendVerbs } from './verbs/tend.ts'
import { createTriageVerbs } from './verbs/triage.ts'
import { createWhomVerbs } from './verbs/whom.ts'

export type ReportsSettings = Means
export type Reports = ReturnType<typeof createReports>

export function createReports(means: ReportsSettings) {
  const book = createBook(means)
  return {
    clock: means.clock,
    origin: means.origin,
    inbox: means.inbox,
    ...createFileVerbs(means, book),
    ...createMailboxVerbs(means, book),
    ...createTriageVerbs(means, book),
    ...createDeskVerbs(means, book),
    ...createWhomVerbs(means, book),
    ...createTendVerbs(means, book),
  }
}
