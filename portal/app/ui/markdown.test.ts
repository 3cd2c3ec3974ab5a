/** What people write to each other: shown harmless, whole, and in no more time than its length asks for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blocksOf, hostOf, spansOf, type Block, type Span } from './markdown.ts'

const spansIn = (block: Block): Span[] => ('spans' in block ? block.spans : block.is === 'list' ? block.items.flatMap(({ spans }) => spans) : [])
const linksIn = (text: string): string[] => blocksOf(text).flatMap(spansIn).flatMap((span) => (span.is === 'link' ? span.href : []))
const lettersIn = (text: string): string => blocksOf(text).map((block) => (block.is === 'code' ? block.text : spansIn(block).map((span) => span.text).join(''))).join(' ')

test('paragraphs, headings, lists, quotes, code and emphasis are read', () => {
  const rows: [text: string, is: Block[]][] = [
    ['one\ntwo\n\nthree', [{ is: 'paragraph', spans: [{ is: 'text', text: 'one\ntwo' }] }, { is: 'paragraph', spans: [{ is: 'text', text: 'three' }] }]],
    ['## Cause\nA length.', [{ is: 'heading', level: 2, spans: [{ is: 'text', text: 'Cause' }] }, { is: 'paragraph', spans: [{ is: 'text', text: 'A length.' }] }]],
    ['- one\n  and more\n    - below\n- two', [{ is: 'list', ordered: false, start: 1, items: [
      { depth: 0, spans: [{ is: 'text', text: 'one\nand more' }] }, { depth: 2, spans: [{ is: 'text', text: 'below' }] }, { depth: 0, spans: [{ is: 'text', text: 'two' }] }] }]],
    ['3. three\n4. four', [{ is: 'list', ordered: true, start: 3, items: [{ depth: 0, spans: [{ is: 'text', text: 'three' }] }, { depth: 0, spans: [{ is: 'text', text: 'four' }] }] }]],
    ['> > so they said\n> again', [{ is: 'quote', spans: [{ is: 'text', text: 'so they said\nagain' }] }]],
    ['```c\nint *a = b;\n```\nafter', [{ is: 'code', text: 'int *a = b;' }, { is: 'paragraph', spans: [{ is: 'text', text: 'after' }] }]],
    ['```\nnever closed', [{ is: 'code', text: 'never closed' }]],
    ['***\nx', [{ is: 'rule' }, { is: 'paragraph', spans: [{ is: 'text', text: 'x' }] }]],
  ]
  for (const [text, is] of rows) assert.deepEqual(blocksOf(text), is, text)
  assert.deepEqual(spansOf('a **b** *c* _d_ `e*f*` snake_case_name 2*3*4'), [
    { is: 'text', text: 'a ' }, { is: 'strong', text: 'b' }, { is: 'text', text: ' ' }, { is: 'em', text: 'c' }, { is: 'text', text: ' ' }, { is: 'em', text: 'd' }, { is: 'text', text: ' ' },
    { is: 'code', text: 'e*f*' }, { is: 'text', text: ' snake_case_name 2*3*4' },
  ])
})

test('only http and https become links, and where one leads is said', () => {
  const rows: [text: string, links: string[]][] = [
    ['see [the fix](https://git.example/x?y=1#z), or https://b.example/c.', ['https://git.example/x?y=1#z', 'https://b.example/c']],
    ['[x](javascript:alert(1))', []], ['[x](JaVaScRiPt:alert(1))', []], ['[x](data:text/html,<script>alert(1)</script>)', []], ['[x](vbscript:x)', []], ['[x](//evil.example)', []], ['[x](/sign-out)', []],
    ['<a href="https://evil.example">x</a>', ['https://evil.example']], ['![x](https://evil.example/a.png)', ['https://evil.example/a.png']], ['[x][r]\n\n[r]: javascript:alert(1)', []],
    ['[x](https://)', []], ['https://', []], ['[x](https://a.example" onmouseover="alert(1))', ['https://a.example']],
  ]
  for (const [text, links] of rows) assert.deepEqual(linksIn(text), links, text)
  assert.equal(hostOf({ text: 'bank.example', href: 'https://evil.example/bank' }), 'evil.example')
  assert.equal(hostOf({ text: 'https://a.example/b', href: 'https://a.example/b' }), null)
  assert.equal(hostOf({ text: 'https://bank.example@evil.example', href: 'https://bank.example@evil.example' }), 'evil.example')
  assert.match(hostOf({ text: 'https://bаnk.example', href: 'https://bаnk.example' }) ?? '', /^xn--/)
})

test('markup of others stays text, to the letter', () => {
  for (const text of ['<script>alert(1)</script>', '<svg onload="alert(1)"/>', '<img src=x onerror=alert(1)>', '</article><h1>Signed</h1>', '&lt;b&gt; &#x6a;avascript:', '<!-- x --> <?php ?> {{7*7}}']) {
    assert.equal(lettersIn(text), text)
  }
})

test('what is hostile costs no more than its length', { timeout: 60_000 }, () => {
  const bits = ['[', '[a](', '[a](https://', '*', '*a ', '*_', '**a', '_a ', '`', '`a', '> ', '>', '- ', '1) ', '- a\n', '> a\n', '```\n', '~~~\n', '# ', '#\n', '    ', '\n', 'http', 'https://a', '<', '&', '\\', '*a**b', '![', '[x]:', ' *', '-\t']
  for (const bit of bits) {
    const text = bit.repeat(Math.ceil(100_000 / bit.length))
    const began = process.cpuUsage().user
    assert.ok(blocksOf(text).length <= text.length)
    assert.ok(process.cpuUsage().user - began < 5_000_000, `${JSON.stringify(bit)} takes too long`)
  }
})
