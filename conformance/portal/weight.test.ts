/** What a first visit costs and asks: at most 100 kB as it travels, nothing from elsewhere, no complaint; still without motion; plain on paper. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { pathTo } from '../../portal/app/paths.ts'
import { figures } from '../everywhere.ts'
import { gatherCast, type Cast } from './scenes.ts'
import { onStage, ROLES } from './stage.ts'

const MOST_BYTES = 100_000

/** Opens a page in a browser that has seen nothing yet, and counts what travels: headers and bodies, packed as sent. */
async function firstLoad(page: Page, path: string): Promise<{ bytes: number; requests: string[] }> {
  const cdp = await page.context().newCDPSession(page)
  let bytes = 0
  const requests: string[] = []
  cdp.on('Network.requestWillBeSent', ({ request }) => void requests.push(request.url))
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => void (bytes += encodedDataLength))
  await cdp.send('Network.enable')
  await page.goto(path, { waitUntil: 'networkidle' })
  return { bytes, requests }
}

/** A visit waits for silence most of its time, so a few wait together. */
async function someAtOnce(paths: readonly string[], visit: (path: string) => Promise<void>): Promise<void> {
  const waiting = [...paths]
  const walk = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) await visit(path)
  }
  await Promise.all(Array.from({ length: 4 }, walk))
}

onStage('a first visit', {}, (stage) => {
  let cast: Cast
  let open: string[]
  before(async () => {
    cast = await gatherCast(stage.house, stage.ask)
    open = [
      '/', '/sign-in', '/sign-in/sent', '/sign-in/mail?token=oal_none', '/register', '/about', '/keys', '/threats', '/threats?q=Tin+Orchard', '/collections', '/thraets', '/refused?status=503',
      '/pledge', '/pledge/1.0', '/pledge/compare', pathTo('pledgeByHash', { sha256: cast.pledge.sha256 }), '/register?name=Lumen', '/register/lumen-cloud', '/register/founders-2018', '/statements', '/preferences',
      '/ballots', pathTo('ballot', { id: cast.ballot('Two people on every report') }),
      '/log', '/log/acts/0', pathTo('act', { id: cast.act }), '/verify', pathTo('signingKey', { keyid: cast.keyid }),
      pathTo('threat', { id: cast.open }), pathTo('collection', { id: cast.collection('Public warnings') }),
    ]
  })

  test('of any public page weighs at most 100 kB, all from here', async () => {
    let heaviest = { path: '', bytes: 0 }
    await someAtOnce(open, async (path) => {
      const context = await stage.open()
      const { bytes, requests } = await firstLoad(await context.newPage(), path)
      await context.close()
      assert.ok(bytes > 1_000 && bytes <= MOST_BYTES, `${path} weighs ${bytes} bytes:\n${requests.join('\n')}`)
      assert.deepEqual(requests.filter((url) => new URL(url).origin !== stage.url && !url.startsWith('data:')), [], path)
      if (bytes > heaviest.bytes) heaviest = { path, bytes }
    })
    figures(`the heaviest first visit: ${heaviest.path}, ${heaviest.bytes} bytes`)
  })

  test('in Arabic weighs no more, its letters included', async () => {
    await someAtOnce(['/', '/pledge', '/register', '/ballots', '/sign-in'], async (path) => {
      const context = await stage.open({ locale: 'ar' })
      const page = await context.newPage()
      const { bytes, requests } = await firstLoad(page, path)
      await page.waitForFunction(() => [...document.fonts].some(({ family, status }) => family.includes('Noto Sans Arabic Basic') && status === 'loaded'))
      await context.close()
      assert.ok(requests.some((url) => /noto-sans-arabic-basic-.*\.woff2$/.test(url)), `${path} asked for its letters`)
      assert.ok(bytes <= MOST_BYTES, `${path} weighs ${bytes} bytes:\n${requests.join('\n')}`)
    })
  })

  test('is kept: the second page asks for its words alone', async () => {
    const page = await (await stage.open()).newPage()
    await firstLoad(page, '/')
    const { requests } = await firstLoad(page, '/register')
    assert.deepEqual(requests.map((url) => new URL(url).pathname).filter((path) => !path.startsWith('/assets/')), ['/register'])
    const fetched = await page.evaluate(() => performance.getEntriesByType('resource').filter((entry) => (entry as PerformanceResourceTiming).transferSize > 0).map(({ name }) => name))
    assert.deepEqual(fetched, [])
  })

  test('comes with a policy that lets nothing else in, and nothing on any page breaks it', async () => {
    for (const path of open) {
      const { headers } = await stage.ask(path, { headers: { accept: 'text/html' } })
      const policy = String(headers['content-security-policy'])
      for (const rule of ["default-src 'none'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) assert.ok(policy.includes(rule), `${path}: ${rule} in ${policy}`)
      assert.ok(!/unsafe|\*|https?:/.test(policy), `${path}: ${policy}`)
      assert.equal(headers['referrer-policy'], 'same-origin')
      assert.equal(headers['x-content-type-options'], 'nosniff')
    }
  })

  test('for those who asked for less motion, nothing moves', async () => {
    const page = await (await stage.open({ reducedMotion: 'reduce' })).newPage()
    for (const path of ['/', '/threats', '/sign-in']) {
      await page.goto(path)
      const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
        const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element)
        return animationName !== 'none' || parseFloat(transitionDuration) > 0 || scrollBehavior === 'smooth'
      }).map(({ outerHTML }) => outerHTML.slice(0, 100)))
      assert.deepEqual(moving, [], path)
    }
  })

  test('on paper there is the page, and nothing to press', async () => {
    const page = await stage.visit(ROLES.secretariat)
    for (const path of ['/threats', '/operate', pathTo('collection', { id: cast.collection('Shared threats') }), pathTo('threat', { id: cast.own })]) {
      await page.goto(path)
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      assert.ok(await page.getByRole('heading', { level: 1 }).isVisible(), path)
      assert.equal(await page.locator('button:visible, nav:visible, input[type=search]:visible').count(), 0, `${path}: ${await page.locator('button:visible, nav:visible').allInnerTexts()}`)
      const [ink, paper] = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.documentElement).backgroundColor])
      const light = (colour: string | undefined) => page.evaluate((colour) => {
        const pen = document.createElement('canvas').getContext('2d')
        if (pen === null) return 0
        pen.fillStyle = colour
        pen.fillRect(0, 0, 1, 1)
        return pen.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((sum, part) => sum + part, 0) / 765
      }, colour ?? '')
      assert.ok((await light(paper)) > 0.9 && (await light(ink)) < 0.3, `${path}: ${ink} on ${paper}`)
      await page.emulateMedia({ media: null, colorScheme: 'light' })
    }
  })
})
