/** What the buttons of the editor do with its rows: one more, one less, a product that is kept, a row for each release. */
import { rowIn, rowsIn, shown, textIn, tickedIn, type Loose, type LooseRow } from './form.ts'
import { relationshipsIn } from './ids.ts'
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
/** How two products are called together. */
export type Joined = (kind: string, part: string, whole: string) => string

/** Everything that can be affected, by what people call it: releases first, then what is joined of them. */
export function releasesOf(fields: LooseRow, joined: Joined = (_, part, whole) => `${part} + ${whole}`): Named[] {
  const named: Named[] = []
  for (const vendor of rowsIn(rowIn(fields['products'])['vendors'])) {
    for (const product of rowsIn(vendor['products'])) {
      for (const release of rowsIn(product['releases'])) {
        const id = textIn(release['id'])
        const which = textIn(release['version']) || textIn(release['range']) || textIn(release['words'])
        if (id !== '') named.push({ id, name: [textIn(product['name']), which].filter((part) => part !== '').join(' ') })
      }
    }
  }
  const names = new Map(named.map(({ id, name }) => [id, name]))
  for (const one of relationshipsIn(fields)) {
    const [id, name, kind, part, whole] = ['id', 'name', 'kind', 'part', 'whole'].map((field) => textIn(one[field])) as [string, string, string, string, string]
    if (id === '') continue
    const called = name || joined(kind, names.get(part) ?? part, names.get(whole) ?? whole)
    names.set(id, called)
    named.push({ id, name: called })
  }
  return named
}

/** The fields that name one of these: ends of relationships, ticks of scores and remedies. */
export function namingFields(fields: LooseRow, ids: ReadonlySet<string>): { field: string; id: string }[] {
  const found: { field: string; id: string }[] = []
  for (const [at, one] of relationshipsIn(fields).entries()) {
    for (const end of ['part', 'whole']) if (ids.has(textIn(one[end]))) found.push({ field: `/products/relationships/${at}/${end}`, id: textIn(one[end]) })
  }
  for (const [v, vulnerability] of rowsIn(fields['vulnerabilities']).entries()) {
    for (const list of ['scores', 'remedies']) {
      for (const [at, row] of rowsIn(vulnerability[list]).entries()) {
        for (const id of tickedIn(row['products'])) if (ids.has(id)) found.push({ field: `/vulnerabilities/${v}/${list}/${at}/products`, id })
      }
    }
  }
  return found
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
