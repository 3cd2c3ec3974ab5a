import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { hashOfSecret, newSecret } from './secrets.ts'

test('a secret is found again by its hash, and no other text is', () => {
  const secret = newSecret('oat', randomBytes)
  assert.match(secret.text, /^oat_[0-9a-hjkmnp-tv-z]{59}$/)
  assert.equal(hashOfSecret('oat', secret.text), secret.hash)
  for (const text of ['', 'oat_', secret.text.slice(1), `${secret.text}0`, ` ${secret.text}`, secret.text.toUpperCase(), secret.text.replace('oat', 'oas')]) {
    assert.equal(hashOfSecret('oat', text), undefined, text)
  }
  assert.equal(hashOfSecret('oas', secret.text), undefined)
})

test('one changed character is noticed without asking the store', () => {
  const { text } = newSecret('oas', randomBytes)
  fc.assert(fc.property(fc.nat(58), fc.constantFrom(...'0123456789abcdefghjkmnpqrstvwxyz'), (at, sign) => {
    const changed = `${text.slice(0, 4 + at)}${sign}${text.slice(5 + at)}`
    return changed === text || hashOfSecret('oas', changed) === undefined
  }), { numRuns: 2_000 })
})
