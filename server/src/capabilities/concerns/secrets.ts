/** The receipt: 256 bits of chance behind a prefix that scanners find, with a checksum (CRC-32) so that half of one is recognised. Kept as SHA-256. */
import { hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Random } from '../../kernel/index.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const SHAPE = /^(oax_[0-9a-hjkmnp-tv-z]{52})([0-9a-hjkmnp-tv-z]{7})$/

export function newReceipt(random: Random): { text: string; hash: string } {
  const body = `oax_${Array.from(random(52), (byte) => ALPHABET[byte & 31]).join('')}`
  const text = body + checksum(body)
  return { text, hash: sha256Of(text) }
}

/** The hash to look for, or undefined where this cannot be a receipt. White space from copying is forgiven. */
export function hashOfReceipt(text: string): string | undefined {
  const plain = text.replace(/\s+/g, '').toLowerCase()
  const [, body, sum] = SHAPE.exec(plain) ?? []
  return body !== undefined && sum === checksum(body) ? sha256Of(plain) : undefined
}

export const sha256Of = (text: string | Uint8Array): string => hash('sha256', text, 'hex')

function checksum(text: string): string {
  const sum = crc32(text)
  return Array.from({ length: 7 }, (_, at) => ALPHABET[Math.floor(sum / 32 ** (6 - at)) % 32]).join('')
}
