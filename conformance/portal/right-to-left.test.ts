/** Any language: from right to left (the pseudo-language ar-XB) and in longer words (en-XA) nothing runs out of a phone's sight; English is looked at with axe. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { prepare } from './props.ts'
import { everyPage, gatherCast, scenes, type Cast } from './scenes.ts'
import { onStage, PHONE, ROLES, type Stage } from './stage.ts'
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

  for (const [language, direction, people] of [['ar-XB', 'rtl', [null, ROLES.secretariat, ROLES.representative]], ['en-XA', 'ltr', [ROLES.secretariat]]] as const) {
    test(`${language}: no page runs out of its window`, async () => {
      const wrong: string[] = []
      const met = new Set<string>()
      for (const person of people) {
        const page = await visitIn(stage, person, language)
        await page.setViewportSize({ width: PHONE.width, height: PHONE.height })
        const plain = everyPage(cast).map(({ path }) => path)
        const states = scenes(cast, invitation).filter(({ who, then, status }) => who === person && then === undefined && status === undefined).map(({ path }) => path)
        for (const path of new Set([...plain, ...states])) {
          // signed out, many addresses lead to one page
          const { status, headers } = await stage.read(person, path)
          const at = `${person} ${status >= 300 && status < 400 ? String(headers.location).split('?')[0] : path}`
          if (met.has(at)) continue
          met.add(at)
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
    assert.ok((await page.locator('bdi').count()) > 0)
  })
})
