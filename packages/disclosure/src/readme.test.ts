/** The examples of README.md run, one after the other as one program, and print what they say after `//=`. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { test } from 'node:test'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const examples = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code)

test('the examples of the README print what they say', async (t) => {
  const printed: string[] = []
  t.mock.method(console, 'log', (...words: unknown[]) => void printed.push(words.join(' ')))
  assert.equal(examples.length, 3)
  const program = examples.join('\n').replaceAll("'@openaccord/disclosure'", JSON.stringify(new URL('./index.ts', import.meta.url).href))
  await import(`data:text/javascript,${encodeURIComponent(stripTypeScriptTypes(program))}`)
  assert.deepEqual(printed, [...program.matchAll(/\/\/= (.*)/g)].map(([, text = '']) => text))
})
