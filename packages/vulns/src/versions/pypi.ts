/**
 * Python versions: PEP 440 ("Version scheme", appendix B), now the PyPA specification "Version specifiers".
 *
 *   [N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local]
 */
import { compareDigits, compareLists, compareText, isDigits, stripZeros } from './order.ts'
import { defineScheme, type VersionScheme } from './scheme.ts'

export interface PypiKey {
  readonly epoch: string
  readonly release: readonly string[]
  readonly pre: readonly [letter: string, number: string] | undefined
  readonly post: string | undefined
  readonly dev: string | undefined
  readonly local: readonly string[] | undefined
}

const PRE: Readonly<Record<string, string>> = {
  a: 'a', alpha: 'a', b: 'b', beta: 'b', c: 'rc', rc: 'rc', pre: 'rc', preview: 'rc',
}

// Every quantifier is followed by something it cannot itself match, so that reading is linear.
const SHAPE = new RegExp(
  '^v?(?:([0-9]+)!)?([0-9]+(?:\\.[0-9]+)*)' +
    '(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]*))?' +
    '(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?' +
    '(?:[-_.]?(dev)[-_.]?([0-9]*))?' +
    '(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$',
)

export function parsePypi(text: string): PypiKey | undefined {
  const match = SHAPE.exec(text.trim().toLowerCase())
  if (match === null) return undefined
  const [, epoch = '0', release = '', preWord, preNumber, implicitPost, postWord, postNumber, dev, devNumber, local] = match
  return {
    epoch,
    release: release.split('.'),
    pre: preWord === undefined ? undefined : [PRE[preWord] ?? preWord, preNumber || '0'],
    post: implicitPost ?? (postWord === undefined ? undefined : postNumber || '0'),
    dev: dev === undefined ? undefined : devNumber || '0',
    local: local?.split(/[-_.]/),
  }
}

// PEP 440, "Summary of permitted suffixes and relative ordering": dev < a < b < rc < (nothing) < post.
export function comparePypi(a: PypiKey, b: PypiKey): number {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareLists(a.release, b.release, compareDigits, '0') ||
    comparePre(a, b) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1) ||
    compareLocal(a.local, b.local)
  )
}

function comparePre(a: PypiKey, b: PypiKey): number {
  return phase(a) - phase(b) || (a.pre && b.pre ? compareText(a.pre[0], b.pre[0]) || compareDigits(a.pre[1], b.pre[1]) : 0)
}

// 0: a development release of the final release itself; 1: with a pre-release; 2: final or post.
function phase(key: PypiKey): number {
  if (key.pre !== undefined) return 1
  return key.dev !== undefined && key.post === undefined ? 0 : 2
}

function compareOptional(a: string | undefined, b: string | undefined, absent: -1 | 1): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? absent : -absent
  return compareDigits(a, b)
}

// Local labels: none is least; numbers are greater than words; the longer list is greater.
function compareLocal(a: readonly string[] | undefined, b: readonly string[] | undefined): number {
  return compareLists(a ?? [], b ?? [], (left, right) => {
    if (left === '' || right === '') return compareText(left, right)
    const numeric = isDigits(left)
    if (numeric !== isDigits(right)) return numeric ? 1 : -1
    return numeric ? compareDigits(left, right) : compareText(left, right)
  }, '')
}

function number(digits: string): string {
  return stripZeros(digits) || '0'
}

function printPypi({ epoch, release, pre, post, dev, local }: PypiKey): string {
  return (
    (stripZeros(epoch) === '' ? '' : `${number(epoch)}!`) +
    release.map(number).join('.') +
    (pre === undefined ? '' : `${pre[0]}${number(pre[1])}`) +
    (post === undefined ? '' : `.post${number(post)}`) +
    (dev === undefined ? '' : `.dev${number(dev)}`) +
    (local === undefined ? '' : `+${local.map((label) => (isDigits(label) ? number(label) : label)).join('.')}`)
  )
}

export const pypi: VersionScheme = defineScheme({
  name: 'pypi',
  parse: parsePypi,
  compare: comparePypi,
  normalize: (_text, key) => printPypi(key),
})
