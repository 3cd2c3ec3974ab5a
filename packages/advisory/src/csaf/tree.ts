/** `/product_tree` of CSAF 2.0 and 2.1 from the products of a draft: vendor, product, version or range. */
import { listProducts, type Listed } from '../draft/products.ts'
import type { Draft, Product, Release, Relationship } from '../draft/types.ts'
import { present, some, type Losses } from '../losses.ts'
import type { CsafVersion } from './document.ts'

interface Branch {
  readonly category: 'vendor' | 'product_name' | 'product_version' | 'product_version_range'
  readonly name: string
  readonly branches?: readonly Branch[]
  readonly product?: object
}

/** Undefined where a notice names no product. */
export function treeOf(draft: Draft, version: CsafVersion, losses: Losses): object | undefined {
  const listed = listProducts(draft)
  const branches = draft.products.vendors.map((vendor, v): Branch => ({
    category: 'vendor',
    name: vendor.name,
    branches: vendor.products.flatMap((product, p) => productBranches(product, `/products/vendors/${v}/products/${p}`, version, listed, losses)),
  }))
  const related = (draft.products.relationships ?? []).map((one) => relationship(one, version, listed))
  if (branches.length === 0) return undefined
  return present({ branches, ...(version === '2.0' ? { relationships: some(related) } : { product_paths: some(related) }) })
}

function productBranches(product: Product, path: string, version: CsafVersion, listed: ReadonlyMap<string, Listed>, losses: Losses): Branch[] {
  // 2.1, 6.1.50: a range is VERS or its like. What only people can read stands in the full name then.
  const isNamed = (release: Release): boolean => version === '2.1' && release.words !== undefined
  for (const [r, release] of product.releases.entries()) {
    if (isNamed(release)) losses.add(`${path}/releases/${r}/words`, 'the range in words, as a range', 'CSAF 2.1 takes only ranges that programs can read; the full name says it')
  }
  // Runs of releases below one branch, so that their order stays.
  const branches: { category: 'product_name'; name: string; branches?: Branch[]; product?: object }[] = []
  for (const release of product.releases) {
    const full = fullName(release, version, listed)
    const last = branches.at(-1)
    if (isNamed(release)) branches.push({ category: 'product_name', name: product.name, product: full })
    else if (last?.branches === undefined) branches.push({ category: 'product_name', name: product.name, branches: [versionBranch(release, full)] })
    else last.branches.push(versionBranch(release, full))
  }
  return branches
}

function versionBranch({ range, version, words }: Release, product: object): Branch {
  return { category: version === undefined ? 'product_version_range' : 'product_version', name: version ?? range ?? words ?? '', product }
}

function relationship(one: Relationship, version: CsafVersion, listed: ReadonlyMap<string, Listed>): object {
  const category = one.kind.replaceAll('-', '_')
  const full_product_name = fullName(one, version, listed)
  if (version === '2.0') return { category, full_product_name, product_reference: one.part, relates_to_product_reference: one.whole }
  return { beginning_product_reference: one.part, full_product_name, subpaths: [{ category, next_product_reference: one.whole }] }
}

function fullName(one: Release | Relationship, version: CsafVersion, listed: ReadonlyMap<string, Listed>): object {
  const { cpe, files = [], id, models, purl, sboms, serials, skus } = one
  const helper = present({
    cpe,
    hashes: files.map(({ hashes, name }) => ({ file_hashes: Object.keys(hashes).sort().map((algorithm) => ({ algorithm, value: hashes[algorithm] })), filename: name })),
    model_numbers: models,
    ...(version === '2.0' ? { purl } : { purls: purl === undefined ? undefined : [purl] }),
    sbom_urls: sboms,
    serial_numbers: serials,
    skus,
  })
  return present({ name: listed.get(id)?.name ?? id, product_id: id, product_identification_helper: Object.keys(helper).length === 0 ? undefined : helper })
}
