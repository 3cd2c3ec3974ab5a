/** docs/promises.md names every promise once, and no page, command or document that does not exist. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { createProgram } from '../cli/src/program.ts'
import { places } from '../portal/app/paths.ts'

const root = dirname(import.meta.dirname)
const rows = readFileSync(join(root, 'docs', 'promises.md'), 'utf8').split('\n').filter((line) => /^\| \d/.test(line)).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))

test('the 108 promises stand here once each, in order', () => {
  assert.deepEqual(rows.map(([nr]) => Number(nr)), Array.from({ length: 108 }, (_, index) => index + 1))
})

test('each says where it is kept, or that it is not yet', () => {
  for (const [nr, words, kept, missing] of rows) {
    assert.ok(words !== '', `promise ${nr} has no words`)
    assert.ok((kept === '') === (missing === 'not yet'), `promise ${nr} names a place, or says “not yet”, and not both`)
  }
})

test('what is named exists', async (t) => {
  const pages = new Set<string>(Object.values(places).map(({ path }) => path))
  const commands = new Set<string>(commandsOf(createProgram(), ''))
  const exists: Readonly<Record<string, (name: string) => boolean>> = { page: (name) => pages.has(name), command: (name) => commands.has(name), document: (name) => existsSync(join(root, name)) }
  for (const [nr, , kept = ''] of rows) {
    const named = [...kept.matchAll(/(\w+) `([^`]+)`/g)]
    if (kept !== '') assert.ok(named.length > 0, `promise ${nr} names no place`)
    for (const [, kind = '', name = ''] of named) await t.test(`promise ${nr}: ${kind} ${name}`, () => assert.equal(exists[kind]?.(name), true))
  }
})

type Tree = { name(): string; commands: readonly Tree[] }
function commandsOf(command: Tree, above: string): string[] {
  const name = `${above} ${command.name()}`.trim()
  return [name, ...command.commands.flatMap((each) => commandsOf(each, name))]
}
