/** A web server on loopback for one site of the sample: over TLS with its certificate, and in the clear with a redirect or without. */
import { once } from 'node:events'
import { createServer as createPlain, type RequestListener, type Server } from 'node:http'
import { createServer, type Server as SecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { SecureVersion } from 'node:tls'
import type { Certified } from './certificates.ts'

export type Page = { status?: number; type?: string; body?: string; headers?: Record<string, string> }
export type WebData = {
  /** By host and path: `a.example/.well-known/security.txt`. What is not here is answered by `otherwise`. */
  pages: Readonly<Record<string, Page>>
  /** Sent with every answer over TLS. */
  headers?: Record<string, string>
  otherwise?: Page
  /** What port 80 does. */
  plain: 'redirects' | 'serves' | 'silent'
  oldest?: SecureVersion
  certificate: Certified
}
export type WebServer = { secure: number; plain: number | undefined; close(): Promise<void> }

const NOT_FOUND: Page = { status: 404, type: 'text/html; charset=utf-8', body: '<!doctype html><title>Not found</title><p>There is no such page.</p>' }

export async function startWebServer({ pages, headers = {}, otherwise = NOT_FOUND, plain, oldest = 'TLSv1.2', certificate }: WebData): Promise<WebServer> {
  const serve = (more: Record<string, string>): RequestListener => (request, response) => {
    const { status = 200, type = 'text/html; charset=utf-8', body = '', headers: own = {} } = pages[`${request.headers.host ?? ''}${request.url ?? '/'}`] ?? otherwise
    response.writeHead(status, { 'content-type': type, ...more, ...own }).end(body)
  }
  const weak = oldest === 'TLSv1' || oldest === 'TLSv1.1'
  const secure = createServer({ ...certificate, minVersion: oldest, ...(weak ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}) }, serve(headers))
  const open = plain === 'redirects' ? createPlain((request, response) => void response.writeHead(301, { location: `https://${request.headers.host ?? ''}${request.url ?? '/'}` }).end()) : createPlain(serve({}))
  const ports = [await listen(secure), plain === 'silent' ? undefined : await listen(open)] as const
  return {
    secure: ports[0]!,
    plain: ports[1],
    async close() {
      for (const server of [secure, open]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

async function listen(server: Server | SecureServer): Promise<number> {
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
