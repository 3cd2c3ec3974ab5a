/** Het logboek: bewijzen naast wat verklaard is, akten, en hoe men ze nagaat. */
import { ledger as english } from '../en/ledger.ts'
import type { Same } from '../words.ts'

export const ledger = {
  ...english,
  'proof.check': 'Ga het zelf na',
  'proof.check.full': 'Ga het zelf na: {what}',
} satisfies Same<typeof english>
