import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parsePattern, printPattern } from './index.ts'

/** A pattern without its offsets: what must survive printing. */
export function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare)
  if (node === null || typeof node !== 'object') return node
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'at').map(([key, value]) => [key, bare(value)]))
}

const DATA = process.env['OPENACCORD_TESTDATA'] ?? '../shared/data'
const EXAMPLES = `${DATA}/threats/patterns/spec_examples.txt`

test('the examples of the specification parse and round-trip', { skip: existsSync(EXAMPLES) ? false : `no ${EXAMPLES}` }, () => {
  const lines = readFileSync(EXAMPLES, 'utf8').split('\n').filter((line) => line.trim() !== '')
  assert.equal(lines.length, 23)
  for (const line of lines) {
    const pattern = parsePattern(line)
    assert.deepEqual(bare(parsePattern(printPattern(pattern))), bare(pattern), line)
  }
})
