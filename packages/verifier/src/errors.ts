/** What is wrong with what the caller gave: a file of another form, a policy that cannot be read. What was found out about a log is an answer, never an error. */

export type VerifierErrorCode = 'malformed-evidence' | 'malformed-conflict' | 'malformed-state' | 'malformed-policy' | 'malformed-bundle' | 'malformed-embargo' | 'other-log'

export class VerifierError extends Error {
  override readonly name = 'VerifierError'
  readonly code: VerifierErrorCode

  constructor(code: VerifierErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
  }
}
