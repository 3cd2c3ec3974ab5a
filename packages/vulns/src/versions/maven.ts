/**
 * Maven versions: "Version Order Specification" of the POM reference, as `ComparableVersion` of Maven 3 reads it.
 * A version is a list of numbers, words and further lists; `-` and each change between digits and letters open a list.
 * A word after `.` is less than a list, so the order of such mixed versions is not transitive; it is Maven 3's.
 */
import { compareDigits, compareText, isDigitCode, stripZeros } from './order.ts'
import { defineScheme, type VersionScheme } from './scheme.ts'

type Item = { readonly digits: string } | { readonly word: string } | { readonly list: Item[] }

// Words in order; '' is the release itself. Any other word comes after all of these, alphabetically.
const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']
const ALIASES: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' }
const SHORT: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' }
const RELEASE = QUALIFIERS.indexOf('')

function parseMaven(text: string): Item[] | undefined {
  if (text.trim() === '' || /[|,\s[\]()]/.test(text)) return undefined
  const version = text.toLowerCase()
  const root: Item[] = []
  const lists = [root]
  let list = root
  let start = 0
  let inDigits = false
  const open = (): void => {
    const inner: Item[] = []
    list.push({ list: inner })
    lists.push(inner)
    list = inner
  }
  const close = (end: number, followedByDigit = false): void => {
    list.push(end === start ? { digits: '0' } : itemOf(version.slice(start, end), inDigits, followedByDigit))
  }
  for (let at = 0; at < version.length; at++) {
    const character = version.charAt(at)
    if (character === '.' || character === '-') {
      close(at)
      start = at + 1
      if (character === '-') open()
      continue
    }
    const digit = isDigitCode(version.charCodeAt(at))
    if (at > start && digit !== inDigits) {
      close(at, digit)
      start = at
      open()
    }
    inDigits = digit
  }
  if (start < version.length) close(version.length)
  for (const each of lists.reverse()) trim(each)
  return root
}

function itemOf(text: string, digits: boolean, followedByDigit: boolean): Item {
  if (digits) return { digits: text }
  const long = followedByDigit ? (SHORT[text] ?? text) : text
  return { word: Object.hasOwn(ALIASES, long) ? (ALIASES[long] ?? '') : long }
}

// "Trailing nulls are trimmed", from the end and in front of each inner list.
function trim(list: Item[]): void {
  for (let at = list.length - 1; at >= 0; at--) {
    const item = list[at]
    if (item === undefined) continue
    if (isNull(item)) list.splice(at, 1)
    else if (!('list' in item)) break
  }
}

function isNull(item: Item): boolean {
  if ('digits' in item) return stripZeros(item.digits) === ''
  return 'word' in item ? item.word === '' : item.list.length === 0
}

function compareItems(a: Item, b: Item): number {
  if ('digits' in a) return 'digits' in b ? compareDigits(a.digits, b.digits) : 1
  if ('word' in a) return 'word' in b ? compareWords(a.word, b.word) : -1
  if ('list' in b) return compareMaven(a.list, b.list)
  return 'digits' in b ? -1 : 1
}

function compareWords(a: string, b: string): number {
  return rank(a) - rank(b) || (rank(a) === QUALIFIERS.length ? compareText(a, b) : 0)
}

function rank(word: string): number {
  const index = QUALIFIERS.indexOf(word)
  return index === -1 ? QUALIFIERS.length : index
}

function compareToNothing(item: Item): number {
  if ('digits' in item) return stripZeros(item.digits) === '' ? 0 : 1
  if ('word' in item) return rank(item.word) - RELEASE
  for (const inner of item.list) {
    const result = compareToNothing(inner)
    if (result !== 0) return result
  }
  return 0
}

function compareMaven(a: readonly Item[], b: readonly Item[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const left = a[at]
    const right = b[at]
    if (left === undefined && right === undefined) break
    const result =
      left === undefined ? -compareToNothing(right as Item) : right === undefined ? compareToNothing(left) : compareItems(left, right)
    if (result !== 0) return result
  }
  return 0
}

export const maven: VersionScheme = defineScheme({ name: 'maven', parse: parseMaven, compare: compareMaven })
