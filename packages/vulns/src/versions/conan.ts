/**
 * Conan 2 versions ("Version ranges" and `conan.tools.scm.Version`): items between dots, `-pre`, `+build`. Zeros at the
 * end do not count. A number and a word compare as text, so the order of mixed items is not transitive; it is Conan's.
 */
import { compareDigits, comparePrefixes, compareText, isDigits, stripZeros } from './order.ts'
import { defineScheme, type VersionScheme } from './scheme.ts'

interface ConanKey {
  readonly items: readonly string[]
  readonly pre: readonly string[] | undefined
  readonly build: readonly string[] | undefined
}

function parseConan(text: string): ConanKey | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || /[\s|]/.test(trimmed)) return undefined
  const [main, build] = splitLast(trimmed, '+')
  const [numbers, pre] = splitLast(main, '-')
  return { items: itemsOf(numbers), pre: pre === undefined ? undefined : itemsOf(pre), build: build === undefined ? undefined : itemsOf(build) }
}

function splitLast(text: string, separator: string): [string, string | undefined] {
  const at = text.lastIndexOf(separator)
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function itemsOf(text: string): string[] {
  const items = text.split('.')
  while (items.length > 0 && isDigits(items.at(-1) ?? '') && stripZeros(items.at(-1) ?? '') === '') items.pop()
  return items
}

function compareItems(a: string, b: string): number {
  return isDigits(a) && isDigits(b) ? compareDigits(a, b) : compareText(a, b)
}

function compareConan(a: ConanKey, b: ConanKey): number {
  return comparePrefixes(a.items, b.items, compareItems) || compareOptional(a.pre, b.pre, 1) || compareOptional(a.build, b.build, -1)
}

function compareOptional(a: readonly string[] | undefined, b: readonly string[] | undefined, absent: -1 | 1): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? absent : -absent
  return comparePrefixes(a, b, compareItems)
}

export const conan: VersionScheme = defineScheme({ name: 'conan', parse: parseConan, compare: compareConan })
