/** The form of an advisory: what is shown and sent back is what it was; rows, places and plain signs; names that were not asked for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asDraft, checkDraft, DRAFT_FORMAT, type Draft } from '@openaccord/advisory'
import { anchorOf } from './anchor.ts'
import { instantOf, rangeOf, readFields, REST, rowIn, rowsIn, settled, shown, textIn, tickedIn, type Loose, type LooseRow } from './form.ts'
import { aligned, changedRows, releasesOf, withProduct } from './rows.ts'
import { PRODUCT } from './shape.ts'

const DRAFT: Draft = {
  format: DRAFT_FORMAT,
  head: {
    id: 'LAMP-2026-001', title: 'Lamp: a stranger can switch it on', kind: 'advisory', state: 'final', language: 'en', tlp: 'CLEAR',
    publisher: { name: 'Lamp Works', category: 'vendor', namespace: 'https://lamp.example' }, revisions: [{ number: '1', at: '2026-03-01T12:00:00Z', summary: 'First release.' }],
    audiences: { people: { what: 'Two lines\n\nof words.' } }, credits: [{ name: 'Ada', role: 'finder' }], references: [{ url: 'https://lamp.example/a', summary: 'More' }],
  },
  products: {
    vendors: [{ name: 'Lamp Works', products: [{ name: 'Lamp', releases: [{ id: 'old', range: 'vers:semver/<1.4.2', purl: 'pkg:generic/lamp' }, { id: 'new', version: '1.4.2', files: [{ name: 'lamp.bin', hashes: { sha256: '0f'.repeat(32) } }] }] }] }],
    relationships: [{ id: 'both', kind: 'installed-on', part: 'old', whole: 'new', name: 'Old on new' }],
  },
  vulnerabilities: [{
    cve: 'CVE-2026-12345', description: 'It believes anybody.', weaknesses: ['CWE-287', 'CWE-20'], ssvc: [{ role: 'supplier', outcome: 'Scheduled' }],
    scores: [{ vector: 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:N', products: ['old'] }],
    statements: [{ product: 'old', state: 'affected' }, { product: 'new', state: 'fixed', marks: ['first', 'recommended'] }], remedies: [{ kind: 'fix', details: 'Install 1.4.2.', products: ['old'] }],
  }],
}

/** As a browser sends it: a field for each text, a box for each tick. */
function sent(value: Loose, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  const ticks = tickedIn(value)
  if (ticks.length > 0) return ticks.map((tick) => [path, tick])
  if (Array.isArray(value)) return rowsIn(value).flatMap((row, at) => sent(row, `${path}/${at}`))
  return Object.entries(rowIn(value)).flatMap(([name, inner]) => sent(inner, `${path}/${name}`))
}
const typed = (fields: LooseRow, change: Record<string, string>): LooseRow => readFields([...new Map([...sent(fields), ...Object.entries(change)])])

test('what is shown and sent back is the advisory as it was, with what no field asks for', () => {
  assert.deepEqual(checkDraft(DRAFT).filter(({ level }) => level === 'error'), [], 'the example is right')
  assert.deepEqual(asDraft(settled(shown(DRAFT)).value), DRAFT)
  assert.deepEqual(settled(readFields(sent(aligned(shown(DRAFT))))).value, DRAFT)
})

test('empty rows are left out, and a place leads back to the field that it was made of', () => {
  const fields = changedRows(shown(DRAFT), 'add', '/head/credits')
  const { value, fieldOf } = settled(typed(changedRows(changedRows(fields, 'remove', '/head/credits/0'), 'add', '/head/credits'), { '/head/credits/1/name': 'Bea', '/head/credits/1/role': 'finder' }))
  assert.deepEqual((value as unknown as Draft).head.credits, [{ name: 'Bea', role: 'finder' }])
  assert.equal(fieldOf('/head/credits/0/name'), '/head/credits/1/name')
  assert.equal(fieldOf('/head/title'), '/head/title')
  const begun = settled(changedRows(shown(DRAFT), 'add', '/vulnerabilities')).value as unknown as Draft
  assert.equal(begun.vulnerabilities.length, 1)
})

test('each version stands in each vulnerability; what stood of one that is gone, goes', () => {
  assert.deepEqual(releasesOf(shown(DRAFT)).map(({ id }) => id), ['old', 'new', 'both'])
  const fields = aligned(changedRows(shown(DRAFT), 'remove', '/products/vendors/0/products/0/releases/0'))
  assert.deepEqual(rowsIn(rowsIn(fields['vulnerabilities'])[0]?.['statements']).map(({ product }) => product), ['new', 'both'])
})

test('a version gets an id that says what it is, once; a product that is kept comes with its versions', () => {
  const at = '/products/vendors/0/products/0'
  const fields = typed({}, { [`${at}/name`]: 'Lamp', [`${at}/releases/0/version`]: '1.4.2', [`${at}/releases/1/version`]: '1.4.2', [`${at}/releases/2/purl`]: ' ' })
  assert.deepEqual(releasesOf(fields).map(({ id }) => id), ['lamp-1.4.2', 'lamp-1.4.2-2'])
  const kept = withProduct(shown(DRAFT), { vendor: 'Lamp Works', name: 'Shade', releases: [{ id: 'shade', version: '1' }] })
  const { products } = asDraft(settled(kept).value)
  assert.deepEqual(products.vendors.map((vendor) => vendor.products.map(({ name }) => name)), [['Lamp', 'Shade']])
  assert.deepEqual(settled(shown({ vendor: 'Lamp Works', name: 'Shade', releases: [] }, PRODUCT), PRODUCT).value, { vendor: 'Lamp Works', name: 'Shade', releases: [] })
})

test('ranges and moments in plain signs', () => {
  const rows: readonly [string, string, string][] = [
    ['>= 2.0 < 2.1.4', '', 'vers:semver/>=2.0|<2.1.4'], ['<1.4', 'pkg:npm/lamp', 'vers:npm/<1.4'], ['= 1.0, >=2', 'pkg:pypi/lamp', 'vers:pypi/1.0|>=2'],
    ['*', 'pkg:npm/lamp', 'vers:all/*'], ['vers:deb/<1', '', 'vers:deb/<1'], ['before the update of May', '', 'before the update of May'], ['', '', ''],
  ]
  for (const [text, purl, range] of rows) assert.equal(rangeOf(text, purl), range, text)
  for (const [text, instant] of [['2026-01-31', '2026-01-31T00:00:00Z'], ['2026-01-31 12:30', '2026-01-31T12:30:00Z'], ['2026-01-31T12:30:05Z', '2026-01-31T12:30:05Z'], ['soon', 'soon']] as const) assert.equal(instantOf(text), instant)
})

test('names that no form has are passed over, and nothing that was sent reaches beyond its own object', () => {
  const hostile = readFields([['/__proto__/polluted', '1'], ['/head/constructor/prototype/polluted', '1'], ['/head/title/0/x', 'a'], ['/vulnerabilities/99999999/description', 'a'], ['/head/credits/9999/name', 'far'], ['head', 'b'], ['/head/title', 'Kept'], [`/head/${REST}`, '{"__proto__":{"polluted":"1"},"title":"Other"}'], [`/products/${REST}`, 'no JSON']])
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
  assert.ok(rowsIn(rowIn(hostile['head'])['credits']).length <= 2_000)
  assert.equal(rowsIn(hostile['vulnerabilities']).length, 0)
  const { value } = settled(hostile)
  assert.equal((value['head'] as Record<string, unknown>)['title'], 'Kept')
  assert.equal(textIn(rowIn(hostile['head'])['title']), 'Kept')
  assert.equal((value as { polluted?: string }).polluted, undefined)
  for (const pointer of ['/head/add', '/nowhere/0', '/__proto__/0', '/head/title/0', '']) assert.doesNotThrow(() => changedRows(hostile, 'add', pointer))
  assert.deepEqual([anchorOf('/vulnerabilities/0/statements/1/product'), anchorOf('/head/publisher/name'), anchorOf('/head/audiences/people/what'), anchorOf('/__proto__')], ['/vulnerabilities/0/statements/1', '/head', '/head/audiences/people/what', ''])
})
