/** Every sentence of every rule, and every fix, is there in each language of the public pages, with the same values in it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PHRASES, REASONS, REMEDIES } from '@openaccord/baseline'
import { reasonOf, reasons, sentenceOf, sentences } from './findings.ts'
import { languageNames } from './languages.ts'

const english = new Map([...[...PHRASES].map(([key, { words }]) => [key, words] as const), ...REMEDIES])
const slots = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted()

test('each public language but English, whose words come with the report, has a table', () => {
  assert.deepEqual(Object.keys(sentences).toSorted(), languageNames.map(({ tag }) => tag).filter((tag) => tag !== 'en').toSorted())
  assert.deepEqual(Object.keys(reasons), Object.keys(sentences))
})

for (const [tag, table] of Object.entries(sentences)) {
  test(`${tag}: every finding and every fix is said, and nothing else`, () => {
    assert.deepEqual(Object.keys(table).toSorted(), [...english.keys()].toSorted())
  })
  test(`${tag}: the same values stand in each, and it is a sentence of its own`, () => {
    for (const [key, words] of Object.entries(table)) {
      assert.deepEqual(slots(words), slots(english.get(key) ?? ''), key)
      assert.notEqual(words, english.get(key), key)
      assert.match(words, /(?:[.؟!]|\{why\})$/, `${key} ends as a sentence does`)
      if (tag === 'ar') assert.match(words, /[\u0600-\u06ff]/, key)
    }
  })
}

for (const [tag, table] of Object.entries(reasons)) {
  test(`${tag}: every reason that a finding can have is said with its values, but for what others say in their own words`, () => {
    const { raw, ...coded } = REASONS
    assert.equal(raw, '{text}')
    assert.deepEqual(Object.keys(table).toSorted(), Object.keys(coded).toSorted())
    for (const [code, words] of Object.entries(coded)) {
      const own = table[code] ?? ''
      assert.deepEqual(slots(own), slots(words), code)
      assert.equal(own.endsWith('.'), words.endsWith('.'), `${code} is a sentence, or is none`)
      // a single word may be that of two languages
      if (/[a-z]{3} [a-z]{3}/.test(words.replaceAll(/\{\w+\}/g, ''))) assert.notEqual(own, words, code)
      if (tag === 'ar') assert.match(own, /[\u0600-\u06ff]/, code)
    }
  })
}

test('a reason is cut at its values; what others say has none', () => {
  assert.deepEqual(reasonOf('nl', 'http.status'), [{ text: 'status ' }, { value: 'status' }])
  for (const [tag, code] of [['nl', 'raw'], ['nl', 'of-tomorrow'], ['en', 'way.late'], ['nl', '__proto__']] as const) assert.equal(reasonOf(tag, code), undefined)
})

test('a sentence is cut at its values, in the order of its language', () => {
  assert.deepEqual(sentenceOf('fr', 'dmarc.strict'), [{ text: 'La politique pour ' }, { value: 'domain' }, { text: ' est ' }, { value: 'policy' }, { text: '.' }])
})

test('a rule that is newer than the table, and a language that is none, leave the words to the report', () => {
  for (const [tag, key] of [['fr', 'dmarc.of-tomorrow'], ['en', 'dmarc.strict'], ['fr', '__proto__'], ['constructor', 'dmarc.strict']] as const) assert.equal(sentenceOf(tag, key), undefined)
})
