/** The rules of this room as tables: one row, one case, in words. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commitmentIdOf, dayOf, endOf, factOfCommitment, monthsLater, startOf } from './model.ts'
import { draftSha256, goodFaithOf, hasLapsed } from './model/attestations.ts'
import { currentMetric, findMetric, isBetter, METRICS, reaches, wayGone } from './model/metrics.ts'
import { nextPeriod, periodEnd, periodOf, periodsBetween } from './model/periods.ts'
import { breachesIn, mayNotSay, type Row } from './model/requests.ts'
import { gradeOf } from './model/stages.ts'
import { actWords } from './model/words.ts'
import { cell } from './files/tables.ts'

const at = (text: string): number => Date.parse(text) * 1000
const row = (category: Row['category'], complied: Row['complied']): Row => ({ category, where: 'CL', received: '1-4', refused: '0', challenged: '0', ...(complied === undefined ? {} : { complied }), pending: '0' })

test('the catalogue: each rule once, versions without gaps, words for each', () => {
  assert.equal(new Set(METRICS.map(({ id, version }) => `${id} ${version}`)).size, METRICS.length)
  for (const { id, version, name, rule, principles } of METRICS) {
    assert.ok(Number(version) === 1 || findMetric({ id, version: String(Number(version) - 1) }) !== undefined, `${id} ${version}`)
    assert.ok(name.length < 60 && rule.length > 60 && principles.length > 0 && principles.every((one) => /^P[1-4]$/.test(one)))
  }
  assert.equal(currentMetric('fixed-within-90-days')?.version, '2')
})

test('which way is better, and how much of the way is gone', () => {
  const [up, down] = [currentMetric('mfa-share')!, currentMetric('first-answer-days')!]
  const table: [what: string, actual: unknown, expected: unknown][] = [
    ['a share at its target', reaches(up, '90', '90'), true], ['a share just below', reaches(up, '89.99', '90'), false],
    ['days at the target', reaches(down, '5', '5'), true], ['days above', reaches(down, '5.1', '5'), false],
    ['the same is not better', isBetter(up, '60', '60'), false], ['fewer days are better', isBetter(down, '4', '5'), true],
    ['half way up', wayGone(up, { baseline: '60', target: '80', value: '70' }), 50], ['half way down', wayGone(down, { baseline: '10', target: '4', value: '7' }), 50],
    ['backwards is no way', wayGone(up, { baseline: '60', target: '80', value: '40' }), 0], ['beyond the target', wayGone(up, { baseline: '60', target: '80', value: '95' }), 100],
    ['almost there is not there', wayGone(up, { baseline: '0', target: '100', value: '99.99' }), 99],
  ]
  for (const [what, actual, expected] of table) assert.equal(actual, expected, what)
})

test('days, months and half-years', () => {
  assert.equal(dayOf(monthsLater(at('2026-08-31T10:00:00Z'), 6)), '2027-02-28')
  assert.equal(dayOf(monthsLater(at('2028-02-29T10:00:00Z'), 12)), '2029-02-28')
  assert.equal(monthsLater(at('2026-01-15T10:00:00Z'), -2), at('2025-11-15T10:00:00Z'))
  assert.equal(endOf('2026-12-31'), startOf('2027-01-01'))
  assert.deepEqual([periodOf(at('2026-06-30T23:59:59Z')), periodOf(at('2026-07-01T00:00:00Z'))], ['2026-H1', '2026-H2'])
  assert.equal(periodEnd('2026-H2'), at('2027-01-01T00:00:00Z'))
  assert.equal(nextPeriod('2026-H2'), '2027-H1')
  assert.deepEqual(periodsBetween('2026-H1', '2027-H1'), ['2026-H1', '2026-H2', '2027-H1'])
  assert.deepEqual(periodsBetween('2027-H1', '2026-H1'), [])
})

test('a commitment and the act that made it are known by one another', () => {
  assert.equal(factOfCommitment(commitmentIdOf('fact_0123456789abcdefghjk')), 'fact_0123456789abcdefghjk')
})

test('what a request statement says of complying is told as it was said', () => {
  const table: [what: string, row: Row, breaches: number, hidden: boolean][] = [
    ['complied with G2', row('G2', '1-4'), 1, false], ['complied with none', row('G2', '0'), 0, false],
    ['may not say is no breach', row('G5', 'may-not-say'), 0, true], ['G6 is another matter', row('G6', '1-4'), 0, false], ['G0 is counted only', row('G0', undefined), 0, false],
  ]
  for (const [what, one, breaches, hidden] of table) assert.deepEqual([breachesIn([one]).length, mayNotSay([one])], [breaches, hidden], what)
  const says = { period: '2026-H1', requests: [row('G2', '1-4')], text: 'x', language: 'en', officer: { name: 'A', title: 'B' } }
  const words = actWords('Quay', { kind: 'request-statement', says }, { nameOf: (id) => id, titleOf: (fact) => fact })
  assert.equal(words, 'Quay states what governments asked of it in 2026-H1. It says that it complied with requests of G2.')
})

test('grades, good faith, and cells that a spreadsheet would run', () => {
  assert.equal(gradeOf(undefined), 'E1')
  assert.equal(gradeOf([{ title: 'x', link: 'https://a.example/' }]), 'E1')
  assert.equal(gradeOf([{ title: 'x', link: 'https://a.example/', sha256: 'a'.repeat(64) }]), 'E2')
  assert.notEqual(goodFaithOf('1.0').sha256, goodFaithOf('2.0').sha256)
  assert.deepEqual((['due', 'fresh', 'stale', 'expired'] as const).map(hasLapsed), [false, false, true, true])
  const { wording, sha256 } = goodFaithOf('1.0')
  const draft = { pledge: { version: '1.0', sha256: 'a'.repeat(64) }, from: '2026-01-01', until: '2026-12-31', facts: [], goodFaith: { wording, sha256 }, officer: { name: 'A', title: 'B' } }
  assert.notEqual(draftSha256(draft), draftSha256({ ...draft, until: '2026-12-30' }))
  assert.deepEqual([cell('=1+1'), cell(' @x'), cell('a,"b"'), cell(null), cell(12)], ["'=1+1", "' @x", '"a,""b"""', '', '12'])
})
