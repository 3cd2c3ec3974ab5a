/**
 * RubyGems versions (Gem::Version): runs of digits and of letters; a word is less than any number, so that
 * `1.0.a < 1.0`; zeros at the end of the numbers before the first word do not count.
 */
import { compareDigits, compareLists, compareText, isDigits } from './order.ts'
import { defineScheme, type VersionScheme } from './scheme.ts'

const SHAPE = /^[0-9]+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/

function parseGem(text: string): string[] | undefined {
  const trimmed = text.trim() || '0'
  if (!SHAPE.test(trimmed)) return undefined
  const segments = trimmed.replaceAll('-', '.pre.').match(/[0-9]+|[A-Za-z]+/g) ?? []
  const word = segments.findIndex((segment) => !isDigits(segment))
  const numbers = trimZeros(word === -1 ? segments : segments.slice(0, word))
  return word === -1 ? numbers : [...numbers, ...trimZeros(segments.slice(word))]
}

function trimZeros(segments: readonly string[]): string[] {
  let to = segments.length
  while (to > 0 && /^0+$/.test(segments[to - 1] ?? '')) to--
  return segments.slice(0, to)
}

function compareSegments(a: string, b: string): number {
  const numeric = isDigits(a)
  if (numeric !== isDigits(b)) return numeric ? 1 : -1
  return numeric ? compareDigits(a, b) : compareText(a, b)
}

export const gem: VersionScheme = defineScheme({
  name: 'gem',
  parse: parseGem,
  compare: (a, b) => compareLists(a, b, compareSegments, '0'),
})
