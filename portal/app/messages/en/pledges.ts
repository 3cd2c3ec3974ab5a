/** The pledge and the register, as everyone reads them. */
import type { Messages } from '../words.ts'

export const pledges = {
} satisfies Messages
