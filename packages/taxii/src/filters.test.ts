import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TaxiiError } from './errors.ts'
import { FILTER_LIMITS, filtersDigest, parseFilters, type FilteredEndpoint, type Filters } from './filters.ts'
import { printTimestamp } from './timestamps.ts'

const id = 'indicator--3600ad1b-fff1-4c98-bcc9-4de3bc2e2ffb'
const otherId = 'sighting--4600ad1b-fff1-4c58-bcc9-4de3bc5e2ffd'
const second = 1_704_067_200_000_000 // 2024-01-01T00:00:00Z
const last = { first: false, last: true, at: [] }
const plain: Filters = { versions: last, specVersions: 'latest' }

test('queries are read', async (t) => {
  const table: [name: string, query: string, says: Filters, where?: FilteredEndpoint][] = [
    ['nothing asked', '', plain],
    ['with the question mark', '?limit=5', { ...plain, limit: 5 }],
    ['added_after', 'added_after=2024-01-01T00:00:00.000001Z', { ...plain, addedAfter: second + 1 }],
    ['added_after with second precision', 'added_after=2024-01-01T00:00:00Z', { ...plain, addedAfter: second }],
    ['added_after far away', 'added_after=9999-12-31T23:59:59.999999Z', { ...plain, addedAfter: Number.MAX_SAFE_INTEGER }],
    ['limit and next', 'limit=100&next=abc', { ...plain, limit: 100, next: 'abc' }],
    ['one id', `match[id]=${id}`, { ...plain, ids: [id] }],
    ['two ids, percent-encoded', `match%5Bid%5D=${id}%2C${otherId}`, { ...plain, ids: [id, otherId] }],
    ['an id twice is one', `match[id]=${id},${id}`, { ...plain, ids: [id] }],
    ['types', 'match[type]=campaign,malware,threat-actor', { ...plain, types: ['campaign', 'malware', 'threat-actor'] }],
    ['a custom type', 'match[type]=x-accord-thing', { ...plain, types: ['x-accord-thing'] }],
    ['specification versions', 'match[spec_version]=2.0,2.1', { ...plain, specVersions: ['2.0', '2.1'] }],
    ['all versions', 'match[version]=all', { ...plain, versions: { all: true } }],
    ['the first version', 'match[version]=first', { ...plain, versions: { first: true, last: false, at: [] } }],
    ['first, an instant, last', 'match[version]=first,2024-01-01T00:00:00.123Z,last', { ...plain, versions: { first: true, last: true, at: [second + 123_000] } }],
    ['two instants', 'match[version]=2024-01-01T00:00:00Z,2024-01-01T00:00:00.5Z', { ...plain, versions: { first: false, last: false, at: [second, second + 500_000] } }],
    ['a match field of someone else', 'match[confidence]=80', { ...plain, ignored: ['confidence'] }],
    ['a parameter of someone else', 'x_trace=1', plain],
    ['an object: version', 'match[version]=all', { ...plain, versions: { all: true } }, 'object'],
    ['versions: always all', 'limit=1', { versions: { all: true }, specVersions: 'latest', limit: 1 }, 'versions'],
    ['delete: all unless said', '', { versions: { all: true }, specVersions: 'latest' }, 'delete'],
    ['delete: one version', 'match[version]=first', { versions: { first: true, last: false, at: [] }, specVersions: 'latest' }, 'delete'],
  ]
  for (const [name, query, says, where = 'objects'] of table) {
    await t.test(name, () => {
      assert.deepEqual(parseFilters(query, where), says)
      assert.deepEqual(parseFilters(new URLSearchParams(query), where), says)
    })
  }
})

test('queries are refused, naming the parameter', async (t) => {
  const table: [name: string, query: string, parameter: string, where?: FilteredEndpoint][] = [
    ['limit zero', 'limit=0', 'limit'],
    ['limit negative', 'limit=-1', 'limit'],
    ['limit in letters', 'limit=abc', 'limit'],
    ['limit with a fraction', 'limit=1.5', 'limit'],
    ['limit with an exponent', 'limit=1e3', 'limit'],
    ['limit in hexadecimal', 'limit=0x10', 'limit'],
    ['limit empty', 'limit=', 'limit'],
    ['limit beyond 2^53', 'limit=9007199254740993', 'limit'],
    ['limit twice', 'limit=1&limit=1', 'limit'],
    ['added_after in words', 'added_after=yesterday', 'added_after'],
    ['added_after twice', 'added_after=2024-01-01T00:00:00Z&added_after=2025-01-01T00:00:00Z', 'added_after'],
    ['added_after, two in one', 'added_after=2024-01-01T00:00:00Z,2025-01-01T00:00:00Z', 'added_after'],
    ['added_after with an offset', 'added_after=2024-01-01T00:00:00%2B00:00', 'added_after'],
    ['next empty', 'next=', 'next'],
    ['next too long', `next=${'a'.repeat(FILTER_LIMITS.next + 1)}`, 'next'],
    ['next twice', 'next=a&next=b', 'next'],
    ['a version in words', 'match[version]=notatime', 'match[version]'],
    ['all with first', 'match[version]=all,first', 'match[version]'],
    ['all with an instant', 'match[version]=2024-01-01T00:00:00Z,all', 'match[version]'],
    ['all twice', 'match[version]=all,all', 'match[version]'],
    ['first twice', 'match[version]=first,first', 'match[version]'],
    ['one instant at two precisions', 'match[version]=2024-01-01T00:00:00Z,2024-01-01T00:00:00.000Z', 'match[version]'],
    ['version given twice', 'match[version]=first&match[version]=last', 'match[version]'],
    ['version empty', 'match[version]=', 'match[version]'],
    ['a comma too many', 'match[type]=indicator,', 'match[type]'],
    ['a space after the comma', 'match[type]=indicator,%20malware', 'match[type]'],
    ['a type in capitals', 'match[type]=Indicator', 'match[type]'],
    ['type given twice', 'match[type]=indicator&match[type]=malware', 'match[type]'],
    ['an id that is none', 'match[id]=nonsense', 'match[id]'],
    ['too many ids', `match[id]=${many(FILTER_LIMITS.ids + 1, () => id)}`, 'match[id]'],
    ['too many types', `match[type]=${many(FILTER_LIMITS.types + 1, (n) => `x-${n}`)}`, 'match[type]'],
    ['a specification version in words', 'match[spec_version]=latest', 'match[spec_version]'],
    ['match without a field', 'match[]=x', 'match[]'],
    ['match without brackets', 'match=x', 'match'],
    ['match not closed', 'match[type=x', 'match[type'],
    ['a query without end', 'x'.repeat(FILTER_LIMITS.query + 1), 'query'],
    ['id on an object', `match[id]=${id}`, 'match[id]', 'object'],
    ['type on an object', 'match[type]=indicator', 'match[type]', 'object'],
    ['version on versions', 'match[version]=all', 'match[version]', 'versions'],
    ['limit on delete', 'limit=1', 'limit', 'delete'],
    ['added_after on delete', 'added_after=2024-01-01T00:00:00Z', 'added_after', 'delete'],
    ['an unknown field on delete', 'match[confidence]=80', 'match[confidence]', 'delete'],
    ['an unknown parameter on delete', 'version=first', 'version', 'delete'],
  ]
  for (const [name, query, parameter, where = 'objects'] of table) {
    await t.test(name, () => {
      const error = refused(() => parseFilters(query, where))
      assert.equal(error.code, 'bad-filter')
      assert.equal(error.status, 400)
      assert.equal(error.details?.['parameter'], parameter)
      assert.ok(error.message.startsWith(`${parameter}: `) && error.message.length < 400, error.message)
    })
  }
})

test('whatever is sent, nothing but a TaxiiError is thrown', () => {
  const name = fc.constantFrom('limit', 'next', 'added_after', 'match[id]', 'match[type]', 'match[version]', 'match[spec_version]', 'match[', '%', '__proto__')
  const value = fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.constantFrom('all', 'first,last', '1', id, 'indicator', '2024-01-01T00:00:00Z', ',,', '%ff'))
  const query = fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.array(fc.tuple(name, value)).map((pairs) => pairs.map((pair) => pair.join('=')).join('&')))
  const where = fc.constantFrom<FilteredEndpoint>('objects', 'manifest', 'object', 'versions', 'delete')
  fc.assert(
    fc.property(query, where, (text, at) => {
      try {
        parseFilters(text, at)
      } catch (error) {
        assert.ok(error instanceof TaxiiError)
      }
    }),
    { numRuns: 1000 },
  )
})

test('what was asked is what is read', () => {
  const type = fc.constantFrom('indicator', 'malware', 'x-thing', 'ipv4-addr')
  const asked = fc.record(
    { addedAfter: fc.maxSafeInteger(), limit: fc.integer({ min: 1 }), types: fc.uniqueArray(type, { minLength: 1 }) },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(asked, (filters) => {
      const query = new URLSearchParams()
      if (filters.addedAfter !== undefined) query.set('added_after', printTimestamp(filters.addedAfter))
      if (filters.limit !== undefined) query.set('limit', String(filters.limit))
      if (filters.types !== undefined) query.set('match[type]', filters.types.join(','))
      assert.deepEqual(parseFilters(query, 'objects'), { ...plain, ...filters })
    }),
  )
})

test('the digest is of what is asked, not of how or how much at a time', () => {
  assert.equal(digest('match[type]=a,b&limit=1'), digest('limit=9&match%5Btype%5D=b,a&next=x'))
  assert.equal(digest('match[version]=last'), digest(''))
  const differing = [
    digest(''),
    digest('', 'manifest'),
    digest('', 'objects', 'c2'),
    digest('match[type]=a'),
    digest('match[type]=a,b'),
    digest(`match[id]=${id}`),
    digest('match[version]=all'),
    digest('match[version]=2024-01-01T00:00:00Z'),
    digest('match[spec_version]=2.1'),
    digest('added_after=2024-01-01T00:00:00Z'),
  ]
  assert.equal(new Set(differing).size, differing.length)
})

const many = (count: number, value: (n: number) => string): string => Array.from({ length: count }, (_, n) => value(n)).join(',')

const digest = (query: string, where: FilteredEndpoint = 'objects', scope = 'c1'): string =>
  filtersDigest(scope, where, parseFilters(query, where))

function refused(move: () => unknown): TaxiiError {
  try {
    move()
  } catch (error) {
    if (error instanceof TaxiiError) return error
    throw error
  }
  throw new assert.AssertionError({ message: 'it was not refused' })
}
