/**
 * Cursors: the values of `next`. Stateless and signed, so they survive a restart, work on any replica, and may be
 * sent again after a lost answer. Follows TAXII 2.1 §3.5 and the security considerations of Appendix B.
 *
 *   1.<position, base 36>.<signature over the query>.<signature over all before>
 *
 * A position is a place in the order of date_added and nothing else: whoever reads it decides anew, from the query
 * and the rights of whoever asks, what to give.
 */
import { TaxiiError } from './errors.ts'

/**
 * How the server signs. `sign` gives text of letters, figures, `-` and `_` (such as HMAC-SHA-256 in base64url);
 * `verify` compares the signature as text, in constant time, so that no second spelling of it passes.
 */
export type CursorKey = { sign: (text: string) => string; verify: (text: string, signature: string) => boolean }

/** `after`: date_added of the last object delivered, microseconds. `digest`: of the query, see filtersDigest. */
export type CursorState = { after: number; digest: string }

const SHAPE = /^(1\.(-?[0-9a-z]{1,11})\.([A-Za-z0-9_-]{16,512}))\.([A-Za-z0-9_-]{16,512})$/

export function signCursor({ after, digest }: CursorState, key: CursorKey): string {
  if (!Number.isSafeInteger(after)) throw new RangeError(`a cursor's position is a safe integer, not ${after}`)
  const body = `1.${after.toString(36)}.${key.sign(queryText(digest))}`
  return `${body}.${key.sign(bodyText(body))}`
}

/**
 * Reads a cursor that signCursor made, in the context of the present query. Gives the position to go on after.
 * Throws TaxiiError 'bad-cursor' when it was changed or invented, or belongs to another query.
 */
export function readCursor(text: string, digest: string, key: CursorKey): { after: number } {
  const [, body = '', position = '', ofQuery = '', ofBody = ''] = SHAPE.exec(text) ?? []
  const after = Number.parseInt(position, 36)
  if (body === '' || !key.verify(bodyText(body), ofBody) || !Number.isSafeInteger(after) || after.toString(36) !== position) {
    throw new TaxiiError('bad-cursor', 'next: this value was not given by this server; send it unchanged, or begin again without next')
  }
  if (!key.verify(queryText(digest), ofQuery)) {
    throw new TaxiiError(
      'bad-cursor',
      'next: this value belongs to a query with other filters or another collection; repeat the filters of the first page, or begin again without next',
    )
  }
  return { after }
}

// A name in front keeps a signature made for one purpose from ever passing for another
const queryText = (digest: string): string => `taxii-query\n${digest}`
const bodyText = (body: string): string => `taxii-cursor\n${body}`
