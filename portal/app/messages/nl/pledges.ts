/** Nederlands: wat iedereen leest. */
import type { pledges as english } from '../en/pledges.ts'
import type { Same } from '../words.ts'

export const pledges = {
} satisfies Same<typeof english>
