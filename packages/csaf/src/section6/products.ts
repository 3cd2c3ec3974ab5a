/** Tests 6.1.1 to 6.1.7, 6.1.25 and 6.1.29 to 6.1.33: products, groups, status, and what refers to them. */
import { quote } from '../error.ts'
import { commonProducts } from './coverage.ts'
import { eachId, idPath, idsIn, placesIn, textOf, type Place, type Reading } from './reading.ts'
import { test, type ReportFinding } from './test.ts'

// 6.1.1
export const missingProduct = test('6.1.1', 'Missing Definition of Product ID', ({ productReferences, definedProducts }, report) => {
  for (const list of productReferences) {
    eachId(list, (id, at, list) => {
      if (!definedProducts.has(id)) report(idPath(list, at), `refers to the product ${quote(id)}, which is not defined`, 'define it in the product tree, or correct the ID')
    })
  }
})

// 6.1.2
export const multipleProducts = test('6.1.2', 'Multiple Definition of Product ID', ({ products }, report) => {
  reportTwice(products.map(({ id, path }) => [id, `${path}/product_id`]), report, 'defines the product', 'give one of the two another ID')
})

// 6.1.3
export const circularProducts = test('6.1.3', 'Circular Definition of Product ID', ({ relationships }, report) => {
  const refersTo = new Map<string, { to: string[]; path: string }>()
  for (const { value, path } of relationships) {
    const name = value['full_product_name']
    const id = typeof name === 'object' && name !== null && 'product_id' in name ? name.product_id : undefined
    if (typeof id !== 'string') continue
    const to = [textOf(value, 'product_reference'), textOf(value, 'relates_to_product_reference')].filter((ref) => ref !== undefined)
    const known = refersTo.get(id)
    if (known === undefined) refersTo.set(id, { to, path })
    else known.to.push(...to)
  }
  // Depth first, without recursion: `open` are the products of the present way.
  const open = new Set<string>()
  const done = new Set<string>()
  for (const start of refersTo.keys()) {
    const way: { id: string; next: number }[] = [{ id: start, next: 0 }]
    while (way.length > 0) {
      const here = way.at(-1)
      if (here === undefined || (here.next === 0 && done.has(here.id))) {
        way.pop()
        continue
      }
      open.add(here.id)
      const definition = refersTo.get(here.id)
      const to = definition?.to[here.next++]
      if (to === undefined) {
        done.add(here.id)
        open.delete(here.id)
        way.pop()
      } else if (open.has(to)) {
        report(`${definition?.path ?? ''}/full_product_name/product_id`, `is ${quote(here.id)}, which is defined by way of itself (through ${quote(to)})`, 'refer to a product that does not depend on this one')
      } else if (!done.has(to)) way.push({ id: to, next: 0 })
    }
  }
})

// 6.1.4
export const missingGroup = test('6.1.4', 'Missing Definition of Product Group ID', ({ groupReferences, groups }, report) => {
  const defined = new Set(groups.map(({ id }) => id))
  for (const list of groupReferences) {
    eachId(list, (id, at, list) => {
      if (!defined.has(id)) report(idPath(list, at), `refers to the group ${quote(id)}, which is not defined`, 'define it in /product_tree/product_groups, or correct the ID')
    })
  }
})

// 6.1.5
export const multipleGroups = test('6.1.5', 'Multiple Definition of Product Group ID', ({ groups }, report) => {
  reportTwice(groups.map(({ id, path }) => [id, `${path}/group_id`]), report, 'defines the group', 'give one of the two another ID')
})

/** §3.2.3.9: the groups of product status that contradict each other. */
const CONTRADICTORY: Readonly<Record<string, string>> = {
  first_affected: 'affected',
  known_affected: 'affected',
  last_affected: 'affected',
  known_not_affected: 'not affected',
  first_fixed: 'fixed',
  fixed: 'fixed',
  under_investigation: 'under investigation',
}

// 6.1.6
export const contradictingStatus = test('6.1.6', 'Contradicting Product Status', ({ vulnerabilities }, report) => {
  for (const { status } of vulnerabilities) {
    const kindOf = new Map<string, string>()
    for (const [name, list] of status) {
      const kind = Object.hasOwn(CONTRADICTORY, name) ? CONTRADICTORY[name] : undefined
      if (kind === undefined) continue
      eachId(list, (id, at, list) => {
        const other = kindOf.get(id) ?? kind
        if (other !== kind) report(idPath(list, at), `says that ${quote(id)} is ${kind}, and it is also said to be ${other}`, 'leave the product in one of the two')
        kindOf.set(id, other)
      })
    }
  }
})

// 6.1.7
export const multipleScores = test('6.1.7', 'Multiple Scores with same Version per Product', ({ vulnerabilities }, report) => {
  for (const { scores } of vulnerabilities) {
    const seen = new Map<string, Set<string>>()
    for (const score of scores) {
      for (const version of cvssVersions(score)) {
        const products = seen.get(version) ?? new Set()
        seen.set(version, products)
        eachId(score.products, (id, at, list) => {
          if (products.has(id)) report(idPath(list, at), `gives ${quote(id)} a second score of CVSS ${version}`, 'leave one score of each version for a product')
          products.add(id)
        })
      }
    }
  }
})

function cvssVersions({ value }: Place): string[] {
  const v3 = value['cvss_v3']
  const version = typeof v3 === 'object' && v3 !== null && 'version' in v3 ? v3.version : '3'
  return [...(value['cvss_v2'] === undefined ? [] : ['2.0']), ...(v3 === undefined ? [] : [typeof version === 'string' ? version : '3'])]
}

// 6.1.25
export const multipleHashes = test('6.1.25', 'Multiple Use of Same Hash Algorithm', (reading, report) => {
  for (const hashes of hashesOf(reading)) {
    reportTwice(placesIn(hashes.value, 'file_hashes', hashes.path).map(({ value, path }) => [textOf(value, 'algorithm'), `${path}/algorithm`]), report, 'uses', 'leave one hash of each algorithm for a file')
  }
})

/** Every item of `hashes` in the product tree. */
export function hashesOf({ products }: Reading): Place[] {
  return products.flatMap(({ helper }) => (helper === undefined ? [] : placesIn(helper.value, 'hashes', helper.path)))
}

// 6.1.29
export const remediationWithoutProduct = test('6.1.29', 'Remediation without Product Reference', ({ vulnerabilities }, report) => {
  for (const { remediations } of vulnerabilities) reportWithoutProducts(remediations, report)
})

function reportWithoutProducts(places: readonly Place[], report: ReportFinding): void {
  for (const { value, path } of places) {
    if (value['group_ids'] === undefined && value['product_ids'] === undefined) report(path, 'does not say which products it is about', 'add product_ids or group_ids')
  }
}

/** Tokens, not parts of words: `after-eight` is a version, `after 8` a range. */
const RANGE = /[<>]|(?:^|[\s,;()])(?:after|all|before|earlier|later|prior|versions)(?=$|[\s,;()])/i

// 6.1.31
export const rangeInVersion = test('6.1.31', 'Version Range in Product Version', ({ branches }, report) => {
  for (const { category, name, path } of branches) {
    if (category === 'product_version' && RANGE.test(name)) report(`${path}/name`, `is ${quote(name)}, a range of versions`, 'use the category product_version_range, or name one version')
  }
})

// 6.1.32
export const flagWithoutProduct = test('6.1.32', 'Flag without Product Reference', ({ vulnerabilities }, report) => {
  for (const { flags } of vulnerabilities) reportWithoutProducts(flags, report)
})

// 6.1.33: every label that CSAF 2.0 knows is a VEX justification code.
export const multipleFlags = test('6.1.33', 'Multiple Flags with VEX Justification Codes per Product', (reading, report) => {
  const common = commonProducts(reading)
  // Only groups that share a product with another one can meet.
  const sharing = new Set([...reading.groupsOf.values()].flatMap((groups) => (groups.size > 1 ? [...groups] : [])))
  for (const { flags } of reading.vulnerabilities) {
    if (flags.length > 1) reportFlags(reading, flags, sharing, common, report)
  }
})

function reportFlags({ groupsOf, membersOf }: Reading, flags: readonly Place[], sharing: ReadonlySet<string>, common: (a: string, b: string) => string | undefined, report: ReportFinding): void {
  const tell = (path: string, product: string): void => report(path, `gives ${quote(product)} a second justification`, 'leave one flag for each product')
  const productFlag = new Map<string, number>()
  const groupFlag = new Map<string, number>()
  for (const [flag, place] of flags.entries()) {
    eachId(idsIn(place, 'product_ids'), (id, at, list) => {
      if ((productFlag.get(id) ?? flag) !== flag) tell(idPath(list, at), id)
      else productFlag.set(id, flag)
    })
    eachId(idsIn(place, 'group_ids'), (id, at, list) => {
      const [member] = membersOf.get(id) ?? []
      if ((groupFlag.get(id) ?? flag) !== flag && member !== undefined) tell(idPath(list, at), member)
      else groupFlag.set(id, flag)
    })
  }
  // A product by itself in one flag, and by a group in another.
  for (const [product, flag] of productFlag) {
    const own = groupsOf.get(product)
    if (own === undefined) continue
    const groups = own.size <= groupFlag.size ? [...own] : [...groupFlag.keys()].filter((group) => own.has(group))
    const other = groups.find((group) => (groupFlag.get(group) ?? flag) !== flag)
    if (other !== undefined) tell(flags[flag]?.path ?? '', product)
  }
  reportGroups([...groupFlag].filter(([group]) => sharing.has(group)), membersOf, common, (flag, product) => tell(flags[flag]?.path ?? '', product))
}

// A product by two groups of two flags: pair by pair, or product by product where that is less.
function reportGroups(groups: readonly (readonly [group: string, flag: number])[], membersOf: Reading['membersOf'], common: (a: string, b: string) => string | undefined, tell: (flag: number, product: string) => void): void {
  const members = groups.reduce((sum, [group]) => sum + (membersOf.get(group)?.size ?? 0), 0)
  if (members <= groups.length ** 2) {
    const seen = new Map<string, number>()
    for (const [group, flag] of groups) {
      for (const product of membersOf.get(group) ?? []) {
        if ((seen.get(product) ?? flag) !== flag) tell(flag, product)
        else seen.set(product, flag)
      }
    }
    return
  }
  for (const [at, [group, flag]] of groups.entries()) {
    for (const [other, otherFlag] of groups.slice(at + 1)) {
      const product = flag === otherFlag ? undefined : common(group, other)
      if (product !== undefined) tell(otherFlag, product)
    }
  }
}

/** Reports every value that stood before. */
function reportTwice(rows: readonly (readonly [value: string | undefined, path: string])[], report: ReportFinding, verb: string, fix: string): void {
  const seen = new Set<string>()
  for (const [value, path] of rows) {
    if (value === undefined) continue
    if (seen.has(value)) report(path, `${verb} ${quote(value)} a second time`, fix)
    seen.add(value)
  }
}
