/** Secrets of this room: the link that confirms a mail address, and the key of the hashes of components. */
import { createHmac, hash } from 'node:crypto'
import type { Random } from '../../kernel/index.ts'
import type { Tx } from '../../platform/database.ts'
import type { Means } from './means.ts'
import { addSecret, findSecret } from './store/desk.ts'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const SHAPE = /^orc_[0-9a-hjkmnp-tv-z]{52}$/

export const sha256Of = (text: string | Uint8Array): string => hash('sha256', text, 'hex')

/** 256 bits behind a prefix that scanners find. Kept as SHA-256. */
export function newClaim(random: Random): { text: string; hash: string } {
  const text = `orc_${Array.from(random(52), (byte) => ALPHABET[byte & 31]).join('')}`
  return { text, hash: sha256Of(text) }
}

export const hashOfClaim = (text: string): string | undefined => (SHAPE.test(text.trim()) ? sha256Of(text.trim()) : undefined)

const COMPONENTS = 'components'
const about = (name: string): string => `reports_secret.sealed ${name}`

/** Keyed, so that a copy of the database does not tell who ships what: the key lies there sealed by the vault. */
export async function componentKey(tx: Tx, { vault, random }: Pick<Means, 'vault' | 'random'>): Promise<(packages: string) => string> {
  let sealed = await findSecret(tx, COMPONENTS)
  if (sealed === undefined) {
    await addSecret(tx, COMPONENTS, vault.seal(random(32), about(COMPONENTS)))
    sealed = await findSecret(tx, COMPONENTS)
  }
  if (sealed === undefined) throw new Error('the key of components was not kept')
  const key = vault.open(sealed, about(COMPONENTS))
  return (name) => createHmac('sha256', key).update(name).digest('hex')
}
