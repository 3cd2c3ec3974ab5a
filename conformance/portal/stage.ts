/**
 * Where the pages are played: a whole hub with the built portal in this process, and one Chromium that visits it as anybody.
 * `onStage('keyboard', {}, (stage) => { test('…', async () => { const page = await stage.visit('Tomasz Wilk') … }) })`
 */
import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, afterEach, before, describe } from 'node:test'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { findChromium } from '../../scripts/needs.ts'
import { asking, SESSION, signIn, type Answer, type Ask } from '../asking.ts'
import { accountOf } from '../everywhere.ts'
import { startTestHouse, type TestHouse } from '../start.ts'

const PORTAL = join(import.meta.dirname, '..', '..', 'portal')
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const PATIENCE_MS = 180_000

export const DESKTOP = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }

/** One person of every role in the sample alliance; `null` is a visitor. */
export const ROLES = {
  visitor: null, secretariat: 'Ines Okafor', representative: 'Mette Lindqvist', 'threat-analyst': 'Tomasz Wilk', 'psirt-analyst': 'Aisha Rahman',
  'release-engineer': 'Jonas Berg', reader: 'Petra Noll', partner: 'Kadri Tamm',
} as const

export type Wish = {
  /** False: a hub that nobody has set up. */
  filled?: boolean
  /** Offers ar-XB, which runs from right to left. */
  pseudoLanguages?: boolean
}
export type Stage = {
  readonly house: TestHouse
  readonly url: string
  readonly ask: Ask
  /** A page of this person's browser, made once for each way of looking; `null` visits without an account. */
  visit(person: string | null, look?: BrowserContextOptions): Promise<Page>
  /** What the hub sends this person there, before any browser reads it; nothing is followed. */
  read(person: string | null, path: string): Promise<Answer>
  /** A browser of its own, closed with the stage; at another name of the hub where `origin` says so. */
  open(look?: BrowserContextOptions, origin?: string): Promise<BrowserContext>
  /** What browsers complained of since this was last asked: console errors, broken policies, requests elsewhere. */
  complaints(): string[]
}

/** What is missing on this machine, in words; undefined when the pages can be played. */
export function missing(): string | undefined {
  if (findChromium() === undefined) return 'Chromium is not here (Debian, Ubuntu: apt-get install chromium)'
  if (!existsSync(join(PORTAL, 'build', 'server', 'index.js'))) return 'the portal is not built: npm run build:portal'
  return undefined
}

export function onStage(name: string, wish: Wish, suite: (stage: Stage) => void): void {
  describe(name, { skip: missing() ?? false }, () => {
    let raised: (Stage & { lower(): Promise<void> }) | undefined
    const there = () => raised ?? assert.fail('the stage is not raised yet')
    before(async () => void (raised = await raise(wish)))
    afterEach(() => assert.deepEqual(raised?.complaints() ?? [], [], 'browsers complained'))
    after(() => raised?.lower())
    suite({
      get house() { return there().house },
      get url() { return there().url },
      get ask() { return there().ask },
      visit: (person, look) => there().visit(person, look),
      read: (person, path) => there().read(person, path),
      open: (look, origin) => there().open(look, origin),
      complaints: () => there().complaints(),
    })
  })
}

export async function raise({ filled = true, pseudoLanguages = false }: Wish = {}): Promise<Stage & { lower(): Promise<void> }> {
  const portal = copyPortal(pseudoLanguages)
  const house = await startTestHouse({ portal, filled })
  const browser = await startBrowser()
  const ask = asking(house.url)
  const visits = new Map<string, Promise<Page>>()
  const sessions = new Map<string, Promise<string>>()
  const heard: string[] = []

  async function open(look: BrowserContextOptions = {}, origin = house.url): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: DESKTOP, locale: 'en-GB', baseURL: origin, colorScheme: 'light', ...look })
    context.setDefaultTimeout(PATIENCE_MS)
    listen(context, origin, heard)
    return context
  }

  function sessionOf(person: string): Promise<string> {
    let session = sessions.get(person)
    if (session === undefined) sessions.set(person, (session = signIn(ask, accountOf(house.guide, person).signInUrl)))
    return session
  }

  async function enter(person: string | null, look: BrowserContextOptions): Promise<Page> {
    const context = await open(look)
    if (person !== null) await context.addCookies([{ name: SESSION, value: await sessionOf(person), url: house.url }])
    return context.newPage()
  }

  return {
    house, url: house.url, ask, open,
    visit(person, look = {}) {
      const key = `${person} ${JSON.stringify(look)}`
      let page = visits.get(key)
      if (page === undefined) visits.set(key, (page = enter(person, look)))
      return page
    },
    read: async (person, path) => ask(path, { headers: { accept: 'text/html', ...(person !== null && { cookie: `${SESSION}=${await sessionOf(person)}` }) } }),
    complaints: () => heard.splice(0),
    async lower() {
      await browser.close()
      await house.close()
      rmSync(portal, { recursive: true, force: true })
    },
  }
}

/** Signs this person in at the name localhost, where passkeys can be, with an authenticator that says yes. */
export async function enter(stage: Stage, person: string): Promise<Page> {
  const at = stage.url.replace('127.0.0.1', 'localhost')
  const context = await stage.open({ baseURL: at, reducedMotion: 'reduce' }, at)
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
  await page.goto(accountOf(stage.house.guide, person).signInUrl.replace('127.0.0.1', 'localhost'))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: person }).waitFor()
  return page
}

export const startBrowser = (): Promise<Browser> => chromium.launch({ executablePath: findChromium() ?? '', args: FLAGS })

/** A page that answers with an error is no complaint: tests ask for such pages. Everything else the console calls an error is. */
function listen(context: BrowserContext, origin: string, heard: string[]): void {
  context.on('console', (message) => {
    const answered = /Failed to load resource: the server responded with a status of [45]/.test(message.text()) && message.location().url === message.page()?.url()
    if (message.type() === 'error' && !answered) heard.push(`${message.page()?.url()}: ${message.text()}`)
  })
  context.on('weberror', (error) => void heard.push(`${error.page()?.url()}: ${error.error().message}`))
  context.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) heard.push(`asked elsewhere: ${request.url()}`)
  })
}

/** The build as it is now (it may be made anew while tests run), behind a door that can also offer the pseudo-languages. */
export function copyPortal(pseudoLanguages: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'accord-portal-'))
  cpSync(join(PORTAL, 'build'), join(folder, 'build'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  const door = JSON.stringify(pathToFileURL(join(PORTAL, 'server.ts')).href)
  writeFileSync(join(folder, 'server.ts'), `import { createPortal as create } from ${door}\nexport const createPortal = (options) => create({ ...options, pseudoLanguages: ${pseudoLanguages} })\n`)
  return folder
}
