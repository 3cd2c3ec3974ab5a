/** Links in the texts of others. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { piecesOf } from './links.ts'

test('only whole https addresses become links, and no word is lost', () => {
  const table: [text: string, links: string[]][] = [
    ['see [here](https://a.example/x?y=1#z) and [there](https://b.example)', ['https://a.example/x?y=1#z', 'https://b.example']],
    ['[x](javascript:alert(1))', []], ['[x](http://a.example)', []], ['[x](data:text/html,x)', []], ['[x] (https://a.example)', []], ['[](https://a.example)', []],
    ['[a[b](https://a.example)', ['https://a.example']], ['plain', []], ['', []],
  ]
  for (const [text, links] of table) {
    const pieces = piecesOf(text)
    assert.deepEqual(pieces.flatMap(({ href }) => href ?? []), links, text)
    assert.equal(pieces.map((piece) => (piece.href === undefined ? piece.text : `[${piece.text}](${piece.href})`)).join(''), text)
  }
})

test('what never becomes a link costs no more than its length', { timeout: 60_000 }, () => {
  for (const text of ['['.repeat(200_000), '[a](https://'.repeat(16_000), '[a]('.repeat(50_000)]) assert.deepEqual(piecesOf(text), [{ text, href: undefined }])
})
