/** Where the machine keeps what the tests use: Chromium, PostgreSQL, the folder of published test data. */
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)).find((file) => existsSync(file))

export function findChromium(): string | undefined {
  return onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome')
}

/** The folder with initdb and postgres. */
export { findPostgres } from '../server/src/platform/testing/postgres.ts'

/** Published vectors and real data, beside the project; undefined when they are not there. */
export function findTestData(): string | undefined {
  const folder = process.env['OPENACCORD_TESTDATA'] ?? join(dirname(dirname(import.meta.dirname)), 'shared', 'data')
  return existsSync(folder) ? folder : undefined
}
