import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyEnvelope, envelopeHead, ENVELOPE_TAIL, printEnvelope, wrapEnvelope } from './envelopes.ts'
import {
  buildApiRoot,
  buildCollection,
  buildCollections,
  buildDiscovery,
  buildManifest,
  buildManifestRecord,
  buildStatus,
  buildVersions,
  dateAddedHeaders,
  isApiRootUrl,
  judgeDelete,
} from './resources.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (of: Uint8Array): string => new TextDecoder().decode(of)

test('API root URLs are those of §4.1.1', async (t) => {
  const table: [url: string, says: boolean][] = [
    ['https://taxii.example.com:443/', true],
    ['https://someserver.example.net/apiroot1/', true],
    ['/someapiroot/', true],
    ['//someserver.example.com/apiroot1', false],
    ['//someserver.example.com/apiroot1/', false],
    ['../someapiroot/', false],
    ['https://foo.edu/bar?baz', false],
    ['https://foo.edu/bar/?baz/', false],
    ['http://foo.edu/bar/', false],
    ['/someapiroot', false],
    ['/\\evil.example/', false],
    ['', false],
  ]
  for (const [url, says] of table) await t.test(url, () => assert.equal(isApiRootUrl(url), says))
})

test('resources are built as the specification shows them, without empty lists', () => {
  assert.deepEqual(buildDiscovery({ title: 'T', apiRoots: [] }), { title: 'T' })
  assert.deepEqual(buildDiscovery({ title: 'T', default: '/a/', apiRoots: ['/a/', '/b/'] }), { title: 'T', default: '/a/', api_roots: ['/a/', '/b/'] })
  assert.throws(() => buildDiscovery({ title: 'T', default: '/c/', apiRoots: ['/a/'] }), RangeError)
  assert.throws(() => buildDiscovery({ title: 'T', apiRoots: ['a/'] }), RangeError)
  assert.deepEqual(buildApiRoot({ title: 'T', maxContentLength: 5 }), { title: 'T', versions: ['application/taxii+json;version=2.1'], max_content_length: 5 })
  assert.throws(() => buildApiRoot({ title: 'T', maxContentLength: 0 }), RangeError)
  assert.deepEqual(buildCollections([]), {})
  const collection = buildCollection({ id: 'i', title: 'T', alias: 'a', canRead: true, canWrite: false })
  assert.deepEqual(collection, { id: 'i', title: 'T', alias: 'a', can_read: true, can_write: false, media_types: ['application/stix+json;version=2.1'] })
  assert.deepEqual(buildCollections([collection]), { collections: [collection] })
  assert.deepEqual(buildManifest([]), {})
  const record = buildManifestRecord({ id: 'x--1', dateAdded: 1, version: '2016-11-03T12:30:59.000Z' })
  assert.equal(record.date_added, '1970-01-01T00:00:00.000001Z')
  assert.deepEqual(buildManifest([record], { more: true, next: 'n' }), { more: true, next: 'n', objects: [record] })
  assert.deepEqual(buildVersions([]), {})
  assert.deepEqual(buildVersions(['a'], { more: true }), { more: true, versions: ['a'] })
  assert.deepEqual(dateAddedHeaders(0, 1), {
    'X-TAXII-Date-Added-First': '1970-01-01T00:00:00.000000Z',
    'X-TAXII-Date-Added-Last': '1970-01-01T00:00:00.000001Z',
  })
})

test('a status counts what it lists, and is complete when nothing is pending', () => {
  const one = { id: 'indicator--1', version: '2018-05-27T12:02:41.312Z' }
  assert.deepEqual(buildStatus({ id: 'u', requestedAt: 0, successes: [one] }), {
    id: 'u',
    status: 'complete',
    request_timestamp: '1970-01-01T00:00:00.000000Z',
    total_count: 1,
    success_count: 1,
    successes: [one],
    failure_count: 0,
    pending_count: 0,
  })
  const mixed = buildStatus({ id: 'u', failures: [{ ...one, message: 'why' }], pendings: [one, one] })
  assert.deepEqual([mixed.status, mixed.total_count, mixed.failure_count, mixed.pending_count, 'successes' in mixed], ['pending', 3, 1, 2, false])
  assert.equal(buildStatus({ id: 'u', counts: { successes: 10_000 } }).total_count, 10_000)
})

test('an envelope keeps the bytes of its objects', () => {
  const stored = ['{"id":"a", "x":1.0}', '{"id":"b","x":"\\u00e9 é"}']
  assert.equal(text(printEnvelope(stored.map(bytes))), `{"objects":[${stored.join(',')}]}`)
  assert.equal(text(printEnvelope(stored.map(bytes), { more: true, next: 'a"b' })), `{"more":true,"next":"a\\"b","objects":[${stored.join(',')}]}`)
  assert.equal(text(wrapEnvelope(bytes(stored.join(',')), { more: true })), `{"more":true,"objects":[${stored.join(',')}]}`)
  assert.equal(text(wrapEnvelope(bytes(''))), '{}')
  assert.equal(emptyEnvelope(), '{}')
  assert.equal(emptyEnvelope(true, 'n'), '{"more":true,"next":"n"}')
  assert.equal(envelopeHead(false, 'n'), '{"objects":[')
})

test('an envelope is JSON, whatever next reads', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ id: fc.string() }, { noNullPrototype: true })), fc.boolean(), fc.option(fc.string(), { nil: undefined }), (objects, more, next) => {
      const printed = objects.map((object) => JSON.stringify(object))
      const envelope: unknown = JSON.parse(text(printEnvelope(printed.map(bytes), { more, next })))
      const onward = more ? { more, ...(next === undefined ? {} : { next }) } : {}
      assert.deepEqual(envelope, { ...onward, ...(objects.length === 0 ? {} : { objects }) })
      if (objects.length > 0) assert.deepEqual(JSON.parse(envelopeHead(more, next) + printed.join(',') + ENVELOPE_TAIL), envelope)
    }),
  )
})

test('deleting needs both rights (§5.7)', () => {
  assert.equal(judgeDelete({ canRead: false, canWrite: false }), 'not-found')
  assert.equal(judgeDelete({ canRead: true, canWrite: false }), 'forbidden')
  assert.equal(judgeDelete({ canRead: false, canWrite: true }), 'forbidden')
  assert.equal(judgeDelete({ canRead: true, canWrite: true }), 'allowed')
})
