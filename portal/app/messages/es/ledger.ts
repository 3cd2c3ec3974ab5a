/** El diario público: pruebas junto a lo declarado, actos, y su comprobación. */
import type { ledger as english } from '../en/ledger.ts'
import type { Same } from '../words.ts'

export const ledger = {
  'proof.check': 'Compruébelo usted',
  'proof.check.full': 'Compruébelo usted: {what}',
} satisfies Same<typeof english>
