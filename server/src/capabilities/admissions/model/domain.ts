/** The line that proves an applicant's domain: at the same places as the proofs of keys. */
import type { ApplicationId } from '@openaccord/names'

export const proofOf = (application: ApplicationId, token: string): string => `openaccord1 application=${application} token=${token}`
