/** What the door keeps about one request besides Fastify's own, and the types it adds to Fastify. */
import type { FastifyInstance } from 'fastify'
import { anonymous, type Actor } from '../../kernel/index.ts'
import type { Form } from './forms.ts'
import type { LocalCall } from './local-fetch.ts'
import type { Peer } from './peer.ts'
import type { Group, RouteSpec } from './routes.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; `anonymous` for a visitor. */
    actor: Actor
    peer: Peer
    /** The body exactly as received; of none any more once a large one has been moved away. */
    rawBody: Buffer | undefined
    /** What was filled in, when the body is an HTML form. */
    form: Form | undefined
    visit: Visit
  }
  interface FastifyContextConfig {
    spec?: RouteSpec
    group?: Group
  }
}

export type Visit = {
  started: number
  nonce: string | undefined
  askToken: boolean
  local: LocalCall | undefined
  /** Bytes of the body. */
  bytesIn: number
}

const nobody: Peer = { address: '', scheme: 'http', host: '', viaProxy: false }

/** Gives every request its slots, so that all have one shape. */
export function decorate(app: FastifyInstance): void {
  app.decorateRequest('actor')
  app.decorateRequest('peer')
  app.decorateRequest('rawBody', undefined)
  app.decorateRequest('form', undefined)
  app.decorateRequest('visit')
}

/** Called before anything else looks at a request; also for those that the router turned away. */
export function beginVisit(): { actor: Actor; peer: Peer; visit: Visit } {
  return { actor: anonymous, peer: nobody, visit: { started: performance.now(), nonce: undefined, askToken: false, local: undefined, bytesIn: 0 } }
}
