/** Where the published documents lie; the tests that need them say so and are skipped where the folder is missing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = process.env['OPENACCORD_TESTDATA'] ?? resolve(fileURLToPath(import.meta.url), '../../../../../../shared/data')
const base = join(root, 'disclosure')

/** What `node:test` takes as `skip`: false when the data is there. */
export const noData: string | false = existsSync(join(base, 'csaf-2.0')) ? false : `no test data at ${base}; set OPENACCORD_TESTDATA`

export function listData(folder: string, ending = '.json'): string[] {
  return readdirSync(join(base, folder)).filter((name) => name.endsWith(ending)).sort()
}

export function readData(...path: string[]): string {
  return readFileSync(join(base, ...path), 'utf8')
}
