/**
 * Versions of Linux distributions' packages, `[epoch:]version[-release]`:
 * Debian (deb-version(7), Policy §5.6.12), RPM (rpm-version(7), rpmvercmp) and Arch (vercmp(8)).
 */
import { compareDigits, isDigitCode, isDigits, isLetterCode, runOf } from './order.ts'
import { defineScheme, type VersionScheme } from './scheme.ts'

interface Evr {
  readonly epoch: string
  readonly version: string
  readonly release: string | undefined
}

function splitEvr(text: string): Evr | undefined {
  const colon = text.indexOf(':')
  const epoch = colon === -1 ? '0' : text.slice(0, colon)
  if (!isDigits(epoch)) return undefined
  const rest = text.slice(colon + 1)
  const dash = rest.lastIndexOf('-')
  const version = dash === -1 ? rest : rest.slice(0, dash)
  return version === '' ? undefined : { epoch, version, release: dash === -1 ? undefined : rest.slice(dash + 1) }
}

function parseDebian(text: string): Evr | undefined {
  const trimmed = text.trim()
  return /^[A-Za-z0-9.+~:_-]+$/.test(trimmed) ? splitEvr(trimmed) : undefined
}

function compareDebian(a: Evr, b: Evr): number {
  return compareDigits(a.epoch, b.epoch) || compareRuns(a.version, b.version) || compareRuns(a.release ?? '0', b.release ?? '0')
}

// deb-version(7), "Sorting algorithm": non-digits, then digits, by turns.
function compareRuns(a: string, b: string): number {
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const left = runOf(a, i, (code) => !isDigitCode(code))
    const right = runOf(b, j, (code) => !isDigitCode(code))
    for (let at = 0; at < Math.max(left.length, right.length); at++) {
      const result = weight(left, at) - weight(right, at)
      if (result !== 0) return result
    }
    i += left.length
    j += right.length
    const digits = runOf(a, i, isDigitCode)
    const others = runOf(b, j, isDigitCode)
    const result = compareDigits(digits, others)
    if (result !== 0) return result
    i += digits.length
    j += others.length
  }
  return 0
}

// `~` sorts before the end, the end before letters, letters before everything else.
function weight(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (Number.isNaN(code)) return 0
  if (code === 126) return -1
  return isLetterCode(code) ? code : code + 256
}

export const deb: VersionScheme = defineScheme({ name: 'deb', parse: parseDebian, compare: compareDebian })

/** rpmvercmp: runs of digits or of letters, separators skipped; `~` before all, `^` after the end but before more. */
export function compareRpmText(a: string, b: string): number {
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    i += runOf(a, i, isRpmSeparator).length
    j += runOf(b, j, isRpmSeparator).length
    const tilde = compareMark(a, i, b, j, '~')
    if (tilde !== undefined && tilde !== 0) return tilde
    const caret = tilde === undefined ? compareCaret(a, i, b, j) : undefined
    if (caret !== undefined && caret !== 0) return caret
    if (tilde === 0 || caret === 0) {
      i++
      j++
      continue
    }
    if (i >= a.length || j >= b.length) break
    const holds = isDigitCode(a.charCodeAt(i)) ? isDigitCode : isLetterCode
    const left = runOf(a, i, holds)
    const right = runOf(b, j, holds)
    if (right === '') return holds === isDigitCode ? 1 : -1
    const result = holds === isDigitCode ? compareDigits(left, right) : left < right ? -1 : left > right ? 1 : 0
    if (result !== 0) return result
    i += left.length
    j += right.length
  }
  return Math.sign(a.length - i - (b.length - j))
}

const isRpmSeparator = (code: number): boolean =>
  !isDigitCode(code) && !isLetterCode(code) && code !== 126 && code !== 94

// Undefined: neither has the mark; 0: both have.
function compareMark(a: string, i: number, b: string, j: number, mark: string): number | undefined {
  const left = a.charAt(i) === mark
  const right = b.charAt(j) === mark
  return left || right ? Number(right) - Number(left) : undefined
}

function compareCaret(a: string, i: number, b: string, j: number): number | undefined {
  const left = a.charAt(i) === '^'
  const right = b.charAt(j) === '^'
  if (!left && !right) return undefined
  if (left && right) return 0
  if (left) return j >= b.length ? 1 : -1
  return i >= a.length ? -1 : 1
}

function parsePlain(text: string): Evr | undefined {
  const trimmed = text.trim()
  return trimmed === '' || /[\s|]/.test(trimmed) ? undefined : splitEvr(trimmed)
}

// A missing epoch is 0. A missing release is least, so that the order is total (advisories name whole versions).
export const rpm: VersionScheme = defineScheme({
  name: 'rpm',
  parse: parsePlain,
  compare: (a, b) => compareDigits(a.epoch, b.epoch) || compareRpmText(a.version, b.version) || compareReleases(a, b),
})

function compareReleases({ release: a }: Evr, { release: b }: Evr): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return compareRpmText(a, b)
}

// vercmp(8): "the pkgrel is only compared if it is available on both versions", so equality is not transitive.
function compareRelease(a: Evr, b: Evr, compare: (a: string, b: string) => number): number {
  return a.release === undefined || b.release === undefined ? 0 : compare(a.release, b.release)
}

/** vercmp(8): as rpm, but "1.0a < 1.0 < 1.0.a" — a rest of letters is less, a rest after a separator greater. */
function compareAlpmText(a: string, b: string): number {
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const leftGap = runOf(a, i, isAlpmSeparator).length
    const rightGap = runOf(b, j, isAlpmSeparator).length
    i += leftGap
    j += rightGap
    if (i >= a.length || j >= b.length) break
    if (leftGap !== rightGap) return leftGap - rightGap
    const holds = isDigitCode(a.charCodeAt(i)) ? isDigitCode : isLetterCode
    const left = runOf(a, i, holds)
    const right = runOf(b, j, holds)
    if (right === '') return holds === isDigitCode ? 1 : -1
    const result = holds === isDigitCode ? compareDigits(left, right) : left < right ? -1 : left > right ? 1 : 0
    if (result !== 0) return result
    i += left.length
    j += right.length
  }
  if (i >= a.length && j >= b.length) return 0
  if (i >= a.length) return isLetterCode(b.charCodeAt(j)) ? 1 : -1
  return isLetterCode(a.charCodeAt(i)) ? -1 : 1
}

const isAlpmSeparator = (code: number): boolean => !isDigitCode(code) && !isLetterCode(code)

export const alpm: VersionScheme = defineScheme({
  name: 'alpm',
  parse: parsePlain,
  compare: (a, b) => compareDigits(a.epoch, b.epoch) || compareAlpmText(a.version, b.version) || compareRelease(a, b, compareAlpmText),
})
