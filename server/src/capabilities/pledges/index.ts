/** Pledges: what the composition may use. */
export { createPledges, type Pledges, type PledgesSettings } from './verbs.ts'
export { pledgesEndpoints } from './routes.ts'
export { mountPledgeFiles } from './routes/files.ts'
export { CEREMONY_JOB } from './verbs/ceremonies.ts'
export { REMINDERS_JOB } from './verbs/reminders.ts'
export { forgetActs } from './store/forget.ts'
export { affiliateGroups, pledgeBySha256, pledgeInForce, registerIn, signaturesAt, signedAfter, type NamedPledge } from './sisters.ts'
export { isGood } from './model/standing.ts'
export { pledgeText, PLEDGE_TEXTS } from './texts.ts'

/** For `migrate`. */
export const pledgesRoom = { room: 'pledges', directory: new URL('./migrations/', import.meta.url) }
