/** The log: proofs beside what is stated, acts, and checking them oneself. */
import type { Messages } from '../words.ts'

export const ledger = {
  'proof.check': 'Check this yourself',
  'proof.check.full': 'Check this yourself: {what}',
} satisfies Messages
