/** The examples of README.md run, and print what they say after `//=`. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { test } from 'node:test'
import { play } from './play.test.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const examples = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code)

test('the examples of the README print what they say', async (t) => {
  const playing = await play({ objects: 5 })
  t.after(playing.close)
  const printed: string[] = []
  t.mock.method(console, 'log', (...words: unknown[]) => void printed.push(words.join(' ')))
  assert.equal(examples.length, 2)
  for (const example of examples) {
    printed.length = 0
    const here = example
      .replace("'@openaccord/taxii'", JSON.stringify(new URL('./index.ts', import.meta.url).href))
      .replace('https://taxii.example.org', playing.origin)
    const code = stripTypeScriptTypes(here)
    await import(`data:text/javascript,${encodeURIComponent(code)}`)
    const said = [...example.matchAll(/\/\/= (.*)/g)].map(([, text = '']) => text)
    assert.ok(said.length > 0)
    assert.deepEqual(printed.slice(-said.length), said)
  }
  assert.equal(playing.stored.length, 6)
})
