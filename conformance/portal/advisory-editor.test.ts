/**
 * An advisory from its first word to its readers: begun without a script, mended as the page says what is wrong, looked over in
 * every format, submitted, approved by a second person, signed in the browser, published at its moment in every format at once.
 */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { SESSION, signIn } from '../asking.ts'
import { accountOf } from '../everywhere.ts'
import { label, press } from './scenes/cast.ts'
import { addPasskey, makeKey } from './own-key.ts'
import { enter, onStage, ROLES } from './stage.ts'

const WRITER = ROLES['psirt-analyst']
const HOSTILE = '"><script>document.title="taken"</script><img src=x onerror=alert(1)>'

/** A field by its place in the advisory. */
const row = (page: Page, place: string) => page.locator(`[name="${place}"]`)

const SCORE = '/vulnerabilities/0/scores/0'
const metricOf = (page: Page, metric: string, value: string) => page.locator(`[name="cvss:${SCORE}/${metric}"][value="${value}"]`)

onStage('the editor of advisories', {}, (stage) => {
  let address = ''
  let signer: Page
  before(async () => {
    signer = await enter(stage, ROLES.representative)
    await addPasskey(signer)
    await makeKey(stage, signer, 'Søren Dahl')
  })

  test('without a script: rows by buttons, what is typed is kept, errors stand at their fields, half an advisory can be saved', async () => {
    const context = await stage.open({ javaScriptEnabled: false })
    await context.addCookies([{ name: SESSION, value: await signIn(stage.ask, accountOf(stage.house.guide, WRITER).signInUrl), url: stage.url }])
    const plain = await context.newPage()
    await plain.goto('/desk/advisories/new')
    await label(plain, 'Title').fill('Lamp: a stranger can switch it on')
    await press(plain, 'Begin')
    await plain.getByText('The draft is there.').waitFor()
    address = new URL(plain.url()).pathname
    await press(plain, 'Add a maker')
    await row(plain, '/products/vendors/0/name').fill('Northgate Grid')
    await press(plain, 'Add a product')
    await row(plain, '/products/vendors/0/products/0/name').fill('Lamp')
    await press(plain, 'Add a version or a range')
    await row(plain, '/products/vendors/0/products/0/releases/0/range').fill('< 1.4.2')
    await press(plain, 'Add a version or a range')
    await row(plain, '/products/vendors/0/products/0/releases/1/version').fill('1.4.2')
    await press(plain, 'Add a vulnerability')
    await row(plain, '/vulnerabilities/0/title').fill(HOSTILE)
    await press(plain, 'Save a version')
    assert.equal(await row(plain, '/vulnerabilities/0/title').inputValue(), HOSTILE, 'what was typed is kept')
    await plain.getByRole('alert').getByRole('link', { name: /^What the flaw is/ }).click()
    assert.equal(await row(plain, '/vulnerabilities/0/description').evaluate((field) => field.getAttribute('aria-invalid')), 'true')
    await row(plain, '/vulnerabilities/0/description').fill('The switch believes anybody who is near it.')
    await press(plain, 'Save a version')
    await plain.getByText('A version is saved.').waitFor()
    assert.equal(await row(plain, '/products/vendors/0/products/0/releases/0/range').inputValue(), 'vers:semver/<1.4.2', 'a range in plain signs became VERS')
    await plain.getByText('Things to mend before it can be published: 1').waitFor()
    await press(plain, 'Add a score')
    await press(plain, 'CVSS 3.1 instead')
    for (const [metric, value] of Object.entries({ AV: 'A', AC: 'L', PR: 'N', UI: 'N', S: 'U', C: 'N', I: 'L' })) await metricOf(plain, metric, value).check()
    await press(plain, 'Make the vector of these')
    assert.equal(await row(plain, `${SCORE}/vector`).inputValue(), 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:L')
    await plain.getByText(/^Not a whole vector yet: it lacks A\./).waitFor()
    await metricOf(plain, 'A', 'N').check()
    await press(plain, 'Make the vector of these')
    await plain.getByText('4.3 of 10 (medium), CVSS 3.1').waitFor()
    await context.close()
  })

  test('with a script: what is wrong is said as one types, a press leads to the field, and mending it is seen', async () => {
    const page = await stage.visit(WRITER)
    await page.goto(address)
    await row(page, '/vulnerabilities/0/statements/0/state').selectOption('affected')
    await row(page, '/vulnerabilities/0/statements/1/state').selectOption('fixed')
    await row(page, '/head/language').fill('xx')
    const panel = page.locator('[data-advisory-check]')
    await panel.getByText(/no remedy is for it/).waitFor()
    await panel.getByRole('link', { name: 'Language', exact: true }).click()
    assert.match(page.url(), /#\/head\/language$/)
    assert.equal(await row(page, '/head/language').getAttribute('aria-invalid'), 'true')
    await row(page, '/head/language').fill('en')
    await panel.getByRole('link', { name: 'Language', exact: true }).waitFor({ state: 'detached' })
    assert.equal(await row(page, '/head/language').getAttribute('aria-invalid'), null)
    await press(page, 'Add what to do')
    await row(page, '/vulnerabilities/0/remedies/0/details').fill('Install 1.4.2.')
    await press(page, 'Add a score')
    await row(page, '/vulnerabilities/0/scores/0/vector').fill('CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:N')
    await page.getByText('4.3 of 10 (medium), CVSS 3.1').waitFor()
    await press(page, 'Look it over')
    await page.locator(`[data-cvss="${SCORE}"] > summary`).click()
    assert.ok(await metricOf(page, 'AV', 'A').isChecked(), 'what is typed is chosen')
    await row(page, `${SCORE}/vector`).fill('CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:Q/A:N')
    await page.getByText(/^Not a whole vector yet: I is one of N, L, H, not "Q"/).waitFor()
    await metricOf(page, 'I', 'H').check()
    assert.equal(await row(page, `${SCORE}/vector`).inputValue(), 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N')
    await page.getByText('6.5 of 10 (medium), CVSS 3.1').waitFor()
    await press(page, /^Take one of our \d+ free CVE ids$/)
    await page.getByText(/is set apart for this advisory/).waitFor()
    await press(page, 'Save a version')
    await page.getByText('A version is saved.').waitFor()
    await page.getByText('Nothing stands in the way of publishing it.').waitFor()
    assert.notEqual(await page.title(), 'taken')
  })

  test('every format is looked at with what it cannot say, and can be saved; two versions are compared', async () => {
    const page = await stage.visit(WRITER)
    await page.goto(`${address}/preview`)
    await page.getByText('The switch believes anybody who is near it.').first().waitFor()
    for (const format of ['CSAF 2.0', 'CSAF 2.1', 'CVE', 'OSV', 'OpenVEX', 'CycloneDX']) {
      await page.getByRole('main').getByRole('link', { name: new RegExp(`^${format}(?: \\(\\d+\\))?$`) }).click()
      await page.getByRole('heading', { level: 2, name: format, exact: true }).waitFor()
      assert.ok(await page.getByRole('link', { name: 'Download' }).count() > 0, format)
    }
    const file = await stage.read(WRITER, new URL(await page.getByRole('link', { name: 'Download' }).first().getAttribute('href') ?? '', stage.url).href.slice(stage.url.length))
    assert.equal(file.json().bomFormat, 'CycloneDX')
    assert.match(String(file.headers['content-disposition']), /^attachment; /)
    await page.goto(`${address}/versions`)
    await page.getByText('Install 1.4.2.').first().waitFor()
  })

  test('a hash, one product on another, and an SSVC decision are added by hand, and stand in the CSAF', async () => {
    const page = await stage.visit(WRITER)
    await page.goto(address)
    const [files, pairs] = ['/products/vendors/0/products/0/releases/1/files', '/products/relationships']
    const go = async (what: string): Promise<void> => page.locator(`button[value="${what}"]`).click()
    await page.locator(`[id="${files}"] > summary`).click()
    await go(`add ${files}`)
    await row(page, `${files}/0/name`).fill('lamp-1.4.2.bin')
    await row(page, `${files}/0/value`).fill('AB'.repeat(20))
    await page.getByText('has 40 digits; a hash of sha256 has 64').first().waitFor()
    await row(page, `${files}/0/value`).fill('AB'.repeat(32))
    await go(`add ${pairs}`)
    await row(page, `${pairs}/0/part`).selectOption({ label: 'Lamp 1.4.2' })
    await row(page, `${pairs}/0/whole`).selectOption({ label: 'Lamp vers:semver/<1.4.2' })
    await row(page, `${pairs}/0/id`).fill('lamp-pair')
    await row(page, 'ssvc-next:/vulnerabilities/0').selectOption('supplier')
    await go('ssvc /vulnerabilities/0')
    for (const [nth, value] of ['Active', 'Laborious', 'Total'].entries()) await row(page, `/vulnerabilities/0/ssvc/0/path/${nth}/value`).selectOption(value)
    await press(page, 'Save a version')
    const open = page.getByRole('alert').getByRole('link', { name: /^Question of an SSVC decision/ })
    assert.match(await open.getAttribute('href') ?? '', /ssvc\/0\/path\/3\/value$/, 'the question that is open')
    await row(page, '/vulnerabilities/0/ssvc/0/path/3/value').selectOption('Minimal')
    await page.getByText(/^Exploitation: Active → .* → Out-of-Cycle$/).waitFor()
    await row(page, '/vulnerabilities/0/statements/2/state').selectOption('investigating')
    await press(page, 'Save a version')
    await page.getByText('A version is saved.').waitFor()
    await page.goto(`${address}/preview`)
    await page.getByRole('main').getByRole('link', { name: /^CSAF 2\.0(?: \(\d+\))?$/ }).click()
    await page.getByRole('heading', { level: 2, name: 'CSAF 2.0', exact: true }).waitFor()
    const said = await page.getByRole('main').innerText()
    for (const part of ['lamp-1.4.2.bin', 'ab'.repeat(32), '"installed_on"', '"lamp-pair"', 'SSVC (supplier)', 'Out-of-Cycle (Exploitation: Active; ']) assert.ok(said.includes(part), part)
  })

  test('submitted, approved by a second person, signed here, published at its moment; everybody reads it', async () => {
    const page = await stage.visit(WRITER)
    await page.goto(`${address}/publish`)
    await press(page, 'Submit this version')
    await page.getByText('A second person of your organisation decides.').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Approve this version' }).count(), 0, 'nobody approves what they submitted')
    await signer.goto(`${address}/publish`)
    await press(signer, 'Approve this version')
    await press(signer, 'Show the exact words')
    await signer.getByText(/publishes version 1 of the advisory NORTHGATE-GRID-/).waitFor()
    await signer.getByRole('button', { name: 'Sign and hand in' }).click()
    await signer.getByText('It is signed. It is published at its moment').waitFor()
    const visitor = await stage.visit(null)
    const open = address.replace('/desk', '')
    assert.equal((await visitor.goto(open))?.status(), 404, 'nothing before its moment')
    await stage.house.advance(1)
    await visitor.goto(open)
    await visitor.getByRole('heading', { level: 1, name: 'Lamp: a stranger can switch it on' }).waitFor()
    await visitor.getByText('The switch believes anybody who is near it.').first().waitFor()
    for (const format of ['CSAF 2.0', 'CVE record', 'OSV', 'OpenVEX', 'CycloneDX VEX']) assert.ok(await visitor.getByRole('link', { name: format, exact: true }).count() > 0, format)
  })
})
