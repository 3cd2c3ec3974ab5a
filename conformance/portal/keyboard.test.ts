/** By keyboard alone: Tab reaches everything in the order it is read, focus is seen, nothing holds it; the keys of the working face. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { pathTo } from '../../portal/app/paths.ts'
import { gatherCast, type Cast } from './scenes.ts'
import { onStage, PHONE, ROLES } from './stage.ts'

const LOOK = { reducedMotion: 'reduce' } as const
const MOST_STOPS = 400

/** Where the focus is: which of the page's controls, where it stands, and whether one sees it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return null
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const { top, bottom, left, right, width, height } = element.getBoundingClientRect()
    const seen = width > 0 && height > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth
    return { stop: element.getAttribute('data-stop'), seen, ringed: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, html: element.outerHTML.slice(0, 120) }
  })

/** Numbers everything that a pointer can use, in the order it is read; one of a group of radio buttons is one stop. */
const markStops = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const groups = new Set<string>()
    const stops = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, pre[tabindex="0"]')].filter((element) => {
      if (element.matches('[type=hidden], [disabled], [tabindex="-1"], dialog *') || !element.checkVisibility()) return false
      if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true
      if (groups.has(element.name) || (document.querySelector(`input[name="${element.name}"]:checked`) !== null && !element.checked)) return false
      return groups.add(element.name)
    })
    stops.forEach((stop, n) => stop.setAttribute('data-stop', String(n)))
    return stops.length
  })

onStage('by keyboard', {}, (stage) => {
  let cast: Cast
  before(async () => void (cast = await gatherCast(stage.house, stage.ask)))

  test('Tab walks every control in the order it is read, is seen on each, and leaves the page at its end', async () => {
    const walks: [person: string | null, path: string][] = [
      [null, '/'], [null, '/sign-in'], [null, '/threats'], [ROLES['threat-analyst'], '/account'], [ROLES['threat-analyst'], pathTo('threat', { id: cast.own })],
      [ROLES['threat-analyst'], pathTo('collection', { id: cast.collection('Shared threats') })], [ROLES['threat-analyst'], '/threats/share'],
      [ROLES.representative, '/organisation/people'], [null, '/ballots'], [ROLES.representative, pathTo('vote', { id: cast.ballot('The same update for everyone, on the same day') })], [ROLES.secretariat, '/today'], [ROLES.secretariat, '/collections/new'], [ROLES.secretariat, '/operate'],
    ]
    for (const [person, path] of walks) {
      for (const viewport of path === '/' || path === '/organisation/people' ? [undefined, PHONE] : [undefined]) {
        const page = await stage.visit(person, { ...LOOK, ...(viewport && { viewport }) })
        await page.goto(path)
        const many = await markStops(page)
        assert.ok(many > 5 && many < MOST_STOPS, `${path}: ${many} stops`)
        const walked: (string | null)[] = []
        for (let n = 0; n < many; n++) {
          await page.keyboard.press('Tab')
          let at = await focused(page)
          // a date is three figures and a button: one control, several stops
          for (let inside = 0; inside < 5 && at !== null && at.stop !== null && at.stop === walked.at(-1); inside++) {
            await page.keyboard.press('Tab')
            at = await focused(page)
          }
          assert.ok(at?.seen, `${path}, stop ${n} is out of sight: ${at?.html}`)
          assert.ok(at.ringed, `${path}, stop ${n} shows no focus: ${at.html}`)
          walked.push(at.stop)
        }
        assert.deepEqual(walked, Array.from({ length: many }, (_, n) => String(n)), path)
        await page.keyboard.press('Shift+Tab')
        assert.notEqual((await focused(page))?.stop, String(many - 1), `${path}: nothing holds the focus`)
      }
    }
  })

  test('the first stop skips to the content', async () => {
    const page = await stage.visit(ROLES.reader, LOOK)
    await page.goto('/threats')
    await page.keyboard.press('Tab')
    assert.match((await focused(page))?.html ?? '', /Skip to the content/)
    await page.keyboard.press('Enter')
    await page.locator('#main:focus').waitFor()
    await page.keyboard.press('Tab')
    assert.ok(await page.evaluate(() => document.activeElement?.closest('main') !== null))
  })

  test('Ctrl K opens the palette, typing narrows it, arrows and Enter go there; Esc closes it', async () => {
    const page = await stage.visit(ROLES.reader, LOOK)
    await page.goto('/about')
    const palette = page.getByRole('dialog', { name: 'Go to' })
    await page.keyboard.press('Control+k')
    await palette.waitFor()
    await page.keyboard.press('Escape')
    await palette.waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+k')
    await page.keyboard.type('toke')
    assert.deepEqual(await palette.getByRole('link').allInnerTexts(), ['Tokens'])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/organisation/tokens')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('Copper Heron')
    await page.keyboard.press('Enter')
    await page.waitForURL(/threats\?q=Copper\+Heron/)
  })

  test('in the palette Tab stays inside or with the browser, and comes round', async () => {
    const page = await stage.visit(ROLES.reader, LOOK)
    await page.goto('/about')
    await page.keyboard.press('Control+k')
    for (let n = 0; n < 30; n++) {
      await page.keyboard.press('Tab')
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null), 'not behind the palette')
    }
    await page.keyboard.press('Escape')
  })

  test('single keys: ? shows the keys, / goes to the search field, j and k along the rows; not while typing, not when switched off', async () => {
    const page = await stage.visit(ROLES['release-engineer'], LOOK)
    await page.goto('/threats')
    const keys = page.getByRole('dialog', { name: 'Keys' })
    await page.keyboard.press('?')
    await keys.waitFor()
    await page.keyboard.press('Escape')
    await keys.waitFor({ state: 'hidden' })
    await page.keyboard.press('j')
    const first = (await focused(page))?.html
    await page.keyboard.press('j')
    assert.notEqual((await focused(page))?.html, first)
    await page.keyboard.press('k')
    assert.equal((await focused(page))?.html, first)
    await page.keyboard.press('/')
    await page.keyboard.type('a?/j')
    assert.equal(await page.getByRole('searchbox', { name: 'Search for', exact: true }).inputValue(), 'a?/j')
    assert.equal(await keys.isVisible(), false)

    await page.goto('/keys')
    await page.getByRole('button', { name: 'Switch single keys off' }).click()
    await page.goto('/threats')
    await page.keyboard.press('?')
    assert.equal(await keys.isVisible(), false)
    await page.keyboard.press('Control+k')
    assert.ok(await page.getByRole('dialog', { name: 'Go to' }).isVisible())
  })

  test('what is to be copied is copied by its button', async () => {
    const context = await stage.open({ ...LOOK, permissions: ['clipboard-read', 'clipboard-write'] })
    const guest = await stage.visit(ROLES['threat-analyst'], LOOK)
    await context.addCookies(await guest.context().cookies())
    const page = await context.newPage()
    await page.goto(pathTo('collection', { id: cast.collection('Shared threats') }))
    const button = page.getByRole('button', { name: 'Copy: curl' })
    await button.focus()
    await page.keyboard.press('Enter')
    await page.getByText('Copied', { exact: true }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    assert.equal(copied, await page.getByRole('group', { name: 'curl' }).innerText())
  })

  test('errors take the keyboard to their field', async () => {
    const page = await stage.visit(ROLES.representative, LOOK)
    await page.goto('/organisation/people')
    await page.getByRole('main').getByLabel('Mail address', { exact: true }).fill('nobody')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByRole('link').first().focus()
    await page.keyboard.press('Enter')
    await page.locator('[name=mail]:focus').waitFor()
  })
})
