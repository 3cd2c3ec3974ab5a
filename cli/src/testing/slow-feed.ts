/**
 * A TAXII server with faults to order, beside as much of a hub's API as signing in and finding its collection take: slow pages, several objects
 * with one date, cuts in the middle. Real sockets; the faults are what a whole hub would not show.
 */
import { createServer, type ServerResponse } from 'node:http'

export const COLLECTION = '11111111-2222-4333-8444-555555555555'
const TAXII = 'application/taxii+json;version=2.1'

export type Feed = { url: string; /** Texts, in the order added. */ add(texts: readonly string[]): void; cutAfter(pages: number): void; /** Later pages wait until what is given back is called. */ holdAfter(pages: number): () => void; close(): Promise<void> }

/** `together` objects share a date; a page takes `pauseMs`. */
export async function startFeed({ together, pauseMs }: { together: number; pauseMs: number }): Promise<Feed> {
  const objects: { text: string; added: number }[] = []
  let pages = 0
  let cut = Infinity
  let free = Infinity
  let released: Promise<void> = Promise.resolve()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://feed')
    if (url.pathname === '/api/v1/collections') return give(response, 'application/json', { collections: [describe()] })
    if (url.pathname === '/api/v1/alliance') return give(response, 'application/json', { name: 'Feeds' })
    if (url.pathname === '/api/v1/me') return give(response, 'application/json', { person: { name: 'Ada' }, organisation: { name: 'Northgate' }, rights: ['threats.read'] })
    if (!url.pathname.endsWith('/objects/')) return give(response, TAXII, { title: 'root', versions: [TAXII], max_content_length: 1000 })
    setTimeout(async () => {
      pages += 1
      if (pages > cut) return void request.socket.destroy()
      if (pages > free) await released
      givePage(response, url.searchParams)
    }, pauseMs)
  })
  const givePage = (response: ServerResponse, query: URLSearchParams): void => {
    const from = query.get('next') === null ? microsOf(query.get('added_after') ?? '') : Number.NaN
    const start = Number.isNaN(from) ? Number(query.get('next') ?? 0) : objects.findIndex(({ added }) => added > from)
    const first = start < 0 ? objects.length : start
    const page = objects.slice(first, first + Number(query.get('limit') ?? 10))
    const end = first + page.length
    const more = end < objects.length
    response.setHeader('content-type', TAXII)
    if (page.length > 0) {
      response.setHeader('x-taxii-date-added-first', printMicros(page[0]!.added))
      response.setHeader('x-taxii-date-added-last', printMicros(page.at(-1)!.added))
    }
    response.end(`{"more":${more}${more ? `,"next":"${end}"` : ''}${page.length > 0 ? `,"objects":[${page.map(({ text }) => text).join(',')}]` : ''}}`)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    add(texts) {
      for (const text of texts) objects.push({ text, added: 1_760_000_000_000_000 + Math.floor(objects.length / together) })
    },
    cutAfter(count) {
      pages = 0
      cut = count
    },
    holdAfter(count) {
      pages = 0
      free = count
      const { promise, resolve } = Promise.withResolvers<void>()
      released = promise
      return resolve
    },
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

const describe = () => ({ id: COLLECTION, alias: 'feed', title: 'Feed', canRead: true, canWrite: false, taxii: { apiRoot: 'https://elsewhere.example/root/' } })

function give(response: ServerResponse, type: string, body: unknown): void {
  response.setHeader('content-type', type)
  response.end(JSON.stringify(body))
}

const microsOf = (text: string): number => (text === '' ? 0 : Date.parse(`${text.slice(0, 19)}Z`) * 1000 + Number(text.slice(20, 26)))
const printMicros = (micros: number): string => `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, 23)}${String(micros % 1000).padStart(3, '0')}Z`
