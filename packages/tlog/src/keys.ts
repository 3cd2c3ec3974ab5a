/**
 * Verifier keys: `<key name>+hex(32-bit key ID)+base64(signature type || public key)`.
 * Follows signed-note, "Signatures", "Signature types" and "Verifier keys".
 */
import { concatBytes, parseBase64, printBase64, printHex, utf8 } from './bytes.ts'
import { isStrictKey } from './ed25519.ts'
import { TlogError } from './errors.ts'
import { sha256 } from './sha256.ts'

/** The signature type identifier bytes that signed-note assigns. */
export const SIGNATURE_TYPE = { ed25519: 0x01, ecdsa: 0x02, cosignature: 0x04, treeHeadSignature: 0x05, mlDsa44: 0x06, other: 0xff } as const

/** A key by which signatures are verified. Name and id together identify it, and the algorithm. */
export type VerifierKey = {
  readonly name: string
  /** The 32-bit key ID, as 8 lower-case hex digits. */
  readonly id: string
  readonly type: number
  readonly publicKey: Uint8Array
}

const KEY_SIZE: Readonly<Record<number, number>> = { [SIGNATURE_TYPE.ed25519]: 32, [SIGNATURE_TYPE.cosignature]: 32, [SIGNATURE_TYPE.mlDsa44]: 1312 }

/** Key names are not empty and have no Unicode spaces and no plus; a note has no control characters either. */
export const isKeyName = (name: string): boolean => name.length > 0 && name.isWellFormed() && !/[\p{White_Space}+\u0000-\u001f]/u.test(name)

/** key ID = SHA-256(key name || 0x0A || signature type || public key)[:4], as 8 hex digits. */
export function keyIdOf(name: string, type: number, publicKey: Uint8Array): string {
  return printHex(sha256(concatBytes(utf8(name), Uint8Array.of(0x0a, type), publicKey)).subarray(0, 4))
}

/** A key of type Ed25519 (0x01) or of another type, with the id that the specification recommends. */
export function verifierKey(name: string, publicKey: Uint8Array, type: number = SIGNATURE_TYPE.ed25519): VerifierKey {
  return checkedKey({ name, id: keyIdOf(name, type, publicKey), type, publicKey })
}

/** Reads a vkey. Its id must be the recommended one for the types of fixed size; other types are kept as they are. */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name = '', id = '', material = ''] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text) ?? []
  if (!/^[0-9a-f]{8}$/.test(id)) {
    throw refuse(`a verifier key is name+id+key, and its id 8 lower-case hex digits: ${JSON.stringify(text.slice(0, 120))}`)
  }
  const [type, ...publicKey] = parseBase64(material, 'the key after the second plus', 'malformed-key')
  if (type === undefined) throw refuse('the key after the second plus is empty')
  return checkedKey({ name, id, type, publicKey: Uint8Array.from(publicKey) })
}

/** `name+id+base64`. */
export const printVerifierKey = ({ name, id, type, publicKey }: VerifierKey): string =>
  `${name}+${id}+${printBase64(concatBytes(Uint8Array.of(type), publicKey))}`

function checkedKey(key: VerifierKey): VerifierKey {
  const { name, id, type, publicKey } = key
  if (!isKeyName(name)) throw refuse(`a key name is not empty and has no spaces and no plus: ${JSON.stringify(name)}`)
  const size = KEY_SIZE[type]
  if (size === undefined) return key
  if (publicKey.length !== size) throw refuse(`a key of type 0x0${type} has ${size} bytes, not ${publicKey.length}`)
  if (size === 32 && !isStrictKey(publicKey)) {
    throw refuse('the Ed25519 key is not canonical or has small order: nothing could be signed with it')
  }
  const expected = keyIdOf(name, type, publicKey)
  if (id !== expected) throw refuse(`the id of ${name} with this key is ${expected}, not ${id}`)
  return key
}

const refuse = (why: string): TlogError => new TlogError('malformed-key', why)
