/** Any advisory comes back from its form as it went in: nothing is lost by editing, whether a field asks for it or not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyDraft } from '../../packages/advisory/src/testing/arbitrary.ts'
import { readFields, REST, rowsIn, settled, shown } from '../../portal/app/advisory/form.ts'
import { aligned } from '../../portal/app/advisory/rows.ts'
import { fitOf, outcomeOf, briefOf, tableField, withDecision, withOutcomes, type Table } from '../../portal/app/advisory/ssvc.ts'
import { sent } from '../../portal/app/advisory/testing/sent.ts'
import { decide, WRITTEN } from '../../server/src/capabilities/reports/ssvc.ts'

/** What has rows, among what travels unread. */
const ROWS = ['files', 'relationships', 'ssvc']
const namesIn = (value: unknown): string[] => (typeof value !== 'object' || value === null ? [] : Object.entries(value).flatMap(([name, inner]) => (name === REST ? Object.keys(JSON.parse(String(inner))).filter((one) => ROWS.includes(one)) : namesIn(inner))))

test('any advisory comes back from its form as it went in: nothing is lost, whether a form asks for it or not', () => {
  fc.assert(fc.property(anyDraft, (any) => {
    const draft: unknown = JSON.parse(JSON.stringify(any))
    const fields = aligned(shown(draft))
    assert.deepEqual(settled(readFields(sent(fields))).value, draft)
    assert.deepEqual(namesIn(fields), [], 'each has rows of its own')
  }), { seed: 31, numRuns: 60 })
})

const TABLES = WRITTEN.map(({ table, name, asks, outcome, rows }): Table => ({ table, name, asks, outcomes: outcome.values, decides: rows.join(' ') }))
const anyAnswers = fc.constantFrom(...TABLES).chain((table) => fc.record({ table: fc.constant(table), places: fc.tuple(...table.asks.map(({ values }) => fc.nat(values.length - 1))) }))

test('an SSVC decision has the outcome that triage comes to, comes back through its rows, and one that no table makes stays as it is', () => {
  fc.assert(fc.property(anyAnswers, fc.constantFrom('name', 'lower', 'key'), ({ table, places }, written) => {
    const values = table.asks.map((ask, nth) => ask.values[places[nth] ?? 0] ?? { key: '', name: '', definition: '' })
    const { outcome } = decide({ table: WRITTEN.find((one) => one.table === table.table)?.table ?? 'supplier', choices: Object.fromEntries(table.asks.map(({ key }, nth) => [key, values[nth]?.key ?? ''])) }, 'ssvc')
    assert.equal(outcomeOf(briefOf(table), places), outcome)
    const begun = withDecision({ vulnerabilities: [{ title: 'A flaw', description: 'It trusts.' }] }, '/vulnerabilities/0', table)
    const answers = new Map(values.map(({ key, name }, nth) => [`/vulnerabilities/0/ssvc/0/path/${nth}/value`, written === 'key' ? key : written === 'lower' ? name.toLowerCase() : name]))
    const pairs: [string, string][] = [...sent(begun).map(([name, value]): [string, string] => [name, answers.get(name) ?? value]), [tableField('/vulnerabilities/0/ssvc/0'), table.table]]
    const made = withOutcomes(readFields(pairs), pairs, TABLES)
    const row = rowsIn(rowsIn(made['vulnerabilities'])[0]?.['ssvc'])[0] ?? {}
    assert.equal(row['outcome'], outcome)
    assert.equal(fitOf(TABLES, row)?.table.table, table.table)
    assert.deepEqual(withOutcomes(readFields(sent(made)), sent(made), TABLES), readFields(sent(made)), 'what is not answered here stays as it came')
    const { value } = settled(made)
    assert.deepEqual(settled(readFields(sent(aligned(shown(value))))).value, value)
    assert.equal(fitOf(TABLES, { ...row, outcome: 'Whenever' }), undefined)
    assert.equal(fitOf(TABLES, { ...row, path: rowsIn(row['path']).slice(1) }), undefined)
  }), { seed: 31, numRuns: 200 })
})
