/** The contract's endpoints, put behind the door: what was parsed goes in, what the room answers comes out. */
import type { Door } from '../platform/http.ts'
import { parseCookies } from '../platform/http.ts'
import type { Ask, Endpoint, RouteShape } from '../platform/endpoint.ts'

type Setting = { door: Door; origins: readonly string[] }

export function mountEndpoints(endpoints: readonly Endpoint[], { door, origins }: Setting): void {
  for (const { route, answer } of endpoints) {
    door.add(specOf(route), async ({ actor, params, query, body, request, reply }) => {
      const ask = {
        actor,
        params,
        query,
        body,
        requestId: request.id,
        address: request.peer.address,
        userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
        cookies: parseCookies(request.headers.cookie),
        origin: originOf(`${request.peer.scheme}://${request.peer.host}`, origins),
        setCookie: ({ name, value, maxAgeSeconds }: { name: string; value: string; maxAgeSeconds: number }) =>
          void reply.header('set-cookie', door.cookies.write(name, value, { maxAgeSeconds })),
      }
      // The door has checked params, query and body against this very route.
      return answer(ask as unknown as Ask<RouteShape>)
    })
  }
}

/** Which of our origins the caller used; the first one when it cannot be said. */
export function originOf(asked: string, origins: readonly string[]): string {
  return origins.find((origin) => origin === asked) ?? origins[0] ?? asked
}

function specOf(route: RouteShape): RouteShape {
  const { method, path, access, summary, reply, params, query, body, status, bodyLimit, pace, whileSuspended } = route
  return {
    method, path, access, summary, reply,
    ...(params && { params }), ...(query && { query }), ...(body && { body }),
    ...(status && { status }), ...(bodyLimit && { bodyLimit }), ...(pace && { pace }), ...(whileSuspended && { whileSuspended }),
  }
}
