/** Figures by year: whole fives only, so that nothing told, and no difference between two things told, is about fewer than five cases. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OrganisationId } from '@openaccord/names'
import { microsOfIso } from '../../kernel/index.ts'
import { figuresCsv } from './files/table.ts'
import { fivesOf, LEAST, tell, type Closed, type Figures, type Told } from './model/figures.ts'

const ONE: OrganisationId = 'org_00000000000000000001'
const at = (year: number, n: number) => microsOfIso(`${year}-01-01T00:00:00.000Z`) + n * 60_000_000
const row = (year: number, n: number, answered: 0 | 1, fixed: 0 | 1 | null = null): Closed => ({ organisation: ONE, at: at(year, n), answered, fixed })
const told = (rows: readonly Closed[]): Told => tell([fivesOf(rows)])
const counts = ({ cases, answered, fixed }: Figures): number[] => [cases, answered.of, answered.yes, fixed.of, fixed.yes]

test('five cases count in the year in which the fifth was closed; what does not fill a five waits', () => {
  const rows = [...[1, 2, 3, 4].map((n) => row(2024, n, 1)), row(2025, 1, 0), ...[2, 3, 4, 5, 6].map((n) => row(2025, n, 1, 1)), ...[1, 2, 3, 4].map((n) => row(2026, n, 0, 0))]
  const { years, ...all } = told(rows)
  assert.deepEqual(counts(all), [10, 10, 9, 5, 5])
  assert.deepEqual(years.map((one) => [one.year, ...counts(one)]), [[2025, 10, 10, 9, 5, 5]])
  assert.deepEqual(told([...rows, row(2026, 9, 0, 0)]).years.map((one) => [one.year, ...counts(one)]), [[2026, 5, 5, 0, 5, 0], [2025, 10, 10, 9, 5, 5]])
  assert.deepEqual(told([]), { cases: 0, answered: { of: 0, yes: 0, share: null, low: null, high: null }, fixed: { of: 0, yes: 0, share: null, low: null, high: null }, years: [] })
})

test('whoever reads every day learns of five cases at once or of none, in every figure', () => {
  const all = Array.from({ length: 57 }, (_, n) => row(2023 + Math.floor((n * n) / 900), n, n % 3 === 0 ? 0 : 1, n % 4 === 0 ? null : n % 5 === 0 ? 0 : 1))
  const figuresOf = (many: number): Map<string, number> => {
    const { years, ...whole } = told(all.slice(0, many))
    return new Map([['all', whole] as const, ...years.map((year) => [String(year.year), year] as const)].flatMap(([name, one]): [string, number][] => [[`${name} answered`, one.answered.of], [`${name} fixed`, one.fixed.of]]))
  }
  for (let many = 1; many <= all.length; many++) {
    const [before, now] = [figuresOf(many - 1), figuresOf(many)]
    for (const what of ['answered', 'fixed']) {
      const moved = [...now].filter(([name, of]) => name.endsWith(what) && of !== (before.get(name) ?? 0)).map(([name, of]) => [name, of - (before.get(name) ?? 0)])
      assert.ok(moved.length === 0 || (moved.length === 2 && moved.every(([, more]) => more === LEAST)), `${many}: ${moved.join(' | ')}`)
    }
    const years = [...now].filter(([name]) => !name.startsWith('all'))
    assert.equal(years.filter(([name]) => name.endsWith('answered')).reduce((sum, [, of]) => sum + of, 0), now.get('all answered'), 'years add up to the whole: nothing is left to guess')
  }
})

test('what is told of all is what is told of each: the difference is nobody', () => {
  const [one, few] = [fivesOf(Array.from({ length: 8 }, (_, n) => row(2025, n, 1))), fivesOf([row(2025, 9, 0), row(2025, 10, 0)])]
  assert.deepEqual(tell([one, few]), tell([one]))
})

test('as a table: a line for all years and one for each, empty where there are too few', () => {
  const whole = told(Array.from({ length: 5 }, (_, n) => row(2025, n, 1)))
  const lines = figuresCsv({ all: whole, members: [{ slug: 'a-member', name: 'A member', ...whole }] }).split('\r\n')
  assert.equal(lines.length, 6)
  assert.deepEqual(lines.slice(1, 5), ['', 'a-member'].flatMap((slug) => ['', '2025'].map((year) => `${slug},${year},5,5,5,1.0000,0.5655,1.0000,,,,,`)))
  assert.ok(figuresCsv({ all: whole, members: [] }, 'a-member').split('\r\n').length === 2, 'of one that has none: the header alone')
})
