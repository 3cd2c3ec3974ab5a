/** What the hub hands in with each request, and what the pages make of it: one `Visit` per request. */
import { createContext as createRouterContext, type ServerBuild } from 'react-router'
import type { Client } from '@openaccord/api'
import type { Words } from './messages/words.ts'

/** Handed in by the hub with every request. */
export type FromHub = {
  /** Reaches the hub's own API as this visitor, inside the process. Set-Cookie of its answers is passed on to the browser. */
  fetch: typeof fetch
  /** The nonce of this answer's Content-Security-Policy. */
  nonce: string
  /** The hub's public address as this visitor uses it, `https://hub.example`; no slash at the end. */
  origin: string
  /** For browsers that say nothing of where a form comes from: put as `_csrf` into every form. */
  csrf?: string | undefined
}

export type PortalOptions = {
  build: ServerBuild
  /** What time it is. */
  now?: () => Date
  /** Offers the pseudo-languages `en-XA` and `ar-XB` (cookie `accord_language`), for tests. */
  pseudoLanguages?: boolean
  /** Told of what went wrong inside a page; it is shown as a 500 without its words. */
  onError?: (error: unknown, request: Request) => void
}

export type Portal = {
  /** Answers a request for a page; every path that is neither `/assets/*` nor the hub's own. Never rejects. */
  handle: (request: Request, from: FromHub) => Promise<Response>
}

export type Me = Awaited<ReturnType<Client['members']['me']>>
export type Alliance = Awaited<ReturnType<Client['members']['alliance']>>
export type Right = Me['rights'][number]

/** One request, as loaders, actions and views see it. */
export type Visit = {
  api: Client
  url: URL
  /** A form was sent; the page comes back with its result. */
  posted: boolean
  origin: string
  nonce: string
  csrf: string | undefined
  now: Date
  /** In the visitor's language where the page has it, else in English. */
  words: Words
  /** In the visitor's language: for what stands around the page, and for what went wrong. */
  around: Words
  /** The languages that this answer speaks. */
  spoken: ReadonlySet<string>
  /** Null for a visitor who has not signed in. */
  me: Me | null
  /** Why a session that is real may not come in now: it is suspended. */
  barred: string | undefined
  /** Null when even that could not be read: the page then says that the hub is not well. */
  alliance: Alliance | null
  theme: 'auto' | 'light' | 'dark'
  /** False when the visitor switched the one-key shortcuts off. */
  keys: boolean
  /** Address of the small script that gives passkeys, copying and keys. */
  life: string
  /** Large text that travels from an action to its view without passing through React Router. */
  kept: string | undefined
  /** Cookies to set, as written. */
  setCookies: string[]
}

export const visitKey = createRouterContext<Visit>()

/** The visitor as seen by views and loaders: may they? */
export const may = (visit: Pick<Visit, 'me'>, right: Right): boolean => visit.me?.rights.includes(right) ?? false
