/** Names, listings, feeds and metadata: the published examples, tables, and what is printed is read back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CsafError } from '../error.ts'
import { makeAdvisory } from '../testing/documents.ts'
import { listData, noData, readData } from '../testing/data.ts'
import { checkAggregator, parseAggregator, printAggregator, validateAggregator } from './aggregator.ts'
import { isDocumentPath, parseChanges, parseHashFile, parseIndex, printChanges, printHashFile, printIndex } from './listings.ts'
import { documentFileName, documentPath, yearFolder } from './names.ts'
import { parseProviderMetadata, printProviderMetadata, validateProviderMetadata } from './provider-metadata.ts'
import { buildRolieFeed, parseRolieFeed, printRolieFeed, validateRolieCategories, validateRolieFeed, validateRolieService } from './rolie.ts'

test('file names: 3 published valid ones, 3 invalid ones', { skip: noData }, () => {
  for (const [folder, isValid] of [['valid', true], ['invalid', false]] as const) {
    const names = listData(`csaf-2.0/filenames/${folder}`)
    assert.equal(names.length, 3)
    for (const name of names) {
      const { document } = JSON.parse(readData(`csaf-2.0/filenames/${folder}`, name))
      assert.equal(documentFileName(document.tracking.id) === name, isValid, name)
    }
  }
})

test('names by table; property: a name is a path, and naming it again changes nothing', () => {
  const rows = [
    ['2022_#01-A', '2022_01-a.json'],
    ['Example Company - 2019-YH3234', 'example_company_-_2019-yh3234.json'],
    ['cisco-sa-20190513-secureboot', 'cisco-sa-20190513-secureboot.json'],
    ['RHBA-2019:0024', 'rhba-2019_0024.json'],
    ['A__B', 'a_b.json'],
    ['../../etc/passwd', '_etc_passwd.json'],
    ['Ä+', '_+.json'],
  ] as const
  for (const [id, name] of rows) assert.equal(documentFileName(id), name)
  assert.equal(documentPath(makeAdvisory({ id: 'X 1', initial: '2025-12-31T23:30:00-05:00', current: '2026-05-05T00:00:00Z' })), '2025/x_1.json')
  assert.throws(() => yearFolder('2025'), { code: 'bad-name' })
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (id) => {
      const name = documentFileName(id)
      assert.ok(isDocumentPath(`2026/${name}`), name)
      assert.equal(documentFileName(name.slice(0, -'.json'.length)), name)
    }),
  )
})

test('listings that are refused, with the line', () => {
  const rows: [parse: () => unknown, words: RegExp][] = [
    [() => parseIndex('2026/a.json\n../b.json\n'), /line 2/],
    [() => parseIndex('2026/a.json\n2026/a.json'), /twice/],
    [() => parseIndex('2026/A.json'), /line 1/],
    [() => parseIndex('\n'), /line 1/],
    [() => parseIndex('/2026/a.json'), /line 1/],
    [() => parseChanges('"2026/a.json"'), /two fields/],
    [() => parseChanges('file,date'), /line 1/],
    [() => parseChanges('"2026/a.json","yesterday"'), /not a time/],
    [() => parseChanges('2026/a.json,2026-01-01T00:00:00Z\n2026/b.json,2026-01-01T01:30:00+01:00'), /line 2.*latest/],
    [() => parseChanges('2026/a.json,2026-01-02T00:00:00Z\n2026/a.json,2026-01-01T00:00:00Z'), /twice/],
    [() => printChanges([{ path: 'a.json', date: '2026-01-01T00:00:00Z' }]), /year folder/],
    [() => printIndex(['2026/a.json\n2026/b.json']), /year folder/],
    [() => parseHashFile(`${'a'.repeat(63)}  x`, 'sha256'), /64/],
    [() => parseHashFile(`${'a'.repeat(65)}  x`, 'sha256'), /64/],
    [() => parseHashFile('', 'sha512'), /128/],
    [() => printHashFile('a'.repeat(64), 'a\nb', 'sha256'), /line break/],
  ]
  for (const [parse, words] of rows) assert.throws(parse, (error) => error instanceof CsafError && error.code === 'bad-listing' && words.test(error.message), String(parse))
})

const path = fc.tuple(fc.integer({ min: 1990, max: 2099 }), fc.stringMatching(/^[a-z0-9_+-]{1,12}$/)).map(([year, name]) => `${year}/${name}.json`)
const time = fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString())

test('property: listings are read as they were printed, the latest first', () => {
  fc.assert(fc.property(fc.uniqueArray(path), (paths) => assert.deepEqual(new Set(parseIndex(printIndex(paths))), new Set(paths))))
  fc.assert(
    fc.property(fc.uniqueArray(fc.record({ path, date: time }), { selector: (row) => row.path }), (rows) => {
      const read = parseChanges(printChanges(rows))
      assert.deepEqual(new Map(read.map((row) => [row.path, row.date])), new Map(rows.map((row) => [row.path, row.date])))
      assert.deepEqual(read.map(({ date }) => date), rows.map(({ date }) => date).sort().reverse())
    }),
  )
  assert.equal(parseHashFile(printHashFile('AB'.repeat(32), 'a.json', 'sha256'), 'sha256'), 'ab'.repeat(32))
})

test('published examples: 1 provider metadata, 3 aggregators, 4 ROLIE documents', { skip: noData }, () => {
  const provider = readData('csaf-examples/provider-metadata', 'example-01-provider-metadata.json')
  assert.deepEqual(parseProviderMetadata(printProviderMetadata(parseProviderMetadata(provider))), JSON.parse(provider))
  const aggregators = listData('csaf-examples/aggregator').map((name) => readData('csaf-examples/aggregator', name))
  assert.equal(aggregators.length, 3)
  for (const source of aggregators) {
    const read = parseAggregator(source)
    assert.deepEqual(JSON.parse(printAggregator(read)), JSON.parse(source))
    assert.deepEqual(checkAggregator(read), [])
  }
  const feed = readData('csaf-examples/ROLIE', 'example-01-feed-tlp-white.json')
  assert.deepEqual(parseRolieFeed(printRolieFeed(parseRolieFeed(feed))), JSON.parse(feed))
  for (const name of ['example-01-service.json', 'example-02-service.json']) assert.deepEqual(validateRolieService(JSON.parse(readData('csaf-examples/ROLIE', name))), [])
  assert.deepEqual(validateRolieCategories(JSON.parse(readData('csaf-examples/ROLIE', 'example-01-category.json'))), [])
})

const publisher = (namespace: string): object => ({ category: 'vendor', name: 'V', namespace })
const listed = (name: string, mirrors?: string[]): object => ({
  metadata: { last_updated: '2026-01-01T00:00:00Z', publisher: publisher(`https://${name}.example`), url: `https://${name}.example/provider-metadata.json` },
  ...(mirrors === undefined ? {} : { mirrors }),
})
const aggregator = (category: string, providers: object[]): string =>
  JSON.stringify({
    aggregator: { category, name: 'A', namespace: 'https://agg.example' },
    aggregator_version: '2.0',
    canonical_url: 'https://agg.example/csaf/aggregator.json',
    csaf_providers: providers,
    last_updated: '2026-01-01T00:00:00Z',
  })
const mirror = (folder: string): string[] => [`https://agg.example/csaf/${folder}/provider-metadata.json`]

test('what is asked of an aggregator beyond its schema', () => {
  const rows: [title: string, source: string, rules: string[]][] = [
    ['a lister of two parties', aggregator('lister', [listed('a'), listed('b')]), []],
    ['a lister of one party', aggregator('lister', [listed('a')]), ['7.1.22']],
    ['a lister that names a mirror of its own', aggregator('lister', [listed('a', mirror('a')), listed('b')]), ['7.2.4']],
    ['a lister that names a mirror of another', aggregator('lister', [listed('a', ['https://other.example/a/provider-metadata.json']), listed('b')]), []],
    ['an aggregator of two mirrors', aggregator('aggregator', [listed('a', mirror('a')), listed('b', mirror('b'))]), []],
    ['an aggregator that mirrors one', aggregator('aggregator', [listed('a', mirror('a')), listed('b')]), ['7.2.5']],
    ['two mirrors in one folder', aggregator('aggregator', [listed('a', mirror('a')), listed('b', mirror('a'))]), ['7.1.23']],
  ]
  for (const [title, source, rules] of rows) assert.deepEqual(checkAggregator(parseAggregator(source)).map(({ rule }) => rule), rules, title)
  assert.throws(() => parseAggregator('{}'), { code: 'bad-aggregator' })
  assert.equal(validateAggregator({}).length, 5)
})

test('what is no provider metadata and no feed', () => {
  assert.deepEqual(validateProviderMetadata({}).map(({ path: at, rule }) => `${at} ${rule}`), ['canonical_url', 'last_updated', 'list_on_CSAF_aggregators', 'mirror_on_CSAF_aggregators', 'metadata_version', 'publisher', 'role'].map((name) => `/${name} required`))
  assert.throws(() => parseProviderMetadata('{"role":"king"}'), { code: 'bad-provider-metadata' })
  assert.throws(() => parseRolieFeed('{"feed":{}}'), { code: 'bad-rolie' })
  assert.deepEqual(validateRolieFeed({ feed: { id: 'a b', title: 'x', updated: '2026-01-01', link: [{ rel: 'next', href: 'x:' }], category: [{ term: 'csaf' }], entry: [] } }).map(({ path: at, rule }) => `${at} ${rule}`), ['/feed/id pattern', '/feed/updated date-time', '/feed/link self', '/feed/category category'])
})

test('a feed of documents: the latest first, of one label only', () => {
  const source = { url: 'https://example.com/csaf/feed-tlp-white.json', directoryUrl: 'https://example.com/csaf/', title: 'Advisories', label: 'WHITE', updated: '2026-03-01T00:00:00Z', hashes: ['sha512'], signed: true } as const
  const documents = [makeAdvisory({ id: 'A-1', current: '2026-02-01T00:00:00+01:00' }), makeAdvisory({ id: 'A-2', current: '2026-02-01T00:00:00Z' })]
  const built = buildRolieFeed({ ...source, documents })
  assert.deepEqual(parseRolieFeed(printRolieFeed(built)), built)
  assert.deepEqual(built.feed.entry.map(({ id }) => id), ['A-2', 'A-1'])
  assert.deepEqual(built.feed.entry[0]?.link.map(({ href, rel }) => `${rel} ${href.slice('https://example.com/csaf/'.length)}`), ['self 2026/a-2.json', 'hash 2026/a-2.json.sha512', 'signature 2026/a-2.json.asc'])
  assert.throws(() => buildRolieFeed({ ...source, documents: [makeAdvisory({ label: 'RED' })] }), { code: 'bad-rolie' })
  assert.throws(() => buildRolieFeed({ ...source, documents: [...documents, makeAdvisory({ id: 'A-1' })] }), { code: 'bad-rolie' })
})
