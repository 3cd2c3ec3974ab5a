/**
 * From a verifier key to something that verifies notes: which signature types are spoken here.
 * Ed25519 note signatures (0x01) and cosignature/v1 (0x04); other types are kept and printed, but nothing is verified by them.
 */
import { cosignatureVerifier } from './cosignature.ts'
import { TlogError } from './errors.ts'
import { SIGNATURE_TYPE, parseVerifierKey, type VerifierKey } from './keys.ts'
import { noteVerifier, type NoteVerifier } from './note.ts'

export const isSupportedKey = ({ type }: VerifierKey): boolean => type === SIGNATURE_TYPE.ed25519 || type === SIGNATURE_TYPE.cosignature

/** Verifies by this key, given as such or as a vkey text. */
export function verifierOf(key: VerifierKey | string): NoteVerifier {
  const known = typeof key === 'string' ? parseVerifierKey(key) : key
  if (known.type === SIGNATURE_TYPE.ed25519) return noteVerifier(known)
  if (known.type === SIGNATURE_TYPE.cosignature) return cosignatureVerifier(known)
  throw new TlogError('unsupported-key', `signatures of type 0x${known.type.toString(16).padStart(2, '0')} (${known.name}) are not verified here`)
}
