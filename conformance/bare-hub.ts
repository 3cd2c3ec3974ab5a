/**
 * A hub of its own process without pages and without limits of pace, for tests that start hubs over and over and write as
 * fast as they can. An empty store is filled with the sample alliance first; its guide goes to `demo.json`.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startHouse } from '../server/src/compose/house.ts'
import { readConfig } from '../server/src/config.ts'
import { fillAlliance } from '../server/src/demo/fill.ts'

const config = readConfig(process.env, true)
mkdirSync(config.data, { recursive: true, mode: 0o700 })
const mails: { to: string; text: string }[] = []
const house = await startHouse({
  config, clock: () => Date.now() * 1000, random: (bytes) => new Uint8Array(randomBytes(bytes)),
  rates: 'off', portal: '', mailed: (mail) => void mails.push(mail),
})
if ((await house.setUpLink()) !== undefined) writeFileSync(join(config.data, 'demo.json'), JSON.stringify(await fillAlliance(house, mails)))
process.stderr.write('ready\n')
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void house.close().then(() => process.exit(0)))
