import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { normaliseAs, normaliseValue, refang } from './normalise.ts'
import { referencesOf } from './references.ts'
import { titleOf } from './title.ts'
import type { StixObject } from './types.ts'
import { valuesOf } from './values.ts'

const readings = (text: string): string[] => normaliseValue(text).map(({ kind, value }) => `${kind} ${value}`)
const values = (object: StixObject): string[] => valuesOf(object).map(({ kind, value }) => `${kind} ${value}`)

test('any form an analyst types', async (t) => {
  const table: [typed: string, reading: string][] = [
    ['192.0.2.1', 'ipv4 192.0.2.1'], ['192[.]0[.]2[.]1', 'ipv4 192.0.2.1'], ['192(.)0{.}2[dot]1', 'ipv4 192.0.2.1'], [' 192.0.2.1:8080 ', 'ipv4 192.0.2.1'],
    ['192.0.2.0/24', 'ipv4 192.0.2.0/24'], ['192.0.2.1/32', 'ipv4 192.0.2.1'], ['192\\.0\\.2\\.1', 'ipv4 192.0.2.1'],
    ['2001:0DB8:0000:0000:0000:0000:0000:0001', 'ipv6 2001:db8::1'], ['2001:db8::1', 'ipv6 2001:db8::1'], ['[2001:db8::1]:443', 'ipv6 2001:db8::1'],
    ['2001[:]db8[:][:]1', 'ipv6 2001:db8::1'], ['fe80::1%eth0', 'ipv6 fe80::1'], ['2001:DB8::/32', 'ipv6 2001:db8::/32'],
    ['Evil.Example.', 'domain evil.example'], ['evil[.]example', 'domain evil.example'], ['evil [dot] example', 'domain evil.example'], ['evil。example', 'domain evil.example'],
    ['bücher.example', 'domain xn--bcher-kva.example'], ['xn--bcher-kva.example', 'domain xn--bcher-kva.example'], ['evil.example:443', 'domain evil.example'],
    ['hxxp://Evil[.]Example/Path', 'url http://evil.example/Path'], ['hXXps[:]//evil.example', 'url https://evil.example/'], ['http[://]evil.example/a', 'url http://evil.example/a'],
    ['h**p://evil.example/', 'url http://evil.example/'], ['fxp://evil.example/', 'url ftp://evil.example/'], ['https://evil.example:443/x', 'url https://evil.example/x'],
    ['<https://evil.example/x>', 'url https://evil.example/x'], ['https://evil.example/x', 'domain evil.example'], ['http://192.0.2.1/x', 'ipv4 192.0.2.1'],
    ['http://[2001:DB8::1]/x', 'ipv6 2001:db8::1'], ['evil.example/path', 'url https://evil.example/path'],
    ['Jane[@]Evil[.]example', 'email jane@evil.example'], ['jane[at]evil[dot]example', 'email jane@evil.example'], ['mailto:jane@evil.example', 'email jane@evil.example'],
    ['00-00-AB-CD-EF-01', 'mac 00:00:ab:cd:ef:01'], ['0000.abcd.ef01', 'mac 00:00:ab:cd:ef:01'],
    ['D41D8CD98F00B204E9800998ECF8427E', 'hash:MD5 d41d8cd98f00b204e9800998ecf8427e'], [`sha256:${'A'.repeat(64)}`, `hash:SHA-256 ${'a'.repeat(64)}`], ['b'.repeat(40), `hash:SHA-1 ${'b'.repeat(40)}`],
    ['cve-2026-12345', 'cve CVE-2026-12345'], ['t1059.001', 'attack T1059.001'], ['TA0001', 'attack TA0001'], ['AS15139', 'asn 15139'],
    ['HKLM\\Software\\Run', 'registry-key hkey_local_machine\\software\\run'], ['C:\\Windows\\Evil.DLL', 'file-name evil.dll'], ['invoice.exe', 'file-name invoice.exe'],
    ['"Fancy  Bear"', 'name fancy bear'], ['indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836', 'id indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836'],
  ]
  for (const [typed, reading] of table) await t.test(typed, () => assert.ok(readings(typed).includes(reading), readings(typed).join(', ')))
})

test('what is none of these is not taken for one', () => {
  for (const typed of ['192.0.2.256', '1.2.3', '1:2:3', 'hello world', 'a@', 'T105', 'CVE-1', 'x'.repeat(32)]) {
    assert.deepEqual(normaliseValue(typed).map(({ kind }) => kind), ['name'], typed)
  }
  assert.deepEqual(normaliseValue('  '), [])
})

test('normal forms are stable, and nothing typed is thrown at', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.ipV4(), fc.ipV6(), fc.webUrl(), fc.domain(), fc.emailAddress()), (typed) => {
      for (const { kind, value } of normaliseValue(typed)) {
        assert.ok(value.isWellFormed())
        if (kind === 'ipv4' || kind === 'ipv6' || kind === 'domain' || kind === 'mac' || kind === 'cve' || kind === 'url') assert.equal(normaliseAs(kind, value), value, kind)
      }
    }),
    { numRuns: 2_000 },
  )
  fc.assert(fc.property(fc.ipV6(), (address) => normaliseAs('ipv6', address.toUpperCase()) === normaliseAs('ipv6', address)))
  fc.assert(fc.property(fc.domain(), (domain) => normaliseAs('domain', refang(domain.replaceAll('.', '[.]'))) === normaliseAs('domain', domain)))
})

test('what can be found in an object', async (t) => {
  const table: [name: string, object: StixObject, found: string[]][] = [
    ['an address', { type: 'ipv4-addr', value: '192.0.2.1' }, ['ipv4 192.0.2.1']],
    ['a defanged address', { type: 'ipv4-addr', value: '192[.]0[.]2[.]1', defanged: true }, ['ipv4 192.0.2.1']],
    ['a URL and its host', { type: 'url', value: 'https://A.example/X' }, ['url https://a.example/X', 'domain a.example']],
    ['a file', { type: 'file', name: 'Evil.exe', hashes: { SHA256: 'A'.repeat(64) } }, ['file-name evil.exe', `hash:SHA-256 ${'a'.repeat(64)}`]],
    ['an autonomous system', { type: 'autonomous-system', number: 15139 }, ['asn 15139']],
    ['an indicator', { type: 'indicator', name: 'N', pattern_type: 'stix', pattern: "[file:hashes.'SHA-256' = 'ABC' OR ipv6-addr:value IN ('2001:DB8::1', '2001:db8::2')] AND [network-traffic:dst_ref.value = '192.0.2.7']" },
      ['name n', 'hash:SHA-256 abc', 'ipv6 2001:db8::1', 'ipv6 2001:db8::2', 'ipv4 192.0.2.7']],
    ['what a pattern excludes', { type: 'indicator', pattern_type: 'stix', pattern: "[ipv4-addr:value != '192.0.2.1']" }, []],
    ['a pattern that cannot be read', { type: 'indicator', pattern_type: 'stix', pattern: '[' }, []],
    ['a vulnerability', { type: 'vulnerability', name: 'CVE-2026-1234' }, ['name cve-2026-1234', 'cve CVE-2026-1234']],
    ['a technique', { type: 'attack-pattern', name: 'Phishing', external_references: [{ source_name: 'mitre-mobile-attack', external_id: 'T1566' }, { source_name: 'capec', external_id: 'CAPEC-98' }] }, ['name phishing', 'attack T1566']],
    ['an actor', { type: 'threat-actor', name: 'Ｆancy  Bear', aliases: ['APT28', 7] }, ['name fancy bear', 'name apt28']],
    ['a key', { type: 'windows-registry-key', key: 'HKEY_LOCAL_MACHINE\\Software' }, ['registry-key hkey_local_machine\\software']],
    ['nonsense', { type: 'file', hashes: 'x', name: 7, external_references: [null, 'x'] }, ['file-name 7']],
  ]
  for (const [name, object, found] of table) await t.test(name, () => assert.deepEqual(values(object), found))
})

test('every object has a title', async (t) => {
  const table: [object: StixObject, title: string][] = [
    [{ type: 'tool', name: 'VNC' }, 'VNC'], [{ type: 'ipv4-addr', value: '192.0.2.1' }, '192.0.2.1'], [{ type: 'autonomous-system', number: 1, name: 'X' }, 'AS1 X'],
    [{ type: 'indicator', pattern: '[a]' }, '[a]'], [{ type: 'file', hashes: { MD5: 'abc' } }, 'abc'], [{ type: 'note', content: 'a\n b' }, 'a b'],
    [{ type: 'relationship', relationship_type: 'uses', source_ref: 'tool--e2e1a340-4415-4ba8-9671-f7343fbf0836', target_ref: 'malware--e2e1a340-4415-4ba8-9671-f7343fbf0836' }, 'tool uses malware'],
    [{ type: 'sighting', sighting_of_ref: 'tool--e2e1a340-4415-4ba8-9671-f7343fbf0836' }, 'sighting of tool'], [{ type: 'location', city: 'Bonn', country: 'de' }, 'Bonn, de'],
    [{ type: 'marking-definition', id: 'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da' }, 'TLP:GREEN'], [{ type: 'constructor' }, 'constructor'], [{}, 'untitled'],
  ]
  for (const [object, title] of table) await t.test(title, () => assert.equal(titleOf(object), title))
  assert.equal(titleOf({ type: 'tool', name: '😀'.repeat(200) }).length <= 160, true)
  fc.assert(
    fc.property(fc.object(), (object) => {
      assert.ok(titleOf(object as StixObject) !== '')
      assert.ok(Array.isArray(referencesOf(object as StixObject)) && Array.isArray(valuesOf(object as StixObject)))
    }),
  )
})

test('references are found at any depth, with their place', () => {
  const a = 'artifact--e2e1a340-4415-4ba8-9671-f7343fbf0836'
  const object = { created_by_ref: a, object_refs: [a, 'x'], body_multipart: [{ body_raw_ref: a }], extensions: { 'x/y': { contains_refs: [a] } }, refs: [a], text: a }
  assert.deepEqual(referencesOf(object), ['/created_by_ref', '/object_refs/0', '/body_multipart/0/body_raw_ref', '/extensions/x~1y/contains_refs/0'].map((pointer) => ({ pointer, target: a })))
})
