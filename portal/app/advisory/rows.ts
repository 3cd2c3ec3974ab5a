/** What the buttons of the editor do with its rows: one more, one less, a product that is kept, a row for each release. */
import { REST, rowIn, rowsIn, shown, textIn, type Loose, type LooseRow } from './form.ts'
import { PRODUCT } from './shape.ts'

/** `add /head/credits` puts a row at the end; `remove /head/credits/1` takes one away. What leads nowhere changes nothing. */
export function changedRows(fields: LooseRow, what: 'add' | 'remove', pointer: string): LooseRow {
  return rowIn(changed(fields, pointer.split('/').slice(1), what))
}

function changed(value: Loose, steps: readonly string[], what: 'add' | 'remove'): Loose {
  const [step, ...further] = steps
  if (Array.isArray(value)) {
    const rows = rowsIn(value)
    if (step === undefined) return what === 'add' ? [...rows, {}] : value
    const at = Number(step)
    if (rows[at] === undefined) return value
    if (further.length === 0) return what === 'remove' ? rows.filter((_, place) => place !== at) : value
    return rows.map((row, place) => (place === at ? rowIn(changed(row, further, what)) : row))
  }
  if (step === undefined || typeof value === 'string') return value
  const row = rowIn(value)
  const inner = Object.hasOwn(row, step) ? row[step] : undefined
  return inner === undefined && what === 'remove' ? row : { ...row, [step]: changed(inner ?? [], further, what) }
}

export type Kept = { vendor: string; name: string; releases: readonly Record<string, unknown>[] }

/** The product as it is kept, after those that are there; one of the same name gets its releases. */
export function withProduct(fields: LooseRow, { vendor, name, releases }: Kept): LooseRow {
  const products = rowIn(fields['products'])
  const vendors = rowsIn(products['vendors'])
  const fresh = rowsIn(shown({ vendor, name, releases }, PRODUCT)['releases'])
  const product = { name, releases: fresh }
  const at = vendors.findIndex((one) => textIn(one['name']) === vendor)
  const next = at < 0 ? [...vendors.filter(says), { name: vendor, products: [product] }] : vendors.map((one, place) => (place === at ? { ...one, products: joined(rowsIn(one['products']), product) } : one))
  return { ...fields, products: { ...products, vendors: next } }
}

const says = (vendor: LooseRow): boolean => textIn(vendor['name']) !== '' || rowsIn(vendor['products']).length > 0

function joined(products: readonly LooseRow[], product: { name: string; releases: readonly LooseRow[] }): LooseRow[] {
  if (!products.some((one) => textIn(one['name']) === product.name)) return [...products.filter((one) => textIn(one['name']) !== '' || rowsIn(one['releases']).length > 0), product]
  const ids = new Set(product.releases.map(({ id }) => textIn(id)))
  return products.map((one) => (textIn(one['name']) === product.name ? { ...one, releases: [...rowsIn(one['releases']).filter(({ id }) => !ids.has(textIn(id))), ...product.releases] } : one))
}

export type Named = { id: string; name: string }

/** Everything that can be affected, by what people call it: releases first, then what is joined of them. */
export function releasesOf(fields: LooseRow): Named[] {
  const products = rowIn(fields['products'])
  const named: Named[] = []
  for (const vendor of rowsIn(products['vendors'])) {
    for (const product of rowsIn(vendor['products'])) {
      for (const release of rowsIn(product['releases'])) {
        const id = textIn(release['id'])
        const which = textIn(release['version']) || textIn(release['range']) || textIn(release['words'])
        if (id !== '') named.push({ id, name: [textIn(product['name']), which].filter((part) => part !== '').join(' ') })
      }
    }
  }
  return [...named, ...relationships(products[REST])]
}

function relationships(rest: Loose | undefined): Named[] {
  const [, list] = Object.entries(readRest(textIn(rest))).find(([name]) => name === 'relationships') ?? []
  if (!Array.isArray(list)) return []
  return list.flatMap((one: Record<string, unknown> | null) => {
    const [id, name, part, whole] = ['id', 'name', 'part', 'whole'].map((field) => one?.[field])
    return typeof id === 'string' ? [{ id, name: typeof name === 'string' ? name : `${String(part)} + ${String(whole)}` }] : []
  })
}

function readRest(text: string): object {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? read : {}
  } catch {
    return {}
  }
}

/** Each vulnerability with one row for each release, in the order of the products; what stood of one that is gone, goes. */
export function aligned(fields: LooseRow): LooseRow {
  const releases = releasesOf(fields)
  const vulnerabilities = rowsIn(fields['vulnerabilities']).map((one) => {
    const rows = new Map(rowsIn(one['statements']).map((row) => [textIn(row['product']), row]))
    return { ...one, statements: releases.map(({ id }): LooseRow => rows.get(id) ?? { product: id }) }
  })
  return { ...fields, vulnerabilities }
}
