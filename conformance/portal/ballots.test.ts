/**
 * Deciding in a real browser: a representative votes from “Your duties” in two presses and a signature, changes the vote,
 * votes by keyboard alone in English and in Arabic; until the close nobody sees how, afterwards everyone does.
 */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { pathTo } from '../../portal/app/paths.ts'
import { SESSION, signIn } from '../asking.ts'
import { accountOf } from '../everywhere.ts'
import { enter, onStage, ROLES, type Stage } from './stage.ts'

const SECOND = 'Søren Dahl'
const SECRETARIAT = ['Ines Okafor', 'Bram de Wit'] as const
const TITLE = 'Answer within three working days'
const REASON = 'Three days are too few for a company of our size.'
const MOST_STOPS = 120

/** One call of the interface as this person, signed in anew: sessions end while days pass. */
async function call(stage: Stage, person: string, path: string, json?: object) {
  const cookie = `${SESSION}=${await signIn(stage.ask, accountOf(stage.house.guide, person).signInUrl)}`
  const answer = await stage.ask(path, { headers: { cookie, origin: stage.url }, ...(json === undefined ? {} : { method: 'POST', json }) })
  assert.ok(answer.status < 300, `${path} as ${person}: ${answer.status} ${answer.text}`)
  return answer.json()
}

async function signInAgain(stage: Stage, page: Page, person: string): Promise<void> {
  await page.goto(accountOf(stage.house.guide, person).signInUrl.replace('127.0.0.1', 'localhost'))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('link', { name: person }).waitFor()
}

/** A passkey and a signing key in this browser; a second person and the domain make the key count. */
async function bringKeys(stage: Stage, page: Page): Promise<void> {
  await page.goto('/account')
  await page.getByLabel('Name of this device').fill('Work laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('The passkey is added.').waitFor()
  await page.goto('/organisation/keys/new')
  await page.getByRole('button', { name: 'Make, sign and register it' }).click()
  await page.waitForURL(/\/organisation\/keys\/[0-9a-f]{64}/)
  const keyid = /[0-9a-f]{64}/.exec(page.url())?.[0] ?? ''
  const { keys } = await call(stage, SECOND, '/api/v1/keys')
  for (const { dns } of keys.find((key: { keyid: string }) => key.keyid === keyid).challenges) stage.house.zone.put(dns.name, dns.value)
  await call(stage, SECOND, `/api/v1/keys/${keyid}/confirm`, {})
  assert.equal((await call(stage, SECOND, `/api/v1/keys/${keyid}/check`, {})).state, 'active')
}

/** From a draft to the open poll, by who may do each step. */
async function openPoll(stage: Stage): Promise<string> {
  const ballots = '/api/v1/ballots'
  const { id } = await call(stage, ROLES.representative, ballots, { kind: 'guideline', title: TITLE, text: '# Answers\n\nWho reports a weakness hears from us **within three working days**.\n' })
  await call(stage, ROLES.representative, `${ballots}/${id}/open`, {})
  await stage.house.advance(8)
  await call(stage, SECRETARIAT[0], `${ballots}/${id}/freeze`, {})
  const { motions } = await call(stage, SECRETARIAT[0], `${ballots}/${id}/motions`, { move: 'open-voting' })
  await call(stage, SECRETARIAT[1], `${ballots}/${id}/motions/${motions[0].id}/confirm`, {})
  return id
}

/** Tab until the focus stands on the control of this name; then Enter. */
async function pressByKeyboard(page: Page, name: string): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '')
    if (at.trim() === name) return page.keyboard.press('Enter')
  }
  assert.fail(`Tab never comes to “${name}” on ${page.url()}`)
}

onStage('deciding in the browser', {}, (stage) => {
  let page: Page
  let ballot: string
  const here = () => pathTo('ballot', { id: ballot })
  const mine = async () => (await call(stage, ROLES.representative, `/api/v1/ballots/${ballot}`)).mine
  before(async () => {
    page = await enter(stage, ROLES.representative)
    await bringKeys(stage, page)
    ballot = await openPoll(stage)
    await signInAgain(stage, page, ROLES.representative)
  })

  test('a vote is two presses from “Your duties”, and the signature', async () => {
    await page.goto('/accord')
    await page.getByRole('main').getByText('We have not voted').first().waitFor()
    await page.getByRole('link', { name: `Vote: ${TITLE}` }).first().click()
    assert.match(await page.getByRole('main').innerText(), /within three working days/)
    await page.getByRole('button', { name: 'Yes', exact: true }).click()
    await page.getByText(`We vote yes on “${TITLE}”.`).waitFor()
    await page.getByRole('button', { name: 'Sign and hand in' }).click()
    await page.getByText('The vote is signed and sealed in the log.').waitFor()
    assert.equal((await mine()).position, 'yes')
  })

  test('it can be changed, with the earlier one in sight; a no without a reason is sent back beside its field', async () => {
    await page.getByRole('link', { name: 'Change our vote' }).click()
    await page.getByText(/^yes, cast by Northgate Grid on/).waitFor()
    await page.getByRole('button', { name: 'No', exact: true }).click()
    await page.getByRole('alert').getByRole('link', { name: /A no needs a reason/ }).waitFor()
    assert.equal(await page.getByLabel(/^Reason/).getAttribute('aria-invalid'), 'true')
    await page.getByLabel(/^Reason/).fill(REASON)
    await page.getByRole('button', { name: 'No', exact: true }).click()
    await page.getByRole('button', { name: 'Sign and hand in' }).click()
    await page.getByText('The vote is signed and sealed in the log.').waitFor()
    assert.equal((await mine()).position, 'no')
    await page.goto('/accord')
    await page.getByRole('main').getByText('We have voted').waitFor()
  })

  test('by keyboard alone, from “Your duties”', async () => {
    await page.goto('/accord')
    await pressByKeyboard(page, `Change our vote: ${TITLE}`)
    await page.waitForURL(/\/vote$/)
    await pressByKeyboard(page, 'Abstain')
    await page.getByText('Nothing has been handed in yet.').waitFor()
    await pressByKeyboard(page, 'Sign and hand in')
    await page.getByText('The vote is signed and sealed in the log.').waitFor()
    assert.equal((await mine()).position, 'abstain')
  })

  test('by keyboard alone, in Arabic, from right to left', async () => {
    await page.goto(`${here()}?lang=ar`)
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
    await pressByKeyboard(page, 'تغيير صوتنا')
    await page.waitForURL(/\/vote$/)
    await page.getByLabel(/^السبب/).focus()
    await page.keyboard.press('Control+A')
    await page.keyboard.type(REASON)
    await pressByKeyboard(page, 'لا')
    await page.getByText('لم يُسلَّم شيء بعد.').waitFor()
    await pressByKeyboard(page, 'التوقيع والتسليم')
    await page.getByText('وُقّع الصوت وخُتم في اليومية.').waitFor()
    const { position, reason } = await mine()
    assert.deepEqual([position, reason], ['no', REASON])
    await page.goto(`${here()}?lang=en`)
  })

  test('until the close everyone sees that the group has voted, and nobody how', async () => {
    const { status, text } = await stage.read(null, here())
    assert.equal(status, 200)
    assert.match(text, /has voted/)
    assert.doesNotMatch(text, new RegExp(REASON))
    const told = (await stage.ask(`/api/v1/ballots/${ballot}`)).json()
    assert.deepEqual(told.groups.flatMap(({ votes }: { votes: { position: string | null }[] }) => votes).map(({ position }: { position: string | null }) => position), [null, null, null, null])
    assert.deepEqual([told.mine, told.bundle], [null, null])
  })

  test('whoever has no vote is told so, and is not led on', async () => {
    const officer = await stage.visit(ROLES.secretariat)
    await officer.goto(pathTo('vote', { id: ballot }))
    await officer.getByText('There is no vote for you here').waitFor()
    assert.equal(await officer.getByRole('button', { name: 'Yes', exact: true }).count(), 0)
  })

  test('after the close the roll-call says how, with the reason, the sums and the way to count again; without a script', async () => {
    await stage.house.advance(8)
    const plain = await stage.visit(null, { javaScriptEnabled: false })
    await plain.goto(here())
    const group = plain.locator('#who').getByRole('row').filter({ hasText: 'Northgate Grid' })
    assert.match(await group.innerText(), /\bno\b/)
    assert.match(await group.innerText(), new RegExp(REASON))
    assert.match(await group.innerText(), /Took the place of 3 earlier votes/)
    assert.match(await plain.locator('#result').innerText(), /0 yes, 1 no, 0 abstained/)
    assert.match(await plain.locator('#check').innerText(), new RegExp(`accord ballot recount ${stage.url}/ballots/${ballot}/bundle\\.json`))
    assert.equal((await stage.ask(`/ballots/${ballot}/bundle.json`)).status, 200)
    await group.getByRole('link', { name: /^Check this yourself/ }).first().click()
    assert.match(new URL(plain.url()).pathname, /^\/log\/acts\/fact_/)
  })
})
