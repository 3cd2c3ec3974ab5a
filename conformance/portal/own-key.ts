/** A person who may sign in this browser: a passkey, a key made here, confirmed by a second person and proved by the domain. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { SESSION, signIn } from '../asking.ts'
import { accountOf } from '../everywhere.ts'
import type { Stage } from './stage.ts'

export async function addPasskey(page: Page): Promise<void> {
  await page.goto('/account')
  await page.getByLabel('Name of this device').fill('Work laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('The passkey is added.').waitFor()
}

/** `second`: a person of the same organisation who may confirm it. */
export async function makeKey(stage: Stage, page: Page, second: string): Promise<void> {
  await page.goto('/organisation/keys/new')
  await page.locator('form[data-make-key]').getByRole('button').click()
  await page.waitForURL(/\/organisation\/keys\/[0-9a-f]{64}/)
  const keyid = /[0-9a-f]{64}/.exec(page.url())?.[0] ?? ''
  const cookie = `${SESSION}=${await signIn(stage.ask, accountOf(stage.house.guide, second).signInUrl)}`
  const asSecond = async (path: string, method: 'GET' | 'POST') => {
    const answer = await stage.ask(path, { method, headers: { cookie, origin: stage.url }, ...(method === 'POST' ? { json: {} } : {}) })
    assert.equal(answer.status, 200, `${path}: ${answer.text}`)
    return answer.json()
  }
  const { keys } = await asSecond('/api/v1/keys', 'GET')
  for (const { dns } of keys.find((key: { keyid: string }) => key.keyid === keyid).challenges) stage.house.zone.put(dns.name, dns.value)
  await asSecond(`/api/v1/keys/${keyid}/confirm`, 'POST')
  assert.equal((await asSecond(`/api/v1/keys/${keyid}/check`, 'POST')).state, 'active')
}
