/** What one does with cases, put together: each group of verbs is a file in `verbs/`. Every verb loads, decides, appends, tells. */
import type { Means } from './means.ts'
import { termsOf } from './model/embargo.ts'
import { createBook } from './verbs/book.ts'
import { createClockVerbs } from './verbs/clocks.ts'
import { createEmbargoVerbs } from './verbs/embargo.ts'
import { createProcessVerbs, embargoTies } from './verbs/embargo-process.ts'
import { createProofVerbs } from './verbs/embargo-proof.ts'
import { createGuestVerbs } from './verbs/guests.ts'
import { createMatrixVerbs } from './verbs/matrix.ts'
import { createNoteVerbs } from './verbs/notes.ts'
import { createNoticeVerbs } from './verbs/notices.ts'
import { createOpenVerbs } from './verbs/open.ts'
import { createPeopleVerbs } from './verbs/people.ts'
import { createReadVerbs } from './verbs/read.ts'
import { createRelateVerbs } from './verbs/relate.ts'
import { createThreadVerbs } from './verbs/threads.ts'
import { createWorkVerbs } from './verbs/work.ts'

export type CasesSettings = Means
export type Cases = ReturnType<typeof createCases>

export function createCases(means: CasesSettings) {
  const book = createBook(means, termsOf)
  return {
    clock: means.clock,
    ...createOpenVerbs(means, book),
    ...createPeopleVerbs(means, book),
    ...createGuestVerbs(means, book),
    ...createThreadVerbs(means, book),
    ...createWorkVerbs(means, book),
    ...createMatrixVerbs(means, book),
    ...createNoteVerbs(means, book),
    ...createRelateVerbs(means, book, embargoTies(means)),
    ...createReadVerbs(means, book),
    ...createNoticeVerbs(means, book),
    ...createEmbargoVerbs(means, book),
    ...createProcessVerbs(means, book),
    ...createProofVerbs(means, book),
    ...createClockVerbs(means, book),
  }
}
