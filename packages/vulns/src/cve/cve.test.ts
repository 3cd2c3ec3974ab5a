/** CVE records: real records of versions 5.1 and 5.2; findings; the status of versions; properties. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { VulnsError } from '../error.ts'
import { listData, noData, readData } from '../testing/data.ts'
import type { CveProduct } from './cna.ts'
import { asCve, parseCnaContainer, parseCve, printCve, validateCnaContainer, validateCve } from './cve.ts'
import { cveVersionStatus } from './status.ts'

const LIST = ['2023/45xxx/CVE-2023-45803', '2023/23xxx/CVE-2023-23127', '2023/38xxx/CVE-2023-38408', '2024/21xxx/CVE-2024-21634', '2024/3xxx/CVE-2024-3094', '2025/21xxx/CVE-2025-21772', '2025/21xxx/CVE-2025-21631', '2025/1xxx/CVE-2025-1110', '2022/25xxx/CVE-2022-25929', '2021/44xxx/CVE-2021-44228', '2021/26xxx/CVE-2021-26917']

test('24 real records are read without an error, and printed', { skip: noData }, (t) => {
  const sources = [...listData('cve/cve5').map((file) => readData('cve/cve5', file)), ...LIST.map((name) => readData('cve/cvelistV5/cves', `${name}.json`))]
  const rules: string[] = []
  for (const source of sources) {
    const record = parseCve(source)
    assert.deepEqual(JSON.parse(printCve(record)), JSON.parse(source), record.cveMetadata.cveId)
    assert.deepEqual(parseCnaContainer(printCve(record.containers.cna)), record.containers.cna)
    rules.push(...validateCve(record).map(({ path, rule }) => `${rule} ${path}`))
  }
  t.diagnostic(`${sources.length} records; remarks: ${JSON.stringify([...new Set(rules)])}`)
  assert.equal(sources.length, 24)
})

const org = '11111111-1111-4111-8111-111111111111'
const cna = {
  providerMetadata: { orgId: org },
  descriptions: [{ lang: 'en', value: 'A flaw.' }],
  affected: [{ vendor: 'Example', product: 'Thing', versions: [{ version: '1.0', status: 'affected', lessThan: '1.2', versionType: 'semver' }] }],
  references: [{ url: 'https://example.org/advisory' }],
}
const record = { dataType: 'CVE_RECORD', dataVersion: '5.2', cveMetadata: { cveId: 'CVE-2026-12345', assignerOrgId: org, state: 'PUBLISHED', datePublished: '2026-01-01T00:00:00' }, containers: { cna } }

test('findings name the place and the rule', () => {
  assert.deepEqual(validateCve(record), [])
  const rows: [change: object, path: string, rule: string][] = [
    [{ references: undefined }, '', 'x'],
    [{ references: [] }, '/references', 'minItems'],
    [{ descriptions: [{ lang: 'de', value: 'Ein Fehler.' }] }, '/descriptions', 'english'],
    [{ descriptions: [{ lang: 'en', value: 'a'.repeat(4097) }] }, '/descriptions/0/value', 'maxLength'],
    [{ affected: [{ product: 'Thing', defaultStatus: 'affected' }] }, '/affected/0', 'named'],
    [{ affected: [{ vendor: 'Example', product: 'Thing' }] }, '/affected/0', 'status'],
    [{ affected: [{ vendor: 'E', product: 'T', versions: [{ version: '1', status: 'affected', lessThan: '2' }] }] }, '/affected/0/versions/0/versionType', 'range'],
    [{ affected: [{ vendor: 'E', product: 'T', versions: [{ version: '1', status: 'bad' }] }] }, '/affected/0/versions/0/status', 'enum'],
    [{ problemTypes: [{ descriptions: [{ lang: 'en', description: 'x', cweId: 'CWE-079' }] }] }, '/problemTypes/0/descriptions/0/cweId', 'pattern'],
    [{ metrics: [{ cvssV3_1: { vectorString: 'CVSS:3.1/AV:N' } }] }, '/metrics/0/cvssV3_1/vectorString', 'cvss'],
    [{ metrics: [{ cvssV3_1: { vectorString: 'CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' } }] }, '/metrics/0/cvssV3_1/vectorString', 'cvss-version'],
    [{ metrics: [{ cvssV3_1: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', baseScore: 9.9 } }] }, '/metrics/0/cvssV3_1/baseScore', 'cvss-score'],
    [{ x_own: 1 }, '', 'none'],
    [{ own: 1 }, '/own', 'unknown'],
  ]
  for (const [change, path, rule] of rows) {
    const found = validateCnaContainer({ ...cna, ...change })
    if (rule === 'none') assert.deepEqual(found, [])
    else if (rule === 'x') assert.equal(found.length, 1)
    else assert.ok(found.some((one) => one.path === path && one.rule === rule), `${path} ${rule} ${JSON.stringify(found)}`)
  }
  const rejected = { providerMetadata: { orgId: org }, rejectedReasons: [{ lang: 'en', value: 'Not a vulnerability.' }] }
  assert.deepEqual(validateCnaContainer(rejected, 'REJECTED'), [])
  assert.deepEqual(validateCve({ ...record, cveMetadata: { ...record.cveMetadata, state: 'REJECTED' }, containers: { cna: rejected } }), [])
  assert.throws(() => asCve({ ...record, dataVersion: '4.0' }), (error) => error instanceof VulnsError && error.code === 'bad-cve' && error.findings.length === 1)
  assert.throws(() => parseCve(`{"a":${'['.repeat(100)}${']'.repeat(100)}}`), { code: 'too-large' })
})

test('the status of a version', () => {
  const rows: [product: Partial<CveProduct>, version: string, status: string][] = [
    [{ versions: [{ version: '1.0', status: 'affected', lessThan: '1.2', versionType: 'semver' }] }, '1.1.9', 'affected'],
    [{ versions: [{ version: '1.0', status: 'affected', lessThan: '1.2', versionType: 'semver' }] }, '1.2', 'unknown'],
    [{ versions: [{ version: '1.0', status: 'affected', lessThan: '1.2', versionType: 'semver' }], defaultStatus: 'unaffected' }, '1.2', 'unaffected'],
    [{ versions: [{ version: '0', status: 'affected', lessThanOrEqual: '1.2', versionType: 'python' }] }, '1.2.0', 'affected'],
    [{ versions: [{ version: '2', status: 'affected', lessThan: '*', versionType: 'semver' }] }, '99.0.0', 'affected'],
    [{ versions: [{ version: '1.0', status: 'affected', lessThan: '3.0', versionType: 'semver', changes: [{ at: '2.5', status: 'unaffected' }, { at: '2.0', status: 'unknown' }] }] }, '2.7.0', 'unaffected'],
    [{ versions: [{ version: '1.0', status: 'affected', lessThan: '3.0', versionType: 'semver', changes: [{ at: '2.5', status: 'unaffected' }, { at: '2.0', status: 'unknown' }] }] }, '2.1.0', 'unknown'],
    [{ versions: [{ version: 'r1', status: 'affected', lessThan: 'r5', versionType: 'custom' }], defaultStatus: 'unaffected' }, 'r3', 'unknown'],
    [{ versions: [{ version: '1.0', status: 'affected' }], defaultStatus: 'unaffected' }, '1.0', 'affected'],
    [{ defaultStatus: 'affected' }, '1', 'affected'],
  ]
  for (const [product, version, status] of rows) assert.equal(cveVersionStatus(product, version), status, `${JSON.stringify(product)} ${version}`)
})

test('property: unknown fields come back; any JSON is read or refused by our own error', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string().map((name) => `x_${name}`), (own, name) => {
      const source = JSON.stringify({ ...record, containers: { cna: { ...cna, [name]: own }, adp: [{ providerMetadata: { orgId: org }, [name]: own }] } })
      assert.deepEqual(JSON.parse(printCve(parseCve(source))), JSON.parse(source))
    }),
  )
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), fc.jsonValue().map((cnaLike) => JSON.stringify({ ...record, containers: { cna: cnaLike } }))), (source) => {
      try {
        parseCve(source)
      } catch (error) {
        assert.ok(error instanceof VulnsError, String(error))
      }
    }),
    { numRuns: 300 },
  )
})
