/** Any language, any width: from right to left on a phone (the pseudo-language ar-XB), and English from 320 to 1280, nothing runs out of sight. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { prepare } from './props.ts'
import { everyPage, gatherCast, scenes, type Cast } from './scenes.ts'
import { onStage, ROLES, type Stage } from './stage.ts'
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

  for (const [language, direction, widths] of [['ar-XB', 'rtl', [390]], ['en-XA', 'ltr', [390]], ['en', 'ltr', [320, 390, 1280]]] as const) {
    const people = language === 'ar-XB' ? [null, ROLES.secretariat, ROLES.representative] : language === 'en' ? [null, ROLES.secretariat] : [ROLES.secretariat]
    test(`${language} at ${widths.join(', ')}: no page runs out of its window`, async () => {
      const wrong: string[] = []
      for (const person of people) {
        const page = await visitIn(stage, person, language)
        const plain = everyPage(cast).map(({ path }) => path)
        const states = scenes(cast, invitation).filter(({ who, then, status }) => who === person && then === undefined && status === undefined).map(({ path }) => path)
        for (const path of new Set([...plain, ...states])) {
          await page.goto(path)
          assert.equal(await page.locator('html').getAttribute('dir'), direction, path)
          for (const width of widths) {
            await page.setViewportSize({ width, height: 800 })
            const out = await overflowing(page)
            if (out.length > 0) wrong.push(`${path} as ${person} at ${width}:\n  ${out.join('\n  ')}`)
          }
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
    assert.ok((await page.locator('bdi').count()) > 0)
  })
})
