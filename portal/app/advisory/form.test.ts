/** The form of an advisory: what is shown and sent back is what it was; rows, places and plain signs; names that were not asked for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asDraft, checkDraft, DRAFT_FORMAT, type Draft } from '@openaccord/advisory'
import { anchorOf } from './anchor.ts'
import { instantOf, rangeOf, readFields, REST, rowIn, rowsIn, settled, shown, textIn, type LooseRow } from './form.ts'
import { renamed, wasField } from './ids.ts'
import { aligned, changedRows, namingFields, releasesOf, withProduct } from './rows.ts'
import { PRODUCT } from './shape.ts'
import { sent } from './testing/sent.ts'

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

test('a hash is a row of its own: rows of one name are one file, what a tool printed is taken, what is wrong leads to its row', () => {
  const at = '/products/vendors/0/products/0/releases/1/files'
  const [one, two] = ['ab'.repeat(32), 'cd'.repeat(64)]
  const fields = typed(changedRows(shown(DRAFT), 'add', at), { [`${at}/1/name`]: ' lamp.bin ', [`${at}/1/algorithm`]: 'sha512', [`${at}/1/value`]: cased(two), [`${at}/2/name`]: 'lamp.txt', [`${at}/2/value`]: one, [`${at}/3/algorithm`]: 'md5' })
  const made = settled(fields)
  assert.deepEqual(asDraft(made.value).products.vendors[0]?.products[0]?.releases[1]?.files, [{ name: 'lamp.bin', hashes: { sha256: '0f'.repeat(32), sha512: two } }, { name: 'lamp.txt', hashes: { sha256: one } }])
  assert.deepEqual([`${at}/0/hashes/sha512`, `${at}/1/name`, `${at}/1/hashes/sha256`].map(made.fieldOf), [`${at}/1/value`, `${at}/2/name`, `${at}/2/value`])
  const wrongIn = (change: Record<string, string>): string[] => {
    const { value, fieldOf } = settled(typed(fields, change))
    return checkDraft(value).filter(({ level }) => level === 'error').map(({ path, rule }) => `${rule} ${fieldOf(path)}`)
  }
  assert.deepEqual(wrongIn({ [`${at}/1/value`]: one }), [`hash-length ${at}/1/value`])
  assert.deepEqual(wrongIn({ [`${at}/1/algorithm`]: 'sha256', [`${at}/1/value`]: one }), [`file-once ${at}/1/name`])
  assert.deepEqual(wrongIn({ [`${at}/2/value`]: 'xyz' }), [`pattern ${at}/2/value`])
  assert.deepEqual(wrongIn({ [`${at}/2/name`]: '' }), [`required ${at}/2/name`])
  assert.deepEqual(wrongIn({ [`${at}/2/value`]: '' }), [`empty ${at}/2/value`])
  assert.deepEqual(wrongIn({ [`${at}/2/algorithm`]: '__proto__' }), [`pattern ${at}/2/value`])
})

test('a relationship is a row: its id is given or typed, what refers to it follows, and what names one that is gone is found', () => {
  const at = '/products/relationships'
  const begun = typed(changedRows(shown(DRAFT), 'add', at), { [`${at}/1/part`]: 'both', [`${at}/1/kind`]: 'installed-with', [`${at}/1/whole`]: 'new' })
  assert.deepEqual(asDraft(settled(begun).value).products.relationships?.[1], { id: 'both-installed-with-new', kind: 'installed-with', part: 'both', whole: 'new' })
  assert.deepEqual(releasesOf(begun, (kind, part, whole) => `${part} ${kind} ${whole}`).at(-1), { id: 'both-installed-with-new', name: 'Old on new installed-with Lamp 1.4.2' })
  assert.deepEqual(settled(changedRows(changedRows(shown(DRAFT), 'remove', `${at}/0`), 'add', at)).value['products'], { vendors: DRAFT.products.vendors })
  const score = '/vulnerabilities/0/scores/0/products'
  const named = (id: string, was: string): LooseRow => {
    const pairs: [string, string][] = [...sent(aligned(begun)), [score, 'both'], [wasField(`${at}/0`), was]]
    return renamed(readFields(pairs.map(([name, value]): [string, string] => [name, name === `${at}/0/id` ? id : value])), pairs)
  }
  const followed = named('pair', 'both')
  assert.deepEqual(namingFields(followed, new Set(['both'])), [])
  assert.deepEqual(namingFields(followed, new Set(['pair'])).map(({ field }) => field), [`${at}/1/part`, score])
  assert.ok(rowsIn(rowsIn(aligned(followed)['vulnerabilities'])[0]?.['statements']).some(({ product }) => product === 'pair'))
  for (const [id, was] of [['both', 'both'], ['pair', 'nothing'], ['pair', '']] as const) assert.deepEqual(namingFields(named(id, was), new Set(['both'])).map(({ field }) => field), [`${at}/1/part`, score], 'nobody follows')
  const left = changedRows(followed, 'remove', `${at}/0`)
  assert.deepEqual(namingFields(left, new Set(['pair'])).map(({ field }) => field), [`${at}/0/part`, score])
  const { value, fieldOf } = settled(aligned(left))
  assert.deepEqual(checkDraft(value).filter(({ rule }) => rule === 'product-defined').map(({ path }) => anchorOf(fieldOf(path))), [`${at}/0/part`, score])
})

const cased = (digits: string): string => digits.toUpperCase().replaceAll(/(.{8})/g, '$1 ')

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
