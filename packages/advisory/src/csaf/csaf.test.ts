/** CSAF 2.0 and 2.1: what the specification's tests say of any finished draft, and what comes back from an import. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validateCsaf } from '@openaccord/csaf'
import fc from 'fast-check'
import { checkDraft, normalizeDraft } from '../draft/draft.ts'
import { anyDraft } from '../testing/arbitrary.ts'
import { exampleDraft } from '../testing/example.ts'
import { unexplained } from '../testing/kept.ts'
import { fromCsaf } from './from-csaf.ts'
import { toCsaf20, toCsaf21 } from './to-csaf.ts'

test('drafts that are made up for these tests are finished', () => {
  fc.assert(fc.property(anyDraft, (draft) => assert.deepEqual(checkDraft(draft).filter(({ level }) => level === 'error'), [])), { numRuns: 20, seed: 11 })
})

test('every finished draft passes the mandatory tests of CSAF 2.0, and comes back but for what the losses name', () => {
  fc.assert(
    fc.property(anyDraft, (draft) => {
      const { document, losses } = toCsaf20(draft)
      const { schema, tests } = validateCsaf(document, { mode: 'basic' })
      assert.deepEqual([...schema, ...tests.flatMap(({ findings }) => findings)], [])
      assert.deepEqual(unexplained(normalizeDraft(draft), fromCsaf(document).draft, losses), [])
    }),
    { numRuns: 20, seed: 11 },
  )
})

test('CSAF 2.1 comes back but for what the losses name', () => {
  fc.assert(
    fc.property(anyDraft, (draft) => {
      const { document, losses } = toCsaf21(draft)
      assert.deepEqual(unexplained(normalizeDraft(draft), fromCsaf(document).draft, losses), [])
    }),
    { numRuns: 20, seed: 11 },
  )
})

test('the example: what CSAF 2.0 and 2.1 have no place for', () => {
  const common = ['/head/credits/0/role', '/head/references/1/kind', '/vulnerabilities/0/credits/0/role', '/vulnerabilities/0/references/0/kind', '/vulnerabilities/0/ssvc/0']
  assert.deepEqual(paths(toCsaf20(exampleDraft()).losses).sort(), [...common, '/vulnerabilities/0/scores/1', '/vulnerabilities/0/weaknesses/1'].sort())
  assert.deepEqual(paths(toCsaf21(exampleDraft()).losses).sort(), common)
  assert.deepEqual(toCsaf20(exampleDraft()), toCsaf20(exampleDraft()))
})

function paths(losses: readonly { readonly path: string }[]): string[] {
  return losses.map(({ path }) => path)
}
