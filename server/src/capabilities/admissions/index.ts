/** Admissions: what the composition may use. */
export { createAdmissions, type Admissions, type AdmissionsSettings } from './verbs.ts'
export { admissionsEndpoints } from './routes.ts'
export { mountDocuments } from './routes/documents.ts'
export { LINKS_JOB, ROUND_JOB } from './verbs/round.ts'
export { forgetActs as forgetSponsorActs } from './store/beside.ts'

/** For `migrate`. */
export const admissionsRoom = { room: 'admissions', directory: new URL('./migrations/', import.meta.url) }
