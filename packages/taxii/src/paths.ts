/**
 * Paths: where each endpoint lies below an API root, printed and read. Every path ends in a slash.
 * Follows the table of TAXII 2.1 §3.1; discovery lies at the root of the host (§8.2.1).
 */

export const DISCOVERY_PATH = '/taxii2/'

export type TaxiiPath =
  | { endpoint: 'discovery' }
  | { endpoint: 'api-root' }
  | { endpoint: 'status'; status: string }
  | { endpoint: 'collections' }
  | { endpoint: 'collection'; collection: string }
  | { endpoint: 'manifest'; collection: string }
  | { endpoint: 'objects'; collection: string }
  | { endpoint: 'object'; collection: string; object: string }
  | { endpoint: 'versions'; collection: string; object: string }

/** What each endpoint answers to; anything else is 405 with this list in Allow. */
export const METHODS_OF: Record<TaxiiPath['endpoint'], readonly string[]> = {
  discovery: ['GET'],
  'api-root': ['GET'],
  status: ['GET'],
  collections: ['GET'],
  collection: ['GET'],
  manifest: ['GET'],
  objects: ['GET', 'POST'],
  object: ['GET', 'DELETE'],
  versions: ['GET'],
}

/** The address of an endpoint. `apiRoot` is a path or an absolute URL; the slash at its end may be missing. */
export function printPath(apiRoot: string, path: TaxiiPath): string {
  const root = apiRoot.endsWith('/') ? apiRoot : `${apiRoot}/`
  switch (path.endpoint) {
    case 'discovery':
      return DISCOVERY_PATH
    case 'api-root':
      return root
    case 'status':
      return `${root}status/${segment(path.status)}/`
    case 'collections':
      return `${root}collections/`
    case 'collection':
      return `${root}collections/${segment(path.collection)}/`
    case 'manifest':
    case 'objects':
      return `${root}collections/${segment(path.collection)}/${path.endpoint}/`
    case 'object':
      return `${root}collections/${segment(path.collection)}/objects/${segment(path.object)}/`
    case 'versions':
      return `${root}collections/${segment(path.collection)}/objects/${segment(path.object)}/versions/`
  }
}

/** A name that is nothing, or a step up, cannot stand in a path: a RangeError, a fault of the caller. */
function segment(name: string): string {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || !name.isWellFormed()) {
    throw new RangeError(`${JSON.stringify(name)} cannot stand in a path`)
  }
  return encodeURIComponent(name)
}

/**
 * Which endpoint a path (without its query) means below the API root, itself a path ending in a slash. Undefined for
 * every other path, also one that lacks the slash at its end. Names come percent-decoded, and are not yet checked.
 */
export function matchPath(pathname: string, apiRoot: string): TaxiiPath | undefined {
  if (pathname === DISCOVERY_PATH) return { endpoint: 'discovery' }
  if (!pathname.startsWith(apiRoot) || !pathname.endsWith('/')) return undefined
  if (pathname === apiRoot) return { endpoint: 'api-root' }
  const names = pathname.slice(apiRoot.length, -1).split('/').map(decode)
  if (names.includes(undefined)) return undefined
  const [first, id = '', kind, object = '', last] = names
  if (first === 'status') return names.length === 2 ? { endpoint: 'status', status: id } : undefined
  if (first !== 'collections') return undefined
  if (names.length === 1) return { endpoint: 'collections' }
  if (names.length === 2) return { endpoint: 'collection', collection: id }
  if (names.length === 3 && (kind === 'manifest' || kind === 'objects')) return { endpoint: kind, collection: id }
  if (names.length === 4 && kind === 'objects') return { endpoint: 'object', collection: id, object }
  if (names.length === 5 && kind === 'objects' && last === 'versions') return { endpoint: 'versions', collection: id, object }
  return undefined
}

function decode(text: string): string | undefined {
  try {
    const name = decodeURIComponent(text)
    return name === '' || name === '.' || name === '..' || name.includes('/') ? undefined : name
  } catch {
    return undefined
  }
}
