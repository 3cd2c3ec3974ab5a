/** Ed25519 as the platform has it. The hub is given a stricter one; here it is enough to tell signatures from others. */
import { createPublicKey, verify } from 'node:crypto'
import type { VerifySignature } from '../verbs/acts.ts'

/** DER of SubjectPublicKeyInfo for Ed25519 up to the 32 bytes of the key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

export const verifySignature: VerifySignature = (publicKey, message, signature) =>
  verify(null, message, createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' }), signature)
