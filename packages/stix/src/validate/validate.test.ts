import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { validateObject } from '../parse.ts'
import { SCO_TYPES, SDO_TYPES, type StixObject } from '../types.ts'
import type { FindingCode } from './finding.ts'
import { validateWith } from './validate.ts'

const U = 'e2e1a340-4415-4ba8-9671-f7343fbf0836'
const ref = (type: string): string => `${type}--${U}`
const versions = { spec_version: '2.1', created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' }
const core = (type: string, more: object = {}): StixObject => ({ type, id: ref(type), ...versions, ...more })
const sco = (type: string, more: object = {}): StixObject => ({ type, id: ref(type), ...more })
const indicator = (more: object = {}): StixObject =>
  core('indicator', { pattern: "[url:value = 'http://a.example/']", pattern_type: 'stix', valid_from: '2026-01-01T00:00:00Z', ...more })
const traffic = (more: object = {}): StixObject => sco('network-traffic', { protocols: ['tcp'], src_ref: ref('ipv4-addr'), ...more })
const marking = (more: object = {}): StixObject =>
  ({ type: 'marking-definition', id: ref('marking-definition'), spec_version: '2.1', created: versions.created, ...more })

const LEAST: Record<string, object> = {
  'attack-pattern': { name: 'x' }, campaign: { name: 'x' }, 'course-of-action': { name: 'x' },
  grouping: { context: 'unspecified', object_refs: [ref('indicator')] }, identity: { name: 'x' }, incident: { name: 'x' },
  indicator: { pattern: "[url:value = 'x']", pattern_type: 'stix', valid_from: '2026-01-01T00:00:00Z' },
  infrastructure: { name: 'x' }, 'intrusion-set': { name: 'x' }, location: { country: 'de' }, malware: { is_family: false },
  'malware-analysis': { product: 'x', result: 'benign' }, note: { content: 'x', object_refs: [ref('report')] },
  'observed-data': { first_observed: '2026-01-01T00:00:00Z', last_observed: '2026-01-01T00:00:00Z', number_observed: 1, object_refs: [ref('file')] },
  opinion: { opinion: 'agree', object_refs: [ref('relationship')] },
  report: { name: 'x', published: '2026-01-01T00:00:00Z', object_refs: [ref('indicator')] },
  'threat-actor': { name: 'x' }, tool: { name: 'x' }, vulnerability: { name: 'x' },
  artifact: { payload_bin: 'AAAA' }, 'autonomous-system': { number: 1 }, directory: { path: '/' }, 'domain-name': { value: 'a.example' },
  'email-addr': { value: 'a@b.example' }, 'email-message': { is_multipart: false }, file: { name: 'x' }, 'ipv4-addr': { value: '192.0.2.1' },
  'ipv6-addr': { value: '2001:db8::1' }, 'mac-addr': { value: '00:00:ab:cd:ef:01' }, mutex: { name: 'x' },
  'network-traffic': { protocols: ['tcp'], dst_ref: ref('domain-name') }, process: { pid: 1 }, software: { name: 'x' },
  url: { value: 'https://a.example/' }, 'user-account': { user_id: '1' }, 'windows-registry-key': { key: 'HKEY_LOCAL_MACHINE' },
  'x509-certificate': { serial_number: '1' },
}

test('the least of every type is valid, and nothing less', async (t) => {
  for (const type of [...SDO_TYPES, ...SCO_TYPES]) {
    await t.test(type, () => {
      const object = (SDO_TYPES as readonly string[]).includes(type) ? core(type, LEAST[type]) : sco(type, LEAST[type])
      assert.deepEqual(validateWith(object), [])
      for (const property of [...Object.keys(LEAST[type] ?? {}), 'id', 'type']) {
        const { [property]: _gone, ...less } = object
        assert.ok(validateWith(less).some(({ level }) => level === 'error'), `${type} without ${property}`)
      }
    })
  }
})

type Row = [name: string, object: unknown, code: FindingCode | undefined, pointer?: string]

async function table(t: import('node:test').TestContext, level: 'error' | 'warning', rows: Row[]): Promise<void> {
  for (const [name, object, code, pointer] of rows) {
    await t.test(name, () => {
      const found = validateObject(object).filter((finding) => finding.level === level)
      if (code === undefined) return assert.deepEqual(found, [])
      const hit = found.find((finding) => finding.code === code && (pointer === undefined || finding.pointer === pointer))
      assert.ok(hit, JSON.stringify(found))
      assert.ok(hit.rule.startsWith('STIX 2.1 §') && hit.message.length > 5 && hit.right.length > 3, JSON.stringify(hit))
    })
  }
}

test('what every object must have (§2, §3)', (t) =>
  table(t, 'error', [
    ['a list', [], 'not-an-object', ''],
    ['null', null, 'not-an-object', ''],
    ['no type', { id: ref('x-a') }, 'missing-property', '/type'],
    ['a type in capitals', { type: 'Indicator', id: U }, 'bad-name', '/type'],
    ['no id', { ...core('identity', { name: 'x' }), id: undefined }, 'missing-property', '/id'],
    ['the id of another type', core('identity', { name: 'x', id: ref('tool') }), 'bad-id', '/id'],
    ['an id in capitals', core('identity', { name: 'x', id: `identity--${U.toUpperCase()}` }), 'bad-id', '/id'],
    ['STIX 2.0: no spec_version', { ...core('identity', { name: 'x' }), spec_version: undefined }, 'missing-property', '/spec_version'],
    ['spec_version 2.0', core('identity', { name: 'x', spec_version: '2.0' }), 'wrong-spec-version', '/spec_version'],
    ['a date that does not exist', core('identity', { name: 'x', created: '2026-02-30T00:00:00.000Z' }), 'bad-timestamp', '/created'],
    ['created to the second', core('identity', { name: 'x', created: '2026-01-01T00:00:00Z' }), 'bad-timestamp', '/created'],
    ['modified before created', core('identity', { name: 'x', modified: '2025-01-01T00:00:00.000Z' }), 'contradiction', '/modified'],
    ['modified before created, in other precision', core('identity', { name: 'x', created: '2026-01-01T00:00:00.000001Z' }), 'contradiction', '/modified'],
    ['a creator that is no identity', core('tool', { name: 'x', created_by_ref: ref('tool') }), 'bad-reference', '/created_by_ref'],
    ['revoked in words', core('tool', { name: 'x', revoked: 'true' }), 'wrong-type', '/revoked'],
    ['no labels at all', core('tool', { name: 'x', labels: [] }), 'empty', '/labels'],
    ['a label that is a number', core('tool', { name: 'x', labels: ['a', 1] }), 'wrong-type', '/labels/1'],
    ['confidence over 100', core('tool', { name: 'x', confidence: 101 }), 'bad-value', '/confidence'],
    ['confidence with a fraction', core('tool', { name: 'x', confidence: 1.5 }), 'wrong-type', '/confidence'],
    ['a language in words', core('tool', { name: 'x', lang: 'english please' }), 'bad-language', '/lang'],
    ['a language tag', core('tool', { name: 'x', lang: 'sr-Latn-RS' }), undefined],
    ['a marking that is none', core('tool', { name: 'x', object_marking_refs: [ref('tool')] }), 'bad-reference', '/object_marking_refs/0'],
    ['a reference without content', core('tool', { name: 'x', external_references: [{ source_name: 'a' }] }), 'missing-property', '/external_references/0'],
    ['a reference without source', core('tool', { name: 'x', external_references: [{ url: 'a' }] }), 'missing-property', '/external_references/0/source_name'],
    ['a CVE that is none', core('vulnerability', { name: 'x', external_references: [{ source_name: 'cve', external_id: '2026-1' }] }), 'bad-value', '/external_references/0/external_id'],
    ['defanged outside SCOs', core('tool', { name: 'x', defanged: true }), 'not-applicable', '/defanged'],
    ['a reserved name', core('tool', { name: 'x', severity: 'high' }), 'reserved-name', '/severity'],
    ['half a surrogate pair', core('tool', { name: '\ud800' }), 'bad-text', '/name'],
    ['half a surrogate pair in something unknown', core('tool', { name: 'x', x_a: ['\udc00'] }), 'bad-text', '/x_a/0'],
    ['null for a name', core('tool', { name: null }), 'wrong-type', '/name'],
    ['a pointer is escaped', core('tool', { name: 'x', extensions: { 'a/b~c': 1 } }), 'wrong-type', '/extensions/a~1b~0c'],
  ]))

test('granular markings (§7.2.3)', (t) => {
  const marked = (granular: object): StixObject =>
    core('tool', { name: 'x', labels: ['a', 'b'], granular_markings: [{ marking_ref: ref('marking-definition'), ...granular }] })
  return table(t, 'error', [
    ['a property', marked({ selectors: ['name'] }), undefined],
    ['an item', marked({ selectors: ['labels.[1]'] }), undefined],
    ['a list', marked({ selectors: ['labels'] }), undefined],
    ['something absent', marked({ selectors: ['name', 'description'] }), 'bad-selector', '/granular_markings/0/selectors/1'],
    ['past the end', marked({ selectors: ['labels.[2]'] }), 'bad-selector', '/granular_markings/0/selectors/0'],
    ['an item of a string', marked({ selectors: ['name.[0]'] }), 'bad-selector'],
    ['a name in a list', marked({ selectors: ['labels.name'] }), 'bad-selector'],
    ['something inherited', marked({ selectors: ['constructor'] }), 'bad-selector'],
    ['a leading zero', marked({ selectors: ['labels.[01]'] }), 'bad-selector'],
    ['an empty step', marked({ selectors: ['labels..[0]'] }), 'bad-selector'],
    ['no selectors', marked({ selectors: [] }), 'empty', '/granular_markings/0/selectors'],
    ['marking and language', marked({ selectors: ['name'], lang: 'en' }), 'contradiction', '/granular_markings/0'],
    ['neither', core('tool', { name: 'x', granular_markings: [{ selectors: ['name'] }] }), 'contradiction', '/granular_markings/0'],
    ['a language', core('tool', { name: 'x', granular_markings: [{ selectors: ['name'], lang: 'de' }] }), undefined],
  ])
})

test('domain and relationship objects (§4, §5)', (t) =>
  table(t, 'error', [
    ['seen backwards', core('campaign', { name: 'x', first_seen: '2026-01-02T00:00:00Z', last_seen: '2026-01-01T00:00:00Z' }), 'contradiction', '/last_seen'],
    ['valid_until at valid_from', indicator({ valid_until: '2026-01-01T00:00:00Z' }), 'contradiction', '/valid_until'],
    ['valid_until later', indicator({ valid_until: '2026-01-01T00:00:00.1Z' }), undefined],
    ['a pattern that is none', indicator({ pattern: '[url:value = ]' }), 'bad-pattern', '/pattern'],
    ['another language of patterns', indicator({ pattern: 'rule x {', pattern_type: 'yara' }), undefined],
    ['nowhere', core('location', { city: 'x' }), 'missing-property', ''],
    ['half a coordinate', core('location', { country: 'de', latitude: 1 }), 'contradiction', '/latitude'],
    ['precision of nothing', core('location', { country: 'de', precision: 1 }), 'contradiction', '/precision'],
    ['off the globe', core('location', { latitude: 91, longitude: 0 }), 'bad-value', '/latitude'],
    ['a family without a name', core('malware', { is_family: true }), 'missing-property', '/name'],
    ['an analysis without result', core('malware-analysis', { product: 'x' }), 'missing-property', ''],
    ['observed in both ways', core('observed-data', { ...LEAST['observed-data'], objects: { 0: { type: 'file', name: 'x' } } }), 'contradiction', ''],
    ['observed nought times', core('observed-data', { ...LEAST['observed-data'], number_observed: 0 }), 'bad-value', '/number_observed'],
    ['an opinion of one\'s own', core('opinion', { ...LEAST['opinion'], opinion: 'meh' }), 'not-in-enumeration', '/opinion'],
    ['a report about nothing', core('report', { ...LEAST['report'], object_refs: [] }), 'empty', '/object_refs'],
    ['a report about a bundle', core('report', { ...LEAST['report'], object_refs: [ref('bundle')] }), 'bad-reference', '/object_refs/0'],
    ['a relationship in capitals', core('relationship', { relationship_type: 'Uses', source_ref: ref('tool'), target_ref: ref('tool') }), 'bad-value', '/relationship_type'],
    ['a relationship of relationships', core('relationship', { relationship_type: 'uses', source_ref: ref('relationship'), target_ref: ref('tool') }), 'bad-reference', '/source_ref'],
    ['a relationship that ends as it starts', core('relationship', { relationship_type: 'related-to', source_ref: ref('tool'), target_ref: ref('x-mine'), start_time: versions.created, stop_time: versions.created }), 'contradiction', '/stop_time'],
    ['a sighting of an address', core('sighting', { sighting_of_ref: ref('ipv4-addr') }), 'bad-reference', '/sighting_of_ref'],
    ['a sighting below nought', core('sighting', { sighting_of_ref: ref('indicator'), count: -1 }), 'bad-value', '/count'],
    ['sighted by a tool', core('sighting', { sighting_of_ref: ref('indicator'), where_sighted_refs: [ref('tool')] }), 'bad-reference', '/where_sighted_refs/0'],
  ]))

test('cyber-observable objects (§6)', (t) =>
  table(t, 'error', [
    ['an artifact in two places', sco('artifact', { payload_bin: 'AAAA', url: 'http://a.example/', hashes: { MD5: '0'.repeat(32) } }), 'contradiction', '/url'],
    ['an artifact elsewhere, without hashes', sco('artifact', { url: 'http://a.example/' }), 'contradiction', '/url'],
    ['a key to nothing', sco('artifact', { payload_bin: 'AAAA', decryption_key: 'x' }), 'contradiction', '/decryption_key'],
    ['a payload that is not base64', sco('artifact', { payload_bin: '$$$$' }), 'bad-value', '/payload_bin'],
    ['a body in parts and whole', sco('email-message', { is_multipart: true, body: 'x' }), 'contradiction', '/body'],
    ['parts of a whole', sco('email-message', { is_multipart: false, body_multipart: [{ body: 'x' }] }), 'contradiction', '/body_multipart'],
    ['a part without content', sco('email-message', { is_multipart: true, body_multipart: [{ content_type: 'x' }] }), 'missing-property', '/body_multipart/0'],
    ['a file without name and hash', sco('file', { size: 1 }), 'missing-property', ''],
    ['a negative size', sco('file', { name: 'x', size: -1 }), 'bad-value', '/size'],
    ['a short MD5', sco('file', { hashes: { MD5: 'abc' } }), 'bad-hash', '/hashes/MD5'],
    ['no hashes in hashes', sco('file', { hashes: {} }), 'empty', '/hashes'],
    ['an archive of nothing', sco('file', { name: 'x', extensions: { 'archive-ext': {} } }), 'missing-property', '/extensions/archive-ext/contains_refs'],
    ['an empty extension', sco('file', { name: 'x', extensions: { 'ntfs-ext': {} } }), 'empty', '/extensions/ntfs-ext'],
    ['a PE section without name', sco('file', { name: 'x', extensions: { 'windows-pebinary-ext': { pe_type: 'exe', sections: [{ size: 1 }] } } }), 'missing-property', '/extensions/windows-pebinary-ext/sections/0/name'],
    ['traffic from nowhere to nowhere', sco('network-traffic', { protocols: ['tcp'] }), 'missing-property', ''],
    ['traffic that goes on and has ended', traffic({ is_active: true, end: '2026-01-01T00:00:00Z' }), 'contradiction', '/end'],
    ['traffic that ends first', traffic({ start: '2026-01-02T00:00:00Z', end: '2026-01-01T00:00:00Z' }), 'contradiction', '/end'],
    ['a port too many', traffic({ src_port: 65_536 }), 'bad-value', '/src_port'],
    ['traffic from a file', traffic({ src_ref: ref('file') }), 'bad-reference', '/src_ref'],
    ['a socket of no family', traffic({ extensions: { 'socket-ext': { address_family: 'AF_X' } } }), 'not-in-enumeration', '/extensions/socket-ext/address_family'],
    ['a process that is nothing', sco('process'), 'missing-property', ''],
    ['a service that is nothing', sco('process', { extensions: { 'windows-service-ext': {} } }), 'empty', '/extensions/windows-service-ext'],
    ['a hive abbreviated', sco('windows-registry-key', { key: 'HKLM\\x' }), 'bad-value', '/key'],
    ['a value of no type', sco('windows-registry-key', { values: [{ data_type: 'REG_X' }] }), 'not-in-enumeration', '/values/0/data_type'],
    ['an octet too large', sco('ipv4-addr', { value: '192.0.2.256' }), 'bad-value', '/value'],
    ['an octet in octal', sco('ipv4-addr', { value: '192.0.2.010' }), 'bad-value', '/value'],
    ['a defanged address', sco('ipv4-addr', { value: '192[.]0[.]2[.]1' }), 'bad-value', '/value'],
    ['a defanged address that says so', sco('ipv4-addr', { value: '192[.]0[.]2[.]1', defanged: true }), undefined],
    ['a range', sco('ipv4-addr', { value: '192.0.2.0/24' }), undefined],
    ['nine groups', sco('ipv6-addr', { value: '1:2:3:4:5:6:7:8:9' }), 'bad-value', '/value'],
    ['two gaps', sco('ipv6-addr', { value: '1::2::3' }), 'bad-value', '/value'],
    ['an address within an address', sco('ipv6-addr', { value: '::ffff:192.0.2.1' }), undefined],
    ['a URL for a domain', sco('domain-name', { value: 'http://a.example' }), 'bad-value', '/value'],
    ['a domain for a URL', sco('url', { value: 'a.example/x' }), 'bad-value', '/value'],
    ['a MAC in capitals', sco('mac-addr', { value: '00:00:AB:CD:EF:01' }), 'bad-value', '/value'],
    ['an address with its name', sco('email-addr', { value: 'Jane <jane@a.example>' }), 'bad-value', '/value'],
    ['an SCO with versions and the id of everybody', { ...versions, type: 'ipv4-addr', id: 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4', value: '198.51.100.3' }, 'bad-id', '/id'],
  ]))

test('meta objects, extensions, bundles (§7, §8)', (t) =>
  table(t, 'error', [
    ['a marking of nothing', marking(), 'missing-property', '/definition_type'],
    ['a statement', marking({ definition_type: 'statement', definition: { statement: 'Copyright' } }), undefined],
    ['a statement without words', marking({ definition_type: 'statement', definition: {} }), 'missing-property', '/definition/statement'],
    ['a marking by extension', marking({ extensions: { [ref('extension-definition')]: { extension_type: 'property-extension', tlp_2_0: 'clear' } } }), undefined],
    ['a marking that marks itself', marking({ definition_type: 'statement', definition: { statement: 'x' }, object_marking_refs: [ref('marking-definition')] }), 'contradiction'],
    ['a translation', core('language-content', { object_ref: ref('tool'), contents: { de: { name: 'x' } } }), undefined],
    ['a translation into nothing', core('language-content', { object_ref: ref('tool'), contents: { 'not a tag': { name: 'x' } } }), 'bad-language'],
    ['an extension definition', core('extension-definition', { created_by_ref: ref('identity'), name: 'x', schema: 'x', version: '1.0.0', extension_types: ['new-sdo'] }), undefined],
    ['an extension of no kind', core('extension-definition', { created_by_ref: ref('identity'), name: 'x', schema: 'x', version: '1.0.0', extension_types: ['x'] }), 'not-in-enumeration', '/extension_types/0'],
    ['an extension by nobody', core('extension-definition', { name: 'x', schema: 'x', version: '1.0.0', extension_types: ['new-sdo'] }), 'missing-property', '/created_by_ref'],
    ['an extension that does not say its kind', core('tool', { name: 'x', extensions: { [ref('extension-definition')]: { a: 1 } } }), 'bad-extension'],
    ['a new type without versions', { type: 'x-new', id: ref('x-new'), extensions: { [ref('extension-definition')]: { extension_type: 'new-sdo' } } }, 'missing-property', '/created'],
    ['an unknown type without spec_version', { type: 'x-new', id: ref('x-new'), name: 'x' }, undefined],
    ['an unknown type with a bad id', { type: 'x-new', id: 'x-new--1' }, 'bad-id', '/id'],
    ['a bundle', { type: 'bundle', id: ref('bundle'), objects: [core('tool', { name: 'x' })] }, undefined],
    ['a bundle of STIX 2.0', { type: 'bundle', id: ref('bundle'), spec_version: '2.0', objects: [core('tool', { name: 'x' })] }, 'wrong-spec-version', '/spec_version'],
    ['a member that is wrong', { type: 'bundle', id: ref('bundle'), objects: [core('tool')] }, 'missing-property', '/objects/0/name'],
    ['a bundle in a bundle', { type: 'bundle', id: ref('bundle'), objects: [{ type: 'bundle', id: ref('bundle') }] }, 'not-an-object', '/objects/0'],
  ]))

test('what is merely doubtful', (t) =>
  table(t, 'warning', [
    ['a word of one\'s own', indicator({ indicator_types: ['odd'] }), 'not-in-vocabulary', '/indicator_types/0'],
    ['a hash by another name', sco('file', { hashes: { SHA256: '0' } }), 'not-in-vocabulary', '/hashes/SHA256'],
    ['a property of one\'s own', core('tool', { name: 'x', x_a: 1 }), 'custom-property', '/x_a'],
    ['a badly named one', core('tool', { name: 'x', 'X-a': 1 }), 'bad-name', '/X-a'],
    ['a property by extension', core('tool', { name: 'x', rank: 1, extensions: { [ref('extension-definition')]: { extension_type: 'toplevel-property-extension' } } }), undefined],
    ['a type of one\'s own', { type: 'x-new', id: ref('x-new') }, 'custom-type', '/type'],
    ['an id that does not follow', sco('ipv4-addr', { id: 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4', value: '198.51.100.4' }), 'id-mismatch', '/id'],
    ['labels on an SCO', sco('file', { name: 'x', labels: ['a'] }), 'not-applicable', '/labels'],
    ['an old way to resolve', sco('domain-name', { value: 'a.example', resolves_to_refs: [ref('ipv4-addr')] }), 'deprecated'],
    ['a tool that indicates', core('relationship', { relationship_type: 'indicates', source_ref: ref('tool'), target_ref: ref('malware') }), 'unusual-relationship'],
    ['an infrastructure that consists of files', core('relationship', { relationship_type: 'consists-of', source_ref: ref('infrastructure'), target_ref: ref('file') }), undefined],
    ['a relationship of one\'s own', core('relationship', { relationship_type: 'sub-of', source_ref: ref('tool'), target_ref: ref('tool') }), undefined],
    ['derived from something else', core('relationship', { relationship_type: 'derived-from', source_ref: ref('tool'), target_ref: ref('malware') }), 'unusual-relationship'],
  ]))

test('warnings can be left out', () => {
  assert.deepEqual(validateWith(core('tool', { name: 'x', x_a: 1 }), { warnings: false }), [])
})

test('one hostile object does not make an endless report, and does not silence the next', () => {
  const bad = core('tool', { name: 'x', labels: Array.from({ length: 10_000 }, () => 1) })
  const findings = validateWith({ type: 'bundle', id: ref('bundle'), objects: [bad, core('tool')] })
  assert.ok(findings.length < 300)
  assert.equal(findings.at(-1)?.pointer, '/objects/1/name')
})

test('whatever JSON can hold is judged, never thrown at', () => {
  const names = fc.constantFrom('__proto__', 'constructor', 'type', 'id', 'extensions', 'granular_markings', 'selectors', 'hashes', 'objects', 'name', 'values')
  const leaf = fc.oneof(fc.json().map((text) => JSON.parse(text) as unknown), fc.string({ unit: 'binary' }), fc.double(), fc.constant(null))
  const types = fc.constantFrom(...SDO_TYPES, ...SCO_TYPES, 'bundle', 'relationship', 'sighting', 'marking-definition', 'language-content', 'x-mine')
  const object = fc.record({ type: types, more: fc.dictionary(names, leaf) })
  fc.assert(
    fc.property(object, ({ type, more }) => {
      const value = JSON.parse(JSON.stringify({ ...core(type, LEAST[type] ?? {}), ...more, type }) ?? 'null') as unknown
      for (const finding of validateObject(value)) assert.ok(finding.right !== '' && /^(\/|$)/.test(finding.pointer))
    }),
    { numRuns: 2_000 },
  )
  let deep: unknown = 'x'
  for (let level = 0; level < 100_000; level++) deep = { a: [deep] }
  assert.ok(validateObject(core('tool', { name: 'x', x_deep: deep })).some(({ code }) => code === 'too-deep'))
})

test('a property may be added or changed, and validity of the rest is not forgotten', () => {
  fc.assert(
    fc.property(fc.constantFrom(...SDO_TYPES), fc.stringMatching(/^x_[a-z]{3,10}$/), fc.jsonValue(), (type, name, value) => {
      const findings = validateWith(core(type, { ...LEAST[type], [name]: value }))
      assert.ok(findings.every((finding) => finding.pointer.startsWith(`/${name}`)), JSON.stringify(findings))
    }),
  )
})
