/**
 * Ed25519 of RFC 8032 §5.1, strict, with one verdict in Node and in every browser: before the platform is asked, S must be
 * below L, and A and R must be canonical encodings of points that do not have small order. What is left, platforms agree on.
 * Private keys stay outside: whatever signs is a `Signer`.
 */
import { concatBytes, printHex } from './bytes.ts'
import { TlogError } from './errors.ts'
import { nodeCrypto, subtle } from './platform.ts'
import { isReducedScalar, isRefusedPoint } from './small-order.ts'

/** Signs these bytes and gives the 64 bytes of the Ed25519 signature; the key stays where it is. */
export type Signer = (bytes: Uint8Array) => Promise<Uint8Array> | Uint8Array

export type SigningKey = { readonly publicKey: Uint8Array; readonly sign: Signer }

/** DER of SubjectPublicKeyInfo and PrivateKeyInfo for Ed25519, up to the 32 bytes of the key (RFC 8410). */
const SPKI = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00)
const PKCS8 = Uint8Array.of(0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20)
const KEYS_KEPT = 512

type Verify = (message: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>
/** Importing a key costs as much as a verification, so the last ones used are kept. */
const imported = new Map<string, Promise<Verify>>()

/**
 * Is this the signature of these bytes by this key? False for anything wrong, also for keys and signatures of wrong length.
 * Throws only `unsupported-platform`.
 */
export async function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (!isStrictKey(publicKey) || signature.length !== 64) return false
  if (isRefusedPoint(signature, 0) || !isReducedScalar(signature, 32)) return false
  return (await importedKey(publicKey))(message, signature)
}

/** A public key that strict verification can ever accept: 32 bytes, canonical, not of small order. */
export const isStrictKey = (publicKey: Uint8Array): boolean => publicKey.length === 32 && !isRefusedPoint(publicKey, 0)

function importedKey(publicKey: Uint8Array): Promise<Verify> {
  const name = printHex(publicKey)
  const known = imported.get(name)
  if (known !== undefined) return known
  const made = importKey(publicKey)
  made.catch(() => imported.delete(name))
  imported.set(name, made)
  for (const oldest of imported.keys()) {
    if (imported.size <= KEYS_KEPT) break
    imported.delete(oldest)
  }
  return made
}

/** Bytes that are no point of the curve make a key that never verifies. */
async function importKey(publicKey: Uint8Array): Promise<Verify> {
  if (nodeCrypto !== undefined) {
    const { createPublicKey, verify } = nodeCrypto
    const key = orUndefined(() => createPublicKey({ key: concatBytes(SPKI, publicKey), format: 'der', type: 'spki' }))
    return (message, signature) => key !== undefined && verify(null, message, key, signature)
  }
  const web = webCrypto()
  const key = await web.importKey('raw', concatBytes(publicKey), 'Ed25519', false, ['verify']).catch(orUnsupported)
  return (message, signature) => key !== undefined && web.verify('Ed25519', key, concatBytes(signature), concatBytes(message))
}

/** The key made from 32 secret bytes (RFC 8032 §5.1.5). The bytes are copied into a key object that gives nothing back. */
export async function signerFromSeed(seed: Uint8Array): Promise<SigningKey> {
  if (seed.length !== 32) throw new RangeError(`a seed has 32 bytes, not ${seed.length}`)
  const pkcs8 = concatBytes(PKCS8, seed)
  if (nodeCrypto !== undefined) {
    const { createPrivateKey, createPublicKey, sign } = nodeCrypto
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
    return { publicKey: new Uint8Array(spki.subarray(-32)), sign: (bytes) => new Uint8Array(sign(null, bytes, key)) }
  }
  const web = webCrypto()
  const extractable = await web.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
  const { x = '' } = await web.exportKey('jwk', extractable)
  const key = await web.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign'])
  return { publicKey: fromBase64url(x), sign: async (bytes) => new Uint8Array(await web.sign('Ed25519', key, concatBytes(bytes))) }
}

/** A new key from the platform's randomness, and the 32 secret bytes from which `signerFromSeed` makes it again. */
export async function generateKey(): Promise<SigningKey & { readonly seed: Uint8Array }> {
  const seed = globalThis.crypto.getRandomValues(new Uint8Array(32))
  return { seed, ...(await signerFromSeed(seed)) }
}

function webCrypto(): SubtleCrypto {
  if (subtle === undefined) {
    throw new TlogError('unsupported-platform', 'there is neither node:crypto nor WebCrypto here (browsers: only over https)')
  }
  return subtle
}

function orUnsupported(fault: unknown): undefined {
  if (fault instanceof Error && fault.name === 'NotSupportedError') {
    throw new TlogError('unsupported-platform', 'the WebCrypto of this browser does not know Ed25519', { cause: fault })
  }
  return undefined
}

function orUndefined<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

const fromBase64url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
