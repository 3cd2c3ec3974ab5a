/** The calculator’s fields and their vector: each leads to the other, in every version; half a vector; fields sent without a script. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CVSS_RULES, normalizeCvss, parseCvss, printCvss, type CvssVersion } from '@openaccord/vulns'
import fc from 'fast-check'
import { english } from '../messages/en/index.ts'
import { chosenIn, metricField, OFFERED, scoredAs, vectorOf, versionIn, withVectors, wrongIn } from './cvss.ts'
import { rowsIn, type LooseRow } from './form.ts'

const VERSIONS = ['2.0', '3.0', '3.1', '4.0'] as const satisfies readonly CvssVersion[]
const anyChoice = fc.constantFrom(...VERSIONS).chain((version) => fc.record({
  version: fc.constant(version),
  chosen: fc.tuple(...CVSS_RULES[version].metrics.map(({ name, values }) => fc.tuple(fc.constant(name), fc.constantFrom(...values)))).map((pairs) => Object.fromEntries(pairs)),
}))

test('what is chosen makes a right vector, and the vector chooses the same again', () => {
  fc.assert(fc.property(anyChoice, ({ version, chosen }) => {
    const vector = vectorOf(version, chosen)
    assert.equal(wrongIn(vector), '')
    assert.equal(versionIn(vector), version)
    assert.equal(vector, printCvss(normalizeCvss(parseCvss(vector))))
    assert.equal(vectorOf(version, chosenIn(vector)), vector)
  }), { seed: 31, numRuns: 200 })
})

test('half a vector is read as far as it goes, and what is wrong is named', () => {
  assert.deepEqual(chosenIn('CVSS:3.1/AV:N/AC:Q/__proto__:N/nonsense'), { AV: 'N' })
  assert.match(wrongIn('CVSS:3.1/AV:N/AC:Q'), /^AC is one of L, H, not "Q"$/)
  assert.match(wrongIn('CVSS:4.0/AV:N'), /^it lacks AC, AT, /)
  assert.match(wrongIn(`CVSS:3.1/${'A'.repeat(600)}`), /at most 512/)
})

const draft = (vector: string): LooseRow => ({ vulnerabilities: [{ title: 'Kept', scores: [{ vector }] }] })
const vectorIn = (fields: LooseRow): unknown => rowsIn(rowsIn(fields['vulnerabilities'])[0]?.['scores'])[0]?.['vector']
const ROW = '/vulnerabilities/0/scores/0'

const sent = (was: string): [string, string][] => [[metricField(ROW, 'was'), was], [metricField(ROW, 'AV'), 'L'], [metricField(ROW, 'AC'), 'H'], [metricField(ROW, 'MAV'), 'X'], [metricField(ROW, 'PR'), 'nonsense']]

test('without a script the fields hold where the text was left alone, and the text where it was changed', () => {
  assert.equal(vectorIn(withVectors(draft('CVSS:3.1/AV:N'), sent('CVSS:3.1/AV:N'))), 'CVSS:3.1/AV:L/AC:H')
  assert.equal(vectorIn(withVectors(draft('CVSS:3.1/AV:P'), sent('CVSS:3.1/AV:N'))), 'CVSS:3.1/AV:P')
  assert.equal(vectorIn(withVectors(draft('CVSS:3.1/AC:H/AV:L'), sent('CVSS:3.1/AC:H/AV:L'))), 'CVSS:3.1/AC:H/AV:L', 'an order of one’s own stays where nothing was chosen anew')
  const others = [[metricField('/vulnerabilities/0/scores/9', 'AV'), 'N'], [metricField('/head', 'was'), '']] as const
  assert.deepEqual(withVectors(draft(''), others), draft(''))
})

test('a score in another version keeps what both say alike; what leads nowhere changes nothing', () => {
  assert.equal(vectorIn(scoredAs(draft('CVSS:3.1/AV:A/AC:L/S:C'), '4.0', ROW)), 'CVSS:4.0/AV:A/AC:L')
  assert.equal(versionIn(String(vectorIn(scoredAs(draft(''), '2.0', ROW)))), '2.0')
  for (const [version, pointer] of [['9', ROW], ['3.1', '/vulnerabilities/7/scores/0'], ['3.1', '/head']] as const) assert.deepEqual(scoredAs(draft('CVSS:4.0/AV:A'), version, pointer), draft('CVSS:4.0/AV:A'))
})

const has = (version: CvssVersion, key: string): boolean => Object.hasOwn(english.messages, `cvss.${key}`) || Object.hasOwn(english.messages, `cvss.v${version[0] ?? ''}.${key}`)

test('each metric and each value that can be chosen is said in words', () => {
  const unsaid = OFFERED.flatMap((version) => CVSS_RULES[version].metrics.flatMap(({ name, values, mandatory }) => {
    const own = CVSS_RULES[version].metrics.some((one) => one.mandatory && `M${one.name}` === name) ? name.slice(1) : name
    const keys = [own, ...(mandatory ? [`${name}.help`] : []), ...values.filter((value) => value !== CVSS_RULES[version].undefinedValue).map((value) => `${own}.${value}`)]
    return keys.filter((key) => !has(version, key)).map((key) => `${version} ${key}`)
  }))
  assert.deepEqual(unsaid, [])
})
