/**
 * The two addresses of signing in by an OpenID provider. They answer with redirects, so they are not in the contract:
 * `GET /sign-in/oidc?then=/a/path` leads to the provider, `GET /sign-in/oidc/back` takes its answer.
 */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { parseCookies, type Door } from '../../platform/http.ts'
import type { Cookie } from '../../platform/endpoint.ts'
import { SESSION_COOKIE, sessionCookieOf } from './routes.ts'
import { OIDC_BACK, type Oidc } from './verbs/oidc.ts'

/** Ties the way back to the browser that went. */
const OIDC_COOKIE = 'oidc'
const GET = { method: 'GET', access: 'public', pace: 'sign-in' } as const

/** `origins`: where people reach the hub, the first one first; each has to be known to the provider with `/sign-in/oidc/back`. */
export function oidcPaths(door: Door, oidc: Oidc, origins: readonly string[]): void {
  function redirect(reply: FastifyReply, location: string, cookies: readonly Cookie[]): FastifyReply {
    for (const { name, value, maxAgeSeconds } of cookies) reply.header('set-cookie', door.cookies.write(name, value, { maxAgeSeconds }))
    return reply.header('cache-control', 'no-store').redirect(location, 303)
  }

  door.add({ ...GET, path: '/sign-in/oidc' }, async ({ request, reply }) => {
    const then = new URLSearchParams(queryOf(request)).get('then') ?? undefined
    const { location, secret, maxAgeSeconds } = await oidc.start({ origin: originOf(request, origins), then })
    return redirect(reply, location, [{ name: OIDC_COOKIE, value: secret, maxAgeSeconds }])
  })

  door.add({ ...GET, path: OIDC_BACK }, async ({ request, reply }) => {
    const cookies = parseCookies(request.headers.cookie)
    const previous = sessionCookieOf({ cookies, origin: originOf(request, origins) })
    const browser = { address: request.peer.address, userAgent: request.headers['user-agent'] ?? '', previous }
    const { then, secret, maxAgeSeconds } = await oidc.finish({ query: queryOf(request), secret: cookies.get(door.cookies.nameOf(OIDC_COOKIE)) }, browser)
    return redirect(reply, then ?? '/', [
      { name: SESSION_COOKIE, value: secret, maxAgeSeconds },
      { name: OIDC_COOKIE, value: '', maxAgeSeconds: 0 },
    ])
  })
}

const queryOf = ({ url }: FastifyRequest): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '')

function originOf({ peer }: FastifyRequest, origins: readonly string[]): string {
  const asked = `${peer.scheme}://${peer.host}`
  return origins.find((origin) => origin === asked) ?? origins[0] ?? asked
}
