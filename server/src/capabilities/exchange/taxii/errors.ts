/** No, as TAXII says it (§3.6): the package's errors on their way to the door, and refusals on their way out. */
import { errorMessage, MEDIA_TYPE, TaxiiError } from '@openaccord/taxii'
import { Refusal, type RefusalKind } from '../../../kernel/index.ts'
import type { Verdict } from '../../../platform/http.ts'

const KIND: Readonly<Record<number, RefusalKind>> = {
  400: 'malformed', 401: 'unauthenticated', 403: 'forbidden', 404: 'unknown', 406: 'not-acceptable', 409: 'conflict', 413: 'too-large',
  415: 'unsupported', 422: 'unprocessable', 429: 'too-many', 503: 'unavailable',
}

/** A TaxiiError as a refusal, everything else as it is. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof TaxiiError)) return error
  const kind = KIND[error.status]
  return kind === undefined ? error : new Refusal(kind, `taxii.${error.code}`, error.message, { cause: error })
}

/** An answer that is a refusal, whatever threw it, in the form of §3.6.1. */
export function renderError({ status, code, title, detail, faults }: Verdict, requestId: string): { status: number; contentType: string; body: string } {
  const details = faults === undefined || faults.length === 0 ? undefined : { faults }
  const body = JSON.stringify(errorMessage({ status, title, description: detail, errorId: requestId, errorCode: code, details }))
  return { status, contentType: MEDIA_TYPE, body }
}

/** RFC 9110 §11.6.1: both ways of saying who one is. */
export const CHALLENGE = 'Basic realm="OpenAccord", charset="UTF-8", Bearer realm="OpenAccord"'

export const signInNeeded = (): Refusal => new Refusal('unauthenticated', 'taxii.sign-in-needed', 'this API root is for members: send a token as Bearer, or its name and secret as Basic')
export const unknownHere = (): Refusal => new Refusal('unknown', 'taxii.not-found', 'there is nothing here, or it is not yours to see')
