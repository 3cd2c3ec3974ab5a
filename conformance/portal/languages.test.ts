/** What everyone reads is whole in every language; other pages say that they are not, and in which language they are. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { places } from '../../portal/app/paths.ts'
import { everyPage, gatherCast, type Cast } from './scenes.ts'
import { onStage } from './stage.ts'

const LANGUAGES = [['fr', 'ltr'], ['es', 'ltr'], ['ar', 'rtl'], ['nl', 'ltr']] as const
/** What a hidden field of a page carries. */
const given = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)?.[1] ?? ''
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
        const whole = places[at].open !== undefined || status >= 400
        assert.equal(headers['content-language'], whole ? tag : `${tag}, en`, path)
        assert.equal(text.includes('class="not-yet"'), !whole, path)
        assert.equal(/<main[^>]* lang="en-GB" dir="ltr"/.test(text), !whole, path)
      }
      assert.ok(seen > 15, `${seen} pages`)
    })
  }

  test('what CSAF asks of a provider, and why it was not looked at, is said in the visitor’s language', async () => {
    const titles = new Set<string>()
    for (const [tag] of LANGUAGES) {
      const { text } = await read('/advisories/provider', { 'accept-language': tag })
      const asked = /<ol class="requirements">[\s\S]*?<\/ol>/.exec(text)?.[0] ?? assert.fail(`no requirements in ${tag}`)
      const said = asked.replace(/<ul>[\s\S]*?<\/ul>/g, '')
      assert.equal(said.match(/<li /g)?.length, 20)
      assert.doesNotMatch(said, /lang="en"|Valid CSAF document|found by the other two/, tag)
      titles.add(/<li value="1">[\s\S]*?<\/li>/.exec(said)?.[0] ?? '')
    }
    assert.equal(titles.size, LANGUAGES.length)
  })

  test('what is wrong in a form that needs no account is said in the visitor’s language, and nothing of it in the hub’s English', async () => {
    const wrong: readonly (readonly [path: string, fields: Record<string, string>])[] = [
      ['/concerns/new', {}],
      ['/concerns/new', { kind: 'tip', title: 'x', text: 'too short', language: 'xx-', mail: 'nobody' }],
      ['/concerns/receipt', { receipt: 'oax_none', text: 'x', language: 'en' }],
      ['/apply', {}],
      ['/apply', { mail: 'nobody' }],
      ['/apply/standing', { intent: 'open', link: '' }],
      ['/apply/standing', { intent: 'send-link', mail: 'nobody' }],
      ['/apply/standing', { intent: 'answer', text: '' }],
      ['/apply/form/organisation', { intent: 'open', token: 'oaa_none' }],
      ['/apply/form/organisation', { intent: 'save', people: 'many' }],
      ['/apply/contact', { token: 'none' }],
      ['/report/to/northgate-grid', {}],
      ['/report/to/northgate-grid', { title: 'x', text: '', language: 'xx-', mail: 'nobody' }],
      ['/report/receipt', { intent: 'open', code: 'none' }],
      ['/check', { domain: '' }],
      ['/sign-in', { mail: 'nobody' }],
      ['/sign-in/mail', { token: 'none' }],
      ['/case-guest', { link: 'none' }],
    ]
    for (const [tag] of LANGUAGES) {
      for (const [path, fields] of wrong) {
        const { status, text, headers } = await stage.ask(path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers: { accept: 'text/html', 'accept-language': tag, 'content-type': 'application/x-www-form-urlencoded' } })
        const what = `${path} ${JSON.stringify(fields)} in ${tag}: ${status}`
        if (status === 303) continue
        assert.ok(status >= 400 && status < 500, `${what} ${String(headers['location'])}`)
        const said = /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? assert.fail(what)
        assert.deepEqual(said.match(/<span lang="en"[^>]*>[^<]*<\/span>/g), null, what)
        assert.doesNotMatch(said, /\b(?:must (?:NOT|match|be|read)|is missing|is not known here)\b/, what)
      }
    }
  })

  test('a guest by link reads, and is told what is wrong, in the language of the guest: from the offer to every page of the case', async () => {
    const link = new URL(cast.guestLink, stage.url).searchParams.get('link') ?? ''
    const send = (path: string, tag: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      stage.ask(path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers: { accept: 'text/html', 'accept-language': tag, 'content-type': 'application/x-www-form-urlencoded', ...headers } })
    const opened = await send('/case-guest', 'fr', { link })
    const cookie = [opened.headers['set-cookie'] ?? []].flat().map((each) => each.split(';', 1)[0]).join('; ')
    const path = String(opened.headers['location'])
    const offer = async (tag: string) => {
      const { status, headers, text } = await read(path, { 'accept-language': tag, cookie })
      assert.deepEqual([status, headers['content-language'], text.includes('class="not-yet"')], [200, tag, false], `${path} in ${tag}`)
      return text
    }
    for (const [tag] of LANGUAGES) await offer(tag)
    const first = await offer('es')
    const csrf = given(first, '_csrf')
    assert.equal((await send(`${path}/embargo`, 'es', { intent: 'answer', act: 'accept', terms: given(first, 'terms'), _csrf: csrf }, { cookie })).status, 303)
    for (const [tag] of LANGUAGES) {
      let clockRules = 0
      for (const part of ['', '/embargo', '/people', '/timeline', '/threads', '/threads/1', '/files', '/tasks', '/drafts', '/search']) {
        const { status, headers, text } = await read(path + part, { 'accept-language': tag, cookie })
        assert.deepEqual([status, headers['content-language'], text.includes('class="not-yet"')], [200, tag, false], `${part} in ${tag}`)
        // the name of a law or a policy stays as it is
        const rules = [...text.matchAll(/<summary lang="en" dir="ltr">[^<]*<\/summary><span(?<marks>[^>]*)>(?<rule>[^<]+)<\/span>/g)]
        for (const { groups } of rules) assert.equal(groups?.marks, '', `${groups?.rule} in ${tag}`)
        clockRules += rules.length
        if (part !== '/timeline') continue
        const told = /<ol class="timeline">[\s\S]*<\/ol>/.exec(text)?.[0] ?? assert.fail(`no time line in ${tag}`)
        assert.match(told, /<bdi>/, `names and titles stand apart in ${tag}`)
        assert.doesNotMatch(told, /lang="en"|takes part|the case|The terms|a participant/, `the time line in ${tag}`)
      }
      assert.ok(clockRules > 0, `no rule of a clock in ${tag}`)
      for (const [part, fields] of [['/threads/1', { intent: 'write', text: '' }], ['/threads', { intent: 'open', title: '' }], ['/tasks', { intent: 'add', title: '', thread: '1' }], ['', { intent: 'state', state: 'none' }]] as const) {
        const { status, text } = await send(path + part, tag, { ...fields, _csrf: csrf }, { cookie })
        assert.equal(status, 400, `${part} in ${tag}`)
        const wrong = /<div class="summary-of-errors"[\s\S]*?<\/div>/.exec(text)?.[0] ?? assert.fail(`${part} in ${tag} says nothing of what is wrong`)
        assert.doesNotMatch(wrong, /lang="en"|must |is not /, `${part} in ${tag}`)
      }
    }
  })

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
