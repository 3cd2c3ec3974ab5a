/** Versions of a document (§3.1.11): whole numbers or semantic versioning 2.0.0, of any number of digits. */
import { compareText } from '../instants.ts'

export interface DocumentVersion {
  readonly text: string
  readonly scheme: 'integer' | 'semantic'
  /** The whole number, or the major version; decimal digits without zeros in front. */
  readonly major: string
  readonly minor: string
  readonly patch: string
  readonly preRelease: string
  readonly build: string
}

const FORM = /^(0|[1-9]\d*)(?:\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?)?$/

export function readVersion(text: string): DocumentVersion | undefined {
  const match = text.length > 1024 ? null : FORM.exec(text)
  if (match === null) return undefined
  const [, major = '', minor, patch = '0', preRelease = '', build = ''] = match
  return { text, scheme: minor === undefined ? 'integer' : 'semantic', major, minor: minor ?? '0', patch, preRelease, build }
}

/** Precedence (semver §11); build metadata does not count. A whole number stands where its major version stands. */
export function compareVersions(a: DocumentVersion, b: DocumentVersion): number {
  return compareDigits(a.major, b.major) || compareDigits(a.minor, b.minor) || compareDigits(a.patch, b.patch) || comparePreReleases(a.preRelease, b.preRelease)
}

function compareDigits(a: string, b: string): number {
  return a.length - b.length || compareText(a, b)
}

function comparePreReleases(a: string, b: string): number {
  if (a === b) return 0
  if (a === '' || b === '') return a === '' ? 1 : -1
  const [left, right] = [a.split('.'), b.split('.')]
  for (const [at, one] of left.entries()) {
    const other = right[at]
    if (other === undefined) return 1
    const [isNumber, otherIsNumber] = [/^\d+$/.test(one), /^\d+$/.test(other)]
    const order = isNumber && otherIsNumber ? compareDigits(one, other) : isNumber === otherIsNumber ? compareText(one, other) : isNumber ? -1 : 1
    if (order !== 0) return order
  }
  return left.length - right.length
}

/** `0`, or `0.y.z`: not yet released. */
export function isZero({ major }: DocumentVersion): boolean {
  return major === '0'
}

/** Whether `next` is `number` or the number after it. */
export function isSameOrNext(number: string, next: string): boolean {
  return number === next || (number.length <= 15 && next.length <= 16 && Number(next) === Number(number) + 1)
}
