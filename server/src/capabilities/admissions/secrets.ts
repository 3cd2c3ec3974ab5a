/** Secrets in links: 256 bits of chance and more behind a prefix that scanners of code and logs can find. Kept as SHA-256. */
import { createHash } from 'node:crypto'
import type { Random } from '../../kernel/index.ts'

/** oar_: an application is gone on with. oad_: a disclosure contact answers its test mail. */
export type SecretKind = 'oar' | 'oad'
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const SHAPE = /^(oar|oad)_[0-9a-hjkmnp-tv-z]{52}$/

/** 52 characters of 5 bits: 260 bits. */
export function newSecret(kind: SecretKind, random: Random): { text: string; hash: string } {
  let body = ''
  for (const byte of random(52)) body += ALPHABET[byte & 31]
  const text = `${kind}_${body}`
  return { text, hash: sha256(text) }
}

/** The hash to look for, or undefined when this cannot be a secret of that kind. */
export const hashOfSecret = (kind: SecretKind, text: string): string | undefined => (SHAPE.exec(text)?.[1] === kind ? sha256(text) : undefined)

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
