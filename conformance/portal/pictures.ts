/**
 * Every page and state as a picture, desktop and phone, light and dark, to be looked at by a person:
 * `node --conditions=source conformance/portal/pictures.ts pictures/`
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { prepare } from './props.ts'
import { everyPage, firstDay, gatherCast, scenes, type Scene } from './scenes.ts'
import { DESKTOP, missing, PHONE, raise, ROLES, type Stage } from './stage.ts'

const folder = process.argv[2] ?? 'pictures'
const lacking = missing()
if (lacking !== undefined) throw new Error(lacking)
mkdirSync(folder, { recursive: true })

const filled = await raise()
const cast = await gatherCast(filled.house, filled.ask)
const invitation = await prepare(filled.house, filled.ask, cast)
const plain = ([['visitor', null], ['secretariat', ROLES.secretariat], ['analyst', ROLES['threat-analyst']]] as const).flatMap(([role, who]) =>
  everyPage(cast).map(({ at, path }): Scene => ({ name: `${at} as ${role}`, at, who, path })),
)
await picture(filled, [...plain, ...scenes(cast, invitation)])
await filled.lower()

const empty = await raise({ filled: false })
const setUp = new URL((await empty.house.house.setUpLink()) ?? '')
await picture(empty, firstDay(setUp.pathname + setUp.search))
await empty.lower()

async function picture(stage: Stage, list: readonly Scene[]): Promise<void> {
  for (const { name, at, who, path, then } of list) {
    const page = await stage.visit(who, { reducedMotion: 'reduce' })
    await page.goto(path)
    // a visitor is led from a member's page to the sign-in, which has its own picture
    if (then === undefined && at !== 'signIn' && new URL(page.url()).pathname === '/sign-in') continue
    await then?.(page)
    for (const [screen, viewport] of [['desktop', DESKTOP], ['phone', PHONE]] as const) {
      await page.setViewportSize(viewport)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: join(folder, `${at} ${name} ${screen} ${colorScheme}.png`.replace(/[^\w]+/g, '-').replace(/-png$/, '.png')), fullPage: true })
      }
    }
  }
}
