/** Request ids: 16 characters of chance. One from a trusted proxy is kept when it has a safe form. */
import type { Random } from '../../kernel/index.ts'

const SAFE = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{7,63}$/

export const createRequestId =
  (random: Random) =>
  (given: string | string[] | undefined, believed: boolean): string =>
    believed && typeof given === 'string' && SAFE.test(given) ? given : Buffer.from(random(12)).toString('base64url')
