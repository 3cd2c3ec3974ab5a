/** Where the published histories of the Vultron documentation lie; tests that need them are skipped, and say so, where they are missing. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = process.env['OPENACCORD_TESTDATA'] ?? resolve(fileURLToPath(import.meta.url), '../../../../../../shared/data')
const base = join(root, 'disclosure/vultron')

/** What `node:test` takes as `skip`: false when the data is there. */
export const noOracles: string | false = existsSync(base) ? false : `no published histories at ${base}; set OPENACCORD_TESTDATA`
export const readOracle = (name: string): unknown => JSON.parse(readFileSync(join(base, name), 'utf8'))
