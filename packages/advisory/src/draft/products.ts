/** The products of a draft by their IDs: releases and relationships, each with where it stands and what it is called. */
import { rangeWords } from '../ranges.ts'
import type { Draft, Release, Relationship, Statement, Vulnerability } from './types.ts'

export interface Listed {
  readonly id: string
  /** JSON Pointer of the release or relationship. */
  readonly path: string
  /** What people call it: `Example Router 2.1`. */
  readonly name: string
  readonly release?: Release
  readonly relationship?: Relationship
  readonly vendor?: string
  readonly product?: string
}

/** In the order of the tree, relationships last. Of two with one ID the first is kept. */
export function listProducts({ products }: Draft): Map<string, Listed> {
  const listed = new Map<string, Listed>()
  const add = (one: Listed): void => void (listed.has(one.id) || listed.set(one.id, one))
  for (const [v, vendor] of products.vendors.entries()) {
    for (const [p, product] of vendor.products.entries()) {
      for (const [r, release] of product.releases.entries()) {
        const path = `/products/vendors/${v}/products/${p}/releases/${r}`
        add({ id: release.id, path, release, vendor: vendor.name, product: product.name, name: release.name ?? defaultName(vendor.name, product.name, release) })
      }
    }
  }
  for (const [at, relationship] of (products.relationships ?? []).entries()) {
    const nameOf = (id: string): string => listed.get(id)?.name ?? id
    const name = relationship.name ?? `${nameOf(relationship.part)} ${BETWEEN[relationship.kind]} ${nameOf(relationship.whole)}`
    add({ id: relationship.id, path: `/products/relationships/${at}`, relationship, name })
  }
  return listed
}

const BETWEEN: Readonly<Record<Relationship['kind'], string>> = {
  'default-component-of': 'as part of',
  'external-component-of': 'used by',
  'installed-on': 'installed on',
  'installed-with': 'installed with',
  'optional-component-of': 'as optional part of',
}

/** Vendor, product and version in one line, the vendor once. */
export function defaultName(vendor: string, product: string, release: Pick<Release, 'version' | 'range' | 'words'>): string {
  const full = product.toLowerCase().startsWith(vendor.toLowerCase()) ? product : `${vendor} ${product}`
  return `${full} ${versionWords(release)}`
}

/** A version, or a range in words: `from 1.0.0 before 1.4.2`. */
export function versionWords({ version, range, words }: Pick<Release, 'version' | 'range' | 'words'>): string {
  return version ?? words ?? (range === undefined ? '' : rangeWords(range))
}

/** The IDs of the products of a state, in the order of the statements. */
export function productsOf({ statements }: Pick<Vulnerability, 'statements'>, state: Statement['state']): string[] {
  return statements.filter((one) => one.state === state).map(({ product }) => product)
}

/** What a score or a remedy is for: the products it names, or every affected one. */
export function meantBy(vulnerability: Pick<Vulnerability, 'statements'>, { products }: { readonly products?: readonly string[] }): readonly string[] {
  return products ?? productsOf(vulnerability, 'affected')
}
