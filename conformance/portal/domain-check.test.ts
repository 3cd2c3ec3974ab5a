/** The check of a domain as a visitor meets it: asked for without a script, followed, read in Arabic, kept, exported. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { pathTo } from '../../portal/app/paths.ts'
import { onStage } from './stage.ts'

const LOOK = { javaScriptEnabled: false, reducedMotion: 'reduce' } as const
const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click().then(() => page.waitForLoadState('domcontentloaded'))
const main = (page: Page) => page.getByRole('main')
const sentence = (page: Page) => page.locator('.sentence').innerText()

/** A page that came while its check ran is asked for again by its own link. */
async function untilDone(page: Page): Promise<void> {
  for (let turn = 0; turn < 60; turn++) {
    const link = main(page).getByRole('link', { name: 'See how far it is' })
    if ((await link.count()) === 0) return
    await link.click()
    await page.waitForLoadState('domcontentloaded')
  }
  assert.fail('the check does not end')
}

/** The verdict beside the name of a rule. */
const verdictOf = (page: Page, rule: string) => page.locator(`article[id="${rule}"] h3 .chip`).innerText()

onStage('the check of a domain', { filled: false }, (stage) => {
  test('asked without a script: a domain in order', { timeout: 120_000 }, async () => {
    const page = await stage.visit(null, LOOK)
    await page.goto(pathTo('domainCheck'))
    assert.equal(await main(page).getByRole('table').getByRole('row').count(), 15)
    await main(page).getByLabel('Domain to check').fill('https://www.Northgate-Grid.example/about')
    await press(page, 'Check it')
    assert.equal(new URL(page.url()).pathname, '/check/northgate-grid.example')
    await untilDone(page)
    assert.match(await sentence(page), /^(\d+) of \1 baseline checks pass$/)
    assert.equal(await main(page).getByText('Measured against the sample’s own servers').count(), 1)
    for (const rule of ['security-txt', 'hsts', 'tls-versions', 'dnssec', 'dmarc', 'mta-sts']) assert.match(await verdictOf(page, rule), /✓\s*Passed/, rule)
    assert.match(await main(page).innerText(), /A domain is measured at most every ten minutes/)
    assert.equal(await main(page).getByRole('button', { name: 'Check it again' }).count(), 0)
    const chain = await page.locator('article').evaluateAll((all) => all.map(({ id }) => id))
    assert.equal(new Set(chain).size, chain.length)
  })

  test('a mixed report: words and signs, records, remedies to copy, a link that stays, the same as JSON', { timeout: 120_000 }, async () => {
    const page = await stage.visit(null, LOOK)
    await page.goto(pathTo('domainCheck'))
    await main(page).getByLabel('Domain to check').fill('small-lantern.example')
    await press(page, 'Check it')
    await untilDone(page)
    const [, passed = '', all = ''] = /^(\d+) of (\d+) baseline checks pass/.exec(await sentence(page)) ?? assert.fail(await sentence(page))
    assert.ok(Number(passed) < Number(all))
    assert.match(await verdictOf(page, 'tls-versions'), /✗\s*Failed/)
    assert.match(await verdictOf(page, 'null-mx'), /–\s*Does not apply/)
    const dmarc = page.locator('article[id="dmarc"]')
    assert.match(await dmarc.innerText(), /rule version \d+/)
    assert.match(await dmarc.locator('pre').first().innerText(), /^_dmarc\.small-lantern\.example\. IN TXT "v=DMARC1;/)
    await dmarc.locator('summary').click()
    assert.match(await dmarc.locator('details pre').innerText(), /p=none/)
    const link = main(page).getByRole('link', { name: /report=baseline_/ }).first()
    const address = (await link.getAttribute('href')) ?? ''
    await page.goto(address)
    assert.match(await sentence(page), new RegExp(`^${passed} of ${all} `))
    const exported = (await main(page).getByRole('link', { name: 'This report as JSON' }).getAttribute('href')) ?? ''
    const report = (await stage.ask(exported)).json()
    assert.deepEqual([report.domain, report.sample, `${report.overall.passed}`], ['small-lantern.example', true, passed])
    const seen = (await stage.ask(`${exported}/observations`)).json()
    assert.equal(seen.domain, 'small-lantern.example')
    assert.equal((await stage.ask(pathTo('checkedDomain', { domain: 'small-lantern.example' }, { report: 'baseline_00000000000000000000' }), { headers: { accept: 'text/html' } })).status, 404)
  })

  test('what is no domain is said beside the field, in the visitor’s language', { timeout: 60_000 }, async () => {
    const page = await stage.visit(null, LOOK)
    for (const [typed, says] of [['192.0.2.1', 'An address is not a domain'], ['northgate.example:443', 'A domain has no port'], ['co.uk', 'belongs to a registry'], ['printer.local', 'not one of the public internet'], ['', 'This is not a domain name']] as const) {
      await page.goto(pathTo('domainCheck'))
      await main(page).getByLabel('Domain to check').fill(typed)
      await press(page, 'Check it')
      const said = await page.locator('#domain-wrong').innerText()
      if (typed !== '') assert.match(said, new RegExp(says), typed)
      assert.equal(await main(page).getByLabel('Domain to check').inputValue(), typed)
    }
    await page.goto(pathTo('domainCheck', {}, { lang: 'fr' }))
    await main(page).getByLabel('Domaine à vérifier').fill('192.0.2.1')
    await press(page, 'Vérifier')
    assert.match(await page.locator('#domain-wrong').innerText(), /Une adresse n’est pas un domaine/)
  })

  test('in Arabic, from right to left: findings and fixes in words, what was measured as it stands', { timeout: 60_000 }, async () => {
    const page = await stage.visit(null, LOOK)
    await page.goto(pathTo('checkedDomain', { domain: 'small-lantern.example' }, { lang: 'ar' }))
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
    assert.match(await verdictOf(page, 'tls-versions'), /✗\s*غير ناجح/)
    const found = await page.locator('article .values > li, .remedy p:first-child').evaluateAll((all) => all.map((one) => ({ text: one.textContent, inside: getComputedStyle(one).direction, english: one.querySelector(':scope > span[lang=en]') !== null })))
    assert.ok(found.length > 14)
    for (const { text, inside, english } of found) assert.deepEqual([/[\u0600-\u06ff]/.test(text), inside, english], [true, 'rtl', false], text)
    const measured = await page.locator('article .values > li bdi').evaluateAll((all) => all.map((one) => [getComputedStyle(one).direction, one.getAttribute('lang')].join(' ')))
    assert.deepEqual([...new Set(measured)], ['ltr en'])
    assert.deepEqual([...new Set(await page.locator('article pre').evaluateAll((all) => all.map((one) => getComputedStyle(one).direction)))], ['ltr'], 'records stay as they are')
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.equal(wide, 0)
  })

  test('in each language: what stands beside the words of a finding is a name, a number or a record, and no English sentence', { timeout: 60_000 }, async () => {
    for (const domain of ['northgate-grid.example', 'small-lantern.example']) {
      for (const tag of ['fr', 'es', 'ar', 'nl']) {
        const { text } = await stage.ask(pathTo('checkedDomain', { domain }, { lang: tag }), { headers: { accept: 'text/html' } })
        const found = [...text.matchAll(/<bdi lang="en" dir="ltr">([^<]*)<\/bdi>/g)].map(([, value = '']) => value)
        assert.ok(found.length > 10, `${domain} in ${tag}`)
        assert.deepEqual(found.filter((value) => /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(value)), [], `${domain} in ${tag}`)
      }
    }
  })

  test('a domain nobody asked about says so and offers to ask', { timeout: 60_000 }, async () => {
    const page = await (await stage.open(LOOK)).newPage()
    await page.goto(pathTo('checkedDomain', { domain: 'nowhere.example' }))
    assert.equal(await sentence(page), 'This domain has not been measured here yet.')
    await press(page, 'Check it')
    await untilDone(page)
    assert.equal(await sentence(page), 'There is nothing here that could be judged.')
    assert.match(await main(page).innerText(), /nowhere\.example does not exist in DNS/)
    assert.equal((await stage.ask('/check/127.0.0.1', { headers: { accept: 'text/html' } })).status, 404)
  })
})
