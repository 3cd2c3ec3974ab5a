/** Saying no: one error class with a closed set of codes. A code never changes once published; its words may. */
import { reasonWords, type Reason } from './reasons.ts'

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

/** An expected "no". `message` says what and why and may be shown; `reason` says the same by a code, for translations. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError'
  readonly code: BaselineErrorCode
  readonly reason: Reason

  constructor(code: BaselineErrorCode, reason: Reason) {
    super(reasonWords(reason))
    this.code = code
    this.reason = reason
  }
}
