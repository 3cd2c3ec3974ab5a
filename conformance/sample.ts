/**
 * The sample alliance, filled once for each engine (fill-sample.ts) and copied for each house: OPENACCORD_TEST_SAMPLE and
 * OPENACCORD_TEST_SAMPLE_POSTGRES name the folders they lie in, and `npm test` sets them. A test file run alone has none to
 * copy, and fills its house itself.
 */
import { copyFileSync, cpSync, existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Guide } from '../server/src/demo/fill.ts'
import { sharedPostgres } from '../server/src/platform/testing/postgres.ts'

export type Sample = { guide: Guide; mails: { to: string; text: string }[] }
/** `database`: where a sample on PostgreSQL lies, with nobody connected. */
export type Told = Sample & { database?: string | undefined }

export const STORE = 'hub.sqlite'
export const TOLD = 'sample.json'
/** What is not carried over as it stands. */
const OWN = new Set([STORE, `${STORE}.lock`, TOLD])

/**
 * Copies the store to this new one and what else a hub keeps to its data folder, and tells who lives there, at this
 * address; undefined where there is none to copy, or something stands in the store.
 */
export async function layOut(folder: string, database: string, url: string): Promise<Sample | undefined> {
  const isFile = database.startsWith('sqlite:')
  const from = process.env[isFile ? 'OPENACCORD_TEST_SAMPLE' : 'OPENACCORD_TEST_SAMPLE_POSTGRES']
  if (from === undefined || !existsSync(join(from, TOLD))) return undefined
  const text = readFileSync(join(from, TOLD), 'utf8')
  const told = JSON.parse(text) as Told
  if (isFile) {
    const file = database.slice('sqlite:'.length)
    if (existsSync(file)) return undefined
    copyFolder(from, folder)
    copyFileSync(join(from, STORE), file)
  } else {
    if (told.database === undefined || !(await (await sharedPostgres()).copyInto(database, told.database))) return undefined
    copyFolder(from, folder)
  }
  return JSON.parse(text.replaceAll(told.guide.url, url)) as Sample
}

const copyFolder = (from: string, to: string): void => cpSync(from, to, { recursive: true, filter: (path) => !OWN.has(basename(path)) })
