/**
 * The sample alliance, filled once (fill-sample.ts) and copied for each house: OPENACCORD_TEST_SAMPLE names the folder it
 * lies in, and `npm test` sets it. A test file run alone has none to copy, and fills its house itself.
 */
import { copyFileSync, cpSync, existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Guide } from '../server/src/demo/fill.ts'

export type Sample = { guide: Guide; mails: { to: string; text: string }[] }

export const STORE = 'hub.sqlite'
export const TOLD = 'sample.json'
/** What is not carried over as it stands. */
const OWN = new Set([STORE, `${STORE}.lock`, TOLD])

/**
 * Copies the store to this new file and what else a hub keeps to its data folder, and tells who lives there, at this
 * address; undefined where there is none to copy.
 */
export function layOut(folder: string, file: string, url: string): Sample | undefined {
  const from = process.env['OPENACCORD_TEST_SAMPLE']
  if (from === undefined || !existsSync(join(from, TOLD)) || existsSync(file)) return undefined
  cpSync(from, folder, { recursive: true, filter: (path) => !OWN.has(basename(path)) })
  copyFileSync(join(from, STORE), file)
  const text = readFileSync(join(from, TOLD), 'utf8')
  const { guide } = JSON.parse(text) as Sample
  return JSON.parse(text.replaceAll(guide.url, url)) as Sample
}
