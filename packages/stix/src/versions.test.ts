import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeVersion, VERSION_RULES, type NextVersion, type PriorVersion, type VersionVerdict } from './versions.ts'

const first: PriorVersion = { creator: 'identity--a', created: 10, modified: 10, revoked: false, same: false }
const later: NextVersion = { creator: 'identity--a', created: 10, modified: 20, revoked: false }

test('what may follow what', async (t) => {
  const table: [name: string, prior: PriorVersion[], next: NextVersion, verdict: VersionVerdict][] = [
    ['a first version', [], later, 'new'],
    ['a later version of the same creator', [first], later, 'new'],
    ['an earlier version that arrives late', [{ ...first, modified: 30 }], later, 'new'],
    ['the same version once more', [{ ...first, modified: 20, same: true }], later, 'same'],
    ['the same version with other content', [{ ...first, modified: 20 }], later, 'content-differs'],
    ['a version by someone else', [first], { ...later, creator: 'identity--b' }, 'creator-changed'],
    ['a version that loses its creator', [first], { ...later, creator: undefined }, 'creator-changed'],
    ['a version of an anonymous object by a named one', [{ ...first, creator: undefined }], later, 'creator-changed'],
    ['a version with another time of creation', [first], { ...later, created: 11 }, 'created-changed'],
    ['a version after the revocation', [first, { ...first, modified: 15, revoked: true }], later, 'already-revoked'],
    ['a second revocation', [{ ...first, modified: 15, revoked: true }], { ...later, revoked: true }, 'already-revoked'],
    ['the revocation once more', [{ ...first, modified: 20, revoked: true, same: true }], { ...later, revoked: true }, 'same'],
    ['history that arrives after the revocation', [{ ...first, modified: 30, revoked: true }], later, 'new'],
    ['the revocation itself', [first], { ...later, revoked: true }, 'new'],
    ['a revocation older than what is there', [{ ...first, modified: 30 }], { ...later, revoked: true }, 'revoked-too-early'],
  ]
  for (const [name, prior, next, verdict] of table) await t.test(name, () => assert.equal(judgeVersion(prior, next), verdict))
})

test('each refusal says its rule and what would be right', () => {
  for (const { rule, right } of Object.values(VERSION_RULES)) assert.ok(rule.startsWith('STIX 2.1 §') && right.length > 10)
})
