/** Le journal : preuves à côté de ce qui est déclaré, actes, et leur vérification. */
import { ledger as english } from '../en/ledger.ts'
import type { Same } from '../words.ts'

export const ledger = {
  ...english,
  'proof.check': 'Vérifiez vous-même',
  'proof.check.full': 'Vérifiez vous-même : {what}',
} satisfies Same<typeof english>
