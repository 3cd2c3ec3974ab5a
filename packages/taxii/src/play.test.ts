/**
 * The server that the client's tests talk to: a real one, on a real socket, made from the server half of this package.
 * `before` may answer in its place, and so play the faults of others.
 */
import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readCursor, signCursor } from './cursors.ts'
import { printEnvelope } from './envelopes.ts'
import { errorMessageOf, TaxiiError } from './errors.ts'
import { filtersDigest, parseFilters, type Filters } from './filters.ts'
import { acceptContentType, MEDIA_TYPE, negotiateAccept } from './media-types.ts'
import { matchPath, METHODS_OF, type TaxiiPath } from './paths.ts'
import * as resource from './resources.ts'

export type Stored = { id: string; version: string; text: string; added: number }
export type Seen = { method: string; path: string; query: URLSearchParams; authorization: string | undefined; userAgent: string | undefined; body: string }
export type Before = (request: Seen, response: ServerResponse, count: number) => boolean
export type Playing = {
  origin: string
  seen: Seen[]
  stored: Stored[]
  before: Before
  cap: number
  maxContentLength: number
  /** How often a status answers that it is pending. */
  pendingPolls: number
  close: () => Promise<void>
}

export const COLLECTION = '91a7b528-80eb-42ed-a74d-c6fbd5a26116'
export const START = 1_704_067_200_000_000

export const anObject = (n: number, more = ''): string =>
  `{"type":"indicator", "id":"indicator--00000000-0000-4000-8000-${String(n).padStart(12, '0')}","modified":"2024-01-01T00:00:00.000Z","n":${n}.0${more}}`

/** `tied`: how many objects in a row share one date_added. */
export async function play({ objects = 0, tied = 1, cap = 1000 } = {}): Promise<Playing> {
  const server = createServer((request, response) => void answer(playing, request, response))
  const stored = Array.from({ length: objects }, (_, n) => keep(anObject(n), START + Math.floor(n / tied)))
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  const playing: Playing = { origin: '', seen: [], stored, before: () => false, cap, maxContentLength: 100_000, pendingPolls: 0, close }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  playing.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return playing
}

function keep(text: string, added: number): Stored {
  const value: { id: string; modified?: string } = JSON.parse(text)
  return { id: value.id, version: value.modified ?? '', text, added }
}

async function answer(playing: Playing, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const url = new URL(request.url ?? '', playing.origin)
  const seen: Seen = {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    authorization: request.headers.authorization,
    userAgent: request.headers['user-agent'],
    body: Buffer.concat(chunks).toString(),
  }
  playing.seen.push(seen)
  if (playing.before(seen, response, playing.seen.length)) return
  try {
    serve(playing, seen, request, response)
  } catch (error) {
    if (!(error instanceof TaxiiError)) throw error
    send(response, error.status, JSON.stringify(errorMessageOf(error)))
  }
}

export function send(response: ServerResponse, status: number, body: string | Uint8Array, headers: Record<string, string> = {}): true {
  response.writeHead(status, { 'Content-Type': MEDIA_TYPE, ...headers }).end(body)
  return true
}

const key = {
  sign: (text: string): string => createHmac('sha256', 'secret').update(text).digest('base64url'),
  verify: (text: string, signature: string): boolean => key.sign(text) === signature,
}

function serve(playing: Playing, seen: Seen, request: IncomingMessage, response: ServerResponse): void {
  const path = matchPath(seen.path, '/api1/')
  if (path === undefined) throw new TaxiiError('not-found', 'nothing lives here')
  if (!METHODS_OF[path.endpoint].includes(seen.method)) throw new TaxiiError('method-not-allowed', 'not so')
  if (negotiateAccept(request.headers.accept) !== 'ok') throw new TaxiiError('not-acceptable', `ask for ${MEDIA_TYPE}`)
  const known = [`Basic ${Buffer.from('ann:sécret').toString('base64')}`, 'Bearer token-1']
  if (!known.includes(seen.authorization ?? '')) throw new TaxiiError('unauthenticated', 'who are you?')
  if ('collection' in path && path.collection !== COLLECTION) throw new TaxiiError('not-found', 'no such collection')
  if (seen.method === 'POST') return add(playing, seen, request, response)
  if (seen.method === 'DELETE') return remove(playing, path, seen, response)
  const list = listOf(playing, path, seen)
  if (list === undefined) send(response, 200, JSON.stringify(describe(playing, path)))
  else send(response, 200, list.body, list.headers)
}

function describe(playing: Playing, path: TaxiiPath): unknown {
  const collection = resource.buildCollection({ id: COLLECTION, title: 'All', canRead: true, canWrite: true })
  if (path.endpoint === 'discovery') return resource.buildDiscovery({ title: 'Play', default: '/api1/', apiRoots: ['/api1/', '/api2/'] })
  if (path.endpoint === 'api-root') return resource.buildApiRoot({ title: 'One', maxContentLength: playing.maxContentLength })
  if (path.endpoint === 'collections') return resource.buildCollections([collection])
  if (path.endpoint === 'collection') return collection
  const counts = playing.pendingPolls > 0 ? { pendings: 1 } : { successes: 1 }
  if (path.endpoint === 'status') playing.pendingPolls -= 1
  return resource.buildStatus({ id: path.endpoint === 'status' ? path.status : randomUUID(), counts })
}

function listOf(playing: Playing, path: TaxiiPath, seen: Seen): { body: Uint8Array | string; headers: Record<string, string> } | undefined {
  const { endpoint } = path
  if (endpoint !== 'objects' && endpoint !== 'manifest' && endpoint !== 'object' && endpoint !== 'versions') return undefined
  const filters = parseFilters(seen.query, endpoint)
  const digest = filtersDigest(JSON.stringify(path), endpoint, filters)
  const after = filters.next === undefined ? (filters.addedAfter ?? 0) : readCursor(filters.next, digest, key).after
  const found = playing.stored.filter((one) => one.added > after && matches(one, filters, path))
  const page = found.slice(0, Math.min(filters.limit ?? playing.cap, playing.cap))
  if (page.length === 0 && 'object' in path) throw new TaxiiError('not-found', 'no such object')
  const last = page.at(-1)?.added ?? after
  const onward = page.length < found.length ? { more: true, next: signCursor({ after: last, digest }, key) } : { more: false }
  const headers = resource.dateAddedHeaders(page[0]?.added ?? after, last)
  if (endpoint === 'versions') return { body: JSON.stringify(resource.buildVersions(page.map((one) => one.version), onward)), headers }
  if (endpoint !== 'manifest') return { body: printEnvelope(page.map((one) => Buffer.from(one.text)), onward), headers }
  const records = page.map(({ id, version, added }) => resource.buildManifestRecord({ id, version, dateAdded: added }))
  return { body: JSON.stringify(resource.buildManifest(records, onward)), headers }
}

function matches({ id }: Stored, { ids, types }: Filters, path: TaxiiPath): boolean {
  if ('object' in path && path.object !== id) return false
  return (ids === undefined || ids.includes(id)) && (types === undefined || types.includes(id.split('--')[0] ?? ''))
}

// Objects of type x-bad are refused one by one
function add(playing: Playing, { body }: Seen, request: IncomingMessage, response: ServerResponse): void {
  if (!acceptContentType(request.headers['content-type'])) throw new TaxiiError('unsupported-media-type', `send ${MEDIA_TYPE}`)
  if (Buffer.byteLength(body) > playing.maxContentLength) throw new TaxiiError('too-large', 'send less')
  const values: { id: string; type: string }[] = JSON.parse(body).objects
  const details = values.map(({ id }) => ({ id, version: '2024-01-01T00:00:00.000Z' }))
  const good = details.filter((_, index) => values[index]?.type !== 'x-bad')
  const failures = details.filter((_, index) => values[index]?.type === 'x-bad').map((one) => ({ ...one, message: 'bad' }))
  for (const [index, { id }] of good.entries()) playing.stored.push({ id, version: '2024-01-01T00:00:00.000Z', text: '{}', added: START + 1e9 + playing.stored.length + index })
  const pending = playing.pendingPolls > 0
  const status = pending ? { pendings: details } : { successes: good, failures }
  send(response, 202, JSON.stringify(resource.buildStatus({ id: randomUUID(), requestedAt: START, ...status })))
}

function remove(playing: Playing, path: TaxiiPath, { query }: Seen, response: ServerResponse): void {
  parseFilters(query, 'delete')
  const kept = playing.stored.filter((one) => !('object' in path) || one.id !== path.object)
  if (kept.length === playing.stored.length) throw new TaxiiError('not-found', 'no such object')
  playing.stored = kept
  response.writeHead(200, { 'Content-Type': MEDIA_TYPE }).end()
}
