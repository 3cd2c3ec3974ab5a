/** Signed statements: DSSE envelopes 1.0.2 and in-toto Statement v1. No I/O, no algorithm of its own, no dependencies. */
export { parseBase64, printBase64 } from './base64.ts'
export { AttestError, type AttestErrorCode } from './errors.ts'
export {
  pae, parseEnvelope, printEnvelope, signEnvelope, verifyEnvelope,
  type Envelope, type Signature, type Signer, type SigningKey, type TrustedKey, type Verified,
} from './envelope.ts'
export { isObject, parseJson, type JsonObject } from './json.ts'
export {
  matchesDigest, parseStatement, printStatement, STATEMENT_PAYLOAD_TYPE, STATEMENT_TYPE, type DigestSet, type Statement, type Subject,
} from './statement.ts'
export { verifyStatement } from './verify.ts'
