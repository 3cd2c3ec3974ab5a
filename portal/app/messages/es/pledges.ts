/** El español: lo que lee todo el mundo. */
import type { pledges as english } from '../en/pledges.ts'
import type { Same } from '../words.ts'

export const pledges = {
} satisfies Same<typeof english>
