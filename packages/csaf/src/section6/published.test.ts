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
          assert.equal(result.valid, isValid, `${name}: ${JSON.stringify([result.schema, result.tests.filter((one) => one.group === 'mandatory' && one.state === 'failed')])}`)
          assert.deepEqual(result.schema, [], name)
          seen++
        }
      }
    }
    assert.equal(seen, documents)
    assert.equal(listData(`csaf-2.0/validator/${group}`).length, documents)
  })
}
