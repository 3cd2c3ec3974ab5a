/** The way out: errors in the form their readers expect, the security headers, one line in the log. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Random } from '../../kernel/index.ts'
import type { Log } from '../log.ts'
import { dataHeaders, pageHeaders } from './headers.ts'
import type { Group } from './routes.ts'
import { judge, problemOf, type Verdict } from './verdict.ts'

/** An error as a whole HTML page, or undefined to leave it to problem+json. */
export type RenderPage = (verdict: Verdict, request: FastifyRequest) => Promise<string | undefined> | string | undefined

export type AnswerSettings = {
  random: Random
  log: Log
  secure: boolean
  groups: readonly Group[]
  formActions: readonly string[]
  renderPage?: RenderPage
  answered?: (answered: { route: string; method: string; status: number; seconds: number }) => void
  isDraining: () => boolean
}

const CHALLENGE = 'Bearer realm="openaccord"'

export function createAnswerer(settings: AnswerSettings) {
  const ofData = dataHeaders(settings.secure)

  function nonceFor(request: FastifyRequest): string {
    return (request.visit.nonce ??= Buffer.from(settings.random(16)).toString('base64url'))
  }

  /** The group with the longest prefix of this path. */
  function groupOf(path: string): Group | undefined {
    const over = settings.groups.filter(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))
    return over.toSorted((a, b) => b.prefix.length - a.prefix.length)[0]
  }

  async function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { verdict, ours } = judge(error)
    if (ours) settings.log.error({ id: request.id, method: request.method, route: routeOf(request), error }, 'an error of our own')
    const group = request.routeOptions.config?.group ?? groupOf(request.url.split('?', 1)[0] ?? '')
    reply.code(verdict.status).headers(verdict.headers)
    if (verdict.status === 401) reply.header('www-authenticate', group?.challenge ?? CHALLENGE)
    return write(verdict, group, request, reply)
  }

  // Bodies go out as bytes: to text Fastify adds a charset that application/…+json does not have (RFC 8259 §11).
  async function write(verdict: Verdict, group: Group | undefined, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.removeHeader('content-length')
    const { status, contentType, body } = await formOf(verdict, group, request)
    reply.code(status).header('content-type', contentType)
    finish(request, reply) // no hook runs for what the router turned away
    return reply.send(Buffer.from(body))
  }

  async function formOf(verdict: Verdict, group: Group | undefined, request: FastifyRequest) {
    if (group?.renderError !== undefined) return group.renderError(verdict, request.id)
    const page = group === undefined && wantsPage(request) ? await pageOf(verdict, request) : undefined
    if (page !== undefined) return { status: verdict.status, contentType: 'text/html; charset=utf-8', body: page }
    return { status: verdict.status, contentType: 'application/problem+json', body: problemOf(verdict, request.id) }
  }

  async function pageOf(verdict: Verdict, request: FastifyRequest): Promise<string | undefined> {
    try {
      return await settings.renderPage?.(verdict, request)
    } catch (error) {
      settings.log.error({ id: request.id, error }, 'the page for an error could not be made')
      return undefined
    }
  }

  /** Just before an answer leaves: what is known only now is its type and whether anybody is signed in. */
  function finish(request: FastifyRequest, reply: FastifyReply): void {
    const html = String(reply.getHeader('content-type') ?? '').startsWith('text/html')
    // A file that is a whole page in itself brings its own policy, by hashes; one that somebody uploaded is kept in a sandbox.
    const own = reply.getHeader('content-security-policy')
    reply.headers(html ? pageHeaders(settings.secure, nonceFor(request), settings.formActions) : ofData)
    if (own !== undefined) reply.header('content-security-policy', own)
    // What any site may read, any site may show: a badge, a tile of the log.
    if (!html && reply.getHeader('access-control-allow-origin') === '*') reply.header('cross-origin-resource-policy', 'cross-origin')
    reply.header('x-request-id', request.id)
    const known = request.actor.via.kind !== 'visitor'
    if (known || reply.getHeader('cache-control') === undefined) reply.header('cache-control', 'no-store')
    if (settings.isDraining()) reply.header('connection', 'close')
  }

  /** Of addresses only the pattern is told: what stands in them may be private, and numbers by address have no end. */
  function tell(request: FastifyRequest, reply: FastifyReply): void {
    const route = routeOf(request)
    const status = reply.statusCode
    const ms = performance.now() - request.visit.started
    settings.answered?.({ route, method: request.method, status, seconds: ms / 1000 })
    const { actor, peer, visit } = request
    const line = {
      id: request.id,
      ...(visit.local === undefined ? {} : { local: true, of: visit.local.requestId }),
      method: request.method,
      route,
      status,
      ms: Math.round(ms * 10) / 10,
      actor: actor.person ?? 'visitor',
      via: actor.via.kind,
      address: peer.address,
      in: visit.bytesIn,
      out: Number(reply.getHeader('content-length') ?? 0),
      ...(reply.raw.writableFinished ? {} : { cut: true }),
    }
    settings.log[status >= 500 ? 'warn' : visit.local === undefined ? 'info' : 'debug'](line, 'answered')
  }

  return { refuse, finish, tell, nonceFor, groupOf }
}

const routeOf = (request: FastifyRequest): string => request.routeOptions.config?.spec?.path ?? '(none)'

/** A browser that navigates names text/html itself; curl and API clients say application/json or any type. */
const wantsPage = (request: FastifyRequest): boolean => /\btext\/html\b/i.test(request.headers.accept ?? '')
