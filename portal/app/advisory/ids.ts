/**
 * The ids of an advisory's products (packages/advisory, `Release`, `Relationship`; CSAF 2.0 §3.1.8): given where nobody typed one,
 * and followed where one is typed anew, so that what refers to it still does.
 */
import { rowIn, rowsIn, textIn, tickedIn, type Loose, type LooseRow } from './loose.ts'
import { RELEASE } from './shape.ts'

/** Releases and relationships that have no id yet get one that says what they are; statements, scores and remedies refer to it. */
export function named(fields: LooseRow): LooseRow {
  const taken = new Set<string>(relationshipsIn(fields).map(({ id }) => textIn(id).trim()))
  walkReleases(fields, (release) => {
    taken.add(textIn(release['id']).trim())
    return release
  })
  const give = (words: string): string => {
    const id = freshId(words, taken)
    taken.add(id)
    return id
  }
  const released = walkReleases(fields, (release, product) => {
    if (!says(release) || textIn(release['id']).trim() !== '') return release
    return { ...release, id: give(`${product} ${textIn(release['version']) || textIn(release['range']) || textIn(release['words']) || 'versions'}`) }
  })
  return withRelationships(released, (one) => {
    const [part, whole] = [textIn(one['part']), textIn(one['whole'])]
    return textIn(one['id']).trim() !== '' || (part === '' && whole === '') ? one : { ...one, id: give(`${part} ${textIn(one['kind'])} ${whole}`) }
  })
}

const says = (release: LooseRow): boolean =>
  Object.keys(RELEASE).some((name) => name !== 'id' && textIn(release[name]).trim() !== '') || rowsIn(release['files']).some((row) => textIn(row['name']).trim() !== '' || textIn(row['value']).trim() !== '')

function freshId(words: string, taken: ReadonlySet<string>): string {
  const plain = words.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 80) || 'release'
  for (let n = 1; ; n++) {
    const id = n === 1 ? plain : `${plain}-${n}`
    if (!taken.has(id)) return id
  }
}

/** Of an advisory, or of a product alone. */
function walkReleases(fields: LooseRow, change: (release: LooseRow, product: string) => LooseRow): LooseRow {
  const inProduct = (product: LooseRow): LooseRow => ({ ...product, releases: rowsIn(product['releases']).map((release) => change(release, textIn(product['name']))) })
  if (fields['releases'] !== undefined) return inProduct(fields)
  const vendors = rowsIn(rowIn(fields['products'])['vendors']).map((vendor) => ({ ...vendor, products: rowsIn(vendor['products']).map(inProduct) }))
  return fields['products'] === undefined ? fields : { ...fields, products: { ...rowIn(fields['products']), vendors } }
}

export const relationshipsIn = (fields: LooseRow): readonly LooseRow[] => rowsIn(rowIn(fields['products'])['relationships'])

function withRelationships(fields: LooseRow, change: (one: LooseRow) => LooseRow): LooseRow {
  const all = relationshipsIn(fields)
  return all.length === 0 ? fields : { ...fields, products: { ...rowIn(fields['products']), relationships: all.map(change) } }
}

const RELATIONSHIPS = '/products/relationships'
/** The field that holds the id of a relationship as the form was shown; no name of an advisory's own begins so. */
export const wasField = (row: string): string => `was:${row}`

/** Relationships whose id was typed anew: what referred to the old one refers to the new one. `sent` is all that the form sent. */
export function renamed(fields: LooseRow, sent: Iterable<readonly [string, unknown]>): LooseRow {
  const values = new Map([...sent].filter(([name]) => name.startsWith('was:')))
  const there = new Set(relationshipsIn(fields).map(({ id }) => textIn(id)))
  walkReleases(fields, (release) => {
    there.add(textIn(release['id']))
    return release
  })
  const to = new Map(relationshipsIn(fields).flatMap(({ id }, at): [string, string][] => {
    const was = values.get(wasField(`${RELATIONSHIPS}/${at}`))
    return typeof was === 'string' && was !== '' && !there.has(was) ? [[was, textIn(id)]] : []
  }))
  if (to.size === 0) return fields
  const one = (value: Loose | undefined): string => to.get(textIn(value)) ?? textIn(value)
  const ticked = (row: LooseRow): LooseRow => ({ ...row, products: tickedIn(row['products']).map(one) })
  const vulnerabilities = rowsIn(fields['vulnerabilities']).map((vulnerability) => ({
    ...vulnerability,
    statements: rowsIn(vulnerability['statements']).map((row) => ({ ...row, product: one(row['product']) })),
    scores: rowsIn(vulnerability['scores']).map(ticked), remedies: rowsIn(vulnerability['remedies']).map(ticked),
  }))
  return withRelationships({ ...fields, vulnerabilities }, (row) => ({ ...row, part: one(row['part']), whole: one(row['whole']) }))
}
