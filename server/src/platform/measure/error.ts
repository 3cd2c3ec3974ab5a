/** What may go wrong while something is measured. The codes are closed; the words may be shown, and have codes of their own. */
import { reason, reasonWords, type Reason } from '@openaccord/baseline'

export type MeasureCode =
  /** It leads to an address that is not public. */
  | 'blocked'
  | 'no-address'
  /** Nothing listens there. */
  | 'refused'
  | 'unreachable'
  | 'timeout'
  /** No handshake, or a certificate that is not trusted. */
  | 'tls'
  /** What came is not what the protocol allows. */
  | 'malformed'

export class MeasureError extends Error {
  readonly code: MeasureCode
  readonly reason: Reason
  constructor(code: MeasureCode, why: Reason, options: { cause?: unknown } = {}) {
    super(reasonWords(why), options)
    this.name = 'MeasureError'
    this.code = code
    this.reason = why
  }
}

/** Any error of a socket as one of ours. */
export function measureError(cause: unknown): MeasureError {
  if (cause instanceof MeasureError) return cause
  const code = codeOf(cause)
  if (code === 'ECONNREFUSED') return new MeasureError('refused', reason('way.nothing-listens'), { cause })
  if (code === 'ETIMEDOUT' || (cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError'))) return new MeasureError('timeout', reason('way.late'), { cause })
  if (/^(ERR_SSL|ERR_TLS|ERR_OSSL|CERT_|DEPTH_|SELF_SIGNED|UNABLE_|HOSTNAME_|INVALID_CA|ERR_CERT)/.test(code)) return new MeasureError('tls', tlsReason(code), { cause })
  if (code.startsWith('HPE_') || code === 'ERR_HTTP_INVALID_HEADER_VALUE') return new MeasureError('malformed', reason('http.not-http', { code }), { cause })
  return new MeasureError('unreachable', code === '' ? reason('way.unreachable') : reason('way.fails', { code }), { cause })
}

export const codeOf = (cause: unknown): string => (cause instanceof Error && 'code' in cause ? String(cause.code) : '')

/** What is told beside an outcome: why, in words and by a code. */
export const told = (why: Reason): { detail: string; reason: Reason } => ({ detail: reasonWords(why), reason: why })

const TLS_REASONS: Readonly<Record<string, Reason>> = {
  CERT_HAS_EXPIRED: reason('certificate.expired'),
  CERT_NOT_YET_VALID: reason('certificate.not-yet'),
  DEPTH_ZERO_SELF_SIGNED_CERT: reason('certificate.self-signed'),
  SELF_SIGNED_CERT_IN_CHAIN: reason('certificate.own-root'),
  UNABLE_TO_GET_ISSUER_CERT: reason('certificate.no-intermediate'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: reason('certificate.no-root'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: reason('certificate.no-root'),
  ERR_TLS_CERT_ALTNAME_INVALID: reason('certificate.other-name'),
}

/** What a code of OpenSSL or Node means, in a few words; the code itself where there are none. */
export const tlsReason = (code: string): Reason => TLS_REASONS[code] ?? reason('tls.failed', { code })
