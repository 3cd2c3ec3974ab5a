/** What one does in this room, put together: each group of verbs is a file in `verbs/`. Every verb loads, decides, saves, tells. */
import type { Means } from './means.ts'
import { createBook } from './verbs/book.ts'
import { createDraftVerbs } from './verbs/drafts.ts'
import { createLookVerbs } from './verbs/look.ts'
import { createReminderVerbs } from './verbs/reminders.ts'
import { createReviewVerbs } from './verbs/reviews.ts'
import { createSubmitVerbs } from './verbs/submit.ts'

export type CommitmentsSettings = Means
export type Commitments = ReturnType<typeof createCommitments>

export function createCommitments(means: CommitmentsSettings) {
  const book = createBook(means)
  return {
    origin: means.origin,
    allianceName: async (): Promise<string> => (await means.database.read((tx) => means.members.allianceName(tx))) ?? '',
    ...createSubmitVerbs(means),
    ...createDraftVerbs(means),
    ...createReviewVerbs(means, book),
    ...createLookVerbs(means, book),
    ...createReminderVerbs(means, book),
  }
}
