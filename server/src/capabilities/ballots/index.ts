/**
 * Ballots: what the composition and the sister rooms may use. A sister brings a question to the vote with
 * `ballots.openBallot(tx, …)` and reads the end with `ballots.ballotStanding(tx, id, now)`, in its own transaction.
 */
export { createBallots, type Ballots, type BallotsSettings } from './verbs.ts'
export type { BallotStanding } from './verbs/book.ts'
export type { Wanted as WantedBallot } from './verbs/discussion.ts'
export type { Voter } from './model.ts'

/** For `migrate`. */
export const ballotsRoom = { room: 'ballots', directory: new URL('./migrations/', import.meta.url) }
export { ballotsEndpoints } from './routes.ts'
export { mountBallotFiles } from './routes/files.ts'
export { TURN_JOB } from './verbs/turn.ts'
export { forgetBallotWords } from './store/forget.ts'
