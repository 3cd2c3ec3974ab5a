/** What OpenVEX and CycloneDX have in common: names of vulnerabilities and products, and statements put together. */
import { buildPurl } from '@openaccord/vulns'
import type { Listed } from './draft/products.ts'
import type { Draft, Release, Relationship, Statement, Vulnerability } from './draft/types.ts'
import { readPurl } from './packages.ts'

/** The CVE ID, another ID, or one made of the advisory's; different for each vulnerability. */
export function vulnerabilityNames({ head, vulnerabilities }: Draft): string[] {
  const names: string[] = []
  for (const [at, { cve, ids = [] }] of vulnerabilities.entries()) {
    const wished = cve ?? ids[0]?.id
    names.push(wished === undefined || names.includes(wished) ? `${head.id}#${at + 1}` : wished)
  }
  return names
}

/** An IRI for something of the advisory: below the publisher's namespace. */
export function iriOf({ head }: Draft, ...names: readonly string[]): string {
  return `${head.publisher.namespace.replace(/\/$/, '')}/${['advisories', head.id, ...names].map(encodeURIComponent).join('/')}`
}

/** The package URL of a product; a range goes into its qualifier `vers`, so that it does not stand for every version. */
export function purlOf(one: Release | Relationship): string | undefined {
  const purl = readPurl(one.purl)
  if (purl === undefined) return undefined
  const range = 'range' in one ? one.range : undefined
  return range === undefined ? one.purl : buildPurl({ ...purl, qualifiers: { ...purl.qualifiers, vers: range } })
}

export interface Group extends Pick<Statement, 'state' | 'justification' | 'because'> {
  readonly products: string[]
}

/** Statements that say the same, together; `also` may tell further products apart. */
export function groupStatements({ statements }: Vulnerability, also: (product: string) => string): Group[] {
  const groups = new Map<string, Group>()
  for (const { because, justification, product, state } of statements) {
    const key = JSON.stringify([state, justification, because, also(product)])
    const group = groups.get(key) ?? { state, ...(justification === undefined ? {} : { justification }), ...(because === undefined ? {} : { because }), products: [] }
    group.products.push(product)
    groups.set(key, group)
  }
  return [...groups.values()]
}

export function ofProduct(listed: ReadonlyMap<string, Listed>, id: string): Release | Relationship | undefined {
  const one = listed.get(id)
  return one?.release ?? one?.relationship
}
