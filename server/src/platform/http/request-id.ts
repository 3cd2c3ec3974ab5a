/** Request ids: 16 characters of chance. One from a trusted proxy is kept when it has a safe form. */
import type { Random } from '../../kernel/index.ts'

const SAFE = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{7,63}$/

const BYTES = 12

/** Chance is drawn for many ids at once. */
export function createRequestId(random: Random): (given: string | string[] | undefined, isBelieved: () => boolean) => string {
  let pool = Buffer.alloc(0)
  let at = 0
  function fresh(): string {
    if (at >= pool.length) {
      pool = Buffer.from(random(BYTES * 64))
      at = 0
    }
    at += BYTES
    return pool.toString('base64url', at - BYTES, at)
  }
  return (given, isBelieved) => (typeof given === 'string' && SAFE.test(given) && isBelieved() ? given : fresh())
}
