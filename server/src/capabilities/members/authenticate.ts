/**
 * Who is asking: a session cookie, `Bearer` (RFC 6750) or `Basic` (RFC 7617, for TAXII clients) become an Actor, with
 * one look-up by the SHA-256 of a 256-bit secret. There is no password and so no slow hash: docs/decisions/0004.
 */
import type { PersonId, SessionId, TokenId } from '@openaccord/names'
import { anonymous, MINUTE, Refusal, type Actor, type Clock } from '../../kernel/index.ts'
import type { Database } from '../../platform/database.ts'
import { actorOfSession, actorOfToken, noSession, type HeldToken } from './model/credentials.ts'
import { hashOfSecret } from './secrets.ts'
import { findHeldSession, findHeldToken, saveLastUsed } from './store/credentials.ts'

export type Credentials = { authorization?: string | undefined; sessionCookie?: string | undefined; address: string; userAgent: string }
type Authorization = { token: string; user: string | undefined }

const MOST_NOTES = 50_000

/** `trouble` hears of notes of last use that could not be kept; nobody waits for them. */
export function createAuthenticate({ database, clock, trouble }: { database: Database; clock: Clock; trouble?: (error: unknown) => void }) {
  const notes = createNotes(database, clock, trouble ?? (() => {}))

  /** An Authorization header goes before a cookie. Throws a Refusal; with neither, the visitor. */
  async function authenticate({ authorization, sessionCookie }: Credentials): Promise<Actor> {
    if (authorization !== undefined) return byToken(parseAuthorization(authorization))
    if (sessionCookie !== undefined && sessionCookie !== '') return bySession(sessionCookie)
    return anonymous
  }

  async function bySession(secret: string): Promise<Actor> {
    const hash = hashOfSecret('oas', secret)
    if (hash === undefined) throw noSession()
    const held = await findHeldSession(database, hash)
    const actor = actorOfSession(held, clock())
    if (held !== undefined) notes.note(held.session.id, held.person, held.session.lastSeen)
    return actor
  }

  async function byToken({ token, user }: Authorization): Promise<Actor> {
    const hash = hashOfSecret('oat', token)
    if (hash === undefined) throw new Refusal('unauthenticated', 'members.token-malformed', 'this is no whole API token: it begins with oat_ and has 63 characters')
    const held = await findHeldToken(database, hash)
    const actor = actorOfToken(held, clock())
    if (held !== undefined && user !== undefined) needUser(held, user)
    if (held !== undefined) notes.note(held.token.id, held.person, held.token.lastUsed)
    return actor
  }

  return { authenticate, flush: notes.flush }
}

function needUser({ token, mail }: HeldToken, user: string): void {
  if (user === token.id || user.trim().toLowerCase() === mail) return
  throw new Refusal('unauthenticated', 'members.basic-user', 'the user name is the id of the token (token_…) or the mail address of its maker')
}

/** RFC 9110 §11.4: scheme, blanks, credentials. */
export function parseAuthorization(header: string): Authorization {
  const [, scheme = '', rest = ''] = /^([A-Za-z]+) +(\S+) *$/.exec(header.slice(0, 2000)) ?? []
  if (scheme.toLowerCase() === 'bearer') return { token: rest, user: undefined }
  if (scheme.toLowerCase() === 'basic') {
    const pair = Buffer.from(rest, 'base64').toString('utf8')
    const cut = pair.indexOf(':')
    if (cut >= 0) return { user: pair.slice(0, cut), token: pair.slice(cut + 1) }
  }
  throw new Refusal('unauthenticated', 'members.authorization', 'the Authorization header reads “Bearer oat_…” or “Basic …” (RFC 7617) with a token as the password')
}

/** When each credential was last used: kept in memory, written together at most once a minute, off the request's path. */
function createNotes(database: Database, clock: Clock, trouble: (error: unknown) => void) {
  let notes = new Map<SessionId | TokenId, { via: SessionId | TokenId; person: PersonId; at: number }>()
  let flushed = 0
  let writing: Promise<void> = Promise.resolve()

  function flush(): Promise<void> {
    const taken = notes
    notes = new Map()
    flushed = clock()
    if (taken.size > 0) writing = writing.then(() => database.transact((tx) => saveLastUsed(tx, taken.values()))).catch(trouble)
    return writing
  }

  return {
    flush,
    /** Nothing when the store heard of it less than a minute ago. */
    note(via: SessionId | TokenId, person: PersonId, known: number | null): void {
      const at = clock()
      if (known !== null && at - known < MINUTE) return
      if (notes.has(via) || notes.size < MOST_NOTES) notes.set(via, { via, person, at })
      if (at - flushed >= MINUTE) setImmediate(() => void flush())
    },
  }
}
