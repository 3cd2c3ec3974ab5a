/** Real bundles: ATT&CK and the examples of the OASIS documentation. Skipped where the test data is not beside the project. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parseObject } from './parse.ts'
import { sliceObjects } from './slice.ts'

const root = process.env['OPENACCORD_TESTDATA'] ?? resolve(fileURLToPath(import.meta.url), '../../../../../shared/data')
const folders = ['attack', 'stix-examples'].map((name) => join(root, 'threats', name))
const skip = folders.every((folder) => existsSync(folder)) ? false : `no test data at ${root}; set OPENACCORD_TESTDATA`

/** What the data itself gets wrong: one relationship of ATT&CK Mobile 14.1 was modified before it was created. */
const KNOWN = new Map([['relationship--f825f5ea-3815-431f-b005-4c01b8b2fed9', '/modified']])

test('real bundles are valid, and slicing gives their objects', { skip }, async (t) => {
  for (const folder of folders) {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
      await t.test(name, () => {
        const body = readFileSync(join(folder, name))
        const { value, findings } = parseObject(body)
        const errors = findings.filter(({ level }) => level === 'error')
        assert.deepEqual(errors.filter(({ objectId, pointer }) => !pointer.endsWith(KNOWN.get(objectId ?? '') ?? '\0')), [])
        const slices = sliceObjects(body)
        assert.deepEqual(slices.parseAll(), (value as { objects: unknown[] }).objects)
        for (let index = 0; index < slices.count; index += 97) assert.deepEqual(slices.parse(index), (value as { objects: unknown[] }).objects[index])
      })
    }
  }
})
