/** A process that publishes what is due until it is killed: `node publisher-process.ts <database> <vault key in hex> <micros>`. */
import { openDatabase } from '../../../platform/database.ts'
import { createVault, vaultKey } from '../../../platform/vault.ts'
import { openAdvisoryHouse } from './house.ts'

const [url = '', key = '', now = ''] = process.argv.slice(2)
const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes))
const house = await openAdvisoryHouse(await openDatabase(url), { clock: () => Number(now), vault: createVault({ keys: [vaultKey(Buffer.from(key, 'hex'))], random }) })
process.stdout.write('ready\n')
for (;;) {
  for (const { advisory, outcome } of await house.advisories.publishDue()) process.stdout.write(`${outcome} ${advisory}\n`)
  await new Promise((resolve) => setTimeout(resolve, 5))
}
