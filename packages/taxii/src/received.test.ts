import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sliceList } from './received.ts'

test('the elements of a list are cut out exactly', async (t) => {
  const table: [name: string, text: string, says: string[]][] = [
    ['spaces kept inside, dropped around', '{ "objects" : [ {"a": 1.0} ,\n{ "b":[1 , 2]}\t] }', ['{"a": 1.0}', '{ "b":[1 , 2]}']],
    ['brackets and quotes in strings', '{"objects":[{"a":"]},{\\"["},{"b":"\\\\"}]}', ['{"a":"]},{\\"["}', '{"b":"\\\\"}']],
    ['the key spelled with an escape', '{"\\u006fbjects":[{}]}', ['{}']],
    ['other lists and the same key deeper down', '{"x":[1],"y":{"objects":[2]},"objects":[{"objects":[3]}],"z":["objects"]}', ['{"objects":[3]}']],
    ['the key twice: the last counts', '{"objects":[{"a":1}],"objects":[{"b":2}]}', ['{"b":2}']],
    ['a value that reads like the key', '{"next":"objects","objects":[{"a":1}]}', ['{"a":1}']],
    ['empty', '{"objects":[ ]}', []],
    ['absent', '{"more":false}', []],
  ]
  for (const [name, text, says] of table) await t.test(name, () => assert.deepEqual(sliceList(text, 'objects'), says))
})

test('each piece reads as the element does, however it is spaced', () => {
  const document = fc.record({ before: fc.jsonValue(), objects: fc.array(fc.jsonValue()), after: fc.jsonValue() }, { noNullPrototype: true })
  fc.assert(
    fc.property(document, fc.constantFrom(0, 1, 3), fc.boolean(), (value, indent, reversed) => {
      const entries = Object.entries(value)
      const text = JSON.stringify(Object.fromEntries(reversed ? entries.toReversed() : entries), undefined, indent)
      const pieces = sliceList(text, 'objects')
      assert.deepEqual(pieces.map((piece): unknown => JSON.parse(piece)), (JSON.parse(text) as { objects: unknown[] }).objects)
      for (const piece of pieces) assert.ok(text.includes(piece) && piece.trim() === piece)
    }),
    { numRuns: 500 },
  )
})
