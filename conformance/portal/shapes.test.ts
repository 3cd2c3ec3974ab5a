/** Pages made alike have the same parts; whatever axe could find new on one gives it a part of its own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { every, partsOf, readPage, wordsOf } from './shapes.ts'

const page = (main: string, lang = 'en-GB'): string => `<!DOCTYPE html><html lang="${lang}" dir="ltr"><head><title>T</title></head><body><main>${main}</main></body></html>`
const adds = (one: string, other: string): boolean => !partsOf(page(other)).isSubsetOf(partsOf(page(one)))

test('elements are read as they are nested', () => {
  const read = readPage(page('<h1>A <em>b</em></h1><!-- <p>not</p> --><img src="/a>b" alt><p class=x>c<br>d</p><script>"<b>"</script><svg><path d="M0"/></svg><p>e</p>'))
  const named = [...every(read)].map(({ name, parent }) => `${parent?.name}>${name}`)
  assert.deepEqual(named.slice(4), ['body>main', 'main>h1', 'h1>em', 'main>img', 'main>p', 'p>br', 'main>script', 'main>svg', 'svg>path', 'main>p'])
  assert.equal(wordsOf([...every(read)].find(({ name }) => name === 'h1') ?? assert.fail()), 'Ab')
})

test('other words and more of the same add nothing', () => {
  assert.ok(!adds('<ul><li><a href="/a">a</a></li><li>b</li><li>c</li></ul>', '<ul><li><a href="/x">longer words</a></li><li>d</li><li>e</li><li>f</li></ul>'))
})

for (const [what, one, other] of [
  ['an element', '<p>a</p>', '<p>a<b>b</b></p>'],
  ['a class', '<p>a</p>', '<p class="faint">a</p>'],
  ['a link without words', '<a href="/">a</a>', '<a href="/"></a>'],
  ['a picture without alt', '<img src="/a" alt="a">', '<img src="/a">'],
  ['a field without a label', '<label for="a">A</label><input id="a">', '<input>'],
  ['what is unfolded', '<details><summary>a</summary></details>', '<details open=""><summary>a</summary></details>'],
  ['a field marked as wrong', '<input aria-invalid="false">', '<input aria-invalid="true">'],
  ['a heading left out', '<h1>a</h1><h2>b</h2><h3>c</h3>', '<h1>a</h1><h3>c</h3>'],
  ['an id of another', '<p id="a">a</p><p id="b">b</p>', '<p id="a">a</p><p id="a">b</p>'],
  ['a neighbour', '<p>a</p><a href="/">b</a><b>c</b>', '<b>c</b><a href="/">b</a>'],
] as const) {
  test(`${what} is a part of its own`, () => assert.ok(adds(one, other)))
}

test('a page in another language is another page', () => assert.ok(!partsOf(page('<p>a</p>', 'ar')).isSubsetOf(partsOf(page('<p>a</p>')))))
