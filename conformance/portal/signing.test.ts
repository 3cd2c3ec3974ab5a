/**
 * Signing in a real browser: a key is made there and kept there, a second person and the domain make it count, the passkey
 * approves an act word by word, the key signs it, and everyone reads it. Without a script: the file is the statement, exactly.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { SESSION, signIn } from '../asking.ts'
import { accountOf } from '../everywhere.ts'
import { addPasskey, makeKey } from './own-key.ts'
import { enter, onStage, ROLES } from './stage.ts'

const SECOND = 'Søren Dahl'

onStage('signing in the browser', {}, (stage) => {
  let page: Page
  before(async () => {
    page = await enter(stage, ROLES.representative)
    await addPasskey(page)
  })

  test('a key is made here; a second person confirms it, and the domain proves it', async () => {
    await makeKey(stage, page, SECOND)
  })

  test('an act is shown in words, approved by the passkey, signed by the key, and read by everyone', async () => {
    await page.goto('/accord/sign/statement')
    await page.getByLabel('Title', { exact: true }).fill('Signed where I sit')
    await page.getByLabel('Text', { exact: true }).fill('First line.\n\nSecond paragraph, with “quotes” and é.')
    await page.getByRole('button', { name: 'Show the exact words' }).click()
    await page.getByText('This is what your organisation signs, word by word.').waitFor()
    await page.getByText('Northgate Grid states: Signed where I sit').waitFor()
    await page.getByRole('button', { name: 'Sign and hand in' }).click()
    await page.getByText('It is signed and handed in.').waitFor()
    const visitor = await stage.visit(null)
    await visitor.goto('/statements')
    await visitor.getByRole('heading', { name: 'Signed where I sit' }).waitFor()
    await visitor.getByRole('link', { name: 'Check this yourself: Signed where I sit' }).click()
    assert.match(new URL(visitor.url()).pathname, /^\/log\/acts\/fact_/)
  })

  test('a browser without the key says so, and offers the key file', async () => {
    const other = await stage.visit(SECOND)
    await other.goto('/accord/sign/statement')
    await other.getByLabel('Title', { exact: true }).fill('Elsewhere')
    await other.getByLabel('Text', { exact: true }).fill('No key here.')
    await other.getByRole('button', { name: 'Show the exact words' }).click()
    await other.getByText('This browser holds no key that may sign this.').waitFor()
    assert.equal(await other.getByRole('button', { name: 'Sign and hand in' }).isVisible(), false)
    await other.getByRole('button', { name: 'Download the statement' }).waitFor()
  })

  test('without a script the statement comes as a file, byte for byte, and an envelope of nothing is refused in words', async () => {
    const context = await stage.open({ javaScriptEnabled: false })
    await context.addCookies([{ name: SESSION, value: await signIn(stage.ask, accountOf(stage.house.guide, SECOND).signInUrl), url: stage.url }])
    const plain = await context.newPage()
    await plain.goto('/accord/sign/statement')
    await plain.getByLabel('Title', { exact: true }).fill('By file')
    await plain.getByLabel('Text', { exact: true }).fill('One.\n\nTwo.')
    await plain.getByRole('button', { name: 'Show the exact words' }).click()
    const shown = await plain.locator('details pre').first().textContent()
    const [download] = await Promise.all([plain.waitForEvent('download'), plain.getByRole('button', { name: 'Download the statement' }).click()])
    const bytes = await readFile(await download.path(), 'utf8')
    assert.equal(bytes, shown)
    assert.deepEqual(JSON.parse(bytes).predicate.text, 'One.\n\nTwo.')
    await plain.getByLabel('Or paste it (optional)').fill('not an envelope')
    await plain.getByRole('button', { name: 'Hand in' }).click()
    await plain.getByRole('alert').getByText('What you entered is still here.').waitFor()
  })
})
