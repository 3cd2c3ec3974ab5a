/** The rule of each clock, as the package says it: each has its message in every language, and in English no message has words of its own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLOCK_IDS, CLOCKS } from '@openaccord/disclosure'
import { english } from './en/index.ts'
import { languages } from './languages.ts'

const rules = (messages: object) => new Map(Object.entries(messages).filter(([key]) => key.startsWith('clock.rule.')).map(([key, words]) => [key.slice('clock.rule.'.length), words]))

for (const id of CLOCK_IDS) {
  test(`${id}: English says the rule of the package, and each other language its own`, () => {
    assert.equal(rules(english.messages).get(id), CLOCKS[id].rule)
    const said = Object.values(languages).map(({ messages }) => rules(messages).get(id))
    assert.equal(new Set(said).size, Object.keys(languages).length)
    assert.ok(!said.includes(undefined))
  })
}

test('besides those of the package only the two of the hub have a rule', () => {
  assert.deepEqual([...rules(english.messages).keys()], ['embargo-end', 'attack-decision', ...CLOCK_IDS])
})
