/**
 * One walk over a document, from which all tests of section 6 take what they need: places by kind, indexes over product
 * IDs and groups. It takes any value: what does not have its shape is passed over here and named by the schema.
 */
import { isObject, type JsonObject } from '../json.ts'
import { compareInstants, compareText, parseInstant, type Instant } from '../instants.ts'
import { pointer } from '../shape.ts'
import { MAX_BRANCH_DEPTH } from '../document/schema.ts'
import { readCvss, type CvssReading } from '../cvss/reading.ts'
import { compareVersions, readVersion, type DocumentVersion } from './versions.ts'

export interface Place {
  readonly value: JsonObject
  readonly path: string
}

export interface BranchPlace extends Place {
  readonly category: string
  readonly name: string
  /** How many of vendor, product_name, product_version were passed in that order, this branch included (6.3.9). */
  readonly ordered: number
}

/** A full_product_name_t. */
export interface ProductPlace extends Place {
  readonly id: string | undefined
  readonly helper: Place | undefined
  readonly branch: BranchPlace | undefined
}

/** An array of IDs; entries that are not strings are left out by `eachId`. */
export interface IdList {
  readonly path: string
  readonly ids: readonly unknown[]
}

export interface GroupPlace extends Place {
  readonly id: string | undefined
  readonly products: IdList
}

/** An item of `scores`, with its CVSS objects. */
export interface ScorePlace extends Place {
  readonly products: IdList
  readonly cvss: readonly CvssReading[]
}

export interface VulnerabilityPlace extends Place {
  /** Product status → its products. */
  readonly status: ReadonlyMap<string, IdList>
  readonly flags: readonly Place[]
  readonly threats: readonly Place[]
  readonly remediations: readonly Place[]
  readonly scores: readonly ScorePlace[]
  readonly involvements: readonly Place[]
}

export interface RevisionPlace extends Place {
  readonly version: DocumentVersion
  readonly date: Instant
}

export interface Reading {
  /** Pointers of the fields that the schema does not define (6.2.20). */
  readonly unknown: readonly string[]
  readonly root: JsonObject
  readonly document: JsonObject
  readonly tracking: JsonObject
  readonly category: string
  readonly branches: readonly BranchPlace[]
  readonly products: readonly ProductPlace[]
  readonly relationships: readonly Place[]
  readonly groups: readonly GroupPlace[]
  readonly vulnerabilities: readonly VulnerabilityPlace[]
  /** Every CVSS object of every score. */
  readonly cvss: readonly CvssReading[]
  /** Sorted by date, then by number. */
  readonly revisions: readonly RevisionPlace[]
  /** Everywhere that product IDs are referred to. */
  readonly productReferences: readonly IdList[]
  /** Everywhere that group IDs are referred to. */
  readonly groupReferences: readonly IdList[]
  readonly definedProducts: ReadonlySet<string>
  readonly membersOf: ReadonlyMap<string, ReadonlySet<string>>
  readonly groupsOf: ReadonlyMap<string, ReadonlySet<string>>
}

export function readDocument(value: unknown, unknown: readonly string[] = []): Reading {
  const root = isObject(value) ? value : {}
  const document = inner(root, 'document')
  const tracking = inner(document, 'tracking')
  const tree = inner(root, 'product_tree')
  const branches = readBranches(tree)
  const relationships = placesIn(tree, 'relationships', '/product_tree')
  const groups = placesIn(tree, 'product_groups', '/product_tree').map((place): GroupPlace => ({ ...place, id: textOf(place.value, 'group_id'), products: idsIn(place, 'product_ids') }))
  const vulnerabilities = placesIn(root, 'vulnerabilities', '').map(readVulnerability)
  const products = readProducts(tree, branches, relationships)
  const about = vulnerabilities.flatMap(({ flags, remediations, threats }) => [...flags, ...remediations, ...threats])
  return {
    unknown,
    root,
    document,
    tracking,
    category: textOf(document, 'category') ?? '',
    branches,
    products,
    relationships,
    groups,
    vulnerabilities,
    cvss: vulnerabilities.flatMap(({ scores }) => scores.flatMap(({ cvss }) => cvss)),
    revisions: readRevisions(tracking),
    productReferences: [
      ...groups.map((group) => group.products),
      ...relationships.flatMap((place) => ['product_reference', 'relates_to_product_reference'].map((name) => ({ path: `${place.path}/${name}`, ids: [place.value[name]] }))),
      ...vulnerabilities.flatMap(({ status, scores }) => [...status.values(), ...scores.map(({ products: list }) => list)]),
      ...about.map((place) => idsIn(place, 'product_ids')),
    ],
    groupReferences: about.map((place) => idsIn(place, 'group_ids')),
    definedProducts: new Set(products.flatMap(({ id }) => (id === undefined ? [] : [id]))),
    ...indexGroups(groups),
  }
}

export function inner(value: JsonObject, name: string): JsonObject {
  const found = value[name]
  return isObject(found) ? found : {}
}

export function textOf(value: JsonObject, name: string): string | undefined {
  const found = value[name]
  return typeof found === 'string' ? found : undefined
}

/** The objects in an array of objects. */
export function placesIn(value: JsonObject, name: string, path: string): Place[] {
  const list = value[name]
  if (!Array.isArray(list)) return []
  const base = `${path}/${name}`
  const found: Place[] = []
  for (let at = 0; at < list.length; at++) {
    const item: unknown = list[at]
    if (isObject(item)) found.push({ value: item, path: `${base}/${at}` })
  }
  return found
}

export function idsIn(place: Place, name: string): IdList {
  const list = place.value[name]
  return { path: `${place.path}/${name}`, ids: Array.isArray(list) ? list : [] }
}

/** Calls with every ID and its index; `idPath` tells where that is. */
export function eachId(list: IdList, visit: (id: string, at: number, list: IdList) => void): void {
  const { ids } = list
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]
    if (typeof id === 'string') visit(id, at, list)
  }
}

export function idPath({ path }: IdList, at: number): string {
  // A single reference (of a relationship) stands at the path itself.
  return path.endsWith('_reference') ? path : pointer(path, at)
}

const ORDER = ['vendor', 'product_name', 'product_version']

function readBranches(tree: JsonObject): BranchPlace[] {
  const found: BranchPlace[] = []
  const walk = (parent: JsonObject, path: string, above: number, depth: number): void => {
    if (depth > MAX_BRANCH_DEPTH) return
    for (const place of placesIn(parent, 'branches', path)) {
      const category = textOf(place.value, 'category') ?? ''
      const ordered = category === ORDER[above] ? above + 1 : above
      found.push({ ...place, category, name: textOf(place.value, 'name') ?? '', ordered })
      walk(place.value, place.path, ordered, depth + 1)
    }
  }
  walk(tree, '/product_tree', 0, 0)
  return found
}

function readProducts(tree: JsonObject, branches: readonly BranchPlace[], relationships: readonly Place[]): ProductPlace[] {
  const found: ProductPlace[] = []
  const add = (value: unknown, path: string, branch?: BranchPlace): void => {
    if (!isObject(value)) return
    const helper = value['product_identification_helper']
    found.push({ value, path, branch, id: textOf(value, 'product_id'), helper: isObject(helper) ? { value: helper, path: `${path}/product_identification_helper` } : undefined })
  }
  for (const branch of branches) add(branch.value['product'], `${branch.path}/product`, branch)
  for (const { value, path } of placesIn(tree, 'full_product_names', '/product_tree')) add(value, path)
  for (const { value, path } of relationships) add(value['full_product_name'], `${path}/full_product_name`)
  return found
}

function readVulnerability(place: Place): VulnerabilityPlace {
  const { value, path } = place
  const status = { value: inner(value, 'product_status'), path: `${path}/product_status` }
  const list = (name: string): Place[] => placesIn(value, name, path)
  return {
    ...place,
    status: new Map(Object.keys(status.value).map((name) => [name, idsIn(status, name)])),
    flags: list('flags'),
    threats: list('threats'),
    remediations: list('remediations'),
    scores: list('scores').map((score): ScorePlace => ({ ...score, products: idsIn(score, 'products'), cvss: readCvss(score.value, score.path) })),
    involvements: list('involvements'),
  }
}

function readRevisions(tracking: JsonObject): RevisionPlace[] {
  const found = placesIn(tracking, 'revision_history', '/document/tracking').flatMap((place): RevisionPlace[] => {
    const version = readVersion(textOf(place.value, 'number') ?? '')
    const date = parseInstant(textOf(place.value, 'date') ?? '')
    return version === undefined || date === undefined ? [] : [{ ...place, version, date }]
  })
  return found.sort((a, b) => compareInstants(a.date, b.date) || compareVersions(a.version, b.version) || compareText(a.version.text, b.version.text))
}

function indexGroups(groups: readonly GroupPlace[]): Pick<Reading, 'membersOf' | 'groupsOf'> {
  const membersOf = new Map<string, Set<string>>()
  const groupsOf = new Map<string, Set<string>>()
  for (const { id, products } of groups) {
    if (id === undefined) continue
    eachId(products, (product) => {
      addTo(membersOf, id, product)
      addTo(groupsOf, product, id)
    })
  }
  return { membersOf, groupsOf }
}

function addTo(index: Map<string, Set<string>>, key: string, value: string): void {
  const values = index.get(key)
  if (values === undefined) index.set(key, new Set([value]))
  else values.add(value)
}
