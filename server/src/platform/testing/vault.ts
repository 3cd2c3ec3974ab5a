/** A vault for tests of rooms, with a key of its own. */
import { randomBytes } from 'node:crypto'
import { createVault, vaultKey, type Vault } from '../vault.ts'

export const testVault = (): Vault => createVault({ keys: [vaultKey(randomBytes(32))], random: randomBytes })
