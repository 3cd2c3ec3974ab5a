/** The page of the rules says what the rules say, and every sentence is fit to be shown. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PHRASES, REMEDIES, RULES } from './rules/index.ts'
import { PAGE, renewed } from './testing/page.ts'

test('docs/baseline.md has the rules as they are (node --conditions=source packages/baseline/src/testing/page.ts renews it)', () => {
  const page = readFileSync(PAGE, 'utf8')
  assert.equal(page, renewed(page))
})

test('every rule has an id of its own, points, sources, and sentences for good and bad', () => {
  assert.equal(new Set(RULES.map(({ id }) => id)).size, RULES.length)
  for (const { id, version, maximum, sources, groups } of RULES) {
    assert.ok(Number.isInteger(version) && version >= 1 && maximum >= 5 && sources.length > 0 && groups.length > 0, id)
    const verdicts = [...PHRASES].filter(([key]) => key.startsWith(`${id}.`)).map(([, { verdict }]) => verdict)
    assert.ok(verdicts.includes('pass') && verdicts.some((verdict) => verdict === 'fail' || verdict === 'notice'), id)
    assert.ok([...REMEDIES.keys()].some((key) => key.startsWith(`${id}.fix-`)), id)
  }
})

test('every sentence is one, and its source is an RFC', () => {
  for (const [key, { words, source }] of PHRASES) {
    assert.match(key, /^[a-z-]+\.[a-z0-9-]+$/)
    assert.match(words, /^[A-Za-z{].*[.}]$/s, key)
    assert.match(source.url, /^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+#(?:section|appendix)-[A-Z\d.]+$/, key)
  }
  for (const [key, words] of REMEDIES) assert.match(words, /^[A-Z].*\.$/, key)
})
