/** What one does with the pledge, put together: each group of verbs is a file in `verbs/`. Every verb loads, decides, saves, tells. */
import type { Means } from './means.ts'
import { createBook } from './verbs/book.ts'
import { createCeremonyVerbs } from './verbs/ceremonies.ts'
import { createRegisterVerbs } from './verbs/register.ts'
import { createReminderVerbs } from './verbs/reminders.ts'
import { createSubmitVerbs } from './verbs/submit.ts'
import { createTextVerbs } from './verbs/texts.ts'

export type PledgesSettings = Means
export type Pledges = ReturnType<typeof createPledges>

export function createPledges(means: PledgesSettings) {
  const book = createBook(means)
  const ceremonies = createCeremonyVerbs(means)
  return {
    clock: means.clock,
    origin: means.origin,
    attestationOf: async (slug: string) => means.attestationOf?.(slug),
    allianceName: async (): Promise<string> => (await means.database.read((tx) => means.members.allianceName(tx))) ?? '',
    ...createTextVerbs(means),
    ...ceremonies,
    ...createSubmitVerbs(means, ceremonies),
    ...createRegisterVerbs(means, book, ceremonies.ceremonies),
    ...createReminderVerbs(means, book),
  }
}
