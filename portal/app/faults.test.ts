import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf } from './faults.ts'
import { english } from './messages/en/index.ts'
import { createWords } from './messages/words.ts'

const words = createWords(english, new Date(0))
const said = (faults: { field: string; rule: string; fix?: string }[], rename = {}) => faultsOf(faults, rename, words).map(({ field, text }) => `${field}: ${text}`)

test('the rules of schemas are said in words', async (t) => {
  const table: [rule: string, says: string][] = [
    ['must NOT have fewer than 1 characters', 'Enter something here'],
    ['must NOT have fewer than 1 items', 'Choose at least one'],
    ['must match format "email"', 'Write a mail address, such as name@organisation.example'],
    ['must read like ^[a-z0-9]+(-[a-z0-9]+)*$', 'Use 2 to 40 lower-case letters, figures and single hyphens, such as energy-watch'],
    ['must read like ^https?://', 'Begin with https://'],
    ['must be <= 366', 'At most 366'],
    ['must NOT have more than 4000 characters', 'At most 4,000 characters'],
    ['an open rule of a room', 'an open rule of a room'],
  ]
  for (const [rule, says] of table) await t.test(rule, () => assert.deepEqual(said([{ field: '/x', rule }]), [`x: ${says}`]))
})

test('one fault for each input, at the input that the form has', () => {
  assert.deepEqual(said([{ field: '/slug', rule: 'must NOT have fewer than 2 characters' }, { field: '/slug', rule: 'must read like ^[a-z0-9]+(-[a-z0-9]+)*$' }]), ['slug: At least 2 characters'])
  assert.deepEqual(said([{ field: '/invite/mail', rule: 'must match format "email"' }], { 'invite.mail': 'mail' }), ['mail: Write a mail address, such as name@organisation.example'])
  assert.deepEqual(said([{ field: '/roles/0', rule: 'no' }]), ['roles: no'])
  assert.deepEqual(said([{ field: 'list.name', rule: 'no' }]), ['list: no'])
  assert.deepEqual(said([{ field: '', rule: 'no' }]), [': no'])
})

test('of a choice between a value and nothing, the value’s rule is said', () => {
  const faults = [{ field: '/website', rule: 'must read like ^https?://' }, { field: '/website', rule: 'must be null' }, { field: '/website', rule: 'must match a schema in anyOf' }]
  assert.deepEqual(said(faults), ['website: Begin with https://'])
  assert.deepEqual(said([{ field: '/website', rule: 'must be null' }]), ['website: must be null'])
})
