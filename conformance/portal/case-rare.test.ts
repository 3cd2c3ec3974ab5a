/**
 * What happens seldom in a case, through the browser: terms that are not accepted, by signature; deciding after attacks were seen;
 * and, without a script, taking a case apart, bringing two together, and handing one over.
 */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { pathTo } from '../../portal/app/paths.ts'
import { anonymous } from '../../server/src/kernel/index.ts'
import { accountOf } from '../everywhere.ts'
import { addPasskey, makeKey } from './own-key.ts'
import { enter, onStage, ROLES } from './stage.ts'

const owner = ROLES['psirt-analyst']
const MAKER = 'Ferrous Works'
const QUIET = 'A clock that can be set from outside'
const WHOLE = 'Two flaws in one reader of cards'
const APART = 'The second of two flaws'
const TOO_LATE = 'We keep this to ourselves for two months.'
const SEEN = 'Three operators see their meters jump by a day.'
const REASON = 'The fix is out on Monday; until then words would only help who attacks.'

const field = (page: Page, name: string) => page.getByRole('main').getByLabel(name, { exact: true })
const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click().then(() => page.waitForLoadState('domcontentloaded'))
const sees = (page: Page, text: string | RegExp) => page.getByRole('main').getByText(text).first().waitFor()
const unfold = (page: Page, name: string) => page.getByRole('main').locator('summary').getByText(name, { exact: true }).click()
const said = (page: Page) => page.getByRole('main').innerText()
const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })

onStage('what is rare in a case', {}, (stage) => {
  let id: string

  async function api<T>(person: string, path: string, json?: unknown): Promise<T> {
    const { status, text } = await stage.ask(path, { token: accountOf(stage.house.guide, person).token, ...(json === undefined ? {} : { method: 'POST', json }) })
    assert.ok(status < 300, `${path}: ${status} ${text}`)
    return JSON.parse(text) as T
  }

  before(async () => {
    id = (await api<{ case: string }>(owner, '/api/v1/cases', { title: WHOLE, summary: 'Both are in what every door of ours reads.', roles: ['coordinator'], vulnerabilities: [{ label: 'A card that is too long' }, { label: 'A card that is none' }] })).case
    await api(owner, `/api/v1/cases/${id}/people`, { organisation: 'ferrous-works', roles: ['vendor'] })
    await api('Heike Sommer', `/api/v1/cases/${id}/join`, {})
  })

  test('terms that are not accepted: signed word by word, and everyone sees who did not', async () => {
    const { link } = await api<{ link: string }>(owner, `/api/v1/cases/${id}/people`, { guest: { name: 'Who found it' }, roles: ['finder'] })
    const finder = { actor: anonymous, link }
    const { cases, clock } = stage.house.house
    await cases.join(finder, id)
    await cases.answerAsGuest(finder, id, { kind: 'embargo-proposal', ends: new Date(clock() / 1000 + 60 * 86_400_000).toISOString(), zone: 'UTC', text: TOO_LATE })

    const maker = await enter(stage, 'Heike Sommer')
    await addPasskey(maker)
    await makeKey(stage, maker, 'Lars Uhl')
    await maker.goto(pathTo('caseEmbargo', { id }))
    await press(maker, 'Do not accept')
    await sees(maker, 'This is what your organisation signs, word by word.')
    assert.ok((await said(maker)).includes(TOO_LATE), 'what is refused stands beside the signature')
    await press(maker, 'Sign and hand in')
    await sees(maker, 'The terms are not accepted.')
    const analyst = await stage.visit(owner)
    await analyst.goto(pathTo('caseEmbargo', { id }))
    assert.match(await row(analyst, MAKER).innerText(), /Declined.*Signed with its key/s)
  })

  test('after attacks were seen a person decides, with a reason, on record', async () => {
    const { cases } = await api<{ cases: { id: string; inside: { title: string } | null }[] }>(owner, '/api/v1/cases?limit=200')
    const quiet = cases.find(({ inside }) => inside?.title === QUIET)?.id ?? assert.fail('no quiet case')
    const analyst = await stage.visit(owner)
    await analyst.goto(pathTo('caseEmbargo', { id: quiet }))
    await unfold(analyst, 'State that it has come to that')
    await analyst.getByRole('radio', { name: /^Attacks are seen/ }).check()
    await field(analyst, 'What you saw').fill(SEEN)
    await press(analyst, 'State it')
    await sees(analyst, 'It is stated, and everyone in the case is told.')
    await analyst.getByRole('heading', { name: 'Decide on the embargo' }).waitFor()
    await press(analyst, 'It goes on')
    await analyst.getByRole('alert').waitFor()
    await analyst.locator('#decide').getByLabel('Why', { exact: true }).fill(REASON)
    await press(analyst, 'It goes on')
    await sees(analyst, 'The decision is on record.')
    assert.equal(await analyst.getByRole('heading', { name: 'Decide on the embargo' }).count(), 0)
    const { text } = await stage.read('Lars Uhl', pathTo('caseEmbargo', { id: quiet }))
    assert.ok(text.includes(REASON) && text.includes('Attacks were seen'), 'the others read what was decided, and why')
  })

  test('without a script one vulnerability goes into a case of its own, and comes back', async () => {
    const page = await stage.visit(owner, { javaScriptEnabled: false })
    await page.goto(pathTo('case', { id }))
    await unfold(page, 'Take some vulnerabilities into a case of their own')
    const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Split the case' }) })
    await form.getByLabel('Title', { exact: true }).fill(APART)
    await press(page, 'Split the case')
    await page.getByRole('alert').getByText('Vulnerabilities: Choose at least one').waitFor()
    assert.equal(await form.getByLabel('Title', { exact: true }).inputValue(), APART)
    await form.getByRole('checkbox', { name: 'A card that is none' }).check()
    await press(page, 'Split the case')
    await sees(page, 'This is the new case.')
    await page.getByRole('heading', { level: 1, name: APART }).waitFor()
    assert.match(await said(page), /Split from/)
    const apart = /case_\w+/.exec(page.url())?.[0] ?? ''
    assert.notEqual(apart, id)
    assert.equal((await stage.read('Heike Sommer', pathTo('case', { id: apart }))).status, 200, 'who goes along reads it')

    await unfold(page, 'Bring it into another case')
    await field(page, 'Into').selectOption(id)
    await press(page, 'Merge the cases')
    await sees(page, 'The other case is part of this one now.')
    await page.getByRole('heading', { level: 1, name: WHOLE }).waitFor()
    const merged = await said(page)
    assert.match(merged, /A card that is none.*Took in/s)
    assert.doesNotMatch(merged, /Beside it/)
    assert.match((await stage.read(owner, pathTo('case', { id: apart }))).text, /Merged into/)
  })

  test('without a script a case is handed over: the other closes it from then on', async () => {
    const page = await stage.visit(owner, { javaScriptEnabled: false })
    await page.goto(pathTo('casePeople', { id }))
    await unfold(page, 'To another organisation')
    await field(page, 'To').selectOption({ label: MAKER })
    await press(page, 'Hand it over')
    await sees(page, 'The case is handed over.')
    assert.match(await row(page, MAKER).innerText(), /Owner/)
    assert.equal(await page.getByRole('button', { name: 'Hand it over' }).count(), 0)
    assert.match((await stage.read('Heike Sommer', pathTo('case', { id }))).text, /Take some vulnerabilities into a case of their own/)
    assert.doesNotMatch((await stage.read(owner, pathTo('case', { id }))).text, /Take some vulnerabilities into a case of their own/)
  })
})
