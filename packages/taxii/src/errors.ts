/**
 * Saying no in TAXII: one error class with a closed set of codes, and the error resource that a server answers with.
 * Follows TAXII 2.1 §3.6 and the failure responses of each endpoint in §4 and §5.
 */

/** Which HTTP status each code is answered with. Codes never change once published. */
export const STATUS_OF = {
  'bad-request': 400,
  'bad-filter': 400,
  'bad-cursor': 400,
  'bad-timestamp': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  conflict: 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  unprocessable: 422,
  'too-many-requests': 429,
  internal: 500,
  unavailable: 503,
} as const

export type TaxiiErrorCode = keyof typeof STATUS_OF

const TITLE_OF: Record<TaxiiErrorCode, string> = {
  'bad-request': 'The request is not understood',
  'bad-filter': 'A filter is malformed',
  'bad-cursor': 'The value of next is not usable here',
  'bad-timestamp': 'A timestamp is malformed',
  unauthenticated: 'Authentication is needed',
  forbidden: 'Access is not permitted',
  'not-found': 'Not found',
  'method-not-allowed': 'The method is not supported here',
  'not-acceptable': 'The media type asked for is not offered',
  conflict: 'The request conflicts with what is stored',
  'too-large': 'The request body is too large',
  'unsupported-media-type': 'The media type of the body is not supported',
  unprocessable: 'The content cannot be processed',
  'too-many-requests': 'Too many requests',
  internal: 'The server failed',
  unavailable: 'The server is not available now',
}

/** An expected "no". `message` may be shown to the client; it names the parameter, the rule and the fix. */
export class TaxiiError extends Error {
  override readonly name = 'TaxiiError'
  readonly code: TaxiiErrorCode
  /** Structured information for the client, printed as `details` (§3.6.1). */
  readonly details: Readonly<Record<string, unknown>> | undefined

  constructor(code: TaxiiErrorCode, message: string, options: { details?: Record<string, unknown>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = options.details
  }

  get status(): number {
    return STATUS_OF[this.code]
  }
}

/** The error resource of §3.6.1. `http_status` is a string and equals the status of the response. */
export type ErrorMessage = {
  title: string
  description?: string
  error_id?: string
  error_code?: string
  http_status: string
  external_details?: string
  details?: Readonly<Record<string, unknown>>
}

export type ErrorParts = {
  status: number
  title: string
  description?: string | undefined
  errorId?: string | undefined
  errorCode?: string | undefined
  externalDetails?: string | undefined
  details?: Readonly<Record<string, unknown>> | undefined
}

/** Builds the error resource (§3.6.1); absent parts are omitted. */
export function errorMessage(parts: ErrorParts): ErrorMessage {
  return {
    title: parts.title,
    ...(parts.description === undefined ? {} : { description: parts.description }),
    ...(parts.errorId === undefined ? {} : { error_id: parts.errorId }),
    ...(parts.errorCode === undefined ? {} : { error_code: parts.errorCode }),
    http_status: String(parts.status),
    ...(parts.externalDetails === undefined ? {} : { external_details: parts.externalDetails }),
    ...(parts.details === undefined ? {} : { details: parts.details }),
  }
}

/** The error resource of a TaxiiError. `errorId` is the server's name for this occurrence, such as its request id. */
export function errorMessageOf(error: TaxiiError, errorId?: string): ErrorMessage {
  const { status, code: errorCode, message: description, details } = error
  return errorMessage({ status, title: TITLE_OF[errorCode], description, errorId, errorCode, details })
}
