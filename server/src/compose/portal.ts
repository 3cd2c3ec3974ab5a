/** The portal behind the door: its pages are asked over the same contract as everyone else, inside this process. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Door, Verdict } from '../platform/http.ts'
import type { Log } from '../platform/log.ts'
import { originOf } from './endpoints.ts'

/** What portal/server.ts offers; the hub knows the portal by path only. */
type Portal = { handle(request: Request, from: { fetch: typeof fetch; nonce: string; origin: string; csrf?: string }): Promise<Response> }
type PortalModule = { createPortal(options: { build: unknown; now?: () => Date; onError?: (error: unknown) => void }): Portal }

type Setting = { folder: string; now: () => Date; origins: readonly string[]; log: Log; formBytes: number }

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml', png: 'image/png', ico: 'image/x-icon',
  woff2: 'font/woff2', json: 'application/json', txt: 'text/plain; charset=utf-8', webmanifest: 'application/manifest+json', map: 'application/json',
}
const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data']
/** Forms that try to sign somebody in draw from the narrow bucket, as their endpoints do. */
const SIGN_IN_PAGES = ['/sign-in', '/sign-in/mail', '/join', '/set-up']

export async function openPortal({ folder, now, origins, log, formBytes }: Setting) {
  const server = join(folder, 'build', 'server', 'index.js')
  if (!existsSync(server)) throw new Error('the portal is not built; `npm start` and `npm run demo` build it, or: npm run build:portal')
  const { createPortal } = (await import(pathToFileURL(join(folder, 'server.ts')).href)) as PortalModule
  const build: unknown = await import(pathToFileURL(server).href)
  const portal = createPortal({ build, now, onError: (error) => log.error({ error }, 'a page could not be made') })
  const files = await readFiles(join(folder, 'build', 'client'))

  async function page(door: Door, request: FastifyRequest, reply: FastifyReply, body: Buffer | undefined): Promise<FastifyReply> {
    const origin = originOf(`${request.peer.scheme}://${request.peer.host}`, origins)
    const asked = new Request(new URL(request.url, origin), {
      method: request.method === 'HEAD' ? 'GET' : request.method,
      headers: headersOf(request),
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    })
    const answer = await portal.handle(asked, {
      fetch: door.localFetch({ actor: request.actor }, { requestId: request.id, address: request.peer.address }),
      nonce: door.nonceFor(request),
      origin,
      csrf: door.csrfTokenFor(request, reply),
    })
    reply.code(answer.status)
    for (const [name, value] of answer.headers) reply.header(name, value)
    return reply.send(Buffer.from(await answer.arrayBuffer()))
  }

  return {
    mount(door: Door): void {
      for (const [path, file] of files) {
        door.add({ method: 'GET', path, access: 'public', anonymous: true }, ({ reply }) => {
          reply.header('content-type', file.type)
          reply.header('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
          return reply.send(file.bytes)
        })
      }
      for (const path of SIGN_IN_PAGES) {
        door.add({ method: 'POST', path, access: 'public', takes: ['raw'], types: FORMS, pace: 'sign-in' }, ({ request, reply }) => page(door, request, reply, request.rawBody))
      }
      door.add({ method: 'GET', path: '/*', access: 'public' }, ({ request, reply }) => page(door, request, reply, undefined))
      door.add({ method: 'POST', path: '/*', access: 'public', takes: ['raw'], types: FORMS, bodyLimit: formBytes }, ({ request, reply }) =>
        page(door, request, reply, request.rawBody),
      )
    },
    /** A refusal at the door, shown to a browser as a page of the house. */
    async errorPage(door: Door, verdict: Verdict, request: FastifyRequest): Promise<string | undefined> {
      const origin = originOf(`${request.peer.scheme}://${request.peer.host}`, origins)
      const asked = new URL('/refused', origin)
      asked.search = new URLSearchParams({ status: String(verdict.status), code: verdict.code, detail: verdict.detail, id: request.id }).toString()
      const answer = await portal.handle(new Request(asked, { headers: headersOf(request) }), {
        fetch: door.localFetch({ actor: request.actor }, { requestId: request.id, address: request.peer.address }),
        nonce: door.nonceFor(request),
        origin,
      })
      return answer.headers.get('content-type')?.startsWith('text/html') ? answer.text() : undefined
    },
  }
}

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name.startsWith(':') || name === 'authorization') continue
    headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

/** The built files, read once: few and small. */
async function readFiles(folder: string): Promise<Map<string, { bytes: Buffer; type: string }>> {
  const files = new Map<string, { bytes: Buffer; type: string }>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue
    const path = join(entry.parentPath, entry.name)
    const address = `/${path.slice(folder.length + 1).split('\\').join('/')}`
    files.set(address, { bytes: await readFile(path), type: TYPES[entry.name.split('.').at(-1) ?? ''] ?? 'application/octet-stream' })
  }
  return files
}
