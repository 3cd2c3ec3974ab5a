/**
 * Any language: from right to left (the pseudo-language ar-XB) and in longer words (en-XA) nothing runs out of a phone's
 * sight; English is looked at with axe. The everyday run looks at every page once, and leaves out what another person is
 * shown of it where no part (shapes.ts) is new, and the secretariat's pages; the long run leaves out nothing.
 */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { SOAK } from '../everywhere.ts'
import { prepare } from './props.ts'
import { everyPage, gatherCast, scenes, type Cast } from './scenes.ts'
import { onStage, PHONE, ROLES, type Stage } from './stage.ts'
import { partsOf } from './shapes.ts'
import { overflowing } from './width.ts'

async function visitIn(stage: Stage, person: string | null, language: string): Promise<Page> {
  const page = await stage.visit(person, { reducedMotion: 'reduce', extraHTTPHeaders: { 'accept-language': language } })
  await page.context().addCookies([{ name: 'accord_language', value: language, url: stage.url }])
  return page
}

onStage('from right to left', { pseudoLanguages: true }, (stage) => {
  let cast: Cast
  let invitation: string
  before(async () => {
    cast = await gatherCast(stage.house, stage.ask)
    invitation = await prepare(stage.house, stage.ask, cast)
  })

  for (const [language, direction, people] of [['ar-XB', 'rtl', SOAK ? [null, ROLES.secretariat, ROLES.representative] : [null, ROLES.representative]], ['en-XA', 'ltr', SOAK ? [ROLES.secretariat] : [null]]] as const) {
    test(`${language}: no page runs out of its window`, async () => {
      const wrong: string[] = []
      /** By page: what of it was looked at. */
      const met = new Map<string, Set<string>>()
      for (const person of people) {
        const page = await visitIn(stage, person, language)
        await page.setViewportSize({ width: PHONE.width, height: PHONE.height })
        const states = scenes(cast, invitation).filter(({ who, then, status }) => who === person && then === undefined && status === undefined)
        for (const { at, path } of [...everyPage(cast), ...states]) {
          const { status, headers, text } = await stage.read(person, path)
          const away = status >= 300 && status < 400
          const place = away ? `to ${String(headers.location).split('?')[0]}` : at
          const parts = away ? new Set(['seen']) : partsOf(text)
          const known = met.get(place) ?? new Set()
          // signed out, many addresses lead to one page
          if ((away || !SOAK) && parts.isSubsetOf(known)) continue
          met.set(place, known.union(parts))
          await page.goto(path)
          assert.equal(await page.locator('html').getAttribute('dir'), direction, path)
          const out = await overflowing(page)
          if (out.length > 0) wrong.push(`${path} as ${person}:\n  ${out.join('\n  ')}`)
        }
      }
      assert.deepEqual(wrong, [])
    })
  }

  test('the page runs from right to left; values and the names of others keep their own direction', async () => {
    const page = await visitIn(stage, ROLES['threat-analyst'], 'ar-XB')
    await page.goto(`/threats/${cast.own}`)
    await page.setViewportSize({ width: 1280, height: 800 })
    const { main, side, value, graph } = await page.evaluate(() => ({
      main: document.querySelector('main')?.getBoundingClientRect().left ?? 0,
      side: document.querySelector('.side')?.getBoundingClientRect().left ?? 0,
      value: getComputedStyle(document.querySelector('code') ?? document.body).direction,
      graph: getComputedStyle(document.querySelector('.graph') ?? document.body).direction,
    }))
    assert.deepEqual([value, graph], ['ltr', 'ltr'])
    assert.ok(side > main, 'the side stands at the right')
    assert.ok(!(await page.locator('[popovertarget]:visible').count()), 'and needs no button to open it')
    await page.setViewportSize(PHONE)
    assert.ok(!(await page.locator('.side').isVisible()))
    await page.locator('.menu-opens').click()
    const drawer = await page.locator('.side').boundingBox()
    assert.equal(drawer!.x + drawer!.width, PHONE.width, 'on a phone it is a drawer, at the right too')
    await page.locator('.menu-closes').click()
    assert.ok(!(await page.locator('.side').isVisible()))
    assert.ok((await page.locator('bdi').count()) > 0)
  })
})
