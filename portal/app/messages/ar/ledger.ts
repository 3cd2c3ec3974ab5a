/** اليومية العامة: الإثباتات إلى جانب ما صُرّح به، والتصرّفات، والتحقّق منها. */
import { ledger as english } from '../en/ledger.ts'
import type { Same } from '../words.ts'

export const ledger = {
  ...english,
  'proof.check': 'تحقّق بنفسك',
  'proof.check.full': 'تحقّق بنفسك: {what}',
} satisfies Same<typeof english>
