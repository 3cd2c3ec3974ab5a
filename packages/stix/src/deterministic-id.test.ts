import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { contradictsId, deterministicId } from './deterministic-id.ts'
import { sha1 } from './sha1.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('SHA-1, as published (FIPS 180, RFC 3174 §7.3)', () => {
  const table: [message: string, digest: string][] = [
    ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
    ['a'.repeat(1_000_000), '34aa973cd4c4daa4f61eeb2bdbad27316534016f'],
    ['01234567'.repeat(80), 'dea356a2cddd90c7a7ecedc5ebb563934f460452'],
  ]
  for (const [message, digest] of table) assert.equal(hex(sha1(new TextEncoder().encode(message))), digest)
})

test('SHA-1 agrees with the platform at every length around a block', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.equal(hex(sha1(bytes)), createHash('sha1').update(bytes).digest('hex'))
    }),
    { numRuns: 500 },
  )
})

/**
 * Examples of STIX 2.1 §6, each with the id printed there. Errata 01 renumbered the objects that others refer to without
 * recomputing the ids of those others; so references stand here as in the standard of 2021, from which the ids were made.
 */
const PUBLISHED: { [property: string]: unknown; id: string }[] = [
  { type: 'autonomous-system', id: 'autonomous-system--3aa27478-50b5-5ab8-9da9-cdc12b657fff', number: 15139, name: 'Slime Industries' },
  { type: 'directory', id: 'directory--0a58d0c1-59e6-5afd-8252-dcd3f13e5622', path: 'C:\\Windows\\System32' },
  { type: 'domain-name', id: 'domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7', value: 'example.com' },
  { type: 'email-addr', id: 'email-addr--7165e2a9-671f-585d-b1e1-ca59c671d934', value: 'john@example.com', display_name: 'John Doe' },
  {
    type: 'email-message', id: 'email-message--92fa1bfd-2c62-5a30-8b7c-5b91ea73cf29', is_multipart: false,
    from_ref: 'email-addr--89f52ea8-d6ef-51e9-8fce-6a29236436ed', date: '1997-11-21T15:55:06.000Z', subject: 'Saying Hello',
  },
  {
    type: 'file', id: 'file--949eb97a-da1e-5292-8959-03c4249dc9f3', size: 25536, name: 'foo.dll',
    hashes: { 'SHA-256': 'fe90a7e910cb3a4739bed9180e807e93fa70c90f25a8915476f5e4bfbac681db' },
  },
  {
    type: 'file', id: 'file--7d1e3a18-89e7-5bc5-be36-9879f5b7f5c8', name: 'quêry.dll', name_enc: 'windows-1252',
    hashes: { 'SHA-256': '841a8921140aba50671ebb0770fecc4ee308c4952cfeff8de154ab14eeef4649' },
  },
  {
    type: 'file', id: 'file--39643577-13b7-5f21-9584-df7e7c33f357', name: 'qwerty.dll',
    parent_directory_ref: 'directory--93c0a9b0-520d-545d-9094-1a08ddf46b05',
    hashes: { 'SHA-256': 'ceafbfd424be2ca4a5f0402cae090dda2fb0526cf521b60b60077c0f622b285a' },
  },
  {
    type: 'file', id: 'file--ba04c974-3cef-5f42-adc7-084d467874e2',
    hashes: { 'SHA-256': '35a01331e9ad96f751278b891b6ea09699806faedfa237d40513d92ad1b7100f' },
    extensions: { 'ntfs-ext': { alternate_data_streams: [{ name: 'second.stream', size: 25536 }] } },
  },
  { type: 'ipv4-addr', id: 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4', value: '198.51.100.3' },
  { type: 'ipv6-addr', id: 'ipv6-addr--85a85a8c-ee99-5722-946d-3c3a3270fc6f', value: '2001:0db8:85a3:0000:0000:8a2e:0370:7334' },
  { type: 'mac-addr', id: 'mac-addr--757b1725-9903-54f5-a855-1240691d7659', value: 'd2:fb:49:24:37:18' },
  { type: 'mutex', id: 'mutex--f93fe911-e545-5239-b9b0-597840d0c871', name: '__CLEANSWEEP__' },
  {
    type: 'network-traffic', id: 'network-traffic--6e0cb830-0305-57d4-8536-7be874d42005', protocols: ['tcp'],
    src_ref: 'ipv4-addr--4d22aae0-2bf9-5427-8819-e4f6abf20a53', dst_ref: 'ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd',
  },
  {
    type: 'network-traffic', id: 'network-traffic--c695ada6-5d5d-5446-a661-935874e1d058', protocols: ['ipv4', 'tcp', 'http'],
    dst_ref: 'domain-name--3c10e93f-798e-5a26-a0c1-08156efab7f5',
  },
  {
    type: 'user-account', id: 'user-account--f94d689e-707d-58c3-b803-c720bb6ed096', user_id: '1001', account_login: 'jdoe',
    account_type: 'unix', display_name: 'John Doe',
  },
  { type: 'windows-registry-key', id: 'windows-registry-key--1884b770-b679-522a-a9c7-45fadaaec7bb', key: 'HKEY_LOCAL_MACHINE\\System\\Foo\\Bar' },
  {
    type: 'windows-registry-key', id: 'windows-registry-key--f6a11ddf-fa2b-54c8-97ab-e7f28413095a', key: 'hkey_local_machine\\system\\bar\\foo',
    values: [{ name: 'Foo', data: 'qwerty', data_type: 'REG_SZ' }, { name: 'Bar', data: '42', data_type: 'REG_DWORD' }],
  },
  {
    type: 'x509-certificate', id: 'x509-certificate--bf86f034-2390-54d7-8426-d08433db3fbe',
    serial_number: '36:f7:d4:32:f4:ab:70:ea:d3:ce:98:6e:ea:99:93:49:32:0a:b7:06',
  },
]

test('the ids of the specification', async (t) => {
  for (const object of PUBLISHED) {
    await t.test(object.id, () => {
      assert.equal(deterministicId(object), object.id)
      assert.ok(!contradictsId(object))
    })
  }
})

const of = (...names: string[]): string | undefined =>
  deterministicId({ type: 'file', hashes: Object.fromEntries(names.map((name) => [name, `${name}-value`])) })

test('one hash contributes: MD5 before SHA-1 before SHA-256 before SHA-512 before the others', () => {
  assert.equal(of('SHA-512', 'SHA-1', 'MD5'), of('MD5'))
  assert.equal(of('SHA-512', 'SHA-256', 'SHA-1'), of('SHA-1'))
  assert.equal(of('TLSH', 'SHA-512', 'SHA-256'), of('SHA-256'))
  assert.equal(of('TLSH', 'SSDEEP'), of('SSDEEP'))
  assert.notEqual(of('MD5'), of('SHA-1'))
})

test('without anything that contributes there is none', () => {
  const table: unknown[] = [
    { type: 'process', pid: 1 }, { type: 'user-account', display_name: 'x' }, { type: 'indicator', name: 'x' }, { type: 'x-mine' }, {},
    { type: 'url', value: '\ud800' }, { type: 'toString', value: 'x' },
  ]
  for (const object of table) assert.equal(deterministicId(object as Record<string, unknown>), undefined)
})

test('another value, another id', () => {
  assert.ok(contradictsId({ type: 'ipv4-addr', id: 'ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4', value: '198.51.100.4' }))
})
