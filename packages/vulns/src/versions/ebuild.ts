/**
 * Gentoo versions (Package Manager Specification §3.2 and §3.3) and Alpine's, which follow them
 * (apk-tools, apk-package(5), with more suffixes and a commit hash).
 *
 *   N(.N)*[letter](_suffix[N])*[~hash][-rN]
 */
import { compareDigits, compareLists, compareText } from './order.ts'
import { defineScheme, type VersionScheme } from './scheme.ts'

interface EbuildKey {
  readonly numbers: readonly string[]
  readonly letter: string
  readonly suffixes: readonly (readonly [rank: number, number: string])[]
  readonly revision: string
}

const SHAPE = /^([0-9]+(?:\.[0-9]+)*)([a-z]?)((?:_[a-z]+[0-9]*)*)(?:~[0-9a-f]+)?(?:-r([0-9]+))?$/
const NO_SUFFIX = [0, '0'] as const

function parseWith(ranks: Readonly<Record<string, number>>): (text: string) => EbuildKey | undefined {
  return (text) => {
    const match = SHAPE.exec(text.trim())
    if (match === null) return undefined
    const [, numbers = '', letter = '', suffixes = '', revision = '0'] = match
    const read: [number, string][] = []
    for (const suffix of suffixes.split('_').slice(1)) {
      const word = suffix.replace(/[0-9]+$/, '')
      if (!Object.hasOwn(ranks, word)) return undefined
      read.push([ranks[word] ?? 0, suffix.slice(word.length)])
    }
    return { numbers: numbers.split('.'), letter, suffixes: read, revision }
  }
}

function compareWith(compareFraction: (a: string, b: string) => number): (a: EbuildKey, b: EbuildKey) => number {
  return (a, b) =>
    compareNumbers(a.numbers, b.numbers, compareFraction) ||
    compareText(a.letter, b.letter) ||
    compareLists(a.suffixes, b.suffixes, (left, right) => left[0] - right[0] || compareDigits(left[1], right[1]), NO_SUFFIX) ||
    compareDigits(a.revision, b.revision)
}

// PMS algorithm 3.2: the first number by value; the others by value too, unless one begins with 0. Longer is greater.
function compareNumbers(a: readonly string[], b: readonly string[], compareFraction: (a: string, b: string) => number): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const left = a[at] ?? ''
    const right = b[at] ?? ''
    const fraction = at > 0 && (left.startsWith('0') || right.startsWith('0'))
    const result = fraction ? compareFraction(left, right) : compareDigits(left, right)
    if (result !== 0) return result
  }
  return a.length - b.length
}

// PMS algorithm 3.3: as text, without the zeros at the end.
function compareStripped(a: string, b: string): number {
  return compareText(stripTrailingZeros(a), stripTrailingZeros(b))
}

function stripTrailingZeros(digits: string): string {
  let to = digits.length
  while (to > 0 && digits.charAt(to - 1) === '0') to--
  return digits.slice(0, to)
}

const PRE = { alpha: -4, beta: -3, pre: -2, rc: -1 }

export const gentoo: VersionScheme = defineScheme({
  name: 'gentoo',
  parse: parseWith({ ...PRE, p: 1 }),
  compare: compareWith(compareStripped),
})

export const apk: VersionScheme = defineScheme({
  name: 'apk',
  parse: parseWith({ ...PRE, cvs: 1, svn: 2, git: 3, hg: 4, p: 5 }),
  compare: compareWith(compareText),
})
