/** Advisories: what the composition may use. */
export { createAdvisories, type Advisories, type AdvisoriesSettings } from './verbs.ts'
export { type CaseBehind } from './means.ts'
/** What a draft is: packages/advisory, for the sample alliance. */
export { DRAFT_FORMAT, type Draft } from '@openaccord/advisory'
export { advisoriesEndpoints } from './routes.ts'
export { mountAdvisoryFiles } from './routes/files.ts'
export { PUBLISH_JOB } from './verbs/acts.ts'
export { MIRROR_JOB } from './verbs/mirror.ts'

/** For `migrate`. */
export const advisoriesRoom = { room: 'advisories', directory: new URL('./migrations/', import.meta.url) }
