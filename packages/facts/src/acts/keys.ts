/** Acts about an organisation's signing keys (Ed25519, RFC 8032). The key id in a signature is the SHA-256 of the raw public key, in hexadecimal. */
import { instant, line, object, oneOf, optional, publicKeyHex, sha256Hex } from '../shape.ts'

export const keyActs = {
  /** Signed by the new key itself, which proves that it is held; when it replaces another, by that one too. */
  'key-registration': object({ publicKey: publicKeyHex, replaces: optional(sha256Hex) }),
  /** From that instant on the key signs nothing more; what it signed stays good. */
  'key-retirement': object({ keyid: sha256Hex, reason: oneOf(['rotated', 'no-longer-needed']) }),
  /** What the key signed after the first doubt is in doubt; what the log held before it stays good. */
  'key-compromise': object({ keyid: sha256Hex, firstDoubt: instant, note: optional(line(500)) }),
}
