/** What may go wrong while something is measured. The codes are closed; the words may be shown. */

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
  constructor(code: MeasureCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'MeasureError'
    this.code = code
  }
}

/** Any error of a socket as one of ours. */
export function measureError(cause: unknown): MeasureError {
  if (cause instanceof MeasureError) return cause
  const code = codeOf(cause)
  if (code === 'ECONNREFUSED') return new MeasureError('refused', 'nothing listens there', { cause })
  if (code === 'ETIMEDOUT' || (cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError'))) return new MeasureError('timeout', 'no answer in time', { cause })
  if (/^(ERR_SSL|ERR_TLS|ERR_OSSL|CERT_|DEPTH_|SELF_SIGNED|UNABLE_|HOSTNAME_|INVALID_CA|ERR_CERT)/.test(code)) return new MeasureError('tls', tlsWords(code), { cause })
  if (code.startsWith('HPE_') || code === 'ERR_HTTP_INVALID_HEADER_VALUE') return new MeasureError('malformed', `the answer is not HTTP (${code})`, { cause })
  return new MeasureError('unreachable', code === '' ? 'it cannot be reached' : `it cannot be reached (${code})`, { cause })
}

export const codeOf = (cause: unknown): string => (cause instanceof Error && 'code' in cause ? String(cause.code) : '')

const TLS_WORDS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself alone',
  SELF_SIGNED_CERT_IN_CHAIN: 'the chain ends at an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'an intermediate certificate is missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the chain does not lead to a trusted authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the chain does not lead to a trusted authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
}

/** What a code of OpenSSL or Node means, in a few words; the code itself where there are none. */
export const tlsWords = (code: string): string => TLS_WORDS[code] ?? `TLS failed (${code})`
