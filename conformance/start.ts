/**
 * A whole hub for a test: real store, real sockets, in this process, with the sample alliance in it and its guide.
 * `startTestHouse({ database })` runs it on that empty database; `filled: false` leaves it empty.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startHouse, type House, type HouseSettings } from '../server/src/compose/house.ts'
import { readConfig } from '../server/src/config.ts'
import { openSampleInternet } from '../server/src/demo/baselines.ts'
import { openDemoClock } from '../server/src/demo/clock.ts'
import { fillAlliance, type Guide } from '../server/src/demo/fill.ts'
import { keepKeys } from '../server/src/demo/keys.ts'
import { openZone, type Zone } from '../server/src/demo/zone.ts'
import { freePort } from '../server/src/platform/testing/free-port.ts'
import { layOut, STORE } from './sample.ts'

export { freePort }

export type TestHouse = {
  house: House
  url: string
  guide: Guide
  folder: string
  /** The name servers of the sample's domains: `zone.put(name, line)` adds a TXT line. */
  zone: Zone
  /** Every mail that was put into the queue, oldest first. */
  mails: readonly { to: string; text: string }[]
  /** As `accord demo advance` does it: day by day, with what is due on each. */
  advance(days: number): Promise<void>
  close(): Promise<void>
}
type Wish = Partial<Omit<HouseSettings, 'config'>> & {
  /** An empty database to use instead of the embedded store. */
  database?: string
  port?: number
  folder?: string
  env?: Record<string, string>
  /** False leaves the hub empty. */
  filled?: boolean
}

export async function startTestHouse(wish: Wish = {}): Promise<TestHouse> {
  const folder = wish.folder ?? (await mkdtemp(join(tmpdir(), 'accord-house-')))
  const port = wish.port ?? (await freePort())
  const env = { PORT: String(port), OPENACCORD_DATA: folder, OPENACCORD_LOG: 'silent', ...(wish.database && { OPENACCORD_DATABASE: wish.database }), ...wish.env }
  const sample = isPlain(wish) ? await layOut(folder, wish.database ?? `sqlite:${join(folder, STORE)}`, `http://127.0.0.1:${port}`) : undefined
  const mails: { to: string; text: string }[] = sample?.mails ?? []
  const time = openDemoClock(join(folder, 'demo-clock.json'), wish.clock ?? (() => Date.now() * 1000))
  const zone = openZone(join(folder, 'demo-zone.json'))
  const internet = await openSampleInternet(Date.now())
  const house = await startHouse({
    sample: internet.sample,
    config: readConfig(env, true),
    clock: time.clock,
    askTxt: zone.askTxt,
    random: wish.random ?? ((bytes) => new Uint8Array(randomBytes(bytes))),
    rates: wish.rates ?? 'off',
    portal: wish.portal ?? '',
    mailed: (mail) => void mails.push(mail),
  })
  const guide = wish.filled === false ? emptyGuide(house.url) : (sample?.guide ?? (await fill()))
  return {
    house,
    url: house.url,
    guide,
    folder,
    zone,
    mails,
    async advance(days) {
      await house.settle()
      for (let day = 0; day < days; day += 1) {
        time.nextDay()
        await house.settle()
      }
    },
    async close() {
      await house.close()
      await internet.close()
      if (wish.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }

  /** The keys lie where the demonstration keeps them: `keys/<slug>.pem` in the folder. */
  async function fill(): Promise<Guide> {
    const { guide, keys } = await fillAlliance(house, { mails, zone, travel: time.travel })
    keepKeys(join(folder, 'keys'), keys)
    return guide
  }
}

/** The alliance of every day, at its time: a copy does. */
const isPlain = ({ filled, clock, random }: Wish): boolean => filled !== false && random === undefined && (clock === undefined || Math.abs(clock() / 1000 - Date.now()) < 60_000)

const emptyGuide = (url: string): Guide => ({ url, accounts: [], applicants: [], reports: undefined, guest: undefined, taxii: { discovery: `${url}/taxii2/`, apiRoot: '', collection: '', user: '', password: '', token: '' } })
