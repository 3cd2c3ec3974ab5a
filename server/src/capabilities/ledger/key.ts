/**
 * The log's own key: Ed25519 (RFC 8032), kept as PKCS #8 in PEM (RFC 8410), readable by the hub's user alone. Whoever gets it
 * from here can sign with it and nothing else.
 */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { noteSigner, noteVerifier, printVerifierKey, verifierKey, type NoteSigner, type NoteVerifier, type SigningKey } from '@openaccord/tlog'
import type { Random } from '../../kernel/index.ts'
import { makeFolder, readIfThere, writeDurably } from './durable.ts'

/** The log under its name: who signs, who verifies, and the text by which outsiders do. */
export type LogKey = { vkey: string; signer: NoteSigner; verifier: NoteVerifier }

// RFC 8410 §7: version 0, id-Ed25519, an octet string in an octet string
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const FILE = 'log.key'

/** From the file that the settings name, or from the guard's folder; undefined where there is none. */
export async function loadKey(folder: string, named: string | undefined): Promise<SigningKey | undefined> {
  const pem = named === undefined ? await readIfThere(join(folder, FILE)) : await readFile(named)
  return pem === undefined ? undefined : keyOf(pem.toString('utf8'), named ?? join(folder, FILE))
}

/** A new key in the guard's folder. Called once in the life of a log. */
export async function makeKey(folder: string, random: Random): Promise<SigningKey> {
  await makeFolder(folder, 0o700)
  const der = Buffer.concat([PKCS8, random(32)])
  const pem = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' }).toString()
  await writeDurably([{ path: join(folder, FILE), bytes: Buffer.from(pem), mode: 0o600 }])
  return keyOf(pem, join(folder, FILE))
}

export function underName(origin: string, key: SigningKey): LogKey {
  const known = verifierKey(origin, key.publicKey)
  return { vkey: printVerifierKey(known), signer: noteSigner(origin, key), verifier: noteVerifier(known) }
}

function keyOf(pem: string, file: string): SigningKey {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`it is of type ${key.asymmetricKeyType}`)
    const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
    return { publicKey: new Uint8Array(spki.subarray(-32)), sign: (bytes) => new Uint8Array(sign(null, bytes, key)) }
  } catch (cause) {
    throw new Error(`the log's key ${file} cannot be used: it is an Ed25519 private key in PEM (PKCS #8), as  openssl genpkey -algorithm ed25519  makes one`, { cause })
  }
}
