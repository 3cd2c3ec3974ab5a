/** Where the machine keeps what the tests use: Chromium, PostgreSQL, the folder of published test data. */
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

const onPath = (name: string): string | undefined =>
  (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)).find((file) => existsSync(file))

export function findChromium(): string | undefined {
  return onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome')
}

/** The folder with initdb and postgres. */
export function findPostgres(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = versions.map((version) => join(debian, version, 'bin'))
  const found = onPath('initdb')
  if (found !== undefined) folders.push(dirname(found))
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

/** Published vectors and real data, beside the project; undefined when they are not there. */
export function findTestData(): string | undefined {
  const folder = process.env['OPENACCORD_TESTDATA'] ?? join(dirname(dirname(import.meta.dirname)), 'shared', 'data')
  return existsSync(folder) ? folder : undefined
}
