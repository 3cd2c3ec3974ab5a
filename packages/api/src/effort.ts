/** Effort instead of puzzles, for forms that need no account: a challenge, and a number found for it (server/src/platform/effort.ts). */
import { Type } from 'typebox'
import { route } from './route.ts'
import * as S from './shapes.ts'

/** What a form without an account asks for: each its own challenges. */
export const EFFORT_PURPOSES = ['application', 'application-comment', 'concern', 'concern-note', 'report'] as const

/** As a form sends it back. Without `number` the challenge is at least half a minute old, and few are taken. */
export const Effort = Type.Object({
  challenge: Type.String({ minLength: 1, maxLength: 200 }),
  /** Decimal: SHA-256 over the challenge's SHA-256 and this number as 8 bytes (big end first) begins with `bits` zero bits. */
  number: Type.Optional(Type.String({ maxLength: 16, pattern: '^(?:0|[1-9][0-9]*)?$' })),
})

export const effort = {
  challenge: route({
    method: 'GET', path: '/api/v1/effort/:purpose', access: 'public', summary: 'A challenge for one form that needs no account. It works once, within two hours.',
    params: Type.Object({ purpose: S.oneOf(EFFORT_PURPOSES) }),
    reply: Type.Object({ challenge: Type.String(), bits: Type.Integer(), expires: S.Time }),
  }),
}
