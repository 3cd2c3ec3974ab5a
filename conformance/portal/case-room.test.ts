/**
 * A case in the browser: a guest comes in by link without a script, under an embargo, reads, writes and adds a file; a member reads
 * it; what two parties keep to themselves is absent for everyone else. What is hostile is shown as it was written, and does nothing.
 */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { pathTo } from '../../portal/app/paths.ts'
import { accountOf } from '../everywhere.ts'
import { gatherCast, type Cast } from './scenes.ts'
import { onStage, PHONE, ROLES } from './stage.ts'

const psirt = ROLES['psirt-analyst']
const TITLE = 'A clock that can be set from outside'
const LOAN = 'The meter on loan'
const FILE = '<img src=x onerror=alert(1)>.svg'
const HOSTILE = '**Fixed** on a branch.\n\n<script>alert(1)</script> <svg onload=alert(1)> ![a](https://tracker.example/a.png)\n\n[the fix](javascript:alert(1)) [the patch](https://git.example/patch)\n\n# Not a heading of yours'

const field = (page: Page, name: string) => page.getByRole('main').getByLabel(name, { exact: true })
const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click().then(() => page.waitForLoadState('domcontentloaded'))
const follow = (page: Page, name: string) => page.getByRole('main').getByRole('link', { name, exact: true }).first().click().then(() => page.waitForLoadState('domcontentloaded'))
const said = (page: Page) => page.getByRole('main').innerText()

onStage('a case and its guest', {}, (stage) => {
  let cast: Cast
  let guest: Page
  let quiet: { id: string }
  const api = async (path: string, person: string = psirt) => (await stage.ask(path, { token: accountOf(stage.house.guide, person).token })).json()

  before(async () => {
    cast = await gatherCast(stage.house, stage.ask)
    quiet = { id: cast.case(TITLE) }
    guest = await (await stage.open({ javaScriptEnabled: false, viewport: PHONE })).newPage()
  })

  test('asking for the page of a link opens nothing and tells nothing, however often a scanner does', async () => {
    const { events: before } = await api(`/api/v1/cases/${quiet.id}/timeline?limit=1`)
    for (let n = 0; n < 2; n++) {
      const { status, text, headers } = await stage.ask(cast.guestLink, { headers: { accept: 'text/html' } })
      assert.equal(status, 200)
      assert.doesNotMatch(String(headers['set-cookie']), /case_guest=[^;]/)
      for (const hidden of [TITLE, 'Northgate', 'opentime', quiet.id]) assert.ok(!text.includes(hidden), hidden)
    }
    assert.deepEqual((await api(`/api/v1/cases/${quiet.id}/timeline?limit=1`)).events, before)
  })

  test('without a script the guest opens it, sees the terms and nothing else, and accepts', async () => {
    await guest.goto(pathTo('caseGuest', {}, { link: 'oag_half' }))
    await press(guest, 'Open the case')
    await guest.getByText(/^This link opens no case/).first().waitFor()
    await field(guest, 'Your link').fill(new URL(cast.guestLink, stage.url).href)
    await press(guest, 'Open the case')
    assert.equal(new URL(guest.url()).pathname, pathTo('case', quiet))
    const offer = await said(guest)
    assert.match(offer, /as guest Maintainer of opentime/)
    assert.match(offer, /Northgate Grid/)
    assert.ok(!(await guest.content()).includes(TITLE))
    for (const at of ['caseThreads', 'caseFiles', 'caseTasks', 'caseDrafts', 'caseSearch'] as const) {
      await guest.goto(pathTo(at, quiet))
      assert.equal(new URL(guest.url()).pathname, pathTo('case', quiet), at)
      assert.ok(!(await guest.content()).includes(TITLE), at)
    }
    await press(guest, 'Accept these terms')
    await guest.getByRole('heading', { level: 1, name: TITLE }).waitFor()
  })

  test('reads and writes; what is hostile in it stays words', async () => {
    await follow(guest, 'Threads')
    await follow(guest, 'Everyone')
    assert.match(await said(guest), /Read by: everyone in this case\./)
    await guest.getByText('Which of your drives take their time from the meter?').waitFor()
    await field(guest, 'Your message').fill(HOSTILE)
    await press(guest, 'Send')
    const written = guest.locator('.messages > li').last().locator('.written')
    const shown = await written.innerText()
    for (const words of ['<script>alert(1)</script> <svg onload=alert(1)>', '[the fix](javascript:alert(1))', 'Not a heading of yours']) assert.ok(shown.includes(words), words)
    assert.equal(await written.locator('script, svg, img, iframe, style, h1, h2').count(), 0)
    assert.deepEqual(await written.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))), ['https://tracker.example/a.png', 'https://git.example/patch'])
    await press(guest, 'Send')
    assert.match(await guest.title(), /^Please check: /)
  })

  test('adds a file, whose name does nothing, and which is only ever saved', async () => {
    await guest.goto(pathTo('caseFiles', quiet))
    await field(guest, 'File').setInputFiles({ name: FILE, mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') })
    await press(guest, 'Add the file')
    const link = guest.getByRole('main').getByRole('link', { name: 'img src=x onerror=alert(1).svg' })
    assert.equal(await guest.getByRole('main').locator('img').count(), 0)
    const address = await link.getAttribute('href') ?? ''
    const { status, headers } = await stage.ask(address, { token: accountOf(stage.house.guide, psirt).token })
    assert.equal(status, 200)
    assert.match(String(headers['content-disposition']), /^attachment;/)
    assert.equal(headers['content-type'], 'application/octet-stream')
    assert.equal((await stage.ask(address)).status, 404)
  })

  test('a member reads both; what two keep to themselves is absent for the guest', async () => {
    const member = await stage.read(psirt, pathTo('caseThread', { ...quiet, thread: '1' }))
    assert.match(member.text, /Maintainer of opentime/)
    assert.match(member.text, /New since you last read/)
    assert.ok(!/<script>alert|<svg onload|<img/.test(member.text))
    assert.match((await stage.read(psirt, pathTo('caseFiles', quiet))).text, /img src=x onerror=alert\(1\)\.svg/)
    const { threads } = await api(`/api/v1/cases/${quiet.id}/threads`)
    const loan = String(threads.find(({ title }: { title: string }) => title === LOAN)?.n)
    await guest.goto(pathTo('caseThreads', quiet))
    assert.ok(!(await guest.content()).includes(LOAN))
    assert.equal((await guest.goto(pathTo('caseThread', { ...quiet, thread: loan })))?.status(), 404)
    await guest.goto(pathTo('caseSearch', quiet, { words: 'Serial numbers' }))
    await guest.getByText('Nothing found', { exact: true }).waitFor()
  })

  test('who was faster is not written over, and what was typed is kept', async () => {
    const draft = pathTo('caseDraft', { ...quiet, draft: cast.drafted.draft })
    await guest.goto(draft)
    const { status } = await stage.ask(`/api/v1/cases/${quiet.id}/drafts/${cast.drafted.draft}`, { method: 'POST', json: { version: 2, text: 'Somebody was faster.' }, token: accountOf(stage.house.guide, psirt).token })
    assert.equal(status, 200)
    await field(guest, 'Text').fill('What the guest typed.')
    await press(guest, 'Save as the next version')
    assert.match(await said(guest), /Version 3 was saved while you wrote/)
    assert.equal(await field(guest, 'Text').inputValue(), 'What the guest typed.')
    assert.match(await guest.locator('.redline ins').allInnerTexts().then((all) => all.join(' ')), /Somebody/)
    await press(guest, 'Save as the next version')
    assert.match(await said(guest), /The text, version 4/)
  })

  test('closed in this browser, the case is gone from it: its pages lead to the sign-in', async () => {
    await press(guest, 'Close it in this browser')
    await guest.getByText('This browser has forgotten the case. Your link still works.').waitFor()
    await guest.goto(pathTo('caseThreads', quiet))
    assert.equal(new URL(guest.url()).pathname, '/sign-in')
  })
})
