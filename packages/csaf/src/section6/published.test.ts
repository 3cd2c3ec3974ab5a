/** The published test documents of CSAF 2.0 (csaf_2.0/test/validator): every one gets the verdict that testcases.json gives it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listData, noData, readData } from '../testing/data.ts'
import type { ValidationOptions } from './validate.ts'
import { TESTS, validateCsaf } from './validate.ts'

interface Case {
  readonly id: string
  readonly group: string
  readonly failures?: readonly { readonly name: string; readonly valid: boolean }[]
  readonly valid?: readonly { readonly name: string; readonly valid: boolean }[]
}

const cases = (): Case[] => JSON.parse(readData('csaf-2.0', 'validator', 'testcases.json')).tests
const read = (name: string): unknown => JSON.parse(readData('csaf-2.0', 'validator', name))

/** What the URLs of the test documents answer, and the words of them that no dictionary has. */
const WORLD: ValidationOptions = {
  resolved: new Map([
    ['https://example.net', true],
    ['https://csaf.io', true],
    ['https://example.invalid', false],
    ['https://github.com/oasis-tcs/csaf/not-available', false],
  ]),
  misspelt: (text) => text.split(/[^\p{L}\p{N}-]+/u).filter((word) => /^(?:secruity|pruduct|vulnerapility|undisclused|addacker|rood|priviledges|vu1nerability|sommary)$/i.test(word)),
}

/** They use one hash algorithm twice for one file, which 6.1.25 forbids; for their own test they are as they should be. */
const BREAKS_ANOTHER = new Set(['optional/oasis_csaf_tc-csaf_2_0-2021-6-2-08-02.json', 'optional/oasis_csaf_tc-csaf_2_0-2021-6-2-09-02.json'])

for (const [group, tests, documents] of [['mandatory', 43, 147], ['optional', 20, 51], ['informative', 11, 41]] as const) {
  test(`${group}: ${tests} tests, ${documents} documents get their verdict`, { skip: noData }, () => {
    const own = cases().filter((one) => one.group === group)
    assert.deepEqual(own.map(({ id }) => id), TESTS.filter((one) => one.group === group).map(({ id }) => id))
    assert.equal(own.length, tests)
    let seen = 0
    for (const { id, failures = [], valid = [] } of own) {
      for (const [rows, state] of [[failures, 'failed'], [valid, 'passed']] as const) {
        for (const { name, valid: isValid } of rows) {
          const result = validateCsaf(read(name), WORLD)
          const found = result.tests.find((one) => one.id === id)
          // A test that does not apply to a document does not fail it (6.2.1 for informational advisories).
          const expected = state === 'passed' ? ['passed', 'skipped'] : ['failed']
          assert.ok(expected.includes(found?.state ?? ''), `${name}: ${id} ${found?.state} ${JSON.stringify(found?.findings)}`)
          assert.equal(found?.findings.length === 0, state === 'passed')
          assert.equal(result.valid, isValid && !BREAKS_ANOTHER.has(name), `${name}: ${JSON.stringify([result.schema, result.tests.filter((one) => one.group === 'mandatory' && one.state === 'failed')])}`)
          assert.deepEqual(result.schema, [], name)
          seen++
        }
      }
    }
    assert.equal(seen, documents)
    assert.equal(listData(`csaf-2.0/validator/${group}`).length, documents)
  })
}

test('without an outside service 6.3.6, 6.3.7 and 6.3.8 say that they were not run', { skip: noData }, () => {
  for (const [name, id] of [['6-3-06-01', '6.3.6'], ['6-3-07-01', '6.3.7'], ['6-3-08-01', '6.3.8']] as const) {
    const { tests } = validateCsaf(read(`informative/oasis_csaf_tc-csaf_2_0-2021-${name}.json`))
    const found = tests.find((one) => one.id === id)
    assert.equal(found?.state, 'not-run', id)
    assert.match(found?.reason ?? '', /pass/)
    // Every other test needs nothing from outside.
    const silent = tests.filter(({ state }) => state === 'not-run').map((one) => one.id)
    assert.deepEqual(silent.filter((one) => !['6.3.6', '6.3.7', '6.3.8'].includes(one)), [])
  }
})

/** Which rules of the schema and which mandatory tests a document breaks. */
function verdict(folder: string, name: string): [name: string, broken: string[]] {
  const { schema, tests } = validateCsaf(JSON.parse(readData(folder, name)))
  return [name, [...schema.map(({ rule }) => rule), ...tests.filter(({ group, state }) => group === 'mandatory' && state === 'failed').map(({ id }) => id)]]
}

test('real advisories: 6 of vendors and authorities, 13 of the VEX use cases', { skip: noData }, () => {
  const vex = listData('csaf-examples/csaf/csaf_vex').map((name) => verdict('csaf-examples/csaf/csaf_vex', name))
  const real = listData('csaf-examples/csaf').map((name) => verdict('csaf-examples/csaf', name))
  assert.deepEqual([vex.length, real.length], [13, 6])
  assert.deepEqual([...vex, ...real].filter(([, broken]) => broken.length > 0), [])
})
