/**
 * The door: every request comes in here and every answer leaves here, on Fastify 5. It decides who is asking, what they
 * may, how much and how often; it parses bodies, turns refusals into statuses, and puts the security headers on.
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { Refusal, type Actor, type Clock, type Random } from '../kernel/index.ts'
import { checkAddress, originForm } from './http/address.ts'
import { createAnswerer, type RenderPage } from './http/answer.ts'
import { createBudget, takeBody } from './http/bodies.ts'
import { createPressure } from './http/pressure.ts'
import { createCookieJar } from './http/cookies.ts'
import { createCsrf } from './http/csrf.ts'
import { createGate } from './http/gate.ts'
import { createHostCheck } from './http/hosts.ts'
import { createLocalFetch, takeLocalCall } from './http/local-fetch.ts'
import { watchLoop, type Overload } from './http/overload.ts'
import { createPeerReader, type ProxySettings } from './http/peer.ts'
import { createRequestId } from './http/request-id.ts'
import { allowedMethods, METHODS, type Group, type Handle, type ListedRoute, type RouteSpec } from './http/routes.ts'
import { createChecks } from './http/schemas.ts'
import { answerBrokenRequest, createServer, TIMEOUTS, type Timeouts } from './http/server.ts'
import { Turned } from './http/verdict.ts'
import { beginVisit, decorate } from './http/visit.ts'
import { isWebResponse, unwrapResponse, webRequest } from './http/web-request.ts'
import { createLimits, type Rates } from './limits.ts'
import type { Log } from './log.ts'
import type { Certificate } from './tls.ts'

export { Form, type FormFile } from './http/forms.ts'
export { CSRF_FIELD } from './http/csrf.ts'
export type { Caller } from './http/local-fetch.ts'
export type { Access, Asked, Group, Handle, ListedRoute, RouteSpec } from './http/routes.ts'
export type { Verdict } from './http/verdict.ts'
export { parseCookies } from './http/cookies.ts'

/** One answered request, as the log and the metrics hear of it. */
export type Answered = { route: string; method: string; status: number; seconds: number }

export type DoorOptions = {
  /** How the world reaches this hub: `https://hub.example`, no path. Its host is served, its origin may post forms. */
  publicUrl: string
  /** Further origins under which the hub is reached, such as an internal name. */
  otherUrls?: readonly string[]
  /** The hub listens on loopback only, so 127.0.0.1, [::1] and localhost are its names too. */
  loopback?: boolean
  proxies?: ProxySettings
  tls?: Certificate
  /** Who is asking: reads cookie and authorization. Throws a Refusal ('unauthenticated') for wrong credentials. */
  authenticate: (request: FastifyRequest) => Promise<Actor>
  clock: Clock
  random: Random
  log: Log
  /** 32 bytes shared by all hubs of one alliance, for the tokens in forms. */
  csrfKey?: Uint8Array
  answered?: (answered: Answered) => void
  /** 'off', in tests: whoever asks is answered, however often and however late the loop runs. */
  rates?: Rates | 'off'
  /** Most bytes of a body where the route does not say; 1 MiB. */
  bodyLimit?: number
  /** Most bytes that all bodies in work hold together; 256 MiB. Beyond it, 503. */
  bodiesBytes?: number
  /** From how much on large bodies wait in the network, and how long at most; 48 MiB, 10 seconds. */
  pressure?: Parameters<typeof createPressure>[0]
  /** Origins besides our own that forms may lead to (Content-Security-Policy form-action). */
  formActions?: readonly string[]
  /** An error as a page, for browsers that ask for HTML; undefined leaves it problem+json. */
  renderPage?: RenderPage
  timeouts?: Partial<Timeouts>
  /** For tests: how late the loop runs. */
  overload?: Overload
  mostLagMs?: number
}

export type Door = Awaited<ReturnType<typeof createDoor>>
const BODY_LIMIT = 1_048_576
const BODIES_BYTES = 268_435_456
const API: Group = { prefix: '/api' }

export function createDoor(options: DoorOptions) {
  const origins = new Set([options.publicUrl, ...(options.otherUrls ?? [])].map((url) => new URL(url).origin))
  const secure = new URL(options.publicUrl).protocol === 'https:'
  const proxies: ProxySettings = options.proxies ?? { trusted: [], header: 'x-forwarded' }
  const peerOf = createPeerReader(proxies)
  const jar = createCookieJar({ secure })
  const csrf = createCsrf({ random: options.random, jar, ...(options.csrfKey ? { key: options.csrfKey } : {}) })
  const overload = options.overload ?? watchLoop()
  const limits = options.rates === 'off' ? undefined : createLimits({ clock: options.clock, ...(options.rates ? { rates: options.rates } : {}) })
  const requestId = createRequestId(options.random)
  const checks = createChecks()
  const routes: ListedRoute[] = []
  const groups: Group[] = [API]
  let draining = false
  let isReady = false

  const peerOfRaw = (raw: IncomingMessage) => peerOf(raw.socket.remoteAddress ?? '', 'encrypted' in raw.socket, raw.headers)
  const isProxy = (address: string) => peerOf(address, false, {}).viaProxy
  const answerer = createAnswerer({ ...options, secure, groups, formActions: options.formActions ?? [], isDraining: () => draining })
  const enter = createGate({
    checkHost: createHostCheck({ hosts: [...origins].map((origin) => new URL(origin).host), loopback: options.loopback ?? false }),
    limits,
    authenticate: options.authenticate,
    origins: options.loopback ? withLoopback(origins) : origins,
    lag: overload.lag,
    mostLag: options.mostLagMs ?? (options.rates === 'off' ? Infinity : 1_000),
  })

  const app = fastify({
    serverFactory: (listener) => createServer(listener, { ...TIMEOUTS, ...options.timeouts }, options.tls, isProxy),
    genReqId: (raw) => requestId(raw.headers['x-request-id'], () => peerOfRaw(raw).viaProxy),
    routerOptions: { maxParamLength: 500, caseSensitive: true, ignoreTrailingSlash: false },
    rewriteUrl: originForm,
    exposeHeadRoutes: true,
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      Object.assign(request, beginVisit(), { peer: peerOfRaw(request.raw) })
      reply.raw.once('finish', () => answerer.tell(request, reply))
      void answerer.refuse(error, request, reply)
    },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket as Socket, requestId(undefined, () => false)),
  })
  decorate(app)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null)) // bodies are read below, after the gate

  app.addHook('onRequest', async (request, reply) => {
    checks.giveWay()
    Object.assign(request, beginVisit())
    const local = takeLocalCall()
    request.visit.local = local
    request.peer = peerOfRaw(request.raw)
    if (local?.address !== undefined) request.peer.address = local.address
    checkAddress(request.url)
    await enter(request, reply)
  })
  const bodies = { limit: options.bodyLimit ?? BODY_LIMIT, csrf, budget: createBudget(options.bodiesBytes ?? BODIES_BYTES), pressure: createPressure(options.pressure) }
  app.addHook('preValidation', (request, reply) => takeBody(request, reply, bodies))
  app.addHook('onSend', async (request, reply, payload) => {
    const sent = isWebResponse(payload) ? unwrapResponse(payload, reply) : payload
    answerer.finish(request, reply)
    return sent
  })
  app.addHook('onResponse', async (request, reply) => answerer.tell(request, reply))
  app.setErrorHandler((error, request, reply) => answerer.refuse(error, request, reply))
  app.setNotFoundHandler((request) => nothingHere(request))

  function nothingHere(request: FastifyRequest): never {
    const path = request.url.split('?', 1)[0] ?? ''
    const group = answerer.groupOf(path)
    const near = group === undefined ? routes : routes.filter((route) => route.path.startsWith(group.prefix))
    const allow = allowedMethods(near, path)
    if (allow.length > 0 && !allow.includes(request.method)) {
      throw new Turned(405, 'door.method', `this address takes ${allow.join(', ')} only`, { allow: allow.join(', ') })
    }
    throw new Refusal('unknown', 'door.unknown-address', 'there is nothing at this address')
  }

  function add<const R extends RouteSpec>(spec: R, handle: Handle<R>, group?: Group): void {
    checkSpec(spec, group)
    const methods = typeof spec.method === 'string' ? [spec.method] : spec.method
    const takes = spec.takes ?? (spec.body === undefined ? [] : ['json' as const])
    for (const method of methods) {
      routes.push({ method, path: spec.path, access: spec.access, anonymous: spec.anonymous ?? false, pace: spec.pace ?? 'default', takes })
    }
    const parse = checks.parse(spec)
    app.route({
      method: [...methods],
      url: spec.path,
      config: { spec: { ...spec, takes }, ...(group ? { group } : {}) },
      handler: async (request, reply) => {
        const asked = parse(request)
        if (spec.status !== undefined) reply.code(spec.status)
        // The schemas have just been checked, which is what the types of `asked` say.
        const result = await handle({ ...asked, actor: request.actor, request, reply } as unknown as Parameters<Handle<R>>[0])
        if (result === reply || reply.sent) return reply
        if (result !== undefined) return reply.send(asBytes(result, reply))
        return reply.code(spec.status ?? 204).send()
      },
    })
  }

  /** Below a prefix with its own form of errors, a wider route (the portal's `/*`) must not catch what is unknown. */
  function addFallbacks(): void {
    const taken = new Set(routes.map((route) => `${route.method} ${route.path}`))
    for (const prefix of new Set(groups.map((group) => group.prefix))) {
      for (const path of [prefix, `${prefix}/*`]) {
        const method = METHODS.filter((each) => !taken.has(`${each} ${path}`))
        if (method.length > 0) app.route({ method, url: path, handler: async (request) => nothingHere(request) })
      }
    }
  }

  return {
    app,
    cookies: jar,
    add: <const R extends RouteSpec>(spec: R, handle: Handle<R>): void => add(spec, handle),
    /** Routes of one prefix with errors of their own form. Paths are still written whole. */
    group(group: Group) {
      groups.push(group)
      return { add: <const R extends RouteSpec>(spec: R, handle: Handle<R>): void => add(spec, handle, group) }
    },
    /** Every route with the access it declares, for the test that walks them all. */
    routes: (): readonly ListedRoute[] => routes,
    /** The nonce that this answer's scripts carry. */
    nonceFor: answerer.nonceFor,
    /** The value of the hidden field `_csrf` in a form of this answer; sets its cookie when needed. */
    csrfTokenFor(request: FastifyRequest, reply: FastifyReply): string {
      const { token, setCookie } = csrf.issue(request.headers.cookie, request.actor)
      if (setCookie !== undefined) reply.header('set-cookie', setCookie)
      return token
    },
    /** Registers what remains and compiles; must come before `listen`, `inject` and `localFetch`. */
    async ready(): Promise<void> {
      if (!isReady) addFallbacks()
      isReady = true
      await app.ready()
    },
    /** Compiles the schemas that no request has needed yet, between requests; ends early at `close`. */
    warm: checks.warm,
    /** Listens and says where: port 0 takes any that is free. */
    async listen({ host, port }: { host: string; port: number }): Promise<{ port: number }> {
      await app.listen({ host, port })
      const address = app.server.address()
      return { port: typeof address === 'object' && address !== null ? address.port : port }
    },
    /** A request as the web's own `Request`, for handlers written against that (the portal). */
    webRequest,
    inject: app.inject.bind(app),
    localFetch: createLocalFetch(app, origins, options.publicUrl),
    isDraining: () => draining,
    /**
     * Ends politely: not ready at once, after `drainMs` no new connections, what runs may finish within `graceMs`.
     */
    async close({ drainMs = 0, graceMs = 10_000 }: { drainMs?: number; graceMs?: number } = {}): Promise<void> {
      draining = true
      checks.close()
      if (drainMs > 0) await new Promise((resolve) => setTimeout(resolve, drainMs))
      const idle = setInterval(() => app.server.closeIdleConnections(), 50)
      const force = setTimeout(() => app.server.closeAllConnections(), graceMs)
      await app.close()
      clearInterval(idle)
      clearTimeout(force)
      overload.close()
      options.tls?.close()
    },
  }
}

/** JSON under a name of its own (application/taxii+json) goes out as bytes, or Fastify would rewrite its parameters. */
function asBytes(result: unknown, reply: FastifyReply): unknown {
  if (!String(reply.getHeader('content-type') ?? '').includes('+json')) return result
  if (typeof result === 'string') return Buffer.from(result)
  const plain = typeof result === 'object' && result !== null && (Array.isArray(result) || Object.getPrototypeOf(result) === Object.prototype)
  return plain ? Buffer.from(JSON.stringify(result)) : result
}

/** On loopback a browser's own name for us is whichever of these it was pointed to, at any port we may have got. */
function withLoopback(origins: ReadonlySet<string>): ReadonlySet<string> {
  const ports = [...origins].map((origin) => new URL(origin).port)
  const names = ['localhost', '127.0.0.1', '[::1]']
  return new Set([...origins, ...names.flatMap((name) => ports.map((port) => `http://${name}${port === '' ? '' : `:${port}`}`))])
}

function checkSpec(spec: RouteSpec, group: Group | undefined): void {
  const name = `${String(spec.method)} ${spec.path}`
  if (typeof spec.access !== 'string' || spec.access.length === 0) throw new Error(`${name}: says nothing about who may call it`)
  if (spec.anonymous === true && spec.access !== 'public') throw new Error(`${name}: asks nobody who they are, so it has to be public`)
  if (group !== undefined && !spec.path.startsWith(group.prefix)) throw new Error(`${name}: is not below ${group.prefix}`)
}
