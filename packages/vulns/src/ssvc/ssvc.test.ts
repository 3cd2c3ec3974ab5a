/** SSVC: every row of the 16 published tables, held against the published CSV; CVSS v4.0's classes by the same tables. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MACROVECTOR_SCORES } from '../cvss/macrovectors.ts'
import { severityOf } from '../cvss/score.ts'
import { scoreV4 } from '../cvss/score4.ts'
import { VulnsError } from '../error.ts'
import { listData, noData, readData } from '../testing/data.ts'
import { decideSsvc, inputsOf, parseSsvcTable, printSsvcPath, printSsvcTable, validateSsvcTable, type SsvcTable } from './ssvc.ts'

const FOLDERS = ['ssvc', 'cisa', 'cvss']
const tables = (): [name: string, table: SsvcTable][] =>
  FOLDERS.flatMap((folder) => listData(`ssvc/json/decision_tables/${folder}`).map((file): [string, SsvcTable] => [`${folder}/${file.replace('.json', '')}`, parseSsvcTable(readData('ssvc/json/decision_tables', folder, file))]))

test('16 tables: every row is decided as it says, and as the CSV says', { skip: noData }, (t) => {
  const count = { tables: 0, rows: 0, csvRows: 0 }
  for (const [name, table] of tables()) {
    assert.deepEqual(parseSsvcTable(printSsvcTable(table)), table)
    count.tables++
    table.mapping.forEach((row, at) => {
      const { [table.outcome]: outcome = '', ...choices } = row
      const decision = decideSsvc(table, choices)
      assert.deepEqual([decision.row, decision.outcome.value.key], [at, outcome])
      assert.equal(decision.path.length, inputsOf(table).length)
      count.rows++
    })
    count.csvRows += checkCsv(table, readData('ssvc/csv', `${name}.csv`))
  }
  t.diagnostic(JSON.stringify(count))
  assert.deepEqual(count, { tables: 16, rows: 1574, csvRows: 1574 })
})

// The CSV writes names in lower case, the columns as "Name vVersion", in the order of its own.
function checkCsv(table: SsvcTable, csv: string): number {
  const [header = [], ...rows] = csv.trim().split('\n').map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((match) => (match[1] ?? match[2] ?? '').trim()))
  const columns = header.slice(1).map((title) => title.replace(/ v[\d.]+(?: \(.*\))?$/, ''))
  for (const cells of rows) {
    const choices = Object.fromEntries(columns.slice(0, -1).map((column, at) => [column, cells[at + 1] ?? '']))
    assert.equal(decideSsvc(table, choices).outcome.value.name.toLowerCase(), cells.at(-1), `${table.name} ${JSON.stringify(choices)}`)
  }
  return rows.length
}

test('the path in words', { skip: noData }, () => {
  const table = parseSsvcTable(readData('ssvc/json/decision_tables/ssvc', 'deployer_patch_application_priority_1_0_0.json'))
  const decision = decideSsvc(table, { Exploitation: 'Active', EXP: 'O', 'ssvc:A:2.0.0': 'Y', HI: 'very high' })
  assert.equal(printSsvcPath(decision), 'Exploitation: Active → System Exposure: Open → Automatable: Yes → Human Impact: Very High → Immediate')
  const rows: [choices: Record<string, string>, words: RegExp][] = [
    [{}, /needs "Exploitation"/],
    [{ E: 'A', EXP: 'O', A: 'Y', HI: 'X' }, /"Human Impact" is one of/],
    [{ E: 'A', EXP: 'O', A: 'Y', HI: 'VH', U: 'L' }, /does not ask for "U"/],
    [{ __proto__: 'A' }, /needs/],
  ]
  for (const [choices, words] of rows) assert.throws(() => decideSsvc(table, choices), (error) => error instanceof VulnsError && error.code === 'bad-ssvc' && words.test(error.message))
})

test('CVSS v4.0: our equivalence classes and ratings are those of the published tables', { skip: noData }, (t) => {
  const worst = { AV: 'N', AC: 'L', AT: 'N', PR: 'N', UI: 'N', VC: 'H', VI: 'H', VA: 'H', SC: 'H', SI: 'H', SA: 'H' }
  const level: Record<string, string> = { H: '0', M: '1', L: '2' }
  let rows = 0
  for (const [name, table] of tables().filter(([each]) => each.includes('equivalence_set'))) {
    const set = Number(/set_(\d)/.exec(name)?.[1])
    for (const row of table.mapping) {
      const metrics: Record<string, string> = { ...worst }
      for (const [id, value] of Object.entries(row)) {
        // `cvss:MSI_NoX:1.0.1` is the metric MSI
        if (id !== table.outcome) metrics[(id.split(':')[1] ?? '').replace('_NoX', '')] = value
      }
      const digit = scoreV4(metrics).macroVector.charAt(set - 1)
      const two = table.decision_points[table.outcome]?.values.length === 2
      const expected = level[row[table.outcome] ?? '']
      assert.equal(digit, two && expected === '2' ? '1' : expected, `${table.name} ${JSON.stringify(row)}`)
      rows++
    }
  }
  let ratings = 0
  const rating = tables().find(([name]) => name.includes('qualitative'))?.[1]
  for (const row of rating?.mapping ?? []) {
    const digits = [1, 2, 3, 4, 5, 6].map((set) => {
      const digit = level[row[`cvss:EQ${set}:1.0.0`] ?? ''] ?? ''
      return (set === 2 || set === 6) && digit === '2' ? '1' : digit
    })
    const score = MACROVECTOR_SCORES.get(digits.join(''))
    if (score === undefined) continue // EQ3 = 2 with EQ6 = 0 cannot be
    assert.equal(severityOf(score).charAt(0), row['cvss:CVSS:1.0.0'], digits.join(''))
    ratings++
  }
  t.diagnostic(`${rows} rows of classes, ${ratings} ratings`)
  assert.deepEqual([rows, ratings], [847, 270])
})

test('what is wrong with a table', { skip: noData }, () => {
  const table = parseSsvcTable(readData('ssvc/json/decision_tables/ssvc', 'utility_1_0_0.json'))
  const rows: [change: object, rule: string][] = [
    [{ outcome: 'ssvc:X:1.0.0' }, 'outcome'],
    [{ mapping: [...table.mapping, table.mapping[0]] }, 'once'],
    [{ mapping: [{ ...table.mapping[0], [table.outcome]: 'Z' }] }, 'value'],
    [{ mapping: [] }, 'minItems'],
    [{ name: undefined }, 'type'],
  ]
  for (const [change, rule] of rows) assert.ok(validateSsvcTable({ ...table, ...change }).some((finding) => finding.rule === rule), rule)
})

test('property: any JSON is a table or refused by our own error', () => {
  const names = fc.constantFrom('namespace', 'key', 'version', 'name', 'decision_points', 'outcome', 'mapping', 'values')
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue()), (value) => {
      try {
        decideSsvc(parseSsvcTable(JSON.stringify(value)), {})
      } catch (error) {
        assert.ok(error instanceof VulnsError, String(error))
      }
    }),
  )
})
