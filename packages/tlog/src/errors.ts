/**
 * Saying no: one error class with a closed set of codes. A code never changes once published; its words may.
 * Every other file throws this and nothing else for input that is wrong; a RangeError is a fault of the caller.
 */

/** Every reason for which this package refuses. */
export type TlogErrorCode =
  /** Not in the form that its specification asks for. */
  | 'malformed-base64' | 'malformed-note' | 'malformed-key' | 'malformed-checkpoint' | 'malformed-cosignature' | 'malformed-path'
  | 'malformed-tile' | 'malformed-bundle' | 'malformed-proof' | 'malformed-policy' | 'malformed-request' | 'malformed-response'
  /** Keys and signatures: type not known here; two keys of one name and id; a known key's signature is false; nobody known signed. */
  | 'unsupported-key' | 'ambiguous-key' | 'bad-signature' | 'no-known-signature'
  /** The checkpoint is of another log. */
  | 'wrong-origin'
  /** The hashes do not lead to the root. */
  | 'inclusion-refused' | 'consistency-refused' | 'tile-refused'
  /** There is no such tile where it should be. */
  | 'tile-missing'
  /** A number outside the tree, or beyond 2^53 - 1. */
  | 'out-of-range'
  /** An entry of more than 65,535 bytes. */
  | 'entry-too-large'
  /** Policy: no log of it signed; not enough witnesses; a cosignature's time is out of bounds. */
  | 'log-signature-missing' | 'quorum-missed' | 'time-refused'
  /** A witness answered no; a witness has seen more than we have, or something else than we have. */
  | 'witness-refused' | 'witness-ahead' | 'witness-conflict'
  /** This platform has neither node:crypto nor a WebCrypto with Ed25519. */
  | 'unsupported-platform'

/** An expected "no". `message` names the line or field, the rule and where it helps the fix, and may be shown. */
export class TlogError extends Error {
  override readonly name = 'TlogError'
  readonly code: TlogErrorCode

  constructor(code: TlogErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
  }
}
