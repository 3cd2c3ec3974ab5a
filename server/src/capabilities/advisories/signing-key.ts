/**
 * The hub's OpenPGP key (CSAF 2.0 §7.1.19, §7.1.20): made once, kept sealed by the vault. Version 4, Ed25519 in the form that
 * every program in use verifies. The library is loaded when somebody publishes, not when the hub starts.
 */
import type { Micros } from '@openaccord/names'

const openpgp = () => import('openpgp')
const dateOf = (at: Micros): Date => new Date(Math.floor(at / 1_000_000) * 1000)

export type OpenPgpKey = { fingerprint: string; publicKey: string; secretKey: string }

export async function makeOpenPgpKey(name: string, at: Micros): Promise<OpenPgpKey> {
  const { generateKey, readKey } = await openpgp()
  const { privateKey, publicKey } = await generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: [{ name }], date: dateOf(at), format: 'armored' })
  const fingerprint = (await readKey({ armoredKey: publicKey })).getFingerprint().toUpperCase()
  return { fingerprint, publicKey, secretKey: privateKey }
}

/** A detached, armoured signature over exactly these bytes. */
export async function signDetached(bytes: readonly Uint8Array[], secretKey: string, at: Micros): Promise<string[]> {
  const { createMessage, readPrivateKey, sign } = await openpgp()
  const signingKeys = await readPrivateKey({ armoredKey: secretKey })
  const signatures: string[] = []
  for (const binary of bytes) signatures.push(await sign({ message: await createMessage({ binary }), signingKeys, detached: true, date: dateOf(at), format: 'armored' }))
  return signatures
}

/** Whether one of these keys signed these bytes at some moment up to now. Anything that cannot be read is no good signature. */
export async function verifyDetached(bytes: Uint8Array, signature: string, publicKeys: readonly string[], now: Micros): Promise<boolean> {
  const { createMessage, readKeys, readSignature, verify } = await openpgp()
  try {
    const keys = await readKeys({ armoredKeys: publicKeys.join('\n') })
    const { signatures } = await verify({ message: await createMessage({ binary: bytes }), signature: await readSignature({ armoredSignature: signature }), verificationKeys: keys, date: dateOf(now) })
    const checked = await Promise.allSettled(signatures.map(({ verified }) => verified))
    return checked.some(({ status }) => status === 'fulfilled')
  } catch {
    return false
  }
}

/** The fingerprints of the keys in an armoured text; none where it is no key. */
export async function fingerprintsOf(armored: string): Promise<string[]> {
  const { readKeys } = await openpgp()
  try {
    return (await readKeys({ armoredKeys: armored })).map((key) => key.getFingerprint().toUpperCase())
  } catch {
    return []
  }
}
