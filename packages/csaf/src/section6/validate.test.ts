/** Validation as a whole: rules by table, properties, cost, and input that means no good. */
import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import fc from 'fast-check'
import { parseCsaf, printCsaf, sortKeys, validateSchema } from '../document/csaf.ts'
import { makeAdvisory, makeLarge } from '../testing/documents.ts'
import { listData, noData, readData } from '../testing/data.ts'
import { TESTS, urlsOf, validateCsaf, validateCsafText } from './validate.ts'

type Edit = readonly [pointer: string, value: unknown]

/** The advisory with values set (or removed, when undefined) at JSON pointers, its keys sorted. */
function edited(...edits: readonly Edit[]): unknown {
  const document: unknown = JSON.parse(JSON.stringify(makeAdvisory()))
  for (const [pointer, value] of edits) {
    const names = pointer.split('/').slice(1)
    const last = names.pop() ?? ''
    let here: unknown = document
    for (const name of names) here = Reflect.get(Object(here), name)
    if (value === undefined) Reflect.deleteProperty(Object(here), last)
    else Reflect.set(Object(here), last, value)
  }
  return sortKeys(document)
}

function failing(value: unknown): string[] {
  return validateCsaf(value).tests.filter(({ group, state }) => group !== 'informative' && state === 'failed').map(({ id }) => id)
}

test('a made advisory fails no mandatory and no optional test; 74 tests are run, and fewer where fewer are wanted', () => {
  const result = validateCsaf(makeAdvisory())
  assert.deepEqual([result.valid, result.schema, failing(makeAdvisory())], [true, [], []])
  assert.deepEqual(result.tests.map(({ id }) => id), TESTS.map(({ id }) => id))
  assert.deepEqual([TESTS.length, new Set(TESTS.map(({ id }) => id)).size], [74, 74])
  assert.equal(validateCsaf(makeAdvisory(), { mode: 'basic' }).tests.length, 43)
  assert.equal(validateCsaf(makeAdvisory(), { mode: 'extended' }).tests.length, 63)
})

test('one thing wrong, one test that says so, with the place and the fix', () => {
  const vuln = '/vulnerabilities/0'
  const rows: [title: string, edits: Edit[], id: string, path: string][] = [
    ['a product in a score that is not defined', [[`${vuln}/scores/0/products`, ['A-1.0', 'A-9']]], '6.1.1', `${vuln}/scores/0/products/1`],
    ['a relationship to a product that is not defined', [['/product_tree/relationships', [{ category: 'installed_on', full_product_name: { name: 'R', product_id: 'R', product_identification_helper: { skus: ['1'] } }, product_reference: 'A-1.0', relates_to_product_reference: 'B' }]], [`${vuln}/product_status/recommended`, ['R']]], '6.1.1', '/product_tree/relationships/0/relates_to_product_reference'],
    ['a second score of one version', [[`${vuln}/scores/1`, { ...makeAdvisory().vulnerabilities?.[0]?.scores?.[0] }]], '6.1.7', `${vuln}/scores/1/products/0`],
    ['a vector with a metric twice', [[`${vuln}/scores/0/cvss_v3/vectorString`, 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/AV:N']], '6.1.8', `${vuln}/scores/0/cvss_v3/vectorString`],
    ['a vector without a base metric', [[`${vuln}/scores/0/cvss_v3/vectorString`, 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H']], '6.1.8', `${vuln}/scores/0/cvss_v3/vectorString`],
    ['a severity that the score does not have', [[`${vuln}/scores/0/cvss_v3/baseSeverity`, 'HIGH']], '6.1.9', `${vuln}/scores/0/cvss_v3/baseSeverity`],
    ['a temporal score that is wrong', [[`${vuln}/scores/0/cvss_v3/vectorString`, 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P'], [`${vuln}/scores/0/cvss_v3/temporalScore`, 9.8]], '6.1.9', `${vuln}/scores/0/cvss_v3/temporalScore`],
    ['a weakness that does not exist', [[`${vuln}/cwe/id`, 'CWE-999999']], '6.1.11', `${vuln}/cwe/id`],
    ['a language that does not exist', [['/document/lang', 'de-QQQ']], '6.1.12', '/document/lang'],
    ['a package URL with a qualifier twice', [['/product_tree/branches/0/branches/0/branches/0/product/product_identification_helper/purl', 'pkg:generic/a@1?x=1&X=2']], '6.1.13', '/product_tree/branches/0/branches/0/branches/0/product/product_identification_helper/purl'],
    ['a CVE twice', [[`${vuln}/cve`, 'CVE-2026-1111'], ['/vulnerabilities/1', { cve: 'CVE-2026-1111', notes: [{ category: 'summary', text: 'x' }], product_status: { fixed: ['A-1.1'] } }]], '6.1.23', '/vulnerabilities/1/cve'],
    ['a party twice at one instant', [[`${vuln}/involvements`, [{ party: 'vendor', status: 'open', date: '2026-01-01T00:00:00Z' }, { party: 'vendor', status: 'completed', date: '2026-01-01T01:00:00.0+01:00' }]]], '6.1.24', `${vuln}/involvements/1`],
    ['a reserved category', [['/document/category', 'CSAF_something']], '6.1.26', '/document/category'],
    ['a category that reads like a profile', [['/document/category', 'V e-X']], '6.1.26', '/document/category'],
    ['a translation into its own language', [['/document/source_lang', 'EN']], '6.1.28', '/document/source_lang'],
    ['a version that is a range', [['/product_tree/branches/0/branches/0/branches/0/name', '1.0 (and earlier)']], '6.1.31', '/product_tree/branches/0/branches/0/branches/0/name'],
    ['build metadata', [['/document/tracking/revision_history/0/number', '1.0.0+7'], ['/document/tracking/version', '1.0.0']], '6.2.4', '/document/tracking/revision_history/0/number'],
    ['a private tag', [['/document/lang', 'en-x-own']], '6.2.14', '/document/lang'],
    ['an own field', [['/document/zz_own', 1]], '6.2.20', '/document/zz_own'],
  ]
  for (const [title, edits, id, path] of rows) {
    const value = edited(...edits)
    assert.deepEqual(validateSchema(value), [], title)
    assert.deepEqual(failing(value), [id], title)
    const [finding] = validateCsaf(value).tests.find((one) => one.id === id)?.findings ?? []
    assert.equal(finding?.path, path, title)
    assert.equal(finding?.rule, id, title)
    assert.ok((finding?.message ?? '') !== '' && (finding?.fix ?? '') !== '', title)
  }
})

test('what is not wrong: words in versions, numbers of many digits, orders by instant, CVSS in any order', () => {
  const rows: [title: string, edits: Edit[]][] = [
    ['a version with a word', [['/product_tree/branches/0/branches/0/branches/0/name', 'after-eight 2 install'], ['/document/tracking/id', 'EXAMPLE-2026-001']]],
    ['metrics in another order', [['/vulnerabilities/0/scores/0/cvss_v3/vectorString', 'CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N']]],
    ['revisions by instant, not by text', [['/document/tracking/revision_history', [{ date: '2026-01-31T12:30:00+01:00', number: '1', summary: 'x' }, { date: '2026-01-31T12:00:00Z', number: '2', summary: 'x' }]], ['/document/tracking/version', '2'], ['/document/tracking/initial_release_date', '2026-01-31T11:30:00.000Z']]],
    ['a draft without its pre-release part in the history', [['/document/tracking/status', 'draft'], ['/document/tracking/version', '1.0.0-rc.1'], ['/document/tracking/revision_history/0/number', '1.0.0']]],
  ]
  for (const [title, edits] of rows) assert.deepEqual(failing(edited(...edits)), [], title)
})

function flag(label: string, about: object): object {
  return { label, ...about }
}

test('products through groups: a second justification is found however it comes', () => {
  const groups = [{ group_id: 'G', product_ids: ['A-1.0', 'A-1.1'] }, { group_id: 'H', product_ids: ['A-1.1', 'A-1.0'] }]
  const rows: [title: string, flags: object[], fails: boolean][] = [
    ['one flag, group and product', [flag('component_not_present', { group_ids: ['G', 'H'], product_ids: ['A-1.0'] })], false],
    ['product and product', [flag('component_not_present', { product_ids: ['A-1.0'] }), flag('vulnerable_code_not_present', { product_ids: ['A-1.1', 'A-1.0'] })], true],
    ['product and group', [flag('component_not_present', { product_ids: ['A-1.0'] }), flag('vulnerable_code_not_present', { group_ids: ['G'] })], true],
    ['group and product', [flag('component_not_present', { group_ids: ['G'] }), flag('vulnerable_code_not_present', { product_ids: ['A-1.1'] })], true],
    ['group and the same group', [flag('component_not_present', { group_ids: ['G'] }), flag('vulnerable_code_not_present', { group_ids: ['G'] })], true],
    ['group and another group', [flag('component_not_present', { group_ids: ['G'] }), flag('vulnerable_code_not_present', { group_ids: ['H'] })], true],
    ['two products', [flag('component_not_present', { product_ids: ['A-1.0'] }), flag('vulnerable_code_not_present', { product_ids: ['A-1.1'] })], false],
  ]
  for (const [title, flags, fails] of rows) {
    const value = edited(['/product_tree/product_groups', groups], ['/vulnerabilities/0/flags', flags])
    assert.equal(failing(value).includes('6.1.33'), fails, title)
  }
})

test('property: flags on random groups are judged as by unfolding them', () => {
  const products = Array.from({ length: 6 }, (_, at) => `P${at}`)
  const some = fc.uniqueArray(fc.constantFrom(...products), { maxLength: 3 })
  const scene = fc.record({
    groups: fc.array(some, { minLength: 1, maxLength: 4 }),
    flags: fc.array(fc.record({ direct: some, through: fc.uniqueArray(fc.nat({ max: 3 }), { maxLength: 3 }) }), { maxLength: 4 }),
  })
  fc.assert(
    fc.property(scene, ({ flags, groups }) => {
      const document = {
        product_tree: { product_groups: groups.map((ids, at) => ({ group_id: `G${at}`, product_ids: ids })) },
        vulnerabilities: [{ flags: flags.map(({ direct, through }) => ({ product_ids: direct, group_ids: through.map((at) => `G${at}`) })) }],
      }
      const unfolded = flags.map(({ direct, through }) => new Set([...direct, ...through.flatMap((at) => groups[at] ?? [])]))
      const expected = products.some((id) => unfolded.filter((set) => set.has(id)).length > 1)
      const found = validateCsaf(document, { mode: 'basic' }).tests.find(({ id }) => id === '6.1.33')
      assert.equal(found?.state, expected ? 'failed' : 'passed')
    }),
  )
})

type Triple = readonly [id: string, a: string, b: string]

function isCircular(triples: readonly Triple[]): boolean {
  const relationships = triples.map(([id, a, b]) => ({ category: 'installed_on', full_product_name: { name: id, product_id: id }, product_reference: a, relates_to_product_reference: b }))
  return validateCsaf({ product_tree: { relationships } }, { mode: 'basic' }).tests.some(({ id, state }) => id === '6.1.3' && state === 'failed')
}

function chain(last: string): Triple[] {
  return Array.from({ length: 20_000 }, (_, at) => [`R${at}`, at === 19_999 ? last : `R${at + 1}`, 'P'])
}

test('circles: long ones, wide ones, and none', () => {
  assert.equal(isCircular(chain('P')), false)
  assert.equal(isCircular(chain('R0')), true)
  assert.equal(isCircular([['A', 'P', 'Q'], ['B', 'A', 'A'], ['C', 'A', 'B'], ['D', 'C', 'B']]), false)
  assert.equal(isCircular([['A', 'P', 'D'], ['B', 'A', 'A'], ['D', 'C', 'B'], ['C', 'A', 'B']]), true)
})

test('property: a document that passes still passes after print and parse, its own fields kept', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^x_[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 3 })), fc.stringMatching(/^[A-Z0-9_#. -]{0,12}[A-Z0-9]$/).filter((id) => /^\S/.test(id)), (own, id) => {
      const document = { ...makeAdvisory({ id }), ...own }
      const again = parseCsaf(printCsaf(document))
      assert.deepEqual(again, JSON.parse(JSON.stringify(document)))
      assert.deepEqual(validateCsaf(again), validateCsaf(document))
      assert.equal(validateCsaf(again).valid, true)
    }),
  )
})

test('60 published documents that pass still pass after parse, print, and sorting of keys', { skip: noData }, () => {
  let valid = 0
  for (const name of listData('csaf-2.0/validator/mandatory')) {
    const source = readData('csaf-2.0/validator/mandatory', name)
    const before = validateCsafText(source)
    if (before.valid) valid++
    const after = validateCsafText(printCsaf(sortKeys(parseCsaf(source))))
    assert.equal(after.valid, before.valid, name)
    assert.equal(after.tests.find(({ id }) => id === '6.2.13')?.state, 'passed', name)
  }
  assert.equal(valid, 60)
})

test('every URL of a document, for those who ask them', () => {
  const value = edited(['/document/acknowledgments', [{ urls: ['https://example.org/thanks'] }]])
  assert.deepEqual(urlsOf(value), [
    { url: 'https://example.org/thanks', path: '/document/acknowledgments/0/urls/0', self: false },
    { url: 'https://example.com/csaf/2026/example-2026-001.json', path: '/document/references/0/url', self: true },
    { url: 'https://example.com', path: '/document/publisher/namespace', self: false },
  ])
})

/** How often sets and maps are asked and fields of the document are read: the same on every machine. */
function countSteps(document: object): number {
  let steps = 0
  const watched = new WeakMap<object, object>()
  const watch = (value: object): object => {
    let proxy = watched.get(value)
    if (proxy !== undefined) return proxy
    proxy = new Proxy(value, {
      get: (target, name) => {
        steps++
        const found: unknown = Reflect.get(target, name)
        return typeof found === 'object' && found !== null ? watch(found) : found
      },
    })
    watched.set(value, proxy)
    return proxy
  }
  const counted = (original: (this: unknown, ...given: unknown[]) => unknown) =>
    function (this: unknown, ...given: unknown[]): unknown {
      steps++
      return original.apply(this, given)
    }
  for (const name of ['get', 'has', 'set'] as const) mock.method(Map.prototype, name, counted(Map.prototype[name]))
  for (const name of ['has', 'add'] as const) mock.method(Set.prototype, name, counted(Set.prototype[name]))
  try {
    validateCsaf(watch(document))
  } finally {
    mock.restoreAll()
  }
  return steps
}

test('cost: a document four times as long takes at most four and a half times the steps', () => {
  const [small, large] = [countSteps(makeLarge(100)), countSteps(makeLarge(400))]
  assert.ok(small > 10_000, `${small} steps`)
  assert.ok(large / small < 4.5, `${small} and ${large} steps`)
})

test('values of any kind are judged, and none throws', () => {
  let deep: unknown = 'end'
  for (let at = 0; at < 50_000; at++) deep = { branches: [{ category: 'vendor', name: 'x', branches: [deep] }] }
  const rows: unknown[] = [null, undefined, 1, 'text', [], {}, { document: null }, { document: [] }, { product_tree: deep, x: deep }, { vulnerabilities: 'many' }, { vulnerabilities: [null, [], { scores: [{ cvss_v3: [] }], flags: {}, product_status: [] }] }]
  for (const value of rows) assert.equal(validateCsaf(value).valid, false)
  fc.assert(fc.property(fc.jsonValue(), (value) => assert.equal(typeof validateCsaf(value).valid, 'boolean')))
})

test('property: an advisory with anything in the place of anything is judged', () => {
  const places: string[] = []
  const collect = (value: unknown, path: string): void => {
    if (path !== '') places.push(path)
    if (typeof value === 'object' && value !== null) for (const [name, item] of Object.entries(value)) collect(item, `${path}/${name}`)
  }
  collect(makeAdvisory(), '')
  fc.assert(fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }), (place, value) => assert.equal(typeof validateCsaf(edited([place, value])).valid, 'boolean')))
})

test('what is long is cut: findings have a limit, and messages too', () => {
  const ids = Array.from({ length: 5000 }, (_, at) => `${'x'.repeat(1000)}${at}`)
  const result = validateCsaf(edited(['/vulnerabilities/0/product_status/known_affected', ids]))
  const found = result.tests.find(({ id }) => id === '6.1.1')
  assert.deepEqual([found?.findings.length, found?.more], [100, 4900])
  assert.ok(JSON.stringify(result).length < 200_000)
  assert.equal(validateSchema({ document: { references: Array.from({ length: 1000 }, () => 1) } }).length, 200)
})

test('patterns answer soon, whatever they are given', () => {
  const long = 200_000
  const rows: [pointer: string, value: string][] = [
    ['/document/category', `a${'-'.repeat(long)}`],
    ['/document/tracking/id', `a${' '.repeat(long)}`],
    ['/document/tracking/version', `1.0.0-${'0'.repeat(long)}!`],
    ['/document/lang', `en${'-abcde'.repeat(long)}`],
    ['/document/publisher/namespace', `https://${'%'.repeat(long)}`],
    ['/product_tree/branches/0/branches/0/branches/0/name', ' all'.repeat(long)],
    ['/product_tree/branches/0/branches/0/branches/0/product/product_identification_helper/purl', `pkg:a/${'/'.repeat(long)}`],
    ['/product_tree/branches/0/branches/0/branches/0/product/product_identification_helper/cpe', `cpe:2.3:a:${'?'.repeat(3000)}${'\\?'.repeat(500)}!`],
    ['/vulnerabilities/0/scores/0/cvss_v3/vectorString', 'CVSS:3.1/'.repeat(long)],
  ]
  for (const [pointer, value] of rows) assert.equal(validateCsaf(edited([pointer, value])).valid, false, pointer)
})
