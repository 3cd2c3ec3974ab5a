/**
 * The vault's keys at start: the file is made once, and the database remembers the id of the newest key (never the key), so
 * that no hub begins with another file and seals what its sisters, or itself tomorrow, could not open.
 */
import type { Random } from '../kernel/index.ts'
import type { Database, Tx } from '../platform/database.ts'
import { createVault, VaultError, type Vault } from '../platform/vault.ts'
import { addToKeyFile, isOpenToOthers, readKeyFile } from '../platform/vault/key-file.ts'

const NAME = 'vault-key-id'
const IF_LOST = 'If it is lost for good, see docs/operating.md, “The vault key”'

type Setting = { database: Database; keyFile: string; random: Random; trouble: (what: string) => void }


/** Throws VaultError where the file is not the one of this store. */
export async function openVault({ database, keyFile, random, trouble }: Setting): Promise<Vault> {
  const keys = await database.transact(async (tx) => {
    await tx.lock('hub-secrets')
    const remembered = await rememberedId(tx)
    const found = await readKeyFile(keyFile)
    if (found === undefined && remembered !== undefined) {
      throw new VaultError('key-file', `the vault key ${keyFile} is not there, and what this store keeps is sealed under the key ${remembered}: put the file back, or name it in OPENACCORD_VAULT_KEY. ${IF_LOST}`)
    }
    const known = found ?? [await addToKeyFile(keyFile, random)]
    if (remembered !== undefined && !known.some(({ id }) => id === remembered)) {
      throw new VaultError('key-file', `the vault key ${keyFile} (${known.map(({ id }) => id).join(', ')}) is not the one of this store, which is ${remembered}: every hub on one database has the same file. ${IF_LOST}`)
    }
    await remember(tx, known.at(-1)!.id)
    return known
  })
  if (await isOpenToOthers(keyFile)) trouble(`the vault key ${keyFile} can be read by every user of this machine: chmod 600 it`)
  return createVault({ keys, random })
}

/** A store that remembers no key takes the one it is given next. */
export const forgetVaultKey = (tx: Tx): Promise<number> => tx.run('delete from hub_secrets where name = ?', NAME)

async function rememberedId(tx: Tx): Promise<string | undefined> {
  const row = await tx.get<{ value: Uint8Array }>('select value from hub_secrets where name = ?', NAME)
  return row && Buffer.from(row.value).toString('utf8')
}

async function remember(tx: Tx, id: string): Promise<void> {
  const value = Buffer.from(id, 'utf8')
  const changed = await tx.run('update hub_secrets set value = ? where name = ?', value, NAME)
  if (changed === 0) await tx.run('insert into hub_secrets (name, value) values (?, ?)', NAME, value)
}
