/** Saying no: one error class with a closed set of codes. A code never changes once published; its words may. */

export type AttestErrorCode =
  /** Not JSON, a name twice in one object, or nested too deep. */
  | 'malformed-json'
  /** Not base64 in either alphabet. */
  | 'malformed-base64'
  /** A field of the envelope or of the statement is missing or of the wrong kind. */
  | 'malformed-envelope' | 'malformed-statement'
  /** The payload is of a type that the caller does not take. */
  | 'unsupported-type'
  /** Fewer distinct keys than asked for have signed. */
  | 'threshold-missed'

/** An expected "no". `message` names the field and the rule and may be shown. */
export class AttestError extends Error {
  override readonly name = 'AttestError'
  readonly code: AttestErrorCode
  /** JSON pointer (RFC 6901) of the field; empty for the whole. */
  readonly pointer: string

  constructor(code: AttestErrorCode, pointer: string, rule: string, options: { cause?: unknown } = {}) {
    super(`${pointer === '' ? 'it' : pointer} ${rule}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.pointer = pointer
  }
}
