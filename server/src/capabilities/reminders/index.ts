/** Reminders: what the composition may use. */
export { createReminders, REMIND_JOB, type Reminders } from './verbs.ts'
export type { Means as RemindersSettings } from './means.ts'
export type { Awaited } from './model.ts'
export { remindersEndpoints } from './routes.ts'

/** For `migrate`. */
export const remindersRoom = { room: 'reminders', directory: new URL('./migrations/', import.meta.url) }
