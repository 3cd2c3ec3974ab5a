/** The socket side: node:http or node:https with its limits against slow and endless senders (RFC 9112 §9). */
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'
import type { Certificate } from '../tls.ts'
import { judge, problemOf, Turned } from './verdict.ts'

export type Timeouts = {
  /** Milliseconds for the header, for the whole request, and between two requests. */
  headers: number
  request: number
  keepAlive: number
  /** Requests a connection may carry before it is closed. */
  requestsPerSocket: number
  /** Connections one address may hold open; trusted proxies may hold as many as they like. */
  socketsPerAddress: number
}

export const TIMEOUTS: Timeouts = { headers: 10_000, request: 120_000, keepAlive: 15_000, requestsPerSocket: 10_000, socketsPerAddress: 512 }

const HEADER_BYTES = 16_384
/** After an answer given before the body was read, that much more is swallowed so that the sender can read the answer. */
const LINGER_BYTES = 1_048_576
const LINGER_MS = 5_000

export type Listener = (request: IncomingMessage, response: ServerResponse) => void

export function createServer(listener: Listener, timeouts: Timeouts, certificate: Certificate | undefined, isProxy: (address: string) => boolean): http.Server {
  const options: http.ServerOptions = {
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: timeouts.headers,
    requestTimeout: timeouts.request,
    keepAliveTimeout: timeouts.keepAlive,
    connectionsCheckingInterval: Math.min(5_000, timeouts.headers),
    insecureHTTPParser: false,
  }
  const guarded: Listener = (request, response) => {
    response.once('finish', () => linger(request))
    listener(request, response)
  }
  const server: http.Server = certificate === undefined ? http.createServer(options, guarded) : https.createServer({ ...options, ...certificate.options() }, guarded)
  server.maxRequestsPerSocket = timeouts.requestsPerSocket
  if (certificate !== undefined && server instanceof https.Server) certificate.onChange((next) => server.setSecureContext(next))
  limitSockets(server, timeouts.socketsPerAddress, isProxy)
  return server
}

function limitSockets(server: http.Server, most: number, isProxy: (address: string) => boolean): void {
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (open.get(address) ?? 0) + 1
    if (count > most && !isProxy(address)) return socket.destroy()
    open.set(address, count)
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1
      if (left === 0) open.delete(address)
      else open.set(address, left)
    })
  })
}

function linger(request: IncomingMessage): void {
  const socket = request.socket
  if (request.complete || socket === null || socket === undefined || socket.destroyed || typeof socket.bytesRead !== 'number') return
  const from = socket.bytesRead
  const began = performance.now()
  const timer = setInterval(() => {
    if (request.complete || socket.destroyed) return clearInterval(timer)
    if (socket.bytesRead - from < LINGER_BYTES && performance.now() - began < LINGER_MS) return
    clearInterval(timer)
    socket.destroy()
  }, 50)
  timer.unref()
}

/** For what never became a request: answers in our own form and closes. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy()
  const { verdict } = judge(turnedOf(error.code))
  const body = problemOf(verdict, requestId)
  const head = [
    `HTTP/1.1 ${verdict.status} ${http.STATUS_CODES[verdict.status] ?? 'Error'}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    "content-security-policy: default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options: nosniff',
    'cache-control: no-store',
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroySoon())
}

function turnedOf(code: string | undefined): Turned {
  if (code === 'HPE_HEADER_OVERFLOW') return new Turned(431, 'door.header-too-large', `the header is larger than ${HEADER_BYTES} bytes`)
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Turned(408, 'door.too-slow', 'the request did not arrive in time')
  return new Turned(400, 'door.not-http', 'this is not a request that HTTP/1.1 knows')
}
