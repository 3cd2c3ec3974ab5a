/** Saving and bringing back everything, from a terminal: progress in words, and an end that says what was checked. */
import type { Config } from '../config.ts'
import { backup, restore, type Manifest } from '../platform/backup.ts'
import { openDatabase } from '../platform/database.ts'
import { ROOMS } from './house.ts'

type Say = (text: string) => void
const now = (): number => Date.now() * 1000

/** While a hub runs or not; it is only read from. */
export async function backupStore(config: Config, file: string, say: Say): Promise<void> {
  const database = await openDatabase(config.database, { readOnly: true })
  try {
    const manifest = await backup(database, file, { now: now(), progress: teller(say) })
    say(`Saved ${summary(manifest)} to ${file}. It holds everything, keys and addresses too: encrypt it before it leaves your hands.`)
    say(`The vault key is not inside: keep a copy of ${config.vaultKey} elsewhere. Without it nobody can read what the hub keeps sealed.`)
  } finally {
    await database.close()
  }
}

/** Into an empty store, with no hub on it. */
export async function restoreStore(config: Config, file: string, say: Say): Promise<void> {
  const manifest = await restore(file, config.database, { rooms: ROOMS, now: now(), progress: teller(say) })
  say(`Brought back ${summary(manifest)}; every table's count and hash is as it was saved.`)
}

const summary = ({ tables }: Manifest): string => `${tables.reduce((sum, { rows }) => sum + rows, 0)} rows in ${tables.length} tables`

/** A line a table, and one every few seconds for a long one. */
function teller(say: Say) {
  let told = 0
  let last = ''
  return ({ table, rows }: { table: string; rows: number }): void => {
    if (table === last && Date.now() - told < 3_000) return
    told = Date.now()
    last = table
    say(`  ${table}: ${rows} rows`)
  }
}
