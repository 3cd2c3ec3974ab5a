/** The requirements of CSAF and why one was not looked at, as the package says them: each has its message, and no message has lost its own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRequirements, NOT_RUN } from '@openaccord/csaf'
import { english } from './en/index.ts'
import { languages } from './languages.ts'

const requirements = checkRequirements({ domain: 'example.com', files: new Map(), providerMetadataUrl: 'https://example.com/provider-metadata.json' })
const named = (before: string, messages: object): [string, unknown][] => Object.entries(messages).filter(([key]) => key.startsWith(before)).map(([key, words]) => [key.slice(before.length), words])

test('in English each requirement has the words of the standard', () => {
  assert.deepEqual(named('adv.req.', english.messages), requirements.map(({ number, title }) => [String(number), title]))
})

for (const [tag, { messages }] of Object.entries(languages)) {
  test(`${tag}: each reason of the package, and that of the hub, is said`, () => {
    assert.deepEqual(named('adv.notRun.', messages).map(([code]) => code), [...Object.keys(NOT_RUN), 'found-otherwise'])
    assert.equal(named('adv.req.', messages).length, requirements.length)
  })
}
