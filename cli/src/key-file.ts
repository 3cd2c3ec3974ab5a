/** A private key as a file: Ed25519 in PKCS #8 (RFC 8410), PEM, readable by its owner alone, never written over another. */
import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { SigningKey } from '@openaccord/tlog'
import { EXIT, Failure } from './failure.ts'
import { configFolder } from './profile.ts'

/** Lower-case hexadecimal SHA-256 of the raw public key. */
export type OwnKey = SigningKey & { readonly keyid: string; readonly hex: string }

export const defaultKeyFile = (): string => join(configFolder(), 'signing-key.pem')

export function writeKeyFile(file: string, key: KeyObject): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    writeFileSync(file, key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    throw new Failure(EXIT.failed, 'key.exists', `${file} exists already, and a key is never written over`, 'name another file with --output')
  }
}

export function readKeyFile(file: string): OwnKey {
  const pem = readFileSync(file, 'utf8')
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Failure(EXIT.failed, 'key.open', `${file} holds a private key, and others on this machine may read it`, `chmod 600 ${file}; if others were there, rotate the key`)
  }
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return ownKey(key)
  } catch {
    // said below
  }
  throw new Failure(EXIT.failed, 'key.unreadable', `${file} is not an Ed25519 key in PKCS #8`, 'make one: accord keygen')
}

export function ownKey(key: KeyObject): OwnKey {
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32))
  return {
    publicKey, hex: Buffer.from(publicKey).toString('hex'), keyid: createHash('sha256').update(publicKey).digest('hex'),
    sign: (bytes) => new Uint8Array(sign(null, bytes, key)),
  }
}
