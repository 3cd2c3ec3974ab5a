/**
 * Composer versions: PHP's `version_compare` (php.net, "version_compare") over what Composer's VersionParser makes of
 * the text: lower case, no leading `v`, words and numbers as parts, `-`, `_` and `+` as `.`.
 */
import { compareDigits, isDigits } from './order.ts'
import { defineScheme, type VersionScheme } from './scheme.ts'

// php.net: "any string not found in this list < dev < alpha = a < beta = b < RC = rc < # < pl = p".
const RANKS: Readonly<Record<string, number>> = { dev: 1, alpha: 2, a: 2, beta: 3, b: 3, rc: 4, pl: 6, p: 6, patch: 6 }
const NUMBER = 5
const NOTHING = 4.5

function parseComposer(text: string): string[] | undefined {
  const trimmed = text.trim().toLowerCase().replace(/^v/, '')
  const plus = trimmed.indexOf('+')
  const main = plus === -1 ? trimmed : trimmed.slice(0, plus)
  if (!/^[0-9a-z#._-]+$/.test(main)) return undefined
  return main.match(/[0-9]+|[a-z]+|#/g) ?? undefined
}

function rank(part: string): number {
  if (part === '#' || isDigits(part)) return NUMBER
  return Object.hasOwn(RANKS, part) ? (RANKS[part] ?? 0) : 0
}

function isCounted(part: string | undefined): boolean {
  return part === undefined || part === '#' || isDigits(part)
}

function compareComposer(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const left = a[at]
    const right = b[at]
    // PHP's `#` stands for any number or none (so its order is not transitive; no real version has it).
    if ((left === '#' || right === '#') && isCounted(left) && isCounted(right)) continue
    // A missing part: a number after it is greater than nothing, as is a patch; every other word is less.
    const ranks = [left === undefined ? NOTHING : rank(left), right === undefined ? NOTHING : rank(right)] as const
    if (ranks[0] !== ranks[1]) return ranks[0] - ranks[1]
    if (ranks[0] === NUMBER) {
      const result = compareDigits(left ?? '', right ?? '')
      if (result !== 0) return result
    }
  }
  return 0
}

export const composer: VersionScheme = defineScheme({ name: 'composer', parse: parseComposer, compare: compareComposer })
