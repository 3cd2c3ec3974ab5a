/** The files of a language are put together by spreading them: a key that two of them have would be said by the last one alone. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { languages } from './languages.ts'

for (const tag of Object.keys(languages)) {
  test(`${tag}: no key stands in two files`, () => {
    const folder = new URL(`./${tag}/`, import.meta.url)
    const homes = new Map<string, string[]>()
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts')) {
      // as they are written: one file may take in another whole
      for (const [, key = ''] of readFileSync(new URL(file, folder), 'utf8').matchAll(/^ {2}'?([\w.-]+)'?: /gm)) homes.set(key, [...(homes.get(key) ?? []), file])
    }
    assert.ok(homes.size > 300, `only ${homes.size} keys were found`)
    assert.deepEqual([...homes].filter(([, files]) => files.length > 1), [])
  })
}
