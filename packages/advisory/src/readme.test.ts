/** The examples of README.md run, and print what they say after `//=`. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { test } from 'node:test'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const examples = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code)

test('the examples of the README print what they say', async (t) => {
  const printed: string[] = []
  t.mock.method(console, 'log', (...words: unknown[]) => void printed.push(words.join(' ')))
  assert.equal(examples.length, 1)
  for (const example of examples) {
    const here = example.replace("'@openaccord/advisory'", JSON.stringify(new URL('./index.ts', import.meta.url).href))
    await import(`data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(here))}`)
    assert.deepEqual(printed, [...example.matchAll(/\/\/= (.*)/g)].map(([, text = '']) => text))
  }
})
