import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StixError } from './error.ts'
import { isIdOfType, isStixId, isTypeName, parseStixId, typeOfId, uuidVersion } from './ids.ts'

const id = 'indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836'

test('an id has a type and a UUID', () => {
  assert.deepEqual(parseStixId(id), { type: 'indicator', uuid: 'e2e1a340-4415-4ba8-9671-f7343fbf0836' })
  assert.equal(typeOfId(id), 'indicator')
  assert.equal(uuidVersion(id), 4)
  assert.equal(uuidVersion('ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4'), 5)
  assert.ok(isIdOfType(id, 'indicator'))
  assert.ok(!isIdOfType(id, 'indicatos'))
  assert.ok(!isIdOfType(id, 'report'))
})

test('what is no id is refused', () => {
  const table = [
    '', '--', 'indicator', 'indicator--1', `${id}0`, id.toUpperCase(), id.replace('--', '-'), id.replace('e2e1', 'E2E1'),
    id.replace('4ba8', '0ba8'), id.replace('4ba8', '9ba8'), id.replace('9671', '7671'), id.replace('a340-', 'a340+'),
    ` ${id}`, `x${id.slice(9)}`, `9${id}`, id.replace('indicator', 'indi_cator'), id.replace('indicator', 'a--b'),
  ]
  for (const text of table) {
    assert.ok(!isStixId(text), text)
    assert.throws(() => parseStixId(text), (error) => error instanceof StixError && error.code === 'bad-id', text)
  }
  assert.ok(!isStixId(undefined) && !isStixId(7) && !isStixId({}))
})

test('a type name is 3 to 250 letters, digits and single hyphens', () => {
  for (const name of ['abc', 'x-mitre-tactic', 'ipv4-addr', 'a'.repeat(250)]) assert.ok(isTypeName(name), name)
  for (const name of ['', 'ab', 'Abc', '1bc', 'a--b', 'ab-', '-ab', 'a_b', 'a'.repeat(251)]) assert.ok(!isTypeName(name), name)
})

test('ids in and out', () => {
  const types = fc.stringMatching(/^[a-z][a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}$/).filter((type) => type.length >= 3)
  fc.assert(
    fc.property(types, fc.uuid({ version: [1, 2, 3, 4, 5, 6, 7, 8] }), (type, uuid) => {
      assert.deepEqual(parseStixId(`${type}--${uuid}`), { type, uuid })
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => void isStixId(text)))
})
