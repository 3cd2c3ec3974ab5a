/**
 * The head of a sealed item: which key of the vault wraps its data key (AES-256-GCM, NIST SP 800-38D, random 96-bit nonce).
 * What the item is about is authenticated with it, so a row that is moved elsewhere does not open.
 *
 *   "OAV" version:1 | key id:8 | nonce:12 | wrapped data key:32 tag:16 | chunks, see chunks.ts
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import type { Random } from '../../kernel/index.ts'
import { VaultError } from './error.ts'

/** A key of the vault: 32 bytes, and the name by which items and the database remember it. */
export type VaultKey = { id: string; bytes: Uint8Array }

export const KEY_BYTES = 32
export const TAG_BYTES = 16
const MAGIC = new Uint8Array([0x4f, 0x41, 0x56, 1]) // "OAV", version 1
const ID_BYTES = 8
const NONCE_BYTES = 12
const NONCE_AT = MAGIC.length + ID_BYTES
const WRAPPED_AT = NONCE_AT + NONCE_BYTES
export const HEAD_BYTES = WRAPPED_AT + KEY_BYTES + TAG_BYTES

/** The id says nothing about the key: the first 8 bytes of a labelled SHA-256, in hex. */
export function vaultKey(bytes: Uint8Array): VaultKey {
  const id = createHash('sha256').update('openaccord vault key\n').update(bytes).digest('hex').slice(0, ID_BYTES * 2)
  return { id, bytes }
}

/** A fresh data key and the head that carries it, wrapped. */
export function makeHead(key: VaultKey, about: string, random: Random): { head: Uint8Array; dataKey: Uint8Array } {
  const dataKey = random(KEY_BYTES)
  const nonce = random(NONCE_BYTES)
  const start = Buffer.concat([MAGIC, Buffer.from(key.id, 'hex')])
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(bound(start, about))
  const head = Buffer.concat([start, nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()])
  return { head, dataKey }
}

/** The data key of an item, from its head. Throws VaultError. */
export function openHead(head: Uint8Array, about: string, keys: readonly VaultKey[]): Uint8Array {
  if (head.length < HEAD_BYTES || !MAGIC.every((byte, at) => head[at] === byte)) {
    throw new VaultError('not-sealed', `${about} is not sealed as this version of the vault seals`)
  }
  const id = Buffer.from(head.subarray(MAGIC.length, NONCE_AT)).toString('hex')
  const key = keys.find((one) => one.id === id)
  if (key === undefined) throw new VaultError('unknown-key', `${about} is sealed under the vault key ${id}, which is not in the key file`)
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, head.subarray(NONCE_AT, WRAPPED_AT), { authTagLength: TAG_BYTES })
    .setAAD(bound(head.subarray(0, NONCE_AT), about))
    .setAuthTag(head.subarray(WRAPPED_AT + KEY_BYTES, HEAD_BYTES))
  const dataKey = decipher.update(head.subarray(WRAPPED_AT, WRAPPED_AT + KEY_BYTES))
  try {
    decipher.final() // a stream mode: everything has come already, this only checks the tag
    return dataKey
  } catch (cause) {
    throw new VaultError('not-whole', `${about} was changed, or moved here from another place`, cause)
  }
}

/** The start has a fixed length, so no two pairs read the same. */
const bound = (start: Uint8Array, about: string): Uint8Array => Buffer.concat([start, Buffer.from(about, 'utf8')])
