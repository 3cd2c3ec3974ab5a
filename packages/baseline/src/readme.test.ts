/** The example of the README, run as it stands: what it logs is what its comments say. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { format } from 'node:util'

test('the example does what it says', async (t) => {
  const example = /```js\n(.*?)```/s.exec(readFileSync(new URL('../README.md', import.meta.url), 'utf8'))?.[1] ?? ''
  const promised = [...example.matchAll(/console\.log\(.*\) \/\/ (.*)/g)].map((match) => match[1])
  const logged: string[] = []
  t.mock.method(console, 'log', (...words: unknown[]) => void logged.push(format(...words)))
  const code = example.replace("'@openaccord/baseline'", JSON.stringify(new URL('./index.ts', import.meta.url).href))
  await import(`data:text/javascript,${encodeURIComponent(code)}`)
  t.mock.restoreAll()
  assert.deepEqual(logged, promised)
  assert.ok(promised.length >= 4)
})
