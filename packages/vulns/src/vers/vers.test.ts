/** VERS: the published tests of ranges from package-url/vers-spec, then properties. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { VulnsError } from '../error.ts'
import { listData, noData, readData } from '../testing/data.ts'
import { versionScheme, VERSION_SCHEMES } from '../versions/schemes.ts'
import { NATIVE_RANGE_SCHEMES, parseNativeRange } from './native.ts'
import { compileVers, normalizeVers, parseVers, printVers, versContains, type Vers } from './vers.ts'

interface Vector {
  test_type: string
  input: string | { native_range?: string; scheme?: string; vers?: string; version?: string }
  expected_output: unknown
  expected_failure?: boolean
}

/** Where we answer other than the suite, and why. Each row must still deviate, or the test fails. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  'conan ': 'the suite has "vers:conan/", which has no constraint and which the VERS grammar does not allow; empty is any',
  'npm <= 1.0': 'node-semver: "<=1.0" is "<1.1.0-0"; the suite loses 1.0.1',
  'npm <=2.1 >=1.1': 'node-semver: "<=2.1" is "<2.2.0-0"; the suite loses 2.1.1',
  'npm >= 2.2.x': 'node-semver: ">=2.2.x" is ">=2.2.0" without an end; the suite loses 2.3.0',
  'npm >= 1.x': 'node-semver: ">=1.x" is ">=1.0.0" without an end; the suite loses 2.0.0',
  'npm 2.1 || 2.6': 'node-semver: "2.1" is "2.1.x"; the suite loses 2.1.1 (and reads 2.0.x itself as a range)',
  'npm 1.1.2 1.2.2': 'node-semver: an intersection; no version is both. The suite makes a union of it',
  'npm >=5.0.3 >=4.2.1': 'node-semver: an intersection, which is >=5.0.3; the text of the suite holds 4.2.1 as well',
  'npm >= 0.2.0 <= 0.9.6 || ~0.8.0-pre': 'node-semver: "~0.8.0-pre" is ">=0.8.0-pre <0.9.0-0"; the suite takes it apart wrongly',
}

function answer({ test_type, input }: Vector): unknown {
  if (typeof input === 'string') {
    if (test_type === 'validate') return printVers(normalizeVers(input))
    const { scheme, constraints } = parseVers(input)
    const pairs = constraints === '*' ? '*' : constraints.map(({ comparator, version }) => [comparator, version])
    return { scheme, version_constraints: pairs }
  }
  if (test_type === 'containment') return compileVers(normalizeVers(input.vers ?? ''))(input.version ?? '')
  return printVers(parseNativeRange(input.scheme ?? '', input.native_range ?? ''))
}

function outcome(vector: Vector): string {
  try {
    return JSON.stringify(answer(vector))
  } catch (error) {
    if (error instanceof VulnsError) return `refused: ${error.message}`
    throw error
  }
}

test('the published tests of ranges', { skip: noData }, (t) => {
  const counts: Record<string, number> = {}
  const wrong: string[] = []
  for (const file of listData('vers/tests')) {
    const { tests } = JSON.parse(readData('vers/tests', file)) as { tests: Vector[] }
    for (const vector of tests) {
      if (vector.test_type === 'comparison' || vector.test_type === 'equality') continue
      const got = outcome(vector)
      const right = vector.expected_failure === true ? got.startsWith('refused') : got === JSON.stringify(vector.expected_output)
      const native = typeof vector.input === 'string' ? '' : (vector.input.native_range ?? '')
      const scheme = typeof vector.input === 'string' ? '' : (vector.input.scheme ?? '')
      const deviates = Object.hasOwn(DEVIATIONS, `${scheme} ${native}`)
      if (right === deviates) wrong.push(`${JSON.stringify(vector.input)}: ${got}, not ${JSON.stringify(vector.expected_output)}`)
      const kind = `${vector.test_type}${deviates ? ', otherwise' : ''}`
      counts[kind] = (counts[kind] ?? 0) + 1
    }
  }
  t.diagnostic(JSON.stringify(counts))
  assert.deepEqual(wrong, [])
  assert.deepEqual(counts, { from_native: 728, 'from_native, otherwise': 9, containment: 11, validate: 19, parse: 12 })
})

test('native ranges, and what they hold', () => {
  const rows: [scheme: string, native: string, vers: string][] = [
    ['npm', '', 'vers:npm/*'],
    ['npm', '~> 1.2', 'vers:npm/>=1.2.0|<1.3.0'],
    ['npm', '^0.0', 'vers:npm/>=0.0.0|<0.1.0'],
    ['npm', '>1.2', 'vers:npm/>=1.3.0'],
    ['npm', '>=1 <5 || >=3 <7', 'vers:npm/>=1.0.0|>=3.0.0|<5.0.0|<7.0.0'],
    ['npm', '>=1 <9 || >=2 <3 || >=4 <5', 'vers:npm/>=1.0.0|<9.0.0'],
    ['npm', '>=1.0.0 <=1.0.0', 'vers:npm/1.0.0'],
    ['npm', '<1 >2', 'vers:none/*'],
    ['cargo', '1.2', 'vers:cargo/>=1.2.0|<2.0.0'],
    ['cargo', '>= 0.1, < 0.5.4', 'vers:cargo/>=0.1.0|<0.5.4'],
    ['cargo', '0.2.*', 'vers:cargo/>=0.2.0|<0.3.0'],
    ['pypi', '>=1,!=1.5,<2', 'vers:pypi/>=1|!=1.5|<2'],
    ['pypi', '~=2.2', 'vers:pypi/>=2.2|<3.dev0'],
    ['pypi', '~=1.4.5a4', 'vers:pypi/>=1.4.5a4|<1.5.dev0'],
    ['pypi', '==1.4.*', 'vers:pypi/>=1.4.dev0|<1.5.dev0'],
    ['pypi', '>=1,!=1.4.*,<2,>=0.5', 'vers:pypi/>=1|<1.4.dev0|>=1.5.dev0|<2'],
    ['pypi', '>=1,!=1.4.*,<2', 'vers:pypi/>=1|<1.4.dev0|>=1.5.dev0|<2'],
    ['pypi', '!=1.4.*,!=1.6,>=1', 'vers:pypi/>=1|<1.4.dev0|>=1.5.dev0|!=1.6'],
    ['pypi', '!=1.4.*,!=2.0', 'vers:pypi/<1.4.dev0|>=1.5.dev0|!=2.0'],
    ['gem', '~> 2', 'vers:gem/>=2|<3'],
    ['gem', '>= 1.0, < 2, != 1.5', 'vers:gem/>=1.0|!=1.5|<2'],
    ['maven', '(,1.0],[1.2,)', 'vers:maven/<=1.0|>=1.2'],
    ['maven', '[1.5]', 'vers:maven/1.5'],
    ['nuget', '1.0', 'vers:nuget/>=1.0'],
    ['nginx', 'all', 'vers:nginx/*'],
    ['nginx', 'none', 'vers:none/*'],
  ]
  for (const [scheme, native, vers] of rows) assert.equal(printVers(parseNativeRange(scheme, native)), vers, native)
  const refused: [string, string][] = [
    ['npm', 'latest'], ['npm', '>='], ['npm', '1.2.3.4'], ['pypi', '1.0'], ['pypi', '>=1.*'], ['maven', '1.0'],
    ['nuget', '[1,2,3]'], ['nuget', '(1)'], ['nuget', '[1,2'], ['conan', '~a'], ['nginx', '1-2-3'],
  ]
  for (const [scheme, native] of refused) assert.throws(() => parseNativeRange(scheme, native), VulnsError, native)
  assert.throws(() => parseNativeRange('deb', '>= 1'), { code: 'unknown-scheme' })
})

test('containment, in words', () => {
  const rows: [vers: string, inside: string, outside: string][] = [
    ['vers:npm/>=1.0.0|<2.0.0', '1.0.0 1.9.9', '0.9.9 2.0.0'],
    ['vers:npm/<1.0.0|>=2.0.0|<2.1.0|3.0.0', '0.1.0 2.0.9 3.0.0', '1.0.0 2.1.0 3.0.1'],
    ['vers:npm/!=1.0.0', '0.9.9 1.0.1', '1.0.0'],
    ['vers:npm/!=1.0.0|>=0.5.0', '2.0.0', '1.0.0'],
    ['vers:deb/<1:1.0-1', '1:1.0~rc1 0.9 2.0', '1:1.0-1 2:0.1'],
    ['vers:pypi/1.0|2.0', '1 2.0.0', '1.5'],
    ['vers:maven/>=1.0|<=1.1', '1.0-ga 1.1.0', '1.0-rc1 1.1.1'],
  ]
  for (const [text, inside, outside] of rows) {
    const vers = normalizeVers(text)
    for (const version of inside.split(' ')) assert.equal(versContains(vers, version), true, `${text} ${version}`)
    for (const version of outside.split(' ')) assert.equal(versContains(vers, version), false, `${text} ${version}`)
  }
  assert.equal(versContains(parseVers('vers:none/*'), '1'), false)
  assert.equal(versContains(parseVers('vers:all/*'), '1'), true)
  assert.throws(() => versContains(parseVers('vers:x-own/1'), '1'), { code: 'unknown-scheme' })
  assert.throws(() => versContains(parseVers('vers:npm/>=one'), '1'), { code: 'bad-version' })
})

const numbers = fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)).map((parts) => parts.join('.'))
const comparator = fc.constantFrom('', '!=', '<', '<=', '>', '>=')

test('property: canonical text is read and printed the same', () => {
  const piece = fc.tuple(comparator, fc.oneof(numbers, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }))).filter(([, version]) => version !== '*')
  fc.assert(
    fc.property(fc.constantFrom('npm', 'x-own'), fc.array(piece, { minLength: 1, maxLength: 6 }), (scheme, pieces) => {
      const constraints = pieces.filter(([, version]) => version.isWellFormed()).map(([sign, version]) => ({ comparator: sign === '' ? ('=' as const) : (sign as '<'), version }))
      if (constraints.length === 0) return
      const text = printVers({ scheme, constraints })
      const vers: Vers = text.includes('|') ? normalizeVers(text) : parseVers(text)
      assert.deepEqual(parseVers(printVers(vers)), vers)
    }),
  )
})

test('property: a union from npm holds what one of its parts holds', () => {
  const part = fc.array(fc.tuple(fc.constantFrom('<', '<=', '>', '>=', '', '~', '^'), numbers), { minLength: 1, maxLength: 2 }).map((all) => all.map(([sign, version]) => sign + version).join(' '))
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), numbers, (parts, version) => {
      const whole = versContains(parseNativeRange('npm', parts.join(' || ')), version)
      assert.equal(whole, parts.some((one) => versContains(parseNativeRange('npm', one), version)))
    }),
    { numRuns: 500 },
  )
})

test('property: any text is a range or refused by our own error', () => {
  const hostile = fc.string({ unit: fc.constantFrom(...'vers:npm/|<>=!*%2f 10.-,()[]^~xé'.split(''), '\ud800', '\u0000', '😀'), maxLength: 40 })
  fc.assert(
    fc.property(fc.constantFrom(...VERSION_SCHEMES, 'none', ''), fc.constantFrom(...NATIVE_RANGE_SCHEMES), hostile, (scheme, native, text) => {
      const attempts = [
        () => compileVers(parseVers(`vers:${scheme}/${text}`))('1.0'),
        () => compileVers(normalizeVers(`vers:${scheme}/${text}`))('1.0'),
        () => parseVers(printVers(parseNativeRange(native, text))),
        () => parseVers(text),
      ]
      for (const attempt of attempts) {
        try {
          attempt()
        } catch (error) {
          assert.ok(error instanceof VulnsError, String(error))
        }
      }
    }),
    { numRuns: 1500 },
  )
})

test('a range of 20,000 constraints is read, and asked 20,000 times', () => {
  const text = `vers:npm/${Array.from({ length: 20_000 }, (_, at) => `${at % 2 === 0 ? '>=' : '<'}${at}.0.0`).join('|')}`
  const holds = compileVers(parseVers(text))
  for (let at = 0; at < 20_000; at++) assert.equal(holds(`${at}.5.0`), at % 2 === 0)
  const nested = Array.from({ length: 2000 }, (_, at) => `>=${2 * at}.0.0 <${2 * at + 1}.0.0`)
  assert.equal(printVers(parseNativeRange('npm', ['>=0.0.0 <9000.0.0', ...nested].join('||'))), 'vers:npm/>=0.0.0|<9000.0.0')
  assert.throws(() => parseNativeRange('npm', nested.concat(nested).join('||')), { code: 'too-large' })
  assert.throws(() => parseVers(`vers:npm/${'1|'.repeat(200_000)}`), { code: 'too-large' })
  assert.equal(versionScheme('npm').compare('1', '1.0.0'), 0)
})
