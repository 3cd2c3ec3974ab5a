/** Le français : ce que tout le monde lit. */
import type { ledger as english } from '../en/ledger.ts'
import type { Same } from '../words.ts'

export const ledger = {
} satisfies Same<typeof english>
