/** A fetch that is answered inside the process: the portal's API client reaches the same door without a socket. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyInstance } from 'fastify'
import type { Actor } from '../../kernel/index.ts'

/** Someone already known (decided at the door once), or the cookie and authorization headers to decide by. */
export type Caller = { actor: Actor } | { cookie?: string | undefined; authorization?: string | undefined }
export type LocalCall = { actor: Actor | undefined; requestId: string | undefined; address: string | undefined; taken: boolean }

/** Set around an injected request, so that no header from outside can pretend to be one. */
const calls = new AsyncLocalStorage<LocalCall>()

/** The local call this very request is, once; undefined for what came through a socket. */
export function takeLocalCall(): LocalCall | undefined {
  const call = calls.getStore()
  if (call === undefined || call.taken) return undefined
  call.taken = true
  return call
}

export type LocalFetchOptions = { requestId?: string; /** The visitor's address, for the log. */ address?: string }

/** `origins` are the hub's own; any other address is refused, for nothing leaves the process here. */
export function createLocalFetch(app: FastifyInstance, origins: ReadonlySet<string>, base: string) {
  return (caller: Caller, options: LocalFetchOptions = {}): typeof fetch =>
    async (input, init) => {
      const request = new Request(typeof input === 'string' || input instanceof URL ? new URL(input, base) : input, init)
      const url = new URL(request.url)
      if (!origins.has(url.origin)) throw new TypeError(`a local fetch only reaches this hub, not ${url.origin}`)
      const headers: Record<string, string> = Object.fromEntries(request.headers)
      headers['host'] = url.host
      if ('cookie' in caller && caller.cookie !== undefined) headers['cookie'] = caller.cookie
      if ('authorization' in caller && caller.authorization !== undefined) headers['authorization'] = caller.authorization
      const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer())
      request.signal.throwIfAborted()
      const actor = 'actor' in caller ? caller.actor : undefined
      const call: LocalCall = { actor, requestId: options.requestId, address: options.address, taken: false }
      const answer = await calls.run(call, async () =>
        await app.inject({
          method: methodOf(request.method),
          url: url.pathname + url.search,
          headers,
          ...(body === undefined ? {} : { payload: body }),
        }),
      )
      return responseOf(answer.statusCode, answer.headers, answer.rawPayload)
    }
}

type InjectMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
function methodOf(method: string): InjectMethod {
  const known: readonly InjectMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
  const found = known.find((each) => each === method.toUpperCase())
  if (found === undefined) throw new TypeError(`a local fetch does not know the method ${method}`)
  return found
}

function responseOf(status: number, from: Record<string, unknown>, payload: Buffer): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(from)) {
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) headers.append(name, String(each))
  }
  const bodiless = status === 204 || status === 205 || status === 304
  return new Response(bodiless ? null : new Uint8Array(payload), { status, headers })
}
