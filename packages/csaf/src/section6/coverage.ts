/**
 * Which products a flag, a threat, a remediation is about: those that it names, and those of the groups that it names.
 * Groups are never unfolded where that could cost more than the document is long: the smaller side is asked each time.
 */
import { eachId, idsIn, type Place, type Reading } from './reading.ts'

/** Whether one of the items is about a product. */
export function coverage({ groupsOf }: Reading, items: readonly Place[]): (product: string) => boolean {
  const products = new Set<string>()
  const groups = new Set<string>()
  for (const item of items) {
    eachId(idsIn(item, 'product_ids'), (id) => void products.add(id))
    eachId(idsIn(item, 'group_ids'), (id) => void groups.add(id))
  }
  return (product) => products.has(product) || firstCommon(groupsOf.get(product), groups) !== undefined
}

export function firstCommon(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): string | undefined {
  if (a === undefined || b === undefined) return undefined
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  for (const one of small) if (large.has(one)) return one
  return undefined
}

/** For pairs of groups, a product that both have; each pair is looked at once in a document. */
export function commonProducts({ membersOf }: Reading): (a: string, b: string) => string | undefined {
  const known = new Map<string, Map<string, string | undefined>>()
  return (one, other) => {
    const [a, b] = one < other ? [one, other] : [other, one]
    let row = known.get(a)
    if (row === undefined) known.set(a, (row = new Map()))
    if (!row.has(b)) row.set(b, firstCommon(membersOf.get(a), membersOf.get(b)))
    return row.get(b)
  }
}
