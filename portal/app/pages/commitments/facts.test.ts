import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blockOf, factsOf } from './facts.ts'

test('facts are written as blocks and read back', () => {
  const text = `P1 Reports fixed within 90 days\nhttps://quay.example/report ${'a'.repeat(64)}\nvalue 88\nmetric fixed-within-90-days 2\n\nP3.1 Advice in five languages\nhttps://quay.example/advice`
  const facts = factsOf(text)!
  assert.deepEqual(facts.map(({ clause, value, metric }) => [clause, value, metric?.id]), [['P1', '88', 'fixed-within-90-days'], ['P3.1', undefined, undefined]])
  assert.equal(facts.map(blockOf).join('\n\n'), text)
})

test('a block without clause, words or address is none', () => {
  for (const text of ['', 'Reports fixed\nhttps://a.example/', 'P1 Reports fixed', 'P1 Reports fixed\nhttp://a.example/', 'P1\nhttps://a.example/']) assert.equal(factsOf(text), undefined, text)
})
