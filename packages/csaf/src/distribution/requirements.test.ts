/** Requirements 1 to 20 on a provider that keeps them all, and on the same one with one thing wrong at a time. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { printCsaf } from '../document/csaf.ts'
import { makeAdvisory } from '../testing/documents.ts'
import { printChanges, printHashFile, printIndex } from './listings.ts'
import { documentPath } from './names.ts'
import { printProviderMetadata } from './provider-metadata.ts'
import { checkRequirements, judgeRole } from './requirements.ts'
import { securityTxtUrls } from './requirements-provider.ts'
import { buildRolieFeed, printRolieFeed } from './rolie.ts'
import type { Site } from './site.ts'

const BASE = 'https://example.com/csaf/'
const WELL_KNOWN = 'https://example.com/.well-known/csaf/provider-metadata.json'
const KEY = 'https://example.com/key.asc'
const digest: NonNullable<Site['digest']> = (algorithm, text) => createHash(algorithm).update(text).digest('hex')

/** What a provider with one open and one protected folder publishes. */
function publish(): Map<string, string> {
  const files = new Map<string, string>()
  for (const label of ['WHITE', 'RED'] as const) {
    const directory = `${BASE}${label.toLowerCase()}/`
    const documents = [1, 2].map((at) => makeAdvisory({ id: `EX-${label}-${at}`, label, initial: `202${at}-06-01T00:00:00Z` }))
    for (const document of documents) {
      const url = directory + documentPath(document)
      const text = printCsaf(document)
      files.set(url, text)
      files.set(`${url}.sha512`, printHashFile(digest('sha512', text), url.slice(url.lastIndexOf('/') + 1), 'sha512'))
      files.set(`${url}.asc`, '-----BEGIN PGP SIGNATURE-----\n\nwsB\n-----END PGP SIGNATURE-----\n')
    }
    files.set(`${directory}index.txt`, printIndex(documents.map(documentPath)))
    files.set(`${directory}changes.csv`, printChanges(documents.map((one) => ({ path: documentPath(one), date: one.document.tracking.current_release_date }))))
    const url = `${directory}feed.json`
    files.set(url, printRolieFeed(buildRolieFeed({ url, directoryUrl: directory, title: label, label, updated: '2026-01-01T00:00:00Z', documents, hashes: ['sha512'], signed: true })))
  }
  const metadata = printProviderMetadata({
    canonical_url: WELL_KNOWN,
    distributions: ['white', 'red'].map((name) => ({ directory_url: `${BASE}${name}/`, rolie: { feeds: [{ url: `${BASE}${name}/feed.json`, tlp_label: name === 'red' ? ('RED' as const) : ('WHITE' as const) }] } })),
    last_updated: '2026-01-01T00:00:00Z',
    list_on_CSAF_aggregators: true,
    metadata_version: '2.0',
    mirror_on_CSAF_aggregators: true,
    public_openpgp_keys: [{ fingerprint: 'A'.repeat(40), url: KEY }],
    publisher: makeAdvisory().document.publisher,
    role: 'csaf_trusted_provider',
  })
  files.set(WELL_KNOWN, metadata)
  files.set(KEY, '-----BEGIN PGP PUBLIC KEY BLOCK-----\n')
  files.set('https://example.com/.well-known/security.txt', `Contact: mailto:a@example.com\nCSAF: ${WELL_KNOWN}\n`)
  return files
}

function site(files: ReadonlyMap<string, string>): Site {
  return { domain: 'example.com', providerMetadataUrl: WELL_KNOWN, files, digest, verify: () => true, isProtected: (url) => url.startsWith(`${BASE}red/`) }
}

test('a trusted provider: 17 requirements are met, 3 show on the network only', () => {
  const results = checkRequirements(site(publish()))
  assert.deepEqual(results.filter(({ state }) => state === 'broken'), [])
  assert.deepEqual(results.map(({ number }) => number), Array.from({ length: 20 }, (_, at) => at + 1))
  assert.deepEqual(results.filter(({ state }) => state === 'not-run').map(({ number }) => number), [6, 10, 14])
  assert.deepEqual(judgeRole(results, 'csaf_publisher'), { fulfilled: 'yes', because: [] })
  assert.deepEqual(judgeRole(results, 'csaf_trusted_provider'), { fulfilled: 'open', because: [6] })
})

const FIRST = `${BASE}white/2021/ex-white-1.json`
const SECRET = `${BASE}red/2021/ex-red-1.json`

type Spoil = (files: Map<string, string>) => void

function replace(url: string, from: string | RegExp, to: string): Spoil {
  return (files) => void files.set(url, (files.get(url) ?? '').replace(from, to))
}

function remove(url: string): Spoil {
  return (files) => void files.delete(url)
}

test('one thing wrong, one requirement broken', () => {
  const rows: [title: string, spoil: Spoil, broken: number[]][] = [
    ['a document that breaks a mandatory test', replace(FIRST, '"version": "1"', '"version": "2"'), [1, 18]],
    ['a document that is no JSON', (files) => void files.set(FIRST, '{'), [1, 15, 18]],
    ['a document named after another ID', replace(FIRST, '"EX-WHITE-1"', '"EX-WHITE-9"'), [2, 18]],
    ['no security.txt', remove('https://example.com/.well-known/security.txt'), [8]],
    ['a security.txt without CSAF', replace('https://example.com/.well-known/security.txt', 'CSAF:', 'X-CSAF:'), [8]],
    ['the well-known URL second', replace('https://example.com/.well-known/security.txt', 'CSAF:', 'CSAF: https://other.example/provider-metadata.json\nCSAF:'), [8]],
    ['a year folder that is not the initial one', replace(FIRST, /"initial_release_date": "2021/, '"initial_release_date": "2020'), [11, 18]],
    ['an index without a document', replace(`${BASE}white/index.txt`, '2021/ex-white-1.json\n', ''), [12]],
    ['an index with a document that is not there', replace(`${BASE}white/index.txt`, /^/, '2020/gone.json\n'), [12]],
    ['an old date in the changes', replace(`${BASE}white/changes.csv`, '2022-06-01', '2022-05-01'), [13]],
    ['no changes', remove(`${BASE}red/changes.csv`), [13]],
    ['a feed that is not there', remove(`${BASE}red/feed.json`), [15]],
    ['a document with another label than its feed', replace(FIRST, '"WHITE"', '"GREEN"'), [15, 18]],
    ['a secret among the open documents', replace(FIRST, '"WHITE"', '"AMBER"'), [5, 15, 18]],
    ['a wrong digest', (files) => void files.set(`${FIRST}.sha512`, `${'0'.repeat(128)}  x\n`), [18]],
    ['a hash that no feed links', replace(`${BASE}white/feed.json`, '"rel": "hash"', '"rel": "related"'), [18]],
    ['no hash file', remove(`${SECRET}.sha512`), [18]],
    ['no signature', remove(`${SECRET}.asc`), [19]],
    ['a signature without armour', (files) => void files.set(`${SECRET}.asc`, 'binary'), [19]],
    ['a key that is no key', (files) => void files.set(KEY, 'hello'), [20]],
  ]
  for (const [title, spoil, broken] of rows) {
    const files = publish()
    spoil(files)
    assert.deepEqual(checkRequirements(site(files)).filter(({ state }) => state === 'broken').map(({ number }) => number), broken, title)
  }
})

test('a document that everyone may read although it is secret, and one that no one may although it is white', () => {
  for (const [isProtected, number] of [[false, 5], [true, 4]] as const) {
    const results = checkRequirements({ ...site(publish()), isProtected: () => isProtected })
    assert.deepEqual(results.filter(({ state }) => state === 'broken').map((one) => one.number), [number])
  }
})

test('what could not be looked at is said', () => {
  const { domain, files, providerMetadataUrl } = site(publish())
  const results = checkRequirements({ domain, files, providerMetadataUrl })
  assert.deepEqual(results.filter(({ state }) => state === 'not-run').map(({ number }) => number), [4, 5, 6, 10, 14, 18, 19])
  assert.ok(results.every(({ reason, state }) => state !== 'not-run' || (reason ?? '') !== ''))
  assert.deepEqual(results.flatMap(({ reasonCode }) => reasonCode ?? []), ['access-not-tried', 'protection-not-tried', 'redirects-not-seen', 'dns-not-asked', 'listings-not-asked', 'digests-not-computed', 'signatures-not-verified'])
  assert.equal(results[9]?.reason, 'csaf.data.security.example.com was not asked; names are resolved on the network only')
  assert.equal(judgeRole(checkRequirements({ domain, files: new Map(), providerMetadataUrl }), 'csaf_provider').fulfilled, 'no')
})

test('CSAF fields of a security.txt', () => {
  assert.deepEqual(securityTxtUrls('# CSAF: no\r\ncsaf: https://a.example/provider-metadata.json \r\nX: 1\nCSAF:https://b.example/x\nCSAF: two words\n'), ['https://a.example/provider-metadata.json', 'https://b.example/x'])
})
