/**
 * The resources of TAXII 2.1 and how they are built: discovery (§4.1.1), API root (§4.2.1), status (§4.3.1),
 * collections (§5.1.1, §5.2.1), manifest (§5.3.1), versions (§5.8.1). Empty lists are left out, as §2 demands.
 */
import { MEDIA_TYPE, STIX_MEDIA_TYPE } from './media-types.ts'
import { printTimestamp, quote } from './timestamps.ts'

export type Discovery = { title: string; description?: string; contact?: string; default?: string; api_roots?: string[] }
export type ApiRoot = { title: string; description?: string; versions: string[]; max_content_length: number }
export type Collection = {
  id: string
  title: string
  description?: string
  alias?: string
  can_read: boolean
  can_write: boolean
  media_types?: string[]
}
export type Collections = { collections?: Collection[] }
/** `version` is the object's own `modified` (or else `created`) as it was sent, never printed anew. */
export type StatusDetails = { id: string; version: string; message?: string }
export type Status = {
  id: string
  status: 'complete' | 'pending'
  request_timestamp?: string
  total_count: number
  success_count: number
  successes?: StatusDetails[]
  failure_count: number
  failures?: StatusDetails[]
  pending_count: number
  pendings?: StatusDetails[]
}
export type ManifestRecord = { id: string; date_added: string; version: string; media_type?: string }
/** `next` is not in the table of §5.3.1, yet clients in use need it to go on. */
export type Manifest = { more?: true; next?: string; objects?: ManifestRecord[] }
export type Versions = { more?: true; next?: string; versions?: string[] }

/** Where a page ends: absent when nothing is left. */
export type Onward = { more: boolean; next?: string | undefined }

/** §4.1.1: an API root is known by an absolute https URL or by a path from one `/`; neither has a query. */
export function isApiRootUrl(text: string): boolean {
  if (/[?#\s\\]/.test(text) || !text.endsWith('/')) return false
  if (text.startsWith('/')) return !text.startsWith('//')
  return text.startsWith('https://') && URL.canParse(text)
}

/** `apiRoots` are checked, and that `default` is one of them: a fault here is ours, so it is a RangeError. */
export function buildDiscovery(parts: { title: string; description?: string; contact?: string; default?: string; apiRoots: readonly string[] }): Discovery {
  const { title, description, contact, default: first, apiRoots } = parts
  for (const root of apiRoots) {
    if (!isApiRootUrl(root)) throw new RangeError(`${quote(root)} is no API root URL: write https://host/path/ or /path/`)
  }
  if (first !== undefined && !apiRoots.includes(first)) throw new RangeError(`the default ${quote(first)} is not among the API roots`)
  return {
    title,
    ...(description === undefined ? {} : { description }),
    ...(contact === undefined ? {} : { contact }),
    ...(first === undefined ? {} : { default: first }),
    ...(apiRoots.length === 0 ? {} : { api_roots: [...apiRoots] }),
  }
}

/** `maxContentLength` in octets, of request bodies. */
export function buildApiRoot(parts: { title: string; description?: string; maxContentLength: number }): ApiRoot {
  const { title, description, maxContentLength } = parts
  if (!Number.isSafeInteger(maxContentLength) || maxContentLength < 1) throw new RangeError('max_content_length is a positive integer')
  return { title, ...(description === undefined ? {} : { description }), versions: [MEDIA_TYPE], max_content_length: maxContentLength }
}

export function buildCollection(parts: {
  id: string
  title: string
  description?: string
  alias?: string
  canRead: boolean
  canWrite: boolean
  mediaTypes?: readonly string[]
}): Collection {
  const { id, title, description, alias, canRead, canWrite, mediaTypes = [STIX_MEDIA_TYPE] } = parts
  return {
    id,
    title,
    ...(description === undefined ? {} : { description }),
    ...(alias === undefined ? {} : { alias }),
    can_read: canRead,
    can_write: canWrite,
    ...(mediaTypes.length === 0 ? {} : { media_types: [...mediaTypes] }),
  }
}

export const buildCollections = (collections: readonly Collection[]): Collections =>
  collections.length === 0 ? {} : { collections: [...collections] }

/**
 * The status of one POST. `id` is a version 4 UUID; `requestedAt` in microseconds. Counts are those of the lists,
 * unless `counts` says more (a server may keep fewer details than it counts). Complete when nothing is pending.
 */
export function buildStatus(parts: {
  id: string
  requestedAt?: number
  successes?: readonly StatusDetails[]
  failures?: readonly StatusDetails[]
  pendings?: readonly StatusDetails[]
  counts?: { successes?: number; failures?: number; pendings?: number }
}): Status {
  const { id, requestedAt, successes = [], failures = [], pendings = [], counts = {} } = parts
  const success_count = counts.successes ?? successes.length
  const failure_count = counts.failures ?? failures.length
  const pending_count = counts.pendings ?? pendings.length
  return {
    id,
    status: pending_count === 0 ? 'complete' : 'pending',
    ...(requestedAt === undefined ? {} : { request_timestamp: printTimestamp(requestedAt) }),
    total_count: success_count + failure_count + pending_count,
    success_count,
    ...(successes.length === 0 ? {} : { successes: [...successes] }),
    failure_count,
    ...(failures.length === 0 ? {} : { failures: [...failures] }),
    pending_count,
    ...(pendings.length === 0 ? {} : { pendings: [...pendings] }),
  }
}

/** `dateAdded` in microseconds; `version` as the object has it. */
export function buildManifestRecord(parts: { id: string; dateAdded: number; version: string; mediaType?: string }): ManifestRecord {
  const { id, dateAdded, version, mediaType = STIX_MEDIA_TYPE } = parts
  return { id, date_added: printTimestamp(dateAdded), version, media_type: mediaType }
}

export const buildManifest = (records: readonly ManifestRecord[], onward: Onward = { more: false }): Manifest => ({
  ...printOnward(onward),
  ...(records.length === 0 ? {} : { objects: [...records] }),
})

export const buildVersions = (versions: readonly string[], onward: Onward = { more: false }): Versions => ({
  ...printOnward(onward),
  ...(versions.length === 0 ? {} : { versions: [...versions] }),
})

function printOnward({ more, next }: Onward): { more?: true; next?: string } {
  if (!more) return {}
  return next === undefined ? { more: true } : { more: true, next }
}

export const DATE_ADDED_FIRST = 'X-TAXII-Date-Added-First'
export const DATE_ADDED_LAST = 'X-TAXII-Date-Added-Last'

/**
 * The two headers that §3.2 wants on every 200 of manifest, objects, object and versions; both in microseconds. The
 * specification does not say what they read on an empty page; where the request began to look is a value that lets a
 * client go on from it and lose nothing.
 */
export function dateAddedHeaders(first: number, last: number): Record<typeof DATE_ADDED_FIRST | typeof DATE_ADDED_LAST, string> {
  return { [DATE_ADDED_FIRST]: printTimestamp(first), [DATE_ADDED_LAST]: printTimestamp(last) }
}

/** §5.7: how a DELETE is answered, before the object is even looked for. */
export function judgeDelete(rights: { canRead: boolean; canWrite: boolean }): 'allowed' | 'forbidden' | 'not-found' {
  if (rights.canRead && rights.canWrite) return 'allowed'
  return rights.canRead || rights.canWrite ? 'forbidden' : 'not-found'
}
