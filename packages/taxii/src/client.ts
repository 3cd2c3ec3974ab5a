/**
 * A TAXII 2.1 client: discovery, collections, pages, manifests, versions, pushing and deleting.
 * Follows TAXII 2.1 §4, §5 and §8.4. It does no I/O of its own: `fetch` is an argument.
 */
import { TaxiiClientError } from './client-errors.ts'
import { printQuery, walkPages, type Page, type Query } from './pages.ts'
import { DISCOVERY_PATH, printPath, type TaxiiPath } from './paths.ts'
import { pushObjects, type PushObject, type PushOptions, type PushReport } from './push.ts'
import {
  readApiRoot,
  readCollection,
  readCollections,
  readDiscovery,
  readEnvelope,
  readManifest,
  readStatus,
  readVersions,
  type ReceivedObject,
  type ReceivedPage,
} from './received.ts'
import { createRequester, waitFor, type Answer, type Auth, type Requester, type RequestSettings } from './requests.ts'
import type { ApiRoot, Collection, Discovery, ManifestRecord, Status } from './resources.ts'

export type TaxiiClientSettings = RequestSettings &
  ({ discoveryUrl: string; apiRootUrl?: undefined } | { apiRootUrl: string; discoveryUrl?: string }) & {
    /** Lets credentials travel over plain http to another machine. Never needed for 127.0.0.1. */
    allowInsecure?: boolean
  }

/** All of an object's query, and of its versions. */
export type ObjectQuery = Pick<Query, 'versions' | 'specVersions' | 'limit'>

export type TaxiiClient = {
  /** What the server is and which API roots it has (§4.1). */
  discovery(): Promise<Discovery>
  /** The address of the API root in use: as given, or the default of discovery, or its only one. */
  apiRootUrl(): Promise<string>
  apiRoot(): Promise<ApiRoot>
  collections(): Promise<Collection[]>
  /** `collection` is an id or an alias, here and below. */
  collection(collection: string): Promise<Collection>
  /** Every object that matches, each once, page by page (§5.4). */
  pages(collection: string, query?: Query): AsyncGenerator<Page<ReceivedObject>, void, undefined>
  /** The same of the manifest (§5.3). */
  manifest(collection: string, query?: Query): AsyncGenerator<Page<ManifestRecord>, void, undefined>
  /** One object, in its latest version unless `versions` says otherwise (§5.6). */
  object(collection: string, id: string, query?: ObjectQuery): Promise<ReceivedObject[]>
  /** The versions of one object (§5.8). */
  versions(collection: string, id: string, query?: Pick<Query, 'specVersions' | 'limit'>): Promise<string[]>
  push(collection: string, objects: Iterable<PushObject> | AsyncIterable<PushObject>, options?: PushOptions): Promise<PushReport>
  status(id: string): Promise<Status>
  /** Removes an object in all its versions, or in those that are named (§5.7). */
  delete(collection: string, id: string, query?: Pick<Query, 'versions' | 'specVersions'>): Promise<void>
}

/** Throws TaxiiClientError at once for an address that must not be used; every method rejects with nothing else. */
export function createTaxiiClient(settings: TaxiiClientSettings): TaxiiClient {
  const { origin, discoveryUrl, apiRootUrl } = checkAddresses(settings)
  checkCredentials(settings.auth)
  const request: Requester = createRequester(origin, settings)
  const get = (url: string): Promise<Answer> => request({ method: 'GET', url })
  const discovery = async (): Promise<Discovery> => readDiscovery(await get(discoveryUrl))
  let root: Promise<string> | undefined = apiRootUrl === undefined ? undefined : Promise.resolve(apiRootUrl)
  let described: Promise<ApiRoot> | undefined

  const findRoot = (): Promise<string> => {
    root ??= forgetFailure(discovery().then((found) => chooseRoot(found, discoveryUrl, origin)), () => (root = undefined))
    return root
  }
  const urlOf = async (path: TaxiiPath, query?: Query): Promise<string> => withQuery(printSafely(await findRoot(), path), printQuery(query ?? {}))
  const describe = (): Promise<ApiRoot> => {
    described ??= forgetFailure(findRoot().then(get).then(readApiRoot), () => (described = undefined))
    return described
  }
  const status = async (id: string): Promise<Status> => readStatus(await get(await urlOf({ endpoint: 'status', status: id })))

  function walk<Item>(path: TaxiiPath, query: Query, read: (answer: Answer) => ReceivedPage<Item>, keyOf: (item: Item) => string) {
    const ask = async (asked: URLSearchParams, { resend }: { resend: boolean }): Promise<ReceivedPage<Item>> =>
      read(await request({ method: 'GET', url: withQuery(await urlOf(path), asked), resend }))
    return walkPages(ask, keyOf, query)
  }

  return {
    discovery,
    apiRootUrl: findRoot,
    apiRoot: describe,
    collections: async () => readCollections(await get(await urlOf({ endpoint: 'collections' }))),
    collection: async (collection) => readCollection(await get(await urlOf({ endpoint: 'collection', collection }))),
    pages: (collection, query = {}) => walk({ endpoint: 'objects', collection }, query, readEnvelope, keyOfObject),
    manifest: (collection, query = {}) => walk({ endpoint: 'manifest', collection }, query, readManifest, keyOfRecord),
    object: (collection, object, query = {}) => gather(walk({ endpoint: 'object', collection, object }, query, readEnvelope, keyOfObject)),
    versions: (collection, object, query = {}) => gather(walk({ endpoint: 'versions', collection, object }, query, readVersions, String)),
    async push(collection, objects, options) {
      const url = await urlOf({ endpoint: 'objects', collection })
      const post = async (body: Uint8Array): Promise<Status> => readStatus(await request({ method: 'POST', url, body }))
      const { wait = waitFor, signal } = settings
      const door = { maxContentLength: (await describe()).max_content_length, post, status, wait: (ms: number) => wait(ms, signal) }
      return pushObjects(door, objects, options)
    },
    status,
    async delete(collection, object, query) {
      // Not sent twice: the second answer would be 404 and hide that the first one did it
      await request({ method: 'DELETE', url: await urlOf({ endpoint: 'object', collection, object }, query), resend: false })
    },
  }
}

// An object without a version is itself again only when its text is the same
const keyOfObject = ({ id, version, text }: ReceivedObject): string => `${id} ${version === '' ? text : version}`
const keyOfRecord = ({ id, version }: ManifestRecord): string => `${id} ${version}`

async function gather<Item>(pages: AsyncIterable<Page<Item>>): Promise<Item[]> {
  const items: Item[] = []
  for await (const { objects } of pages) items.push(...objects)
  return items
}

async function forgetFailure<T>(promise: Promise<T>, forget: () => void): Promise<T> {
  try {
    return await promise
  } catch (error) {
    forget()
    throw error
  }
}

function withQuery(url: string, query: URLSearchParams): string {
  return query.size === 0 ? url : `${url}?${query}`
}

function printSafely(root: string, path: TaxiiPath): string {
  try {
    return printPath(root, path)
  } catch (cause) {
    throw new TaxiiClientError('bad-address', 'a collection, an object or a status is named by its id, which is not empty and has no slash', { cause })
  }
}

function checkAddresses(settings: TaxiiClientSettings): { origin: string; discoveryUrl: string; apiRootUrl: string | undefined } {
  const { allowInsecure = false } = settings
  const apiRoot = settings.apiRootUrl === undefined ? undefined : checkAddress(settings.apiRootUrl, allowInsecure)
  const discovery = settings.discoveryUrl === undefined ? new URL(DISCOVERY_PATH, apiRoot) : checkAddress(settings.discoveryUrl, allowInsecure)
  if (settings.discoveryUrl !== undefined && discovery.pathname === '/') discovery.pathname = DISCOVERY_PATH
  if (apiRoot !== undefined && apiRoot.origin !== discovery.origin) throw otherOrigin(apiRoot.href, discovery.origin)
  return { origin: discovery.origin, discoveryUrl: discovery.href, apiRootUrl: apiRoot?.href }
}

function checkCredentials(auth: Auth | undefined): void {
  if (auth === undefined) return
  if ('token' in auth && !/^[\x21-\x7e]+$/.test(auth.token)) {
    throw new TaxiiClientError('bad-credentials', 'a token has visible ASCII characters only; copy it again, without spaces or line ends')
  }
  // RFC 7617 §2: no colon in the user, no control characters in either
  if ('user' in auth && (auth.user.includes(':') || /\p{Cc}/u.test(auth.user + auth.password))) {
    throw new TaxiiClientError('bad-credentials', 'a user name with a colon, or a line end, cannot be used with HTTP Basic; use a token')
  }
}

// §8.5.1: a client speaks https; plain http is left for a server on this machine
function checkAddress(text: string, allowInsecure: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new TaxiiClientError('bad-address', 'the address of a TAXII server reads https://host/path/')
  }
  if (url.username !== '' || url.password !== '') {
    throw new TaxiiClientError('bad-address', 'the address has a password in it; give user and password as auth instead')
  }
  if (url.search !== '' || url.hash !== '') throw new TaxiiClientError('bad-address', `${url.origin}${url.pathname} is to be given without a query`)
  const here = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname)
  if (url.protocol === 'http:' && !here && !allowInsecure) {
    throw new TaxiiClientError('insecure-address', `${url.href} would send credentials and intelligence in the clear; use https`)
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

function chooseRoot(found: Discovery, discoveryUrl: string, origin: string): string {
  const roots = found.api_roots ?? []
  const chosen = found.default ?? (roots.length === 1 ? roots[0] : undefined)
  if (chosen === undefined || !URL.canParse(chosen, discoveryUrl)) {
    const names = roots.length === 0 ? 'it names none' : `it names ${roots.slice(0, 10).join(', ')}`
    throw new TaxiiClientError('no-api-root', `${discoveryUrl} does not say which API root to use (${names}); give apiRootUrl`, { url: discoveryUrl })
  }
  const url = new URL(chosen, discoveryUrl)
  if (url.origin !== origin) throw otherOrigin(url.href, origin)
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url.href
}

function otherOrigin(url: string, origin: string): TaxiiClientError {
  return new TaxiiClientError('other-origin', `the API root ${url} is not on ${origin}; make a client for it with credentials of its own`, { url })
}
