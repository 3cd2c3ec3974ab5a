/** Words the sample alliance borrows from the rooms below. */
export type { Role } from '@openaccord/names'
export type { Standing } from '../kernel/index.ts'
