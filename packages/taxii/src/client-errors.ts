/**
 * What can go wrong for a TAXII client: one error class with a closed set of codes and words that say what to do.
 * Follows the failure responses of TAXII 2.1 §4 and §5.
 */

export type TaxiiClientErrorCode =
  | 'bad-address' // not a URL, or one with a password in it
  | 'bad-credentials' // that no header can carry
  | 'insecure-address' // neither https nor this machine
  | 'other-origin' // credentials would go to another server
  | 'no-api-root' // discovery names none, or several and no default
  | 'network' // no answer
  | 'timeout' // no answer in time
  | 'aborted' // the caller's signal
  | 'redirect-refused'
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not-found' // 404
  | 'refused' // any other 4xx
  | 'too-large' // 413
  | 'unprocessable' // 422
  | 'unavailable' // 429 or 5xx, still so after waiting
  | 'bad-content-type'
  | 'answer-too-large'
  | 'bad-answer' // not the resource it should be
  | 'no-progress' // pages that bring nothing new, without end
  | 'cannot-continue' // more, but no way to ask for it

export class TaxiiClientError extends Error {
  override readonly name = 'TaxiiClientError'
  readonly code: TaxiiClientErrorCode
  /** The address asked, without its query. */
  readonly url: string | undefined
  /** The HTTP status, when there was an answer. */
  readonly status: number | undefined

  constructor(code: TaxiiClientErrorCode, message: string, about: { url?: string; status?: number; cause?: unknown } = {}) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause })
    this.code = code
    this.url = about.url
    this.status = about.status
  }
}

/**
 * The error for an answer that is no success. `said` is what the server's error resource says (§3.6.1), if anything;
 * `pause` is how long it asks to wait, in milliseconds.
 */
export function errorOfStatus(status: number, url: string, said: string, pause?: number): TaxiiClientError {
  const [code, advice] = meaningOf(status)
  const asks = pause === undefined ? '' : `. It asks to wait ${Math.ceil(pause / 1000)} seconds`
  const says = said === '' ? '' : `. It says: ${said}`
  return new TaxiiClientError(code, `${url} answered ${status}: ${advice}${asks}${says}`, { url, status })
}

function meaningOf(status: number): [TaxiiClientErrorCode, string] {
  switch (status) {
    case 401:
      return ['unauthenticated', 'it asks who you are; check the user and password, or the token']
    case 403:
      return ['forbidden', 'this account may not do this; ask the operator for access to this collection']
    case 404:
      return ['not-found', 'there is nothing here for this account; check the address, the collection and the object']
    case 406:
      return ['refused', 'it does not offer TAXII 2.1; check that this is a TAXII 2.1 address']
    case 413:
      return ['too-large', 'what was sent is too large; send smaller envelopes']
    case 415:
      return ['refused', 'it does not take TAXII 2.1 bodies; check that this is a TAXII 2.1 address']
    case 422:
      return ['unprocessable', 'it cannot process the objects; check them against STIX 2.1']
    case 429:
      return ['unavailable', 'it has had too many requests; try again later']
  }
  if (status >= 500) return ['unavailable', 'it is not able to answer now; try again later, or tell its operator']
  return ['refused', 'it refuses the request; check the filters']
}
