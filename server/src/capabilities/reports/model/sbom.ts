/**
 * Bills of materials, read for one thing: the packages they name. CycloneDX 1.2–1.7 JSON (`components[].purl`, nested) and SPDX
 * 2.2–2.3 JSON (`packages[].externalRefs` of type purl) or 3.0 JSON-LD (`software_packageUrl`). Everything else is passed over.
 */
import { VulnsError } from '@openaccord/vulns'
import { fault, LIMITS } from '../model.ts'
import { packageOf } from './products.ts'

/** `left`: components that name no package, or none that can be read. */
export type Bill = { format: 'CycloneDX' | 'SPDX'; packages: string[]; left: number }
type Unread = { format: Bill['format']; purls: (string | undefined)[] }
const MOST_ENTRIES = 200_000
const DEEPEST = 20

export function readBill(text: string): Bill {
  const { format, purls } = read(parsed(text))
  const packages = new Set<string>()
  let left = 0
  for (const purl of purls) {
    const found = purl === undefined ? undefined : packageIn(purl)
    if (found === undefined) left++
    else packages.add(found)
  }
  if (packages.size === 0) throw fault('sbom-empty', '/sbom', 'this bill of materials names no package by a package URL', 'make it with package URLs (purl) for each component')
  if (packages.size > LIMITS.components) throw fault('sbom-large', '/sbom', `a product has at most ${LIMITS.components} packages here; this one has ${packages.size}`, 'split the product')
  return { format, packages: [...packages].sort(), left }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // told below
  }
  throw fault('sbom-json', '/sbom', 'a bill of materials is one JSON object', 'export it as CycloneDX JSON or SPDX JSON')
}

function read(bill: Record<string, unknown>): Unread {
  if (bill['bomFormat'] === 'CycloneDX') return { format: 'CycloneDX', purls: componentsOf(bill['components'], 0, { left: MOST_ENTRIES }) }
  if (typeof bill['spdxVersion'] === 'string' && bill['spdxVersion'].startsWith('SPDX-2')) return { format: 'SPDX', purls: listOf(bill['packages']).map(purlOfSpdx) }
  if (Array.isArray(bill['@graph']) && String(bill['@context']).includes('spdx')) return { format: 'SPDX', purls: packagesOfGraph(bill['@graph']) }
  throw fault('sbom-format', '/sbom', 'this is neither CycloneDX (bomFormat) nor SPDX (spdxVersion 2, or 3 as JSON-LD)', 'export it as CycloneDX JSON or SPDX JSON')
}

function componentsOf(value: unknown, depth: number, room: { left: number }): (string | undefined)[] {
  if (depth > DEEPEST) throw fault('sbom-deep', '/sbom', `components lie at most ${DEEPEST} deep in each other`, 'export it flat')
  const found: (string | undefined)[] = []
  for (const each of Array.isArray(value) ? value : []) {
    if (!isObject(each)) continue
    if (room.left-- <= 0) throw tooMany()
    found.push(typeof each['purl'] === 'string' ? each['purl'] : undefined)
    if (each['components'] !== undefined) for (const inner of componentsOf(each['components'], depth + 1, room)) found.push(inner)
  }
  return found
}

function purlOfSpdx(one: Record<string, unknown>): string | undefined {
  const ref = listOf(one['externalRefs']).find(({ referenceType }) => referenceType === 'purl')
  return typeof ref?.['referenceLocator'] === 'string' ? ref['referenceLocator'] : undefined
}

function packagesOfGraph(graph: unknown): (string | undefined)[] {
  const packages = listOf(graph).filter(({ type }) => type === 'software_Package')
  return packages.map((one) => {
    if (typeof one['software_packageUrl'] === 'string') return one['software_packageUrl']
    const identifier = listOf(one['externalIdentifier']).find(({ externalIdentifierType }) => externalIdentifierType === 'packageUrl' || externalIdentifierType === 'purl')
    return typeof identifier?.['identifier'] === 'string' ? identifier['identifier'] : undefined
  })
}

function packageIn(text: string): string | undefined {
  try {
    return packageOf(text)
  } catch (error) {
    if (error instanceof VulnsError) return undefined
    throw error
  }
}

function listOf(value: unknown): Record<string, unknown>[] {
  const all = Array.isArray(value) ? value : []
  if (all.length > MOST_ENTRIES) throw tooMany()
  return all.filter(isObject)
}

const tooMany = () => fault('sbom-large', '/sbom', `a bill of materials has at most ${MOST_ENTRIES} entries here`, 'split the product')
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
