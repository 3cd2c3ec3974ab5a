/**
 * WCAG 2.2 AA, as far as a machine can see it (axe-core): every page of paths.ts as every role, and every state of
 * scenes.ts, on a desktop and on a phone, light and dark; and none is wider than its window. The everyday run leaves out
 * pages that have no part (shapes.ts) that was not looked at before, looks once (on a desktop by light or on a phone in
 * the dark), of siblings made alike at the first two, and plays half of the states of pages it looks at anyway; the long run
 * leaves out nothing.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { before, test } from 'node:test'
import type axe from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import type { PlaceName } from '../../portal/app/paths.ts'
import { figures, SOAK } from '../everywhere.ts'
import { everyPage, firstDay, gatherCast, scenes, WITHOUT_VIEW, type Cast, type Scene } from './scenes.ts'
import { DESKTOP, onStage, PHONE, ROLES, type Stage } from './stage.ts'
import { prepare } from './props.ts'
import { partsOf } from './shapes.ts'
import { overflowing } from './width.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** What another theme can break; everything else is the same page. */
const OF_THEME = ['color-contrast', 'link-in-text-block']
/** Reflow (WCAG 1.4.10) holds from the narrowest; the widest is where the walk goes on. */
const WIDTHS = [320, PHONE.width, DESKTOP.width]

type Finding = { id: string; help: string; targets: string[] }

async function examine(page: Page, rules?: readonly string[]): Promise<Finding[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  return page.evaluate(async ({ tags, rules }) => {
    const { run } = (globalThis as unknown as { axe: typeof axe }).axe
    const asked: axe.RunOptions = rules === undefined ? { runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } } } : { runOnly: { type: 'rule', values: [...rules] } }
    // nothing asked for looks into style sheets or media
    const { violations } = await run(document, { ...asked, resultTypes: ['violations'], preload: false })
    return violations.map(({ id, help, nodes }) => ({ id, help, targets: nodes.slice(0, 4).map((node) => `${node.target.join(' ')} — ${node.html.slice(0, 160)} — ${node.failureSummary ?? ''}`) }))
  }, { tags: TAGS, rules })
}

type Screen = 'desktop' | 'phone'
type Theme = 'light' | 'dark'

async function examineLook(page: Page, screen: Screen, colorScheme: Theme, rules?: readonly string[]): Promise<string[]> {
  await page.emulateMedia({ colorScheme })
  await page.setViewportSize(screen === 'phone' ? PHONE : DESKTOP)
  const findings = await examine(page, rules)
  return findings.map(({ id, help, targets }) => `${screen}, ${colorScheme}: ${id}: ${help}\n      ${targets.join('\n      ')}`)
}

/** The page as it stands: in one look, by its name on a desktop by light or on a phone in the dark; `thorough`: on both screens in both themes. */
async function examineLooks(page: Page, name: string, thorough: boolean): Promise<string[]> {
  examined++
  if (!thorough) await thin(page)
  const onPhone = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 2 === 0
  const found: string[] = []
  if (thorough || !onPhone) found.push(...(await examineLook(page, 'desktop', 'light')))
  if (thorough) found.push(...(await examineLook(page, 'desktop', 'dark', OF_THEME)))
  if (thorough || onPhone) found.push(...(await examineLook(page, 'phone', 'dark')))
  if (thorough) found.push(...(await examineLook(page, 'phone', 'light', OF_THEME)))
  return found
}

/** Of siblings that differ in their words alone two stay: what axe says of one it says of each. */
const thin = (page: Page): Promise<void> =>
  page.evaluate(() => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the browser
    const lookOf = (element: Element): string => `${element.tagName} ${[...element.attributes].map(({ name, value }) => (/^(class|role|type|lang|dir|aria-(current|invalid|expanded))$/.test(name) ? `${name}=${value}` : name)).sort().join(' ')}(${[...element.children].map(lookOf).join()})${element.textContent.trim() === '' ? 'wordless' : ''}`
    for (const parent of document.body.querySelectorAll('ul, ol, dl, tbody, select, nav, section, div')) {
      const met = new Map<string, number>()
      for (const child of Array.from(parent.children)) {
        const look = lookOf(child)
        met.set(look, (met.get(look) ?? 0) + 1)
        if (met.get(look)! > 2 && /^(LI|TR|OPTION|SECTION|ARTICLE|DIV|A)$/.test(child.tagName)) child.remove()
      }
    }
  })

async function tooWide(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: DESKTOP.height })
    found.push(...(await overflowing(page)).map((line) => `wider than ${width}: ${line}`))
  }
  return found
}

const LOOK: BrowserContextOptions = { reducedMotion: 'reduce' }
let examined = 0

/** Parts that were looked at. */
const met = new Set<string>()
/** Whether the page has a part that was not looked at; from now on they all were. The long run looks at every page. */
function meet(html: string): boolean {
  const before = met.size
  for (const part of partsOf(html)) met.add(part)
  return SOAK || met.size > before
}

/** Every day, one state of two of a page that is looked at anyway: always the same ones, so that a failure comes back. */
const isForTheLongRun = (name: string): boolean => [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000, 7) % 2 === 0

async function play(stage: Stage, { name, who, path, status = 200, then }: Scene): Promise<void> {
  const page = await stage.visit(who, LOOK)
  const answer = await page.goto(path)
  assert.equal(answer?.status(), status, `${name}: ${path}`)
  await then?.(page)
  const isNew = meet(await page.content())
  const wrong = await tooWide(page)
  if (isNew) wrong.push(...(await examineLooks(page, name, SOAK)))
  assert.deepEqual(wrong, [], `${name} (${page.url()})`)
}

onStage('axe finds nothing', {}, (stage) => {
  let cast: Cast
  let invitation: string
  const seen = new Set<PlaceName>(WITHOUT_VIEW)
  before(async () => {
    cast = await gatherCast(stage.house, stage.ask)
    invitation = await prepare(stage.house, stage.ask, cast)
  })

  for (const [role, person] of Object.entries(ROLES)) {
    test(`on any page, as ${role}`, async () => {
      const page = await stage.visit(person, LOOK)
      const wrong: string[] = []
      let twins = 0
      for (const { at, path } of everyPage(cast)) {
        const sent = await stage.read(person, path)
        assert.ok(sent.status < 500, `${path}: ${sent.status}`)
        if (sent.status === 200) seen.add(at)
        // where it leads elsewhere, that page is one of these too
        if (sent.status >= 300 && sent.status < 400) continue
        if (!meet(sent.text)) {
          twins++
          continue
        }
        await page.goto(path)
        meet(await page.content())
        wrong.push(...[...(await tooWide(page)), ...(await examineLooks(page, `${at} ${role}`, SOAK))].map((line) => `${path}: ${line}`))
      }
      assert.deepEqual(wrong, [])
      figures(`${twins} pages have nothing that was not looked at`)
    })
  }

  test('and would find what is wrong', async () => {
    const page = await (await stage.open(LOOK)).newPage()
    await page.goto('/about')
    await page.locator('h1').evaluate((h1) => h1.insertAdjacentHTML('afterend', '<img src="/favicon.ico"><p id="faint">faint</p><button></button>'))
    await page.evaluate(() => document.styleSheets[0]?.insertRule('@media (prefers-color-scheme: dark) { #faint { color: #333 !important } }'))
    const found = (await examineLooks(page, 'wrong', true)).map((line) => line.split(': ').slice(0, 2).join(': '))
    stage.complaints()
    for (const line of ['desktop, light: image-alt', 'desktop, light: button-name', 'desktop, dark: color-contrast', 'phone, dark: button-name']) assert.ok(found.includes(line), `${line} in ${found.join('; ')}`)
    assert.ok(!found.includes('phone, light: color-contrast'))
  })

  test('in any state', async (t) => {
    for (const scene of scenes(cast, invitation)) {
      if (!SOAK && seen.has(scene.at) && isForTheLongRun(scene.name)) continue
      await t.test(scene.name, () => play(stage, scene))
      if (scene.status === undefined || scene.at === 'refused') seen.add(scene.at)
    }
  })

  test('and no page is left out', () => {
    seen.add('setUp') // on the first day, below
    assert.deepEqual(everyPage(cast).map(({ at }) => at).filter((at) => !seen.has(at)), [], 'pages nobody looked at')
    figures(`${examined} pages examined so far`)
  })
})

onStage('axe finds nothing on the first day', { filled: false }, (stage) => {
  test('before and after the set-up', async (t) => {
    const setUp = new URL((await stage.house.house.setUpLink()) ?? '')
    for (const scene of firstDay(setUp.pathname + setUp.search)) await t.test(scene.name, () => play(stage, scene))
  })
})
