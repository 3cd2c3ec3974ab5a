/** Text lives in the catalogue: no view has words of its own, and the catalogue has no words that no view says. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseAst } from 'vite'
import { english } from './en/index.ts'

const app = join(import.meta.dirname, '..')
const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'))
const views = files.filter((file) => file.endsWith('.tsx'))

/** Attributes that people read or hear. */
const SPOKEN = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'full', 'caption', 'sentence', 'help', 'head'])
/** Names of tools, the same in every language. */
const PROPER = new Set(['curl', 'accord', 'Python', 'MISP', 'OpenCTI', 'TAXII 2.1'])

type Node = { type: string; [key: string]: unknown }
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

function* walk(node: Node): Generator<Node> {
  yield node
  for (const value of Object.values(node)) {
    for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) yield* walk(each)
  }
}

/** The words that stand in a view itself. */
function wordsIn(source: string): string[] {
  const found: string[] = []
  for (const node of walk(parseAst(source, { lang: 'tsx' }) as unknown as Node)) {
    if (node.type === 'JSXText') found.push(String(node['value']))
    if (node.type !== 'JSXAttribute') continue
    const name = (node['name'] as { name?: string }).name ?? ''
    const value = node['value']
    if (SPOKEN.has(name) && isNode(value) && typeof value['value'] === 'string') found.push(value['value'])
  }
  return found.map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text) && !PROPER.has(text))
}

test('no view has words of its own', () => {
  assert.ok(views.length > 30, 'the views were found')
  for (const file of views) assert.deepEqual(wordsIn(readFileSync(join(app, file), 'utf8')), [], file)
})

test('the search for words finds words', () => {
  assert.deepEqual(wordsIn('<p aria-label="Hello there">{t("x")} and <b>more</b></p>'), ['Hello there', 'and', 'more'])
})

test('every message is said somewhere', () => {
  const source = files.filter((file) => !file.startsWith('messages')).map((file) => readFileSync(join(app, file), 'utf8')).join('\n') + readFileSync(join(app, 'messages/words.ts'), 'utf8')
  // keys put together from data: `place.${name}`, `role.${role}.may` …
  const built = [...source.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{[^}]*\}(\.[a-zA-Z]+)?`/g)].map(([, before = '', after = '']) => ({ before, after }))
  const silent = Object.keys(english.messages).filter(
    (key) => !source.includes(`'${key}'`) && !source.includes(`"${key}"`) && !built.some(({ before, after }) => key.startsWith(before) && key.endsWith(after)),
  )
  assert.deepEqual(silent, [])
})
