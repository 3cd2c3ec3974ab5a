/** A product tree put together release by release, for formats that have lists of packages instead. */
import type { Release, Vendor } from './draft/types.ts'

export interface TreeBuilder {
  readonly vendors: Vendor[]
  /** Adds a release and gives its ID; the same release, whoever asks for it, has one. */
  add(vendor: string, product: string, release: Omit<Release, 'id'>, wished?: string): string
}

export function createTree(): TreeBuilder {
  const vendors: { name: string; products: { name: string; releases: Release[] }[] }[] = []
  const known = new Map<string, string>()
  const used = new Set<string>()
  const freshId = (wished: string | undefined): string => {
    const id = wished !== undefined && !used.has(wished) ? wished : `p${used.size + 1}`
    used.add(id)
    return id
  }
  return {
    vendors,
    add: (vendor, product, release, wished) => {
      const key = JSON.stringify([vendor, product, release, wished])
      const before = known.get(key)
      if (before !== undefined) return before
      const place = vendors.find(({ name }) => name === vendor) ?? append(vendors, { name: vendor, products: [] })
      const at = place.products.find(({ name }) => name === product) ?? append(place.products, { name: product, releases: [] })
      const id = freshId(wished)
      at.releases.push({ id, ...release })
      known.set(key, id)
      return id
    },
  }
}

function append<T>(list: T[], item: T): T {
  list.push(item)
  return item
}

/** Stands where a document does not say who published it. */
export const UNKNOWN_PUBLISHER = 'Unknown publisher'
