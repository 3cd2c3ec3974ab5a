/** A signing key from its making in a browser to its end: passkey, second person, domain, rotation, doubt; all by the pages. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { enter, onStage, ROLES } from './stage.ts'

onStage('a signing key', {}, (stage) => {
  let mette: Page
  let second: Page
  let address: string
  before(async () => {
    mette = await enter(stage, ROLES.representative)
    second = await enter(stage, 'Søren Dahl')
  })

  test('without a passkey none is made, and none is left behind', async () => {
    await mette.goto('/organisation/keys/new')
    await mette.getByRole('button', { name: 'Make, sign and register it' }).click()
    const alert = mette.getByRole('alert').filter({ hasText: /\S/ })
    await alert.waitFor()
    stage.complaints()
    const kept = await mette.evaluate(() => new Promise<number>((resolve, reject) => {
      const asked = indexedDB.open('accord', 1)
      asked.addEventListener('error', () => reject(asked.error))
      asked.addEventListener('success', () => {
        const count = asked.result.transaction('keys').objectStore('keys').count()
        count.addEventListener('success', () => resolve(count.result))
      })
    }))
    assert.equal(kept, 0)
  })

  test('is made in the browser, approved by the passkey, and waits for a second person', async () => {
    await mette.goto('/account')
    await mette.getByLabel('Name of this device').fill('Work laptop')
    await mette.getByRole('button', { name: 'Add a passkey' }).click()
    await mette.getByText('The passkey is added.').waitFor()
    await mette.goto('/organisation/keys/new')
    await mette.getByRole('button', { name: 'Make, sign and register it' }).click()
    await mette.getByText('The key is registered.').waitFor()
    address = new URL(mette.url()).pathname
    assert.match(await mette.getByRole('main').innerText(), /It waits for a second person to confirm it: Søren Dahl\./)
    await mette.getByText('in this browser').waitFor()
    assert.equal(await mette.getByRole('button', { name: 'Confirm this key' }).count(), 0)
    const extractable = await mette.evaluate(() => new Promise<boolean>((resolve, reject) => {
      const asked = indexedDB.open('accord', 1)
      asked.addEventListener('error', () => reject(asked.error))
      asked.addEventListener('success', () => {
        const all = asked.result.transaction('keys').objectStore('keys').getAll()
        all.addEventListener('success', () => resolve(all.result.some((key: { privateKey: CryptoKey }) => key.privateKey.extractable)))
      })
    }))
    assert.equal(extractable, false)
  })

  test('is confirmed by the second person, and then waits for its domain, with the lines to put there', async () => {
    await second.goto(address)
    await second.getByRole('button', { name: 'Confirm this key' }).click()
    await second.getByText('The key is confirmed.').waitFor()
    const main = await second.getByRole('main').innerText()
    assert.match(main, /It waits for a proof of control over northgate-grid\.example\./)
    assert.match(main, /_openaccord\.northgate-grid\.example\. TXT "openaccord1 key=[0-9a-f]{64}/)
    assert.match(main, /https:\/\/northgate-grid\.example\/\.well-known\/openaccord\.json/)
  })

  test('anyone reads its history, without an account and without people', async () => {
    const keyid = address.split('/').at(-1) ?? ''
    const { status, text } = await stage.read(null, `/keys/${keyid}`)
    assert.equal(status, 200)
    assert.match(text, /Confirmed by a second person/)
    assert.doesNotMatch(text, /Mette Lindqvist|Søren Dahl/)
  })

  test('not proven yet, it is given up', async () => {
    await mette.goto(address)
    await mette.getByRole('button', { name: 'Give it up' }).click()
    await mette.getByText('The key is given up.').waitFor()
  })

  test('the only active one is put in doubt by two persons, with the date of the first doubt', async () => {
    await mette.goto('/organisation/keys')
    await mette.getByRole('row').filter({ hasText: 'active' }).getByRole('link').click()
    await mette.getByLabel('First doubt (UTC)').fill('2026-01-05T10:00')
    await mette.getByRole('button', { name: 'Declare it compromised' }).click()
    await mette.getByText('It is stated. A second person has to confirm it now.').waitFor()
    assert.equal(await mette.getByRole('button', { name: 'Confirm it', exact: true }).count(), 0)
    await second.goto(new URL(mette.url()).pathname)
    await second.getByRole('button', { name: 'Confirm it', exact: true }).click()
    await second.getByText('The end of the key is recorded.').waitFor()
    const keyid = new URL(mette.url()).pathname.split('/').at(-1) ?? ''
    assert.match((await stage.read(null, `/keys/${keyid}`)).text, /in doubt since 5 January 2026/)
  })
})
