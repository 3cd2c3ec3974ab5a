/**
 * The sample alliance is whole or it is not there: while a first start fills it, a mark lies in the data folder. A start that
 * finds the mark takes away what the one before it left, and fills anew: nobody had been told of anything in it.
 */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Config } from '../config.ts'
import { holdFile } from '../platform/database/sqlite-lock.ts'

const MARK = 'demo-filling'
const GUIDE = 'demo.json'
type Place = Pick<Config, 'data' | 'database' | 'vaultKey'> & { ledger: Pick<Config['ledger'], 'guard'> }
/** What a demonstration keeps in its folder. */
const OURS = ['hub.sqlite', 'hub.sqlite-wal', 'hub.sqlite-shm', 'log', 'guard', 'keys', 'mail', 'witnesses', 'vault.key', 'demo-zone.json', 'demo-clock.json']

/** Before anything is opened. Throws where what is left lies elsewhere than in the folder, or another process still fills it. */
export function clearUnfinished({ data, database, ledger: { guard }, vaultKey }: Place, say: (text: string) => void): void {
  const mark = join(data, MARK)
  if (!existsSync(mark)) return
  if (!existsSync(join(data, GUIDE))) {
    const store = join(data, 'hub.sqlite')
    const elsewhere = [...(database === `sqlite:${store}` ? [] : ['the database that OPENACCORD_DATABASE names']), ...[guard, vaultKey].filter((place) => !OURS.includes(relative(data, place)))]
    if (elsewhere.length > 0) throw new Error(`the start before was ended while it filled the sample alliance: empty or remove ${[...elsewhere, data].join(' and ')}, then start again`)
    const letGo = holdFile(store)
    say('The start before was ended while it filled the sample alliance: beginning anew …')
    for (const name of OURS) rmSync(join(data, name), { recursive: true, force: true })
    letGo()
  }
  rmSync(mark)
}

export const markFilling = ({ data }: Pick<Config, 'data'>): void => writeFileSync(join(data, MARK), '')

/** The guide is there whole, and only then the mark goes. */
export function keepGuide({ data }: Pick<Config, 'data'>, text: string): string {
  const file = join(data, GUIDE)
  writeFileSync(`${file}.new`, text, { mode: 0o600 })
  renameSync(`${file}.new`, file)
  rmSync(join(data, MARK), { force: true })
  return file
}
