/** Reports: what the composition and the sister rooms may use. */
export { createFeeds, type Feeds } from './feeds.ts'
export type { Outside } from './means.ts'
export { reportsEndpoints } from './routes.ts'
export { deskOf, productsLike, reportForCase, type ReportForCase } from './sisters.ts'
export { readMail, type ReadMail } from './mail.ts'
export { createReports, type Reports, type ReportsSettings } from './verbs.ts'
export { TEND_JOB } from './verbs/tend.ts'

/** For `migrate`. */
export const reportsRoom = { room: 'reports', directory: new URL('./migrations/', import.meta.url) }
