/** The vault's key from a terminal: another one beside it, or none at all because it is lost. See docs/operating.md, “The vault key”. */
import type { Config } from '../config.ts'
import type { Random } from '../kernel/index.ts'
import { openDatabase } from '../platform/database.ts'
import { migrate } from '../platform/migrate.ts'
import { VaultError } from '../platform/vault.ts'
import { addToKeyFile, readKeyFile } from '../platform/vault/key-file.ts'
import { ROOMS } from './house.ts'
import { forgetVaultKey } from './vault.ts'

type Say = (text: string) => void

/** A fresh key beside the others; it seals from the next start on. */
export async function addVaultKey({ vaultKey }: Config, random: Random, say: Say): Promise<void> {
  if ((await readKeyFile(vaultKey)) === undefined) throw new VaultError('key-file', `there is no vault key ${vaultKey} yet: the first start makes it`)
  const { id } = await addToKeyFile(vaultKey, random)
  say(`${vaultKey} has a new key, ${id}. Bring the file to every hub on this database and to the place of your copy, then start each hub again. The older lines stay: they open what they sealed.`)
}

/** Where the file is lost for good: the next start may begin with another. Nothing that was sealed can be read again. The hub is stopped. */
export async function giveUpVaultKey({ database: url }: Config, now: number, say: Say): Promise<void> {
  const database = await openDatabase(url)
  try {
    await migrate(database, ROOMS, { now })
    await database.transact(forgetVaultKey)
    say('This store has forgotten its vault key. What was sealed under it stays and cannot be read; the next start takes the key file that is there, or makes one.')
  } finally {
    await database.close()
  }
}
