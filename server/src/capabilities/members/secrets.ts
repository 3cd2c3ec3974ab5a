/**
 * Secrets that this room hands out: 256 bits of chance behind a prefix that scanners of code and logs can find, with a
 * checksum at the end (CRC-32, ISO 3309) so that half a secret is recognised without asking the store. Kept as SHA-256.
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Random } from '../../kernel/index.ts'

/** oas_: session, oat_: API token, oal_: sign-in link, oai_: invitation, oau_: set-up, oac_: a ceremony under way. */
export type SecretKind = 'oas' | 'oat' | 'oal' | 'oai' | 'oau' | 'oac'
export type Secret = { text: string; hash: string }

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const SHAPE = /^(oas|oat|oal|oai|oau|oac)_([0-9a-hjkmnp-tv-z]{52})([0-9a-hjkmnp-tv-z]{7})$/

/** 52 characters of 5 bits hold 260 bits, of which 256 and more are chance; 7 characters hold the checksum. */
export function newSecret(kind: SecretKind, random: Random): Secret {
  let body = ''
  for (const byte of random(52)) body += ALPHABET[byte & 31]
  const text = `${kind}_${body}${checksum(`${kind}_${body}`)}`
  return { text, hash: hashOf(text) }
}

/** The hash to look for, or undefined when this cannot be a secret of that kind (shortened, mistyped, another kind). */
export function hashOfSecret(kind: SecretKind, text: string): string | undefined {
  const found = SHAPE.exec(text)
  if (found === null || found[1] !== kind || found[3] !== checksum(`${kind}_${found[2]}`)) return undefined
  return hashOf(text)
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

function checksum(text: string): string {
  let rest = crc32(text)
  let sum = ''
  for (let at = 0; at < 7; at++) {
    sum = `${ALPHABET[rest & 31]}${sum}`
    rest >>>= 5
  }
  return sum
}
