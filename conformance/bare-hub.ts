/**
 * A hub of its own process without pages and without limits of pace, for tests that start hubs over and over and write as
 * fast as they can. An empty store is filled with the sample alliance first; its guide goes to `demo.json`.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startHouse } from '../server/src/compose/house.ts'
import { readConfig } from '../server/src/config.ts'
import { openDemoClock } from '../server/src/demo/clock.ts'
import { fillAlliance } from '../server/src/demo/fill.ts'
import { keepKeys } from '../server/src/demo/keys.ts'
import { openZone } from '../server/src/demo/zone.ts'

const config = readConfig(process.env, true)
mkdirSync(config.data, { recursive: true, mode: 0o700 })
const mails: { to: string; text: string }[] = []
const time = openDemoClock(join(config.data, 'demo-clock.json'), () => Date.now() * 1000)
const zone = openZone(join(config.data, 'demo-zone.json'))
const house = await startHouse({
  config, clock: time.clock, askTxt: zone.askTxt, random: (bytes) => new Uint8Array(randomBytes(bytes)),
  rates: 'off', portal: '', mailed: (mail) => void mails.push(mail),
})
if ((await house.setUpLink()) !== undefined) {
  const { guide, keys } = await fillAlliance(house, { mails, zone, travel: time.travel })
  keepKeys(join(config.data, 'keys'), keys)
  writeFileSync(join(config.data, 'demo.json'), JSON.stringify(guide))
}
process.stderr.write('ready\n')
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void house.close().then(() => process.exit(0)))
