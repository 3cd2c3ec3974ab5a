/** The key of cursors: HMAC-SHA-256, compared in constant time. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { CursorKey } from '@openaccord/taxii'

export function createCursorKey(secret: Uint8Array): CursorKey {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  return {
    sign,
    verify(text, signature) {
      const [right, given] = [Buffer.from(sign(text)), Buffer.from(signature)]
      return right.length === given.length && timingSafeEqual(right, given)
    },
  }
}
