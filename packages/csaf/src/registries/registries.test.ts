/** Language tags, weaknesses, and CVSS scores by table. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CVSS_V2, CVSS_V3 } from '../cvss/schema.ts'
import { scoreV2, scoreV3, severity } from '../cvss/scores.ts'
import { readVector } from '../cvss/vector.ts'
import { judgePurl } from '../section6/purl.ts'
import { cweName } from './cwe.ts'
import { judgeLanguageTag, privateSubtags } from './language-tags.ts'

test('language tags that exist and those that do not', () => {
  for (const tag of ['en', 'EN-us', 'de-AT', 'de-CH-1901', 'zh-Hant-TW', 'zh-cmn-Hans-CN', 'es-419', 'sl-rozaj-biske', 'qtx', 'x-own', 'i-default', 'en-GB-oed', 'de-a-value', 'en-u-ca-gregory-x-own', 'sgn-ase', 'aaa', 'zzj']) assert.equal(judgeLanguageTag(tag), undefined, tag)
  for (const tag of ['', 'e', 'EZ', 'xyzq', 'de-QQQ', 'de-XYZQ', 'de-abc', 'de-U', 'de-1901-1901', 'de-foobar', 'de-a', 'de-a-bb-a-cc', 'de-x', 'x', 'en--US', 'en-US-', 'de_AT', 'en-us-us', 'ené', 'a'.repeat(300)]) assert.notEqual(judgeLanguageTag(tag), undefined, tag)
  assert.deepEqual(['qtx', 'en-QM', 'fr-ZZ', 'en-Qabc', 'en-x-a', 'en-AA', 'en-US', 'nonsense-'].map((tag) => privateSubtags(tag).length), [1, 1, 1, 1, 1, 1, 0, 0])
})

test('weaknesses', () => {
  assert.equal(cweName('CWE-79'), "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')")
  assert.equal(cweName('CWE-29'), String.raw`Path Traversal: '\..\filename'`)
  for (const id of ['CWE-0', 'CWE-079', '79', 'CWE-999999', '__proto__']) assert.equal(cweName(id), undefined)
})

test('CVSS: vectors read strictly, scores of the specifications', () => {
  const rows: [vector: string, base: number, temporal: number, environmental: number][] = [
    ['AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H', 7.8, 6.4, 9.2],
    ['AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L', 10, 8.3, 9],
    ['AV:L/AC:H/Au:N/C:C/I:C/A:C/TD:N', 6.2, 6.2, 0],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10, 10, 10],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N/E:F/RL:X', 6.1, 6, 6],
    ['CVSS:3.0/AV:L/AC:L/PR:H/UI:R/S:U/C:H/I:H/A:H/MC:N/MI:N/MA:N', 6.5, 6.5, 0],
    ['CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N', 0, 0, 0],
  ]
  for (const [text, base, temporal, environmental] of rows) {
    const isV3 = text.startsWith('CVSS:')
    const vector = readVector(text, isV3 ? CVSS_V3 : CVSS_V2)
    assert.ok(typeof vector === 'object', text)
    assert.deepEqual(isV3 ? scoreV3(text.startsWith('CVSS:3.0') ? '3.0' : '3.1', vector) : scoreV2(vector), { base, temporal, environmental }, text)
  }
  for (const text of ['', 'CVSS:3.1/', 'CVSS:4.0/AV:N', 'AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/', 'CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 'CVSS:3.1/AV:toString/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 'CVSS:3.1/__proto__:N']) assert.equal(typeof readVector(text, CVSS_V3), 'string', text)
  assert.deepEqual([0, 0.1, 3.9, 4, 6.9, 7, 8.9, 9, 10].map(severity), ['NONE', 'LOW', 'LOW', 'MEDIUM', 'MEDIUM', 'HIGH', 'HIGH', 'CRITICAL', 'CRITICAL'])
})

test('package URLs, by the rules that hold for every type', () => {
  for (const purl of ['pkg:npm/left-pad@1.3.0', 'pkg:npm/%40angular/core@1?a=b&c=#sub/path', 'pkg:npm/@scope/name', 'pkg:maven/org.apache/commons@1.0?type=jar', 'pkg:golang/a.b/c/d@v1#x']) assert.equal(judgePurl(purl), undefined, purl)
  for (const purl of ['', 'npm/x', 'pkg:', 'pkg:npm', 'pkg:npm/', 'pkg:maven/@1.3.4', 'pkg:1npm/x', 'pkg:npm/x@', 'pkg:npm/x?a', 'pkg:npm/x?a=1&A=2', 'pkg:npm/%zz', 'pkg:npm/x@%ff', `pkg:npm/${'x'.repeat(9000)}`]) assert.notEqual(judgePurl(purl), undefined, purl)
})
