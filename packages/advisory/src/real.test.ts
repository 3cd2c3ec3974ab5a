/** Documents that others wrote: every one is read without falling over, or refused with words; how many of each is printed. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { checkDraft } from './draft/draft.ts'
import { AdvisoryError } from './error.ts'
import { importDocument } from './import.ts'

const root = process.env['OPENACCORD_TESTDATA'] ?? resolve(fileURLToPath(import.meta.url), '../../../../../shared/data')
const base = join(root, 'disclosure')
const skip = existsSync(base) ? false : `no test data at ${base}; set OPENACCORD_TESTDATA`

function filesIn(folder: string): string[] {
  return readdirSync(join(base, folder), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).map((name) => join(folder, name)).sort()
}

/** Folder, and how many of its JSON files are documents at all (the others are feeds, schemas, lists). */
const FOLDERS = ['csaf-examples', 'cve', 'osv', 'govuln', 'openvex', 'cyclonedx']

for (const folder of FOLDERS) {
  test(`${folder} is imported`, { skip }, (t) => {
    let [imported, refused, finished, shaped] = [0, 0, 0, 0]
    for (const name of filesIn(folder)) {
      const value: unknown = JSON.parse(readFileSync(join(base, name), 'utf8'))
      try {
        const { draft } = importDocument(value)
        imported++
        const findings = checkDraft(draft)
        if (findings.every(({ level }) => level !== 'error')) finished++
        if (draft.vulnerabilities.every(({ statements }) => Array.isArray(statements))) shaped++
      } catch (error) {
        if (!(error instanceof AdvisoryError)) throw new Error(`${name} falls over`, { cause: error })
        assert.ok(['bad-document'].includes(error.code), name)
        refused++
      }
    }
    t.diagnostic(`${folder}: ${imported} imported, ${finished} of them finished as they are; ${refused} are no advisories`)
    assert.equal(shaped, imported)
  })
}
