/** Passkeys in a real browser: Chromium's virtual authenticator (CDP WebAuthn) adds one, signs in with it, and is forgotten. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { enter, onStage, ROLES } from './stage.ts'

onStage('passkeys', {}, (stage) => {
  let page: Page
  before(async () => {
    page = await enter(stage, ROLES['threat-analyst'])
  })

  test('one is added, and cannot be added twice', async () => {
    await page.goto('/account')
    await page.getByText('No passkey yet').waitFor()
    await page.getByLabel('Name of this device').fill('Work laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('The passkey is added.').waitFor()
    await page.getByRole('rowheader', { name: 'Work laptop' }).waitFor()
    await page.getByLabel('Name of this device').fill('The same again')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('alert').filter({ hasText: 'has a passkey for this hub already' }).waitFor()
  })

  test('signed out, it signs in, and leads where one wanted to go', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out on this device.').waitFor()
    await page.goto('/organisation/tokens')
    assert.equal(new URL(page.url()).pathname, '/sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL('**/organisation/tokens')
    await page.goto('/account')
    assert.match(await page.getByRole('table', { name: 'Browsers with an open session' }).innerText(), /passkey/)
  })

  test('forgotten, it no longer signs in, and the page says so', async () => {
    await page.getByRole('button', { name: 'Forget the passkey Work laptop' }).click()
    await page.getByText('The passkey is forgotten here.').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    const alert = page.getByRole('alert')
    await alert.waitFor()
    assert.notEqual((await alert.innerText()).trim(), '')
    assert.equal(new URL(page.url()).pathname, '/sign-in')
    assert.deepEqual(stage.complaints().filter((each) => !/\/sign-in\/passkey/.test(each) && !/40\d/.test(each)), [])
  })
})
