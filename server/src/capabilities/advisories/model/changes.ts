/** What differs between two drafts: a path, and what stood and stands there. */
import type { Draft } from '@openaccord/advisory'

export type Changed = { path: string; what: 'added' | 'removed' | 'changed'; before: string | null; after: string | null }

const MOST_CHANGES = 1_000
const MOST_SHOWN = 2_000

/** What differs between two drafts, by JSON pointer, in the order of the newer one. Members of lists are told apart by their ids. */
export function changesBetween(before: Draft, after: Draft): Changed[] {
  const changes: Changed[] = []
  compare(before, after, '', changes)
  return changes.slice(0, MOST_CHANGES)
}

function compare(a: unknown, b: unknown, path: string, changes: Changed[]): void {
  if (isPlain(a) && isPlain(b)) return compareMembers(Object.entries(a), Object.entries(b), path, changes)
  if (Array.isArray(a) && Array.isArray(b)) return compareMembers(keyed(a), keyed(b), path, changes)
  if (JSON.stringify(a) !== JSON.stringify(b)) changes.push({ path, what: 'changed', before: shown(a), after: shown(b) })
}

function compareMembers(a: readonly (readonly [string, unknown])[], b: readonly (readonly [string, unknown])[], path: string, changes: Changed[]): void {
  const [was, is] = [new Map(a), new Map(b)]
  for (const [name, value] of is) {
    const at = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (was.has(name)) compare(was.get(name), value, at, changes)
    else changes.push({ path: at, what: 'added', before: null, after: shown(value) })
  }
  for (const [name, value] of was) if (!is.has(name)) changes.push({ path: `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, what: 'removed', before: shown(value), after: null })
}

/** By what a member is known among its neighbours, so that one that moved is not one that changed; else by its place. */
function keyed(list: readonly unknown[]): [string, unknown][] {
  const names = list.map((one, at) => (isPlain(one) ? nameOf(one) : undefined) ?? String(at))
  return new Set(names).size === names.length ? names.map((name, at) => [name, list[at]]) : list.map((one, at) => [String(at), one])
}

function nameOf(one: Readonly<Record<string, unknown>>): string | undefined {
  const found = ['id', 'cve', 'product', 'number', 'url', 'vector'].map((name) => one[name]).find((value) => typeof value === 'string')
  return typeof found === 'string' ? found : undefined
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, MOST_SHOWN)
