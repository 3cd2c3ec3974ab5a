/** Package URLs: the 586 published tests of package-url/purl-spec, then properties. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { VulnsError } from '../error.ts'
import { listData, noData, readData } from '../testing/data.ts'
import { buildPurl, comparePurls, isSamePackage, parsePurl, printPurl, type Purl, type PurlInput } from './purl.ts'

interface Vector {
  description: string
  test_type: 'parse' | 'build' | 'validate'
  input: string | PurlInput
  expected_output: string | Record<string, unknown> | null | undefined
  expected_failure?: boolean
}

/** Where we answer other than the suite asks, and why. Each row must still deviate, or the test fails. */
const DEVIATIONS: readonly { input: string; type: Vector['test_type']; because: string }[] = [
  {
    input: 'pkg:gem/jruby-launcher@1.1.2?Platform=java',
    type: 'parse',
    because:
      'the suite wants a qualifier key in upper case refused here, but accepted in three required maven tests ' +
      '(repositorY_url) and in its own validate test of the same text; ECMA-427 §5.6.6 has the parser lower-case keys',
  },
  {
    input: 'pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25',
    type: 'parse',
    because: 'the same contradiction as for gem',
  },
]

function answer(vector: Vector): unknown {
  if (vector.test_type === 'build') return buildPurl(vector.input as PurlInput)
  const purl = parsePurl(vector.input as string)
  return vector.test_type === 'validate' ? printPurl(purl) : withNulls(purl)
}

function withNulls(purl: Purl): Record<string, unknown> {
  const { type, namespace = null, name, version = null, qualifiers = null, subpath = null } = purl
  return { type, namespace, name, version, qualifiers, subpath }
}

function passes(vector: Vector): boolean {
  try {
    const got = answer(vector)
    if (vector.expected_failure === true) return false
    assert.deepEqual(got, vector.expected_output)
    return true
  } catch (error) {
    if (error instanceof VulnsError) return vector.expected_failure === true
    if (error instanceof assert.AssertionError) return false
    throw error
  }
}

test('the published tests: 586, of which 584 as asked and 2 otherwise, with the reason', { skip: noData }, (t) => {
  const count = { asked: 0, otherwise: 0 }
  const wrong: string[] = []
  for (const folder of ['spec', 'types']) {
    for (const file of listData(`purl/tests/${folder}`)) {
      const { tests } = JSON.parse(readData('purl/tests', folder, file)) as { tests: Vector[] }
      for (const vector of tests) {
        const deviates = DEVIATIONS.some(({ input, type }) => vector.input === input && vector.test_type === type)
        // The gem and rpm texts also stand in validate tests, which pass; only their parse tests deviate.
        if (passes(vector) === deviates) wrong.push(`${file} ${vector.test_type} ${JSON.stringify(vector.input)}`)
        else count[deviates ? 'otherwise' : 'asked']++
      }
    }
  }
  t.diagnostic(JSON.stringify(count))
  assert.deepEqual(wrong, [])
  assert.deepEqual(count, { asked: 584, otherwise: 2 })
})

test('what is refused, and in which words', () => {
  const rows: [string, RegExp][] = [
    ['', /begin with "pkg:"/],
    ['pkg:npm', /has no name/],
    ['pkg:npm/@1.0', /no name before the version/],
    ['pkg:npm/a%2Fb/c', /hides a "\/"/],
    ['pkg:npm/a%zz', /not percent-encoded/],
    ['pkg:npm/a%C0%80', /not percent-encoded/],
    ['pkg:npm/a?b', /has no value/],
    ['pkg:npm/a?b=1&b=2', /twice/],
    ['pkg:npm/a?B=1&b=2', /twice/],
    ['pkg:npm/a?__proto__=1', /qualifier/],
    ['pkg:3x/a', /type/],
    ['pkg:pypi/a/b', /no namespace/],
    ['pkg:maven/b', /needs a namespace/],
    ['pkg:swid/Fedora@29', /tag_id/],
  ]
  for (const [text, words] of rows) {
    assert.throws(() => parsePurl(text), (error) => error instanceof VulnsError && error.code === 'bad-purl' && words.test(error.message), text)
  }
  assert.throws(() => parsePurl(`pkg:npm/${'a'.repeat(9000)}`), { code: 'too-large' })
})

test('comparing', () => {
  const a = parsePurl('pkg:PyPI/Django_Thing@1?b=2&A=1')
  assert.equal(comparePurls(a, parsePurl('pkg:pypi/django-thing@1?a=1&b=2')), 0)
  assert.notEqual(comparePurls(a, parsePurl('pkg:pypi/django-thing@2')), 0)
  assert.ok(isSamePackage(a, parsePurl('pkg:pypi/django-thing@2')))
  assert.ok(!isSamePackage(a, parsePurl('pkg:npm/django-thing@2')))
})

test('property: what is built is parsed back to the same parts, and printed the same', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  const part = text.filter((value) => !value.includes('/') && value !== '.' && value !== '..' && value.isWellFormed())
  const key = fc.stringMatching(/^[a-z][a-z0-9._-]{0,6}$/)
  const input = fc.record({
    type: fc.constantFrom('generic', 'npm', 'docker', 'x-own', 'pypi', 'deb', 'golang', 'github', 'pub'),
    namespace: fc.array(part, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/')),
    name: text,
    version: fc.option(text),
    qualifiers: fc.dictionary(key, text, { maxKeys: 4 }),
    subpath: fc.option(fc.array(part, { maxLength: 3 }).map((segments) => segments.join('/'))),
  })
  fc.assert(
    fc.property(input, (given) => {
      const namespace = given.type === 'pypi' || given.type === 'pub' ? null : given.namespace
      const built = buildPurl({ ...given, namespace })
      const parsed = parsePurl(built)
      assert.equal(printPurl(parsed), built)
      assert.deepEqual(parsePurl(printPurl(parsed)), parsed)
      assert.match(built, /^[A-Za-z0-9.:/@?=&#%_~-]+$/)
    }),
    { numRuns: 500 },
  )
})

test('property: any text is either read to a fixed point or refused by our own error', () => {
  const hostile = fc.string({ unit: fc.constantFrom(...'pkg:/@?#%&=aA0.-_~\u0000é/%2f%40'.split('')), maxLength: 60 })
  fc.assert(
    fc.property(fc.oneof(hostile, hostile.map((rest) => `pkg:npm/${rest}`), fc.string({ unit: 'binary' })), (text) => {
      try {
        const printed = printPurl(parsePurl(text))
        assert.equal(printPurl(parsePurl(printed)), printed)
      } catch (error) {
        assert.ok(error instanceof VulnsError, String(error))
      }
    }),
    { numRuns: 1000 },
  )
})
