/** CVSS: the examples of the specifications, the scores that real records state, strictness, properties. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { VulnsError } from '../error.ts'
import { listData, noData, readData } from '../testing/data.ts'
import { CVSS_RULES, type CvssVersion } from './metrics.ts'
import { MACROVECTOR_SCORES } from './macrovectors.ts'
import { scoreCvss } from './score.ts'
import { normalizeCvss, parseCvss, printCvss } from './vector.ts'

const vulnerable = 'AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H'

/** vector, base, overall. */
const EXAMPLES: readonly [vector: string, base: number, overall: number][] = [
  // v2.0 guide §3.3.1 to §3.3.3
  ['AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8, 7.8],
  ['AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C', 7.8, 6.4],
  ['AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H', 7.8, 9.2],
  ['AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:N/TD:N/CR:M/IR:M/AR:H', 7.8, 0],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C', 10, 8.3],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L', 10, 9],
  ['AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C', 6.2, 4.9],
  ['AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M', 6.2, 7.5],
  // v3.0 and v3.1 example documents
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1, 6.1],
  ['CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4, 6.4],
  ['CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1, 3.1],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0, 0],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10, 10],
  ['CVSS:3.1/AV:L/AC:H/PR:H/UI:N/S:C/C:H/I:H/A:H', 7.5, 7.5],
  // v3.1 §7.3 differs from v3.0 in the modified impact
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/MC:L', 10, 10],
  ['CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:C/C:L/I:L/A:N/E:P/RL:O/RC:C', 4, 3.6],
  // v4.0 as the reference calculator of its authors gives them
  [`CVSS:4.0/${vulnerable}`, 7.3, 7.3],
  [`CVSS:4.0/${vulnerable}/E:P`, 7.3, 5.9],
  [`CVSS:4.0/${vulnerable}/E:U`, 7.3, 4.1],
  [`CVSS:4.0/${vulnerable}/CR:H/IR:H/AR:M`, 7.3, 7.2],
  [`CVSS:4.0/${vulnerable}/CR:H/IR:M/AR:L`, 7.3, 7.1],
  [`CVSS:4.0/${vulnerable}/CR:M/IR:M/AR:M`, 7.3, 5.5],
  [`CVSS:4.0/${vulnerable}/CR:L/IR:L/AR:L`, 7.3, 5.4],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N/E:A', 0, 0],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10, 10],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3, 9.3],
]

test('the examples of the specifications', () => {
  for (const [vector, base, overall] of EXAMPLES) {
    const scores = scoreCvss(parseCvss(vector))
    assert.deepEqual([scores.base, scores.overall], [base, overall], vector)
  }
})

const of = (vector: string) => scoreCvss(parseCvss(vector))

test('the words: severity, nomenclature, MacroVector', () => {
  assert.equal(of(`CVSS:4.0/${vulnerable}`).nomenclature, 'CVSS-B')
  assert.equal(of(`CVSS:4.0/${vulnerable}/E:P/CR:X/S:P`).nomenclature, 'CVSS-BT')
  assert.equal(of(`CVSS:4.0/${vulnerable}/E:P/MAV:N`).nomenclature, 'CVSS-BTE')
  assert.equal(of(`CVSS:4.0/${vulnerable}/MSI:S`).macroVector, '210000')
  assert.equal(of('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N').severity, 'NONE')
  assert.equal(of('AV:N/AC:L/Au:N/C:C/I:C/A:C').severity, 'HIGH')
  assert.equal(of('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H').severity, 'CRITICAL')
  assert.equal(MACROVECTOR_SCORES.size, 270)
})

test('the scores that real CVE and NVD records state', { skip: noData }, (t) => {
  const stated = new Map<string, number>()
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { vectorString, baseScore } = value as { vectorString?: unknown; baseScore?: unknown }
    if (typeof vectorString === 'string' && typeof baseScore === 'number') stated.set(vectorString, baseScore)
    Object.values(value).forEach(walk)
  }
  for (const folder of ['cve/cve5', 'cve/nvdcve-2.0']) for (const file of listData(folder)) walk(JSON.parse(readData(folder, file)))
  for (const [vector, score] of stated) assert.equal(scoreCvss(parseCvss(vector)).base, score, vector)
  t.diagnostic(`${stated.size} vectors`)
  assert.ok(stated.size >= 39)
})

test('what is refused', () => {
  const rows: [string, RegExp][] = [
    ['', /not metric:value/],
    ['CVSS:3.1/', /not metric:value/],
    ['CVSS:2.0/AV:N/AC:L/Au:N/C:N/I:N/A:C', /version/],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N', /lacks A/],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N/A:N', /twice/],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N/', /metric:value/],
    ['CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', /AV is one of/],
    ['CVSS:3.1/av:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', /no metric/],
    ['CVSS:3.1/AV:N:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', /metric:value/],
    ['CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', /too late/],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:S/SA:N', /SI is one of/],
    ['AC:L/AV:N/Au:N/C:N/I:N/A:C', /too late/],
    ['CVSS:3.1/__proto__:N', /no metric/],
  ]
  for (const [vector, words] of rows) {
    assert.throws(() => parseCvss(vector), (error) => error instanceof VulnsError && error.code === 'bad-cvss' && words.test(error.message), vector)
  }
  assert.throws(() => parseCvss('A'.repeat(600)), { code: 'too-large' })
})

function vectors(version: CvssVersion): fc.Arbitrary<string> {
  const { prefix, metrics } = CVSS_RULES[version]
  const fields = metrics.map(({ name, values, mandatory }) => {
    const field = fc.constantFrom(...values).map((value) => `${name}:${value}`)
    return mandatory ? field : fc.option(field)
  })
  return fc.tuple(...fields).map((all) => prefix + all.filter((field) => field !== null).join('/'))
}

test('properties: read, printed, shortened; scores in range, with one decimal', () => {
  for (const version of ['2.0', '3.0', '3.1', '4.0'] as const) {
    fc.assert(
      fc.property(vectors(version), (vector) => {
        const cvss = parseCvss(vector)
        assert.equal(printCvss(cvss), vector)
        const short = normalizeCvss(cvss)
        assert.deepEqual(parseCvss(printCvss(short)), short)
        const { temporal: _t, environmental: _e, ...scores } = scoreCvss(cvss)
        const { temporal: _t2, environmental: _e2, ...again } = scoreCvss(short)
        assert.deepEqual(again, scores)
        for (const score of [scores.base, scores.overall, _t ?? 0, _e ?? 0]) {
          assert.ok(score >= 0 && score <= 10 && Math.round(score * 10) / 10 === score, String(score))
        }
      }),
      { numRuns: 300 },
    )
  }
})

test('property: in v4.0 a metric made worse never lowers the score', () => {
  const mandatory = CVSS_RULES['4.0'].metrics.filter((metric) => metric.mandatory)
  const worse: Record<string, string> = { AV: 'N', AC: 'L', AT: 'N', PR: 'N', UI: 'N', VC: 'H', VI: 'H', VA: 'H', SC: 'H', SI: 'H', SA: 'H' }
  fc.assert(
    fc.property(fc.tuple(...mandatory.map(({ values }) => fc.constantFrom(...values))), fc.constantFrom(...Object.keys(worse)), (values, name) => {
      const metrics = Object.fromEntries(mandatory.map((metric, at) => [metric.name, values[at] ?? '']))
      const before = scoreCvss({ version: '4.0', metrics }).overall
      assert.ok(scoreCvss({ version: '4.0', metrics: { ...metrics, [name]: worse[name] ?? '' } }).overall >= before)
    }),
    { numRuns: 400 },
  )
})
