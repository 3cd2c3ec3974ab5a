/** An expected "no": a kind the door turns into a status, a code that never changes, and words that may be shown. */

export type RefusalKind =
  | 'malformed' // 400
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'unknown' // 404
  | 'not-acceptable' // 406
  | 'conflict' // 409
  | 'gone' // 410
  | 'too-large' // 413
  | 'unsupported' // 415
  | 'unprocessable' // 422
  | 'too-many' // 429
  | 'unavailable' // 503

/** One thing wrong with one field: where (JSON pointer or form field), the rule, and how to mend it. */
export type Fault = { field: string; rule: string; fix?: string }

export class Refusal extends Error {
  readonly faults: readonly Fault[]
  /** For 'too-many' and 'unavailable': when to try again. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    kind: RefusalKind,
    /** `<room>.<what>`, for machines; never changes once published. */
    code: string,
    /** One plain sentence that may be shown to anybody. */
    detail: string,
    options: { faults?: readonly Fault[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause })
    this.name = 'Refusal'
    this.kind = kind
    this.code = code
    this.faults = options.faults ?? []
    this.retryAfterSeconds = options.retryAfterSeconds
  }

  readonly kind: RefusalKind
  readonly code: string
}
