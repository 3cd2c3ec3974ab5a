/** A guest's link: 256 bits of chance behind a prefix that scanners find, with a checksum (CRC-32). Kept as SHA-256. */
import { crc32 } from 'node:zlib'
import type { Random } from '../../kernel/index.ts'
import { sha256Of } from './model/chain.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const SHAPE = /^(oag_[0-9a-hjkmnp-tv-z]{52})([0-9a-hjkmnp-tv-z]{7})$/

export function newLink(random: Random): { text: string; hash: string } {
  const body = `oag_${Array.from(random(52), (byte) => ALPHABET[byte & 31]).join('')}`
  const text = body + checksum(body)
  return { text, hash: sha256Of(text) }
}

/** The hash to look for, or undefined where this cannot be a link. White space from copying is forgiven. */
export function hashOfLink(text: string): string | undefined {
  const plain = text.replace(/\s+/g, '').toLowerCase()
  const [, body, sum] = SHAPE.exec(plain) ?? []
  return body !== undefined && sum === checksum(body) ? sha256Of(plain) : undefined
}

function checksum(text: string): string {
  const sum = crc32(text)
  return Array.from({ length: 7 }, (_, at) => ALPHABET[Math.floor(sum / 32 ** (6 - at)) % 32]).join('')
}
