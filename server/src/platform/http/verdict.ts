/** What an error becomes on the wire: one table from kinds to status, and the shape of RFC 9457 (problem+json). */
import { Refusal, type RefusalKind } from '../../kernel/index.ts'

const STATUS: Record<RefusalKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  unknown: 404,
  'not-acceptable': 406,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  unsupported: 415,
  unprocessable: 422,
  'too-many': 429,
  unavailable: 503,
}

const TITLE: Record<number, string> = {
  400: 'Malformed request',
  401: 'Sign in needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'Request took too long',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  414: 'Address too long',
  415: 'Unsupported media type',
  421: 'Misdirected request',
  422: 'Cannot be processed',
  429: 'Too many requests',
  431: 'Header too large',
  500: 'Our fault',
  503: 'Unavailable',
}

/** An answer that is not a success, before it is written in anyone's format. Every word may be shown. */
export type Verdict = {
  status: number
  title: string
  code: string
  detail: string
  faults: Refusal['faults']
  headers: Readonly<Record<string, string>>
}

/** A "no" that only a door says: statuses for which the kernel has no kind (405, 408, 414, 421, 431). */
export class Turned extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, code: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail)
    this.name = 'Turned'
    this.status = status
    this.code = code
    this.headers = headers
  }
}

export const titleOf = (status: number): string => TITLE[status] ?? 'Refused'

/** Says what anything thrown becomes. `ours` means: our own fault, to be logged whole and shown without words. */
export function judge(error: unknown): { verdict: Verdict; ours: boolean } {
  if (error instanceof Refusal) return { verdict: ofRefusal(error), ours: false }
  if (error instanceof Turned) return { verdict: verdict(error.status, error.code, error.message, error.headers), ours: false }
  const known = ofFramework(error)
  if (known !== undefined) return { verdict: known, ours: false }
  return { verdict: verdict(500, 'door.our-fault', 'something went wrong on our side; nothing was changed half-way'), ours: true }
}

function verdict(status: number, code: string, detail: string, headers: Readonly<Record<string, string>> = {}): Verdict {
  return { status, title: titleOf(status), code, detail, faults: [], headers }
}

function ofRefusal(refusal: Refusal): Verdict {
  const headers: Record<string, string> = {}
  if (refusal.retryAfterSeconds !== undefined) headers['retry-after'] = String(Math.max(1, Math.ceil(refusal.retryAfterSeconds)))
  else if (refusal.kind === 'unavailable') headers['retry-after'] = '5'
  return { ...verdict(STATUS[refusal.kind], refusal.code, refusal.message, headers), faults: refusal.faults }
}

/** Fastify's own errors about a request. Their words are replaced by ours: theirs may quote the input. */
function ofFramework(error: unknown): Verdict | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  switch (error.code) {
    case 'FST_ERR_BAD_URL':
      return verdict(400, 'door.bad-address', 'the path of this address has a broken percent escape')
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return verdict(414, 'door.address-too-long', 'one part of this address is longer than 500 characters')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return verdict(415, 'door.media-type', 'the Content-Type header cannot be read')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return verdict(400, 'door.content-length', 'the Content-Length header and the body disagree')
    case 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE':
      return verdict(400, 'door.media-type', 'this needs a Content-Type header')
    default:
      return undefined
  }
}

/** RFC 9457 §3. `instance` is the request id, so that a person can quote it and the operator can find it. */
export function problemOf(from: Verdict, requestId: string): string {
  const problem: Record<string, unknown> = {
    type: `urn:openaccord:problem:${from.code}`,
    title: from.title,
    status: from.status,
    detail: from.detail,
    code: from.code,
    instance: `urn:openaccord:request:${requestId}`,
  }
  if (from.faults.length > 0) problem['faults'] = from.faults
  return JSON.stringify(problem)
}
