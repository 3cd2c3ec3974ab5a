/** `npm run demo`: a hub with the sample alliance in it. The first start fills it; later ones find it there. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { House } from '../compose/house.ts'
import type { Config } from '../config.ts'
import type { Clock, Random } from '../kernel/index.ts'
import { CLOCK_FILE, openDemoClock } from './clock.ts'
import type { Account, Guide } from './fill.ts'
import { clearUnfinished, keepGuide, markFilling } from './unfinished.ts'
import { openZone } from './zone.ts'
import { startWitnesses } from './witnesses.ts'

type Means = { clock: Clock; random: Random; say: (text: string) => void }

export async function startDemo(settings: Config, { clock, random, say }: Means): Promise<House> {
  clearUnfinished(settings, say)
  // The witnesses are processes: they start while this one loads the house
  const [witnesses, { startHouse }, { openSampleInternet }] = await Promise.all([startWitnesses(settings), import('../compose/house.ts'), import('./baselines.ts')])
  const { config } = witnesses
  const mails: { to: string; text: string }[] = []
  const time = openDemoClock(join(config.data, CLOCK_FILE), clock)
  const zone = openZone(join(config.data, 'demo-zone.json'))
  const internet = await openSampleInternet(clock() / 1000)
  const house: House = await startHouse({ config, sample: internet.sample, clock: time.clock, random, mailed: (mail) => void mails.push(mail), askTxt: zone.askTxt, othersClock: time.present, advance })
  try {
    let guide = readGuide(join(config.data, 'demo.json'), house.url)
    const isEmpty = (await house.setUpLink()) !== undefined
    if (guide === undefined && !isEmpty) throw new Error(`${config.data} holds a hub that is not the sample alliance: npm start runs it; for a demonstration name another folder in OPENACCORD_DATA`)
    if (guide === undefined || isEmpty) {
      say('Filling the sample alliance …')
      markFilling(config)
      const [{ fillAlliance }, { keepKeys }] = await Promise.all([import('./fill.ts'), import('./keys.ts')])
      const filled = await fillAlliance(house, { mails, zone, travel: time.travel })
      guide = filled.guide
      keepKeys(join(config.data, 'keys'), filled.keys)
    }
    const file = keepGuide(config, `${JSON.stringify(guide, null, 2)}\n`)
    say(welcome(guide, file))
    return { ...house, close: () => house.close().finally(internet.close).finally(witnesses.stop) }
  } catch (error) {
    await house.close()
    await internet.close()
    witnesses.stop()
    throw error
  }

  /** Day by day, so that what is due on a day is done on that day. */
  async function advance(days: number): Promise<{ now: number; days: number }> {
    await house.settle()
    for (let day = 0; day < days; day += 1) {
      time.nextDay()
      await house.settle()
    }
    return { now: time.clock(), days: time.days() }
  }
}

/** The guide of the last start; its addresses follow the port of this one. */
function readGuide(file: string, url: string): Guide | undefined {
  if (!existsSync(file)) return undefined
  const guide: Guide = JSON.parse(readFileSync(file, 'utf8'))
  return JSON.parse(JSON.stringify(guide).replaceAll(`"${guide.url}`, `"${url}`))
}

/** What somebody is here: who reads reports at the secretariat coordinates. */
function wordOf({ role, organisation }: Account, { accounts }: Guide): string {
  const secretariat = accounts.find((account) => account.role === 'secretariat')?.organisation
  return role === 'psirt-analyst' && organisation === secretariat ? 'coordinator' : role
}

function welcome(guide: Guide, file: string): string {
  const roles = new Map<string, Account>()
  for (const account of guide.accounts) {
    const word = wordOf(account, guide)
    if (!roles.has(word)) roles.set(word, account)
  }
  const lines = [...roles].map(([word, { person, organisation, signInUrl }]) => `  ${word.padEnd(17)} ${person}, ${organisation}\n    ${signInUrl}`)
  return `
The sample alliance is at ${guide.url}

  Look around without an account: ${guide.url}/threats
  Passkeys work at the name localhost: ${guide.url.replace('127.0.0.1', 'localhost')}

Sign in by opening a link and pressing the button:

${lines.join('\n')}

Coordinated disclosure, as stories:
  report            ${guide.url}/report; without an account, to any team with a desk
${guide.reports === undefined ? '' : `  an answer         ${guide.url}/report/receipt; the code: ${guide.reports.code}\n`}  seven parties     the coordinator, Cases: an embargo with days left, every state of the matrix
${guide.guest === undefined ? '' : `  a guest           ${guide.guest.link}\n`}  2017              ${guide.url}/learn/2017; played as a closed case among the coordinator’s
  time              npm exec accord -- demo advance 12d; the embargo ends by itself

TAXII 2.1 for any client:
  discovery  ${guide.taxii.discovery}
  user       ${guide.taxii.user}
  password   in ${file}, with every other account

Ctrl-C ends it. Everything is kept for the next start.
`
}
