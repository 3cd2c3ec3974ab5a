/** The portal behind the door: its pages are asked over the same contract as everyone else, inside this process. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Door, Verdict } from '../platform/http.ts'
import type { Log } from '../platform/log.ts'
import { originOf } from './endpoints.ts'

/** What portal/server.ts offers; the hub knows the portal by path only. */
type FromHub = { fetch: typeof fetch; nonce: string; origin: string; csrf?: string }
type Portal = { handle(request: Request, from: FromHub): Promise<Response> }
type PortalModule = { createPortal(options: { build: unknown; now?: () => Date; onError?: (error: unknown) => void }): Portal }

type Setting = { folder: string; now: () => Date; origins: readonly string[]; log: Log; formBytes: number }
/** `policy`: of a page that is whole in itself, the one that it states. */
type BuiltFile = { type: string; bytes: Buffer; policy: string | undefined }

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml', png: 'image/png', ico: 'image/x-icon',
  woff2: 'font/woff2', json: 'application/json', txt: 'text/plain; charset=utf-8', webmanifest: 'application/manifest+json', map: 'application/json',
}
const PACKS = /^(text\/|application\/|image\/svg)/
const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data']
/** Forms that try to sign somebody in draw from the narrow bucket, as their endpoints do. */
const SIGN_IN_PAGES = ['/sign-in', '/sign-in/mail', '/join', '/set-up', '/case-guest']
const packed = promisify(gzip)

export async function openPortal({ folder, now, origins, log, formBytes }: Setting) {
  const server = join(folder, 'build', 'server', 'index.js')
  if (!existsSync(server)) throw new Error('the portal is not built; `npm start` and `npm run demo` build it, or: npm run build:portal')
  const { createPortal } = (await import(pathToFileURL(join(folder, 'server.ts')).href)) as PortalModule
  const build: unknown = await import(pathToFileURL(server).href)
  const portal = createPortal({ build, now, onError: (error) => log.error({ error }, 'a page could not be made') })
  const files = await readFiles(join(folder, 'build', 'client'))

  const fromHub = (door: Door, request: FastifyRequest): FromHub => ({
    fetch: door.localFetch({ actor: request.actor }, { requestId: request.id, address: request.peer.address }),
    nonce: door.nonceFor(request),
    origin: originOf(`${request.peer.scheme}://${request.peer.host}`, origins),
  })

  async function page(door: Door, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const asked = door.webRequest(request, reply)
    const headers = new Headers(asked.headers)
    headers.delete('authorization') // decided at the door; the pages have no use for it
    const plain = new Request(asked, { headers, ...(asked.method === 'HEAD' && { method: 'GET' }) })
    const answer = await portal.handle(plain, { ...fromHub(door, request), csrf: door.csrfTokenFor(request, reply) })
    reply.code(answer.status)
    for (const [name, value] of answer.headers) reply.header(name, value)
    const bytes = Buffer.from(await answer.arrayBuffer())
    // A page that holds a member's secrets beside words from outside is not packed: its length would tell (BREACH).
    const open = request.actor.via.kind === 'visitor' && bytes.length > 1_000 && takesGzip(request)
    return open ? send(reply, await packed(bytes), 'gzip') : send(reply, bytes, undefined)
  }

  return {
    mount(door: Door): void {
      for (const [path, file] of files) {
        const packs = PACKS.test(file.type)
        let once: Promise<Buffer> | undefined
        door.add({ method: 'GET', path, access: 'public', anonymous: true }, async ({ request, reply }) => {
          reply.header('content-type', file.type)
          if (file.policy !== undefined) reply.header('content-security-policy', `${file.policy}; frame-ancestors 'none'`)
          reply.header('cache-control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600')
          return packs && takesGzip(request) ? send(reply, await (once ??= packed(file.bytes)), 'gzip') : send(reply, file.bytes, undefined)
        })
      }
      for (const path of SIGN_IN_PAGES) {
        door.add({ method: 'POST', path, access: 'public', takes: ['raw'], types: FORMS, pace: 'sign-in' }, ({ request, reply }) => page(door, request, reply))
      }
      door.add({ method: 'GET', path: '/*', access: 'public' }, ({ request, reply }) => page(door, request, reply))
      door.add({ method: 'POST', path: '/*', access: 'public', takes: ['raw'], types: FORMS, bodyLimit: formBytes }, ({ request, reply }) => page(door, request, reply))
    },
    /** A refusal at the door, shown to a browser as a page of the house. */
    async errorPage(door: Door, verdict: Verdict, request: FastifyRequest): Promise<string | undefined> {
      const from = fromHub(door, request)
      const asked = new URL('/refused', from.origin)
      asked.search = new URLSearchParams({ status: String(verdict.status), code: verdict.code, detail: verdict.detail, id: request.id }).toString()
      const answer = await portal.handle(new Request(asked, { headers: { accept: 'text/html', cookie: request.headers.cookie ?? '' } }), from)
      return answer.headers.get('content-type')?.startsWith('text/html') ? answer.text() : undefined
    },
  }
}

const takesGzip = (request: FastifyRequest): boolean => /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))|,|$)/i.test(String(request.headers['accept-encoding'] ?? ''))

function send(reply: FastifyReply, bytes: Buffer, encoding: 'gzip' | undefined): FastifyReply {
  reply.header('vary', 'accept-encoding, cookie')
  if (encoding !== undefined) reply.header('content-encoding', encoding)
  return reply.send(bytes)
}

/** The built files, read once: few and small. Each is packed when it is first asked for. */
async function readFiles(folder: string): Promise<Map<string, BuiltFile>> {
  const files = new Map<string, BuiltFile>()
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
  await Promise.all(entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    const address = `/${path.slice(folder.length + 1).split('\\').join('/')}`
    const type = TYPES[entry.name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
    const bytes = await readFile(path)
    files.set(address, { type, bytes, policy: type.startsWith('text/html') ? policyIn(bytes) : undefined })
  }))
  return files
}

/** A page of the build carries its policy with it, so that it holds from a disk too: by the hashes of its own script and style. */
const policyIn = (html: Buffer): string => /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html.toString())?.[1] ?? "default-src 'none'"
