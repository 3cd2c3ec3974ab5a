/** Keys the hub makes for itself at its first start and every hub on this database shares: kept in the database. */
import type { Random } from '../kernel/index.ts'
import type { Database } from '../platform/database.ts'

/** 32 bytes under this name, made once. */
export async function sharedSecret(database: Database, random: Random, name: string): Promise<Uint8Array> {
  return database.transact(async (tx) => {
    await tx.lock('hub-secrets')
    const row = await tx.get<{ value: Uint8Array }>('select value from hub_secrets where name = ?', name)
    if (row !== undefined) return row.value
    const value = random(32)
    await tx.run('insert into hub_secrets (name, value) values (?, ?)', name, value)
    return value
  })
}
