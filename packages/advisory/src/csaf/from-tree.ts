/** The products of a draft from `/product_tree` of CSAF 2.0 or 2.1; groups are unfolded. */
import { defaultName } from '../draft/products.ts'
import type { Product, ProductTree, Relationship, RelationshipKind, Release, Vendor } from '../draft/types.ts'
import { present, some, type Losses } from '../losses.ts'
import { oneLine, type Reading } from '../reading.ts'
import { rangeOf, takeCpe, takeLink, takePurl } from '../taken.ts'

interface Tree {
  readonly products: ProductTree
  /** The products of a group by its ID. */
  readonly members: ReadonlyMap<string, readonly string[]>
}

export function readTree(tree: Reading, publisher: string, losses: Losses): Tree {
  const vendors: { name: string; products: { name: string; releases: Release[] }[] }[] = []
  const add = (vendor: string, product: string, release: Release): void => {
    const place = vendors.find(({ name }) => name === vendor) ?? append(vendors, { name: vendor, products: [] })
    const at: { releases: Release[] } = place.products.find(({ name }) => name === product) ?? append(place.products, { name: product, releases: [] })
    at.releases.push(release)
  }
  for (const branch of tree.list('branches')) walk(branch, { vendor: publisher, names: [] }, add, losses)
  for (const one of tree.list('full_product_names')) {
    losses.add(one.path, 'a product without vendor', 'it stands below the publisher')
    const name = oneLine(one.text('name') ?? '', 512, `${one.path}/name`, losses)
    add(publisher, name, { id: one.text('product_id') ?? '', range: 'vers:all/*', name, ...readHelper(one, losses) })
  }
  const relationships = [...tree.list('relationships').map((one) => readRelationship(one, losses)), ...tree.list('product_paths').flatMap((one) => readPath(one, losses))]
  const members = new Map(tree.list('product_groups').map((group) => [group.text('group_id') ?? '', group.texts('product_ids')]))
  return { products: { vendors: vendors as Vendor[], ...present({ relationships: some(relationships) }) }, members }
}

function append<T>(list: T[], item: T): T {
  list.push(item)
  return item
}

interface Trail {
  readonly vendor: string
  readonly names: readonly string[]
  readonly version?: Pick<Release, 'version' | 'range' | 'words'>
}

type Add = (vendor: string, product: Product['name'], release: Release) => void

function walk(branch: Reading, trail: Trail, add: Add, losses: Losses): void {
  const [category, name] = [branch.text('category') ?? '', oneLine(branch.text('name') ?? '', 512, `${branch.path}/name`, losses)]
  const next = step(category, name, branch, trail, losses)
  for (const inner of branch.list('branches')) walk(inner, next, add, losses)
  const full = branch.inner('product')
  if (!full.isThere) return
  const product = next.names.join(' ') || (full.text('name') ?? name)
  const fullName = oneLine(full.text('name') ?? '', 512, `${full.path}/name`, losses)
  const version = next.version ?? withoutVersion(next.vendor, product, fullName)
  const isDefault = fullName === defaultName(next.vendor, product, version)
  add(next.vendor, product, present({ id: full.text('product_id') ?? '', ...version, name: isDefault ? undefined : fullName, ...readHelper(full, losses) }))
}

function step(category: string, name: string, branch: Reading, trail: Trail, losses: Losses): Trail {
  switch (category) {
    case 'vendor':
      return { ...trail, vendor: name }
    case 'product_name':
      return { ...trail, names: [...trail.names, name] }
    case 'product_version':
      if (trail.version !== undefined) losses.add(branch.path, 'a version below a version', 'a draft has one for a release')
      return { ...trail, version: { version: name } }
    case 'product_version_range': {
      const range = rangeOf(name)
      return { ...trail, version: range === undefined ? { words: name } : { range } }
    }
    default:
      losses.add(branch.path, `that ${name} is a branch of the category ${category}`, 'a draft has vendor, product and version; the name of the product has it')
      return { ...trail, names: [...trail.names, name] }
  }
}

/** A product without a version below it: every version, unless its name says more. */
function withoutVersion(vendor: string, product: string, fullName: string): Pick<Release, 'range' | 'words'> {
  const start = defaultName(vendor, product, { words: '' })
  const rest = fullName.startsWith(start) ? fullName.slice(start.length).trim() : ''
  return rest === '' ? { range: 'vers:all/*' } : { words: rest }
}

function readHelper(full: Reading, losses: Losses): Omit<Release, 'id'> {
  const helper = full.inner('product_identification_helper')
  const [first, ...others] = [...(helper.has('purl') ? [helper.text('purl')] : []), ...helper.texts('purls')]
  for (const at of others.keys()) losses.add(`${helper.path}/purls/${at + 1}`, 'a further package URL', 'a draft has one for a release')
  const files = helper.list('hashes').map((one) => ({
    name: one.text('filename') ?? '',
    hashes: Object.fromEntries(one.list('file_hashes').map((hash) => [(hash.text('algorithm') ?? '').toLowerCase(), (hash.text('value') ?? '').toLowerCase()])),
  }))
  return present({
    purl: takePurl(first, helper.has('purl') ? `${helper.path}/purl` : `${helper.path}/purls/0`, losses),
    cpe: takeCpe(helper.text('cpe'), `${helper.path}/cpe`, losses),
    files: some(files),
    models: some(helper.texts('model_numbers')),
    serials: some(helper.texts('serial_numbers')),
    skus: some(helper.texts('skus')),
    sboms: some(helper.texts('sbom_urls').flatMap((url, at) => takeLink(url, `${helper.path}/sbom_urls/${at}`, losses) ?? [])),
  })
}

function readRelationship(one: Reading, losses: Losses): Relationship {
  const full = one.inner('full_product_name')
  return present({
    id: full.text('product_id') ?? '',
    kind: kindOf(one),
    part: one.text('product_reference') ?? '',
    whole: one.text('relates_to_product_reference') ?? '',
    name: full.text('name'),
    ...readHelper(full, losses),
  })
}

function readPath(one: Reading, losses: Losses): Relationship[] {
  const full = one.inner('full_product_name')
  const [first, ...others] = one.list('subpaths')
  if (first === undefined || others.length > 0) {
    losses.add(one.path, 'a path over several products', 'a draft has relationships of two')
    return []
  }
  const whole = first.text('next_product_reference') ?? ''
  return [present({ id: full.text('product_id') ?? '', kind: kindOf(first), part: one.text('beginning_product_reference') ?? '', whole, name: full.text('name'), ...readHelper(full, losses) })]
}

function kindOf(one: Reading): RelationshipKind {
  return (one.text('category') ?? '').replaceAll('_', '-') as RelationshipKind
}
