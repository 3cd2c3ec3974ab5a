/** The decision tables of this room: complete, decided as the published ones row by row, and what is missing is named. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseSsvcTable } from '@openaccord/vulns'
import { Refusal } from '../../kernel/index.ts'
import { decide, tableOf, TABLES, WRITTEN, type TableName } from './ssvc.ts'

const PUBLISHED: Readonly<Record<TableName, string>> = {
  supplier: 'supplier_patch_development_priority_1_0_0', deployer: 'deployer_patch_application_priority_1_0_0', 'coordinator-triage': 'coordinator_triage_1_0_0', 'coordinator-publication': 'coordinator_publish_decision_table_1_0_0',
}
const ROWS: Readonly<Record<TableName, number>> = { supplier: 36, deployer: 72, 'coordinator-triage': 192, 'coordinator-publication': 27 }
const FOLDER = join(process.env['OPENACCORD_TESTDATA'] ?? join(import.meta.dirname, '../../../../../shared/data'), 'disclosure/ssvc/json/decision_tables/ssvc')

test('each table answers every combination once', () => {
  for (const written of WRITTEN) {
    assert.equal(written.rows.join(' ').split(' ').length, written.asks.reduce((product, { values }) => product * values.length, 1), written.table)
    assert.equal(tableOf(written).mapping.length, ROWS[written.table])
  }
  assert.deepEqual(WRITTEN.map(({ table }) => table), [...TABLES])
})

test('row by row as published', { skip: existsSync(FOLDER) ? false : 'the published tables are not here' }, () => {
  let rows = 0
  for (const written of WRITTEN) {
    const published = parseSsvcTable(readFileSync(join(FOLDER, `${PUBLISHED[written.table]}.json`), 'utf8'))
    const own = new Set(tableOf(written).mapping.map((row) => JSON.stringify(Object.entries(row).sort())))
    for (const row of published.mapping) {
      assert.ok(own.has(JSON.stringify(Object.entries(row).sort())), `${written.table} ${JSON.stringify(row)}`)
      const { [published.outcome]: outcome = '', ...choices } = row
      const named = published.decision_points[published.outcome]?.values.find(({ key }) => key === outcome)?.name
      assert.equal(decide({ table: written.table, choices }, '/ssvc').outcome, named)
      rows++
    }
  }
  assert.equal(rows, 327)
})

test('what a table is not told is refused by name; the path is shown', () => {
  const { outcome, path, suggests } = decide({ table: 'deployer', choices: { E: 'N', EXP: 'S', A: 'N', HI: 'L' } }, '/ssvc')
  assert.deepEqual([outcome, suggests], ['Defer', 'defer'])
  assert.equal(path, 'Exploitation: None → System Exposure: Small → Automatable: No → Human Impact: Low → Defer')
  const rows: [choices: Record<string, string>, words: RegExp][] = [[{ E: 'N' }, /needs "System Exposure"/], [{ E: 'X', EXP: 'S', A: 'N', HI: 'L' }, /is one of/], [{ E: 'N', EXP: 'S', A: 'N', HI: 'L', Z: '1' }, /does not ask/]]
  for (const [choices, words] of rows) assert.throws(() => decide({ table: 'deployer', choices }, '/ssvc/0'), (error) => error instanceof Refusal && words.test(error.message) && error.faults[0]?.field === '/ssvc/0')
})
