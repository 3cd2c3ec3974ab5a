/** A request of the door as the Fetch standard's `Request`: the address as the client asked for it, the body as received; and its `Response` back. */
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { FastifyReply, FastifyRequest } from 'fastify'

export function webRequest(request: FastifyRequest, reply: FastifyReply): Request {
  const { scheme, host } = request.peer
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.raw.headers)) {
    if (name.startsWith(':')) continue
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) headers.append(name, each)
  }
  const bodiless = request.method === 'GET' || request.method === 'HEAD' || request.rawBody === undefined
  const body = bodiless ? null : new Uint8Array(request.rawBody ?? [])
  // Joined, not resolved against a base: a path that begins with two slashes is still a path.
  return new Request(`${scheme}://${host === '' ? 'localhost' : host}${request.raw.url ?? '/'}`, { method: request.method, headers, body, signal: goneSignal(reply) })
}

/** Aborted when the client goes away before it has its answer. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController()
  // the answer's end, not the connection's: a connection carries many requests
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort()
  })
  return controller.signal
}

export const isWebResponse = (value: unknown): value is Response => Object.prototype.toString.call(value) === '[object Response]'

/** Status and headers onto the reply before the door adds its own (Fastify would do it after); gives back what to send. */
export function unwrapResponse(response: Response, reply: FastifyReply): Readable | string {
  reply.code(response.status)
  for (const [name, value] of response.headers) reply.header(name, value)
  return response.body === null ? '' : Readable.fromWeb(response.body as ReadableStream)
}
