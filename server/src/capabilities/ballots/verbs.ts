/** What one does with ballots, put together: each group of verbs is a file in `verbs/`. Every verb loads, decides, saves, tells. */
import type { Means } from './means.ts'
import { createActVerbs } from './verbs/acts.ts'
import { createDiscussionVerbs } from './verbs/discussion.ts'
import { createReadingVerbs } from './verbs/reading.ts'
import { createTurnVerbs } from './verbs/turn.ts'
import { createVotingVerbs } from './verbs/voting.ts'

export type BallotsSettings = Means
export type Ballots = ReturnType<typeof createBallots>

export function createBallots(means: BallotsSettings) {
  return {
    clock: means.clock,
    origin: means.origin,
    ...createDiscussionVerbs(means),
    ...createVotingVerbs(means),
    ...createActVerbs(means),
    ...createTurnVerbs(means),
    ...createReadingVerbs(means),
  }
}
