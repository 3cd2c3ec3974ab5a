/** A `fetch` for libraries that want one, over the one guarded way out. */
import type { Outbound } from '../platform/outbound.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] as const

export function outwardFetch(outbound: Outbound): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const method = METHODS.find((each) => each === request.method)
    if (method === undefined) throw new TypeError(`the way out does not know ${request.method}`)
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer())
    const { status, headers, bytes } = await outbound.fetch(request.url, {
      method, headers: Object.fromEntries(request.headers), ...(body && { body }), signal: request.signal,
      maxRedirects: request.redirect === 'follow' ? 5 : 0,
    })
    const bodiless = status === 204 || status === 205 || status === 304
    return new Response(bodiless ? null : new Uint8Array(bytes), { status, headers })
  }
}
