/** Product profiles: by what reporters find a team, and what its products are made of. */
import { parsePurl, printPurl, VulnsError } from '@openaccord/vulns'
import type { Micros, OrganisationId } from '@openaccord/names'
import { fault } from '../model.ts'

export type ProductId = `product_${string}`
export type ProductFields = { name: string; purls: string[]; cpes: string[]; domains: string[]; answers: 'named' | 'counted' }
export type Product = ProductFields & { id: ProductId; organisation: OrganisationId; components: number; sbom: { format: 'CycloneDX' | 'SPDX'; at: Micros } | null }

/** A package without version, qualifiers and path: what two products have in common. Throws VulnsError. */
export function packageOf(text: string): string {
  const { type, namespace, name } = parsePurl(text)
  return printPurl({ type, name, ...(namespace === undefined ? {} : { namespace }) })
}

export function readPackage(text: string, field: string): string {
  try {
    return packageOf(text)
  } catch (error) {
    if (!(error instanceof VulnsError)) throw error
    throw fault('purl', field, error.message, 'write it like pkg:npm/left-pad')
  }
}

/** As it is kept: package URLs without versions, names of domains in lower case, nothing twice. */
export function cleanProduct({ name, purls, cpes, domains, answers }: ProductFields): ProductFields {
  const title = name.replace(/[\p{C}\s]+/gu, ' ').trim()
  if (title === '') throw fault('product-name', '/name', 'the product has a name', 'write at least a word')
  return {
    name: title, answers,
    purls: [...new Set(purls.map((purl, at) => readPackage(purl, `/purls/${at}`)))],
    cpes: [...new Set(cpes.map((cpe) => cpe.trim().toLowerCase()))],
    domains: [...new Set(domains.map((domain) => domain.trim().toLowerCase()))],
  }
}

export type Wanted = { product?: string | undefined; domain?: string | undefined; purl?: string | undefined; cpe?: string | undefined }

/** Why this product answers for what is asked, in words; undefined where it does not. */
export function matchOf(product: ProductFields, wanted: Wanted): string | undefined {
  const { purl, cpe, domain, product: name } = wanted
  if (purl !== undefined && product.purls.includes(purl)) return `${product.name} is ${purl}`
  if (cpe !== undefined && product.cpes.some((beginning) => beginsLike(cpe.toLowerCase(), beginning))) return `${product.name} has this CPE`
  if (domain !== undefined && product.domains.some((own) => domain === own || domain.endsWith(`.${own}`))) return `${product.name} runs under ${product.domains.find((own) => domain === own || domain.endsWith(`.${own}`))}`
  if (name !== undefined && isNamedIn(product.name, name)) return `it makes ${product.name}`
  return undefined
}

/** Whole parts of a CPE: `cpe:2.3:a:acme` is no beginning of `cpe:2.3:a:acmex:…`. */
function beginsLike(cpe: string, beginning: string): boolean {
  const own = beginning.replace(/(?::\*)+$|:+$/g, '')
  return cpe === own || cpe.startsWith(`${own}:`)
}

/** Every word of the one is a word of the other: “Router X2” finds “Acme Router X2 Pro”, and the other way round. */
function isNamedIn(own: string, asked: string): boolean {
  const [a, b] = [wordsOf(own), wordsOf(asked)]
  if (a.size === 0 || b.size === 0) return false
  return [...b].every((word) => a.has(word)) || [...a].every((word) => b.has(word))
}

export const wordsOf = (text: string): Set<string> => new Set(text.normalize('NFKD').toLowerCase().match(/[\p{L}\p{N}]+/gu)?.filter((word) => word.length > 1 || /\p{N}/u.test(word)) ?? [])
