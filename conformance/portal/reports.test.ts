/**
 * A report from the form to its answer in the browser: encrypted by a script and by the hub where none runs, opened by the team's
 * passphrase, answered, read by code. What was written lies nowhere in what the hub keeps. Only the hub's clock is moved from here.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { SAMPLE_PASSPHRASE } from '../../server/src/demo/reports.ts'
import { asking, SESSION, signIn } from '../asking.ts'
import { accountOf } from '../everywhere.ts'
import { startTestHouse, type TestHouse } from '../start.ts'
import { copyPortal, DESKTOP, missing, PHONE, ROLES, startBrowser } from './stage.ts'

const field = (page: Page, name: string) => page.getByRole('main').getByLabel(name, { exact: true })
const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
const sees = (page: Page, text: string) => page.getByRole('main').getByText(text, { exact: true }).waitFor()
const metricOf = (page: Page, metric: string, value: string) => page.locator(`[name="cvss:note/${metric}"][value="${value}"]`)
const absent = async (page: Page, text: string) => assert.doesNotMatch(await page.getByRole('main').innerText(), new RegExp(text))

async function openMailbox(page: Page, by: string): Promise<void> {
  await page.goto('/report/receipt')
  await field(page, 'Receipt code').fill(by)
  await press(page, 'Open')
  await page.getByRole('heading', { name: /^Your report to / }).waitFor()
}

const SECOND = 1_000_000
/** Written by somebody, and for one other alone to read. */
const SECRETS = {
  title: 'canary-heron opens every gate', text: 'canary-plover: the gate opens without a key', file: 'canary-dunlin proof of concept', answer: 'canary-avocet: we can repeat it', more: 'canary-godwit: thank you',
  plainTitle: 'canary-knot in the meter', plainText: 'canary-turnstone: the meter counts twice', plainAnswer: 'canary-ruff: we look into it',
}

const OWN_PASSPHRASE = 'canary-whimbrel five words chosen by chance'

describe('a report in the browser', { skip: missing() ?? false }, () => {
  let portal: string
  let house: TestHouse
  let browser: Browser
  let analyst: Page
  let session = ''
  let shift = 0
  let code = ''
  let address = ''
  const complaints: string[] = []

  before(async () => {
    portal = copyPortal(false)
    house = await startTestHouse({ portal, clock: () => Date.now() * 1000 + shift })
    browser = await startBrowser()
    session = await signIn(asking(house.url), accountOf(house.guide, ROLES['psirt-analyst']).signInUrl)
    analyst = await open({ viewport: DESKTOP }, session)
  })
  after(async () => {
    await browser?.close()
    await house?.close()
    if (portal !== undefined) rmSync(portal, { recursive: true, force: true })
  })

  async function open(look: BrowserContextOptions, as?: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', baseURL: house.url, colorScheme: 'light', reducedMotion: 'reduce', ...look })
    context.setDefaultTimeout(120_000)
    context.on('console', (message) => void (message.type() === 'error' && !/responded with a status of 4/.test(message.text()) && complaints.push(`${message.page()?.url()}: ${message.text()}`)))
    context.on('weberror', (error) => void complaints.push(error.error().message))
    if (as !== undefined) await context.addCookies([{ name: SESSION, value: as, url: house.url }])
    return context.newPage()
  }

  async function answer(words: string): Promise<void> {
    await field(analyst, 'Write to the reporter').fill(words)
    await press(analyst, 'Encrypt and send')
    await sees(analyst, 'Your message is on its way, encrypted.')
  }

  test('is encrypted where it is written, with a file, and leaves a code', async () => {
    const reporter = await open({ viewport: DESKTOP })
    const sent: string[] = []
    reporter.on('request', (request) => void sent.push(request.postData() ?? ''))
    await reporter.goto('/report/to/northgate-grid')
    await field(reporter, 'The weakness in one line').fill(SECRETS.title)
    await field(reporter, 'What is wrong').fill(SECRETS.text)
    await field(reporter, 'Files (optional)').setInputFiles({ name: 'proof.txt', mimeType: 'text/plain', buffer: Buffer.from(SECRETS.file) })
    await press(reporter, 'Send the report')
    const shown = reporter.getByRole('group', { name: 'Receipt code' })
    await shown.waitFor()
    code = (await shown.innerText()).trim()
    assert.match(code, /^oar-/)
    assert.ok(sent.some((body) => body.includes('"ciphertext"')), 'it was sent')
    for (const secret of [SECRETS.title, SECRETS.text, Buffer.from(SECRETS.file).toString('base64'), code]) assert.ok(!sent.join('\n').includes(secret), secret)
    await reporter.context().close()
  })

  test('stands in the team’s list without its words, and opens by the passphrase in the tab alone', async () => {
    await analyst.goto('/desk')
    await absent(analyst, 'canary')
    await analyst.getByRole('main').getByRole('table').getByRole('link').first().click()
    await analyst.getByRole('heading', { name: 'What was reported' }).waitFor()
    address = new URL(analyst.url()).pathname
    await absent(analyst, 'canary')
    await field(analyst, 'Passphrase of the team').fill('another passphrase altogether')
    await press(analyst, 'Unlock')
    await sees(analyst, 'No key of your team opens with this passphrase.')
    await field(analyst, 'Passphrase of the team').fill(SAMPLE_PASSPHRASE)
    await press(analyst, 'Unlock')
    await sees(analyst, SECRETS.text)
    await sees(analyst, SECRETS.title)
    const [file] = await Promise.all([analyst.waitForEvent('download'), analyst.getByRole('link', { name: 'proof.txt' }).click()])
    assert.equal(file.suggestedFilename(), 'proof.txt')
    assert.equal(readFileSync(await file.path(), 'utf8'), SECRETS.file)
  })

  test('is answered, and the answer opens at once in the tab that stays unlocked', async () => {
    await answer(SECRETS.answer)
    await sees(analyst, SECRETS.answer)
  })

  test('the reporter comes back by code, reads the answer, and writes', async () => {
    const reporter = await open({ viewport: PHONE })
    const sent: string[] = []
    reporter.on('request', (request) => void sent.push(`${request.url()} ${request.postData() ?? ''}`))
    await openMailbox(reporter, code)
    await sees(reporter, SECRETS.answer)
    await sees(reporter, SECRETS.text)
    await field(reporter, 'Write to the team').fill(SECRETS.more)
    await press(reporter, 'Send')
    await sees(reporter, SECRETS.more)
    assert.ok(!sent.join('\n').includes(code), 'the code never leaves the browser')
    await reporter.context().close()
    await analyst.goto('/desk?waiting=1')
    await analyst.getByRole('row').filter({ has: analyst.locator(`a[href="${address}"]`) }).getByText('New message').waitFor()
  })

  test('locked again, nothing is readable any more', async () => {
    await analyst.goto(address)
    await sees(analyst, SECRETS.more)
    await press(analyst, 'Lock')
    await field(analyst, 'Passphrase of the team').waitFor()
    await absent(analyst, 'canary')
    assert.equal(await analyst.evaluate(() => sessionStorage.length), 0)
  })

  test('without a script the hub encrypts it, says so, and the answer is read by code all the same', async () => {
    const reporter = await open({ viewport: PHONE, javaScriptEnabled: false })
    await reporter.goto('/report/to/northgate-grid')
    await reporter.getByText(/the hub encrypts your report as it arrives/).waitFor()
    await field(reporter, 'The weakness in one line').fill(SECRETS.plainTitle)
    await field(reporter, 'What is wrong').fill(SECRETS.plainText)
    shift += 31 * SECOND
    await press(reporter, 'Send the report')
    const own = (await reporter.getByRole('group', { name: 'Receipt code' }).innerText()).trim()
    assert.match(own, /^oar-/)

    await analyst.goto('/desk')
    await analyst.getByRole('main').getByRole('table').getByRole('link').first().click()
    await field(analyst, 'Passphrase of the team').fill(SAMPLE_PASSPHRASE)
    await press(analyst, 'Unlock')
    await sees(analyst, SECRETS.plainText)
    await answer(SECRETS.plainAnswer)

    await openMailbox(reporter, own)
    await sees(reporter, SECRETS.plainAnswer)
    await sees(reporter, SECRETS.plainText)
  })

  test('the team without a script can do everything but read and answer, and the page says so', async () => {
    const page = await open({ viewport: DESKTOP, javaScriptEnabled: false }, session)
    await page.goto(address)
    await page.getByText(/^This browser runs no script\. Reports are opened/).waitFor()
    assert.equal(await field(page, 'Passphrase of the team').isVisible(), false)
    assert.equal(await field(page, 'Write to the reporter').isVisible(), false)
    await field(page, 'Title (optional)').fill('A gate that needs no key')
    await page.locator('[data-cvss="note"] > summary').click()
    await press(page, 'CVSS 3.1 instead')
    for (const [metric, value] of Object.entries({ AV: 'N', AC: 'L', PR: 'N', UI: 'N', S: 'U', C: 'H', I: 'H' })) await metricOf(page, metric, value).check()
    await press(page, 'Make the vector of these')
    assert.equal(await field(page, 'CVSS vector (optional)').inputValue(), 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H')
    assert.equal(await field(page, 'Title (optional)').inputValue(), 'A gate that needs no key', 'what was typed comes back')
    await page.getByText(/^Not a whole vector yet: it lacks A\./).waitFor()
    await metricOf(page, 'A', 'H').check()
    await field(page, 'CVE (optional)').fill('not an id')
    await press(page, 'Save the note')
    await page.getByRole('alert').waitFor()
    await sees(page, '9.8 of 10 (critical), CVSS 3.1')
    await field(page, 'CVE (optional)').fill('')
    await press(page, 'Save the note')
    await sees(page, 'The note is saved.')
    await sees(page, '9.8, critical (CVSS 3.1)')
    await press(page, 'Confirm')
    await page.getByText('Done; the reporter can see it.').waitFor()
    await press(page, 'Put off')
    await page.getByRole('alert').waitFor()
    assert.equal(await field(page, 'Words for the reporter (optional)').getAttribute('aria-invalid'), 'true')
  })

  test('with a script the severity follows what is chosen, and another version comes without the page', async () => {
    await analyst.goto(address)
    await field(analyst, 'Words for the reporter (optional)').fill('typed in another form')
    await analyst.locator('[data-cvss="note"][data-version="3.1"] > summary').click()
    await metricOf(analyst, 'C', 'N').check()
    await sees(analyst, '9.1 of 10 (critical), CVSS 3.1')
    assert.equal(await field(analyst, 'CVSS vector (optional)').inputValue(), 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H')
    await press(analyst, 'CVSS 4.0 instead')
    await metricOf(analyst, 'VC', 'H').check()
    await analyst.getByText(/^Not a whole vector yet: it lacks AT, VI, /).waitFor()
    await field(analyst, 'CVSS vector (optional)').fill('CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N')
    assert.ok(await metricOf(analyst, 'AT', 'N').isChecked(), 'what is typed is chosen')
    await sees(analyst, '8.7 of 10 (high), CVSS 4.0')
    assert.equal(await field(analyst, 'Words for the reporter (optional)').inputValue(), 'typed in another form')
    await field(analyst, 'Title (optional)').press('Enter')
    await sees(analyst, '8.7, high (CVSS 4.0)')
  })

  test('a key is made in the browser, opens what comes to it, and is retired', async () => {
    await analyst.goto('/desk/settings')
    await analyst.getByText('Make a key', { exact: true }).click()
    await field(analyst, 'Name of the key').fill('Second key')
    await field(analyst, 'Passphrase of the team').fill(OWN_PASSPHRASE)
    await field(analyst, 'The same passphrase again').fill('five words chosen by mistake')
    await press(analyst, 'Make the key')
    assert.equal(await field(analyst, 'The same passphrase again').evaluate((input: HTMLInputElement) => input.validationMessage), 'The two passphrases differ.')
    await field(analyst, 'The same passphrase again').fill(OWN_PASSPHRASE)
    await press(analyst, 'Make the key')
    await sees(analyst, 'The key is made.')
    await press(analyst, 'Retire the key Second key')
    await sees(analyst, 'The key is retired. It still opens what was sent to it.')
  })

  test('nothing that was written lies in what the hub keeps, and no browser complained', () => {
    const kept = readdirSync(house.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1')).join('\n')
    assert.ok(kept.includes(address.split('/').at(-1) ?? 'no report'), 'the search finds what is kept')
    for (const secret of [...Object.values(SECRETS), code, OWN_PASSPHRASE]) {
      assert.ok(!kept.includes(secret), secret)
      assert.ok(!kept.includes(Buffer.from(secret).toString('base64').slice(0, 20)), `${secret} in base64`)
    }
    assert.deepEqual(complaints, [])
  })
})
