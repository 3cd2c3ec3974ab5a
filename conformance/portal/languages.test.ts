/** What everyone reads is whole in every language; other pages say that they are not, and in which language they are. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { places } from '../../portal/app/paths.ts'
import { everyPage, gatherCast, type Cast } from './scenes.ts'
import { onStage } from './stage.ts'

const LANGUAGES = [['fr', 'ltr'], ['es', 'ltr'], ['ar', 'rtl'], ['nl', 'ltr']] as const
/** Not for visitors: they are led to the sign-in. */
const isLedAway = (status: number): boolean => status === 303

onStage('in their language', {}, (stage) => {
  let cast: Cast
  before(async () => void (cast = await gatherCast(stage.house, stage.ask)))
  const read = (path: string, headers: Record<string, string>) => stage.ask(path, { headers: { accept: 'text/html', ...headers } })

  for (const [tag, direction] of LANGUAGES) {
    test(`${tag}: each page for everyone speaks it alone; each other page says that it does not`, async () => {
      let seen = 0
      for (const { at, path } of everyPage(cast)) {
        const { status, headers, text } = await read(path, { 'accept-language': tag })
        if (isLedAway(status)) continue
        seen++
        assert.match(text, new RegExp(`<html lang="${tag}" dir="${direction}"`), path)
        const whole = places[at].open === true || status >= 400
        assert.equal(headers['content-language'], whole ? tag : `${tag}, en`, path)
        assert.equal(text.includes('class="not-yet"'), !whole, path)
        assert.equal(/<main[^>]* lang="en-GB" dir="ltr"/.test(text), !whole, path)
      }
      assert.ok(seen > 15, `${seen} pages`)
    })
  }

  test('an address names a language; the page names its others; without a script a choice leads back', async () => {
    const french = await read('/pledge?lang=fr', { 'accept-language': 'nl' })
    assert.equal(french.headers['content-language'], 'fr')
    for (const tag of ['en', 'fr', 'es', 'ar', 'nl']) assert.ok(french.text.includes(`hrefLang="${tag}" href="${stage.url}/pledge?lang=${tag}"`), tag)
    assert.match(String(french.headers['set-cookie']), /accord_language=fr/)
    const kept = await read('/pledge?lang=fr', { cookie: 'accord_language=es' })
    assert.equal(kept.headers['content-language'], 'fr')
    assert.doesNotMatch(String(kept.headers['set-cookie']), /accord_language/, 'a choice that was made stays')
    assert.equal((await read('/pledge?lang=xx', { 'accept-language': 'nl' })).headers['content-language'], 'nl')

    const page = await (await stage.open({ javaScriptEnabled: false })).newPage()
    await page.goto('/register?list=former&lang=es')
    await page.locator('.languages > summary').click()
    await page.getByRole('button', { name: 'العربية' }).click()
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/register?list=former')
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'السجلّ')
  })

  test('what others wrote keeps its own direction and language', async () => {
    const { text } = await read('/register/small-lantern', { 'accept-language': 'ar' })
    assert.match(text, /<h1><bdi>Small Lantern<\/bdi><\/h1>/)
    assert.match(text, /lang="pt" dir="ltr"/)
    assert.match((await read('/pledge?text=ar', { 'accept-language': 'en' })).text, /<article class="pledge" lang="ar" dir="rtl">/)
  })
})
