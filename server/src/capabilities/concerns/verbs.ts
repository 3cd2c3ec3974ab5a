/** What one does with concerns, put together: each group of verbs is a file in `verbs/`. Every verb loads, decides, saves, tells. */
import type { Means } from './means.ts'
import { createActVerbs } from './verbs/acts.ts'
import { createBook } from './verbs/book.ts'
import { createFileVerbs } from './verbs/file.ts'
import { createLadderVerbs } from './verbs/ladder.ts'
import { createOutcomeVerbs } from './verbs/outcome.ts'
import { createPanelVerbs } from './verbs/panel.ts'
import { createReadVerbs } from './verbs/read.ts'
import { createScreenVerbs } from './verbs/screen.ts'
import { createTendVerbs } from './verbs/tend.ts'

export type ConcernsSettings = Means
export type Concerns = ReturnType<typeof createConcerns>

export function createConcerns(means: ConcernsSettings) {
  const book = createBook(means)
  const outcome = createOutcomeVerbs(means, book)
  return {
    clock: means.clock,
    ...createFileVerbs(means, book),
    ...createScreenVerbs(means, book),
    ...createPanelVerbs(means, book),
    ...outcome,
    ...createActVerbs(means, book, outcome),
    ...createLadderVerbs(means, book),
    ...createReadVerbs(means, book),
    ...createTendVerbs(means, book),
  }
}
