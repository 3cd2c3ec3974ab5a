/** What changed between two drafts of an advisory: with pointers for programs, and a line of words for people. */
import { listProducts, type Listed } from './draft/products.ts'
import type { Draft } from './draft/types.ts'
import { normalizeDraft } from './draft/draft.ts'
import { isObject, pointer } from './shape.ts'

export interface Change {
  /** Into the later draft; into the earlier one for what was removed. */
  readonly path: string
  readonly what: 'added' | 'removed' | 'changed'
  readonly before?: unknown
  readonly after?: unknown
  /** `Router 2.0.0 of Example Networks: state was "affected", is "fixed"` */
  readonly words: string
}

/** The fields by which items of lists are the same item, the first that they have. */
const KEYS = ['product', 'number', 'vector', 'cve', 'id', 'url', 'at', 'name', 'role', 'kind']

/** Items of lists are matched by what names them, not by their places, so that one that moved has not changed. */
export function diffDrafts(before: Draft, after: Draft): Change[] {
  const names = new Map([...listProducts(before), ...listProducts(after)])
  const changes: Change[] = []
  compare(normalizeDraft(before), normalizeDraft(after), { path: '', from: '', subject: [] }, names, changes)
  return changes
}

interface Place {
  readonly path: string
  /** The same in the earlier draft. */
  readonly from: string
  readonly subject: readonly string[]
}

function compare(before: unknown, after: unknown, place: Place, names: ReadonlyMap<string, Listed>, changes: Change[]): void {
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, place, names, changes)
  if (isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const inner = { path: pointer(place.path, name), from: pointer(place.from, name), subject: [...place.subject, name] }
      compareOne(Object.hasOwn(before, name), before[name], Object.hasOwn(after, name), after[name], inner, names, changes)
    }
    return
  }
  if (before === after) return
  changes.push({ path: place.path, what: 'changed', before, after, words: `${subjectOf(place)} was ${quoted(before)}, is ${quoted(after)}` })
}

function compareOne(was: boolean, before: unknown, is: boolean, after: unknown, place: Place, names: ReadonlyMap<string, Listed>, changes: Change[]): void {
  if (was && is) compare(before, after, place, names, changes)
  else if (is) changes.push({ path: place.path, what: 'added', after, words: `${subjectOf(place)} was added: ${quoted(after)}` })
  else changes.push({ path: place.from, what: 'removed', before, words: `${subjectOf(place)} was removed: ${quoted(before)}` })
}

function compareLists(before: readonly unknown[], after: readonly unknown[], place: Place, names: ReadonlyMap<string, Listed>, changes: Change[]): void {
  const old = new Map(keyed(before).map(([key, item], at) => [key, { item, at }]))
  const now = keyed(after)
  for (const [at, [key, item]] of now.entries()) {
    const match = old.get(key)
    old.delete(key)
    const inner = { path: pointer(place.path, at), from: pointer(place.from, match?.at ?? at), subject: [...place.subject, nameOf(item, at, names)] }
    compareOne(match !== undefined, match?.item, true, item, inner, names, changes)
  }
  for (const { at, item } of old.values()) {
    changes.push({ path: pointer(place.from, at), what: 'removed', before: item, words: `${subjectOf({ ...place, subject: [...place.subject, nameOf(item, at, names)] })} was removed: ${quoted(item)}` })
  }
}

/** Each item with a key of its own; equal ones are told apart by their number. */
function keyed(items: readonly unknown[]): [key: string, item: unknown][] {
  const counts = new Map<string, number>()
  return items.map((item) => {
    const field = isObject(item) ? KEYS.find((name) => typeof item[name] === 'string') : undefined
    const key = field !== undefined && isObject(item) ? `${field} ${String(item[field])}` : isObject(item) ? 'object' : JSON.stringify(item)
    const count = counts.get(key) ?? 0
    counts.set(key, count + 1)
    return [`${key} ${count}`, item]
  })
}

function nameOf(item: unknown, at: number, names: ReadonlyMap<string, Listed>): string {
  if (!isObject(item)) return `${at + 1}`
  const product = typeof item['product'] === 'string' ? item['product'] : typeof item['id'] === 'string' ? item['id'] : undefined
  if (product !== undefined && names.has(product)) return names.get(product)?.name ?? product
  const field = KEYS.find((name) => typeof item[name] === 'string')
  return field === undefined ? `${at + 1}` : String(item[field])
}

/** The path in words: the last names of it, which say enough. */
function subjectOf({ subject }: Place): string {
  const words = subject.filter((word) => !['head', 'products', 'vendors', 'vulnerabilities'].includes(word))
  return (words.length === 0 ? subject : words).join(', ')
}

function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : isObject(value) ? (Object.values(value).find((inner) => typeof inner === 'string') as string | undefined ?? '…') : JSON.stringify(value)
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text)
}
