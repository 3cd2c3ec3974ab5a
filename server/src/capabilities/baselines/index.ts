/** Baselines: what the composition and the sister rooms may use. */
export { createBaselines, latestReport, SWEEP_JOB, type Baselines } from './verbs.ts'
export type { Means as BaselinesSettings } from './means.ts'
export { baselinesEndpoints } from './routes.ts'

/** For `migrate`. */
export const baselinesRoom = { room: 'baselines', directory: new URL('./migrations/', import.meta.url) }
