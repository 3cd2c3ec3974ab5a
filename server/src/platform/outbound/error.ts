/** What may go wrong on the way out. The codes are closed; the words may be shown. */
export type OutboundCode =
  | 'bad-address'
  | 'not-allowed'
  | 'unresolved'
  | 'unreachable'
  | 'timeout'
  | 'bad-redirect'
  | 'too-many-redirects'
  | 'too-large'
  | 'media-type'
  | 'bad-encoding'

export class OutboundError extends Error {
  readonly code: OutboundCode
  constructor(code: OutboundCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'OutboundError'
    this.code = code
  }
  /** Whether the same fetch may succeed later. */
  get retryable(): boolean {
    return this.code === 'unresolved' || this.code === 'unreachable' || this.code === 'timeout'
  }
}
