/** Commitments: what the composition may use. */
export { createCommitments, type Commitments, type CommitmentsSettings } from './verbs.ts'
export { commitmentsEndpoints } from './routes.ts'
export { mountCommitmentFiles } from './routes/files.ts'
export { REMINDERS_JOB as CONDUCT_REMINDERS_JOB } from './verbs/reminders.ts'
export { forgetConduct } from './store/acts.ts'

/** For `migrate`. */
export const commitmentsRoom = { room: 'commitments', directory: new URL('./migrations/', import.meta.url) }
