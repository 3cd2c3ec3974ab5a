/** El diario público: pruebas junto a lo declarado, actos, y su comprobación. */
import { ledger as english } from '../en/ledger.ts'
import type { Same } from '../words.ts'

export const ledger = {
  ...english,
  'proof.check': 'Compruébelo usted',
  'proof.check.full': 'Compruébelo usted: {what}',
} satisfies Same<typeof english>
