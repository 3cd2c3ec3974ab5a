/** Cases: what sisters and the composition may use. */
export { createCases, type Cases, type CasesSettings } from './verbs.ts'
export { casesEndpoints } from './routes.ts'
export { embargoEndpoints, mountEmbargoFiles } from './routes/embargo.ts'
export { EMBARGO_JOB } from './verbs/embargo-process.ts'
export { mountCaseFiles } from './routes/files.ts'
export { publicFigures } from './verbs/read.ts'
export { NOTICES_JOB } from './verbs/notices.ts'

/** For `migrate`. */
export const casesRoom = { room: 'cases', directory: new URL('./migrations/', import.meta.url) }
