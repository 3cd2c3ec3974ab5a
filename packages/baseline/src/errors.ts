/** Saying no: one error class with a closed set of codes. A code never changes once published; its words may. */

export type BaselineErrorCode =
  /** Not a domain name that DNS could hold. */
  | 'malformed-name'
  /** Not a DNS message, or cut short. */
  | 'malformed-message'
  /** RDATA that its type does not allow. */
  | 'malformed-rdata'
  /** A text record or a file that its specification does not allow. */
  | 'malformed-text'
  /** There is no WebCrypto here, or it does not know an algorithm that every current one knows. */
  | 'unsupported-platform'

/** An expected "no". `message` says what and why and may be shown; `what` is the thing that was read. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError'
  readonly code: BaselineErrorCode
  readonly what: string
  readonly rule: string

  constructor(code: BaselineErrorCode, what: string, rule: string) {
    super(`${what} ${rule}`)
    this.code = code
    this.what = what
    this.rule = rule
  }
}
