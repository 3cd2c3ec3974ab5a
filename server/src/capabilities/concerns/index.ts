/** Concerns: what the composition may use. */
export { createConcerns, type Concerns, type ConcernsSettings } from './verbs.ts'
export { concernsEndpoints } from './routes.ts'
export { forgetConcernActs } from './store/forget.ts'
export { removalsByBallot } from './store/removals.ts'
export { LAPSE_JOB } from './verbs/ladder.ts'
export { LOTS_JOB } from './verbs/panel.ts'
export { TEND_JOB } from './verbs/tend.ts'

/** For `migrate`. */
export const concernsRoom = { room: 'concerns', directory: new URL('./migrations/', import.meta.url) }
