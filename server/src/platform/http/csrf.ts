/**
 * Requests forged by another site. First the browser's own word (Fetch Metadata: Sec-Fetch-Site), then Origin, then
 * Referer; where a browser sends none of them, a token bound to its cookie and session (signed double submit).
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Refusal, type Actor, type Random } from '../../kernel/index.ts'
import type { CookieJar } from './cookies.ts'

/** The form field that carries the token. */
export const CSRF_FIELD = '_csrf'
const COOKIE = 'csrf'

/** `ask-token`: the headers say nothing, so the form has to. */
export type CsrfWord = 'fine' | 'forged' | 'ask-token'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** What the headers alone say. `origins` are the hub's public origins, such as https://hub.example. */
export function wordOfHeaders(method: string, headers: IncomingHttpHeaders, origins: ReadonlySet<string>): CsrfWord {
  if (SAFE.has(method)) return 'fine'
  const scheme = headers.authorization?.split(' ', 1)[0]?.toLowerCase()
  if (scheme === 'bearer') return 'fine' // no browser adds a bearer token on its own
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'fine' : 'forged'
  const origin = headers.origin
  if (origin !== undefined && origin !== 'null') return origins.has(origin.toLowerCase()) ? 'fine' : 'forged'
  const referer = headers.referer
  if (referer !== undefined) return URL.canParse(referer) && origins.has(new URL(referer).origin) ? 'fine' : 'forged'
  // A browser remembers Basic credentials too, but every browser of today sends one of the headers above.
  if (scheme === 'basic') return 'fine'
  return headers.cookie === undefined && origin === undefined ? 'fine' : 'ask-token' // no cookie: nothing to abuse
}

export type Csrf = ReturnType<typeof createCsrf>

/** `key`: 32 bytes that all hubs of one alliance share; without it a token lives as long as this process. */
export function createCsrf({ random, jar, key = random(32) }: { random: Random; jar: CookieJar; key?: Uint8Array }) {
  const tokenOf = (seed: string, actor: Actor): string =>
    createHmac('sha256', key).update(`${seed}\n${actor.via.kind === 'session' ? actor.via.id : 'visitor'}`).digest('base64url')

  return {
    /** The token for a form's hidden field, and the cookie to set when the browser has none yet. */
    issue(cookieHeader: string | undefined, actor: Actor): { token: string; setCookie: string | undefined } {
      const held = jar.read(cookieHeader, COOKIE)
      const seed = held !== undefined && /^[\w-]{22}$/.test(held) ? held : Buffer.from(random(16)).toString('base64url')
      return { token: tokenOf(seed, actor), setCookie: seed === held ? undefined : jar.write(COOKIE, seed) }
    },
    accepts(cookieHeader: string | undefined, actor: Actor, token: string | undefined): boolean {
      const seed = jar.read(cookieHeader, COOKIE)
      if (seed === undefined || token === undefined) return false
      const expected = Buffer.from(tokenOf(seed, actor))
      const given = Buffer.from(token)
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

export const forged = (): Refusal =>
  new Refusal('forbidden', 'door.cross-site', 'this was sent from another site, or by a page that is too old; open the page again and repeat it')
