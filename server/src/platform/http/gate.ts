/** The gate: what is settled before a body is read. In order: host, load, address, who, how often, what they may, from where. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { need, Refusal, type Actor } from '../../kernel/index.ts'
import { limitHeaders, type Limits, type Pace } from '../limits.ts'
import { forged, wordOfHeaders } from './csrf.ts'
import { limitKeyOf } from './peer.ts'
import type { Access } from './routes.ts'

/** An address may speak for a whole office, so it gets this many times what one actor gets. */
const ADDRESS_SHARE = 4

export type GateSettings = {
  checkHost: (host: string) => void
  limits: Limits | undefined
  authenticate: (request: FastifyRequest) => Promise<Actor>
  origins: ReadonlySet<string>
  /** Milliseconds the event loop runs late, and the most at which everyone is still served. */
  lag: () => number
  mostLag: number
}

export function createGate({ checkHost, limits, authenticate, origins, lag, mostLag }: GateSettings) {
  return async function enter(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { spec } = request.routeOptions.config
    const local = request.visit.local
    if (spec?.essential !== true && local === undefined) {
      checkHost(request.peer.host)
      if (lag() > mostLag) throw new Refusal('unavailable', 'door.overloaded', 'the hub has too much to do; try again shortly', { retryAfterSeconds: 2 })
      pace(reply, spec?.pace ?? 'default', `address ${limitKeyOf(request.peer.address)}`, ADDRESS_SHARE)
    }
    if (spec === undefined) return // nothing here: the fallback says so
    if (spec.key?.(request) === true) return
    if (spec.anonymous !== true) request.actor = local?.actor ?? (await recognise(request))
    const { actor } = request
    const who = whoOf(actor)
    if (local === undefined && who !== undefined && spec.essential !== true) pace(reply, spec.pace ?? 'default', who, 1)
    enforce(actor, spec.access, spec.whileSuspended === true)
    if (local !== undefined || spec.crossSite === true) return
    const word = wordOfHeaders(request.method, request.headers, origins)
    if (word === 'forged') throw forged()
    request.visit.askToken = word === 'ask-token' && actor.via.kind !== 'token'
  }

  /** A wrong password or token costs its address one of its sign-ins; without any left, none is looked at. */
  async function recognise(request: FastifyRequest): Promise<Actor> {
    if (request.headers.authorization === undefined || limits === undefined) return authenticate(request)
    const guesser = `guesses ${limitKeyOf(request.peer.address)}`
    if (!limits.peek('sign-in', guesser)) {
      throw new Refusal('too-many', 'door.too-many-guesses', 'too many wrong passwords or tokens from this address', { retryAfterSeconds: 30 })
    }
    try {
      return await authenticate(request)
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'unauthenticated') limits.take('sign-in', guesser)
      throw error
    }
  }

  function pace(reply: FastifyReply, name: Pace, who: string, share: number): void {
    if (limits === undefined) return
    const taken = limits.take(name, who, share)
    const rate = limits.rates[name]
    reply.headers(limitHeaders(name, { burst: rate.burst * share, perMinute: rate.perMinute * share }, taken))
    if (taken.ok) return
    throw new Refusal('too-many', 'door.too-often', 'too many requests in a short time; wait and go on more slowly', { retryAfterSeconds: taken.seconds })
  }
}

function whoOf(actor: Actor): string | undefined {
  if (actor.via.kind !== 'visitor') return `${actor.via.kind} ${actor.via.id}`
  return actor.person
}

function enforce(actor: Actor, access: Access, whileSuspended: boolean): void {
  if (access === 'public') return
  if (access !== 'signed-in') return void need(actor, access)
  if (actor.person === undefined) throw actor.refused ?? new Refusal('unauthenticated', 'door.sign-in-needed', 'sign in first: this is for members')
  if (actor.refused !== undefined && !whileSuspended) throw actor.refused
}
