/**
 * An application walked in the browser from the first click to probation: by keyboard alone on a desktop, on a phone without a
 * script, and in Arabic; the secretariat's and a sponsor's moves on their own pages. Only the hub's clock is moved from here.
 */
import assert from 'node:assert/strict'
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { printEnvelope, signEnvelope } from '../../packages/attest/src/index.ts'
import { ACT_PAYLOAD_TYPE } from '../../packages/facts/src/index.ts'
import { makeKey, registerKey, sealUp } from '../../server/src/demo/keys.ts'
import { asking, SESSION, signIn, type Ask } from '../asking.ts'
import { accountOf } from '../everywhere.ts'
import { startTestHouse, type TestHouse } from '../start.ts'
import { copyPortal, DESKTOP, missing, PHONE, startBrowser } from './stage.ts'

const DAY = 86_400_000_000
const SECOND = 1_000_000
const SECRETARIAT = 'Ines Okafor'
const WORDS = 'Two of us read this every morning, and whoever writes to us has an answer within two working days.'
const CRITERIA = ['reports', 'updates', 'access', 'incidents', 'integrity', 'requests', 'no-offence', 'helping', 'sharing']

describe('applying', { skip: missing() ?? false }, () => {
  let portal: string
  let house: TestHouse
  let browser: Browser
  let ask: Ask
  let desk: Page
  /** Where the application of the desktop stands, for all. */
  let id = ''
  let applicant: Page
  let shift = 0
  const later = (microseconds: number) => void (shift += microseconds)

  before(async () => {
    portal = copyPortal(false)
    house = await startTestHouse({ portal, clock: () => Date.now() * 1000 + shift })
    ask = asking(house.url)
    browser = await startBrowser()
    desk = await open({ viewport: DESKTOP })
    await takeSeat()
  })
  after(async () => {
    await browser?.close()
    await house?.close()
    if (portal !== undefined) rmSync(portal, { recursive: true, force: true })
  })

  async function open(look: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', baseURL: house.url, colorScheme: 'light', reducedMotion: 'reduce', ...look })
    context.setDefaultTimeout(60_000)
    return context.newPage()
  }

  /** At the desk; again once days have gone by. */
  const takeSeat = async () => desk.context().addCookies([{ name: SESSION, value: await signIn(ask, accountOf(house.guide, SECRETARIAT).signInUrl), url: house.url }])

  /** The link of the last mail to this address. */
  const linkTo = (to: string): string => {
    const text = house.mails.findLast((mail) => mail.to === to && mail.text.includes('token='))?.text ?? assert.fail(`no mail to ${to}`)
    return /https?:\/\/\S+token=\S+/.exec(text)?.[0] ?? assert.fail(text)
  }

  async function putProof(page: Page): Promise<void> {
    const name = await page.locator('code').filter({ hasText: '_openaccord.' }).innerText()
    house.zone.put(name, (await page.getByRole('group', { name: 'A line in DNS' }).innerText()).trim())
  }

  test('by keyboard alone: from the first page to the link, errors beside their fields, nothing typed is lost', async () => {
    applicant = await open({ viewport: DESKTOP })
    await applicant.goto('/apply')
    await write(applicant, field(applicant, 'Mail address (optional)'), 'nobody')
    await go(applicant, button(applicant, 'Begin an application'))
    await applicant.getByRole('alert').waitFor()
    assert.equal(await field(applicant, 'Mail address (optional)').inputValue(), 'nobody')
    await write(applicant, field(applicant, 'Mail address (optional)'), 'mara@reedbed.example')
    await go(applicant, button(applicant, 'Begin an application'))
    await applicant.getByText('Keep this link').waitFor()
    const link = (await applicant.getByRole('group', { name: 'Link to your application' }).innerText()).trim()
    assert.match(link, /\/apply\/form\/organisation\?token=oar_/)
    assert.notEqual(linkTo('mara@reedbed.example'), link, 'the mailed link is another one')

    await go(applicant, applicant.getByRole('link', { name: 'To the first page' }))
    await write(applicant, field(applicant, 'Name'), 'Reedbed Sensors')
    await go(applicant, button(applicant, 'Save and go on'))
    await applicant.getByRole('alert').waitFor()
    assert.match(await applicant.title(), /^Please check: /)
    assert.equal(await field(applicant, 'Name').inputValue(), 'Reedbed Sensors')
    assert.match(await applicant.getByRole('alert').innerText(), /Country: Choose one of the list/)
    assert.doesNotMatch(await applicant.getByRole('alert').innerText(), /\bName:/)
  })

  test('by keyboard alone: every page of the form, told that it is the shorter one, and handed in', async () => {
    await fillForm(applicant, { name: 'Reedbed Sensors', domain: 'reedbed.example', mail: 'mara@reedbed.example', choose: byKeyboard, putProof })
    await applicant.goto('/apply/form/review')
    await says(applicant, /One thing is missing/)
    await says(applicant, /Nobody has opened the link that was mailed/)
    await applicant.goto(linkTo('mara@reedbed.example'))
    await go(applicant, button(applicant, 'Open it'))
    assert.equal(new URL(applicant.url()).pathname, '/apply/form/review')
    await enter(applicant, field(applicant, /^What stands here is true/), ' ')
    await write(applicant, field(applicant, 'Your position'), 'Managing director')
    await go(applicant, button(applicant, 'Hand in the application'))
    await says(applicant, /It is handed in/)
    await says(applicant, /Waiting for the secretariat to take it up\. Due in \d days/)
    await go(applicant, applicant.getByRole('link', { name: 'As everyone sees it' }))
    id = /application_[0-9a-z]{20}/.exec(applicant.url())?.[0] ?? assert.fail(applicant.url())
    const everyone = await (await open({ viewport: PHONE })).goto(`/applications/${id}`)
    const html = await everyone?.text() ?? ''
    for (const secret of ['mara@', 'Mara Visser', 'security@reedbed', WORDS, 'Reedbed Sensors B.V.']) assert.ok(!html.includes(secret), `${secret} is not public`)
  })

  test('on a phone, without a script: half a minute instead of work, the same form, and handed in', async () => {
    const page = await open({ viewport: PHONE, javaScriptEnabled: false })
    await page.goto('/apply')
    await field(page, 'Mail address (optional)').fill('jo@marram.example')
    await pressed(page, button(page, 'Begin an application'))
    assert.match(await page.getByRole('alert').innerText(), /half a minute/)
    assert.equal(await field(page, 'Mail address (optional)').inputValue(), 'jo@marram.example')
    later(31 * SECOND)
    await pressed(page, button(page, 'Begin an application'))
    await page.getByText('Keep this link').waitFor()
    await page.goto(linkTo('jo@marram.example'))
    await pressed(page, button(page, 'Open it'))
    await fillForm(page, { name: 'Marram Books', domain: 'marram.example', mail: 'jo@marram.example', choose: byPointer, putProof })
    await page.goto(linkTo('jo@marram.example'))
    await pressed(page, button(page, 'Open it'))
    await page.goto('/apply/form/review')
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width)
    await field(page, 'Your position').fill('Owner')
    await pressed(page, button(page, 'Hand in the application'))
    assert.match(await page.getByRole('alert').innerText(), /Tick this/)
    assert.equal(await field(page, 'Your position').inputValue(), 'Owner')
    await field(page, /^What stands here is true/).check()
    await pressed(page, button(page, 'Hand in the application'))
    await says(page, /Waiting for the secretariat to take it up/)
    await pressed(page, button(page, 'Forget it on this device'))
    await page.goto('/apply/standing')
    await says(page, /This browser has no application open/)
  })

  test('in Arabic, from right to left: the first steps, and errors in that language', async () => {
    const page = await open({ viewport: PHONE, locale: 'ar' })
    await page.goto('/apply')
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
    await pressed(page, button(page, 'ابدأ طلبًا'))
    await page.getByText('احتفظ بهذا الرابط').waitFor()
    await pressed(page, page.getByRole('link', { name: 'إلى الصفحة الأولى' }))
    await pressed(page, button(page, 'حفظ ومتابعة'))
    assert.doesNotMatch(await page.getByRole('alert').innerText(), /[a-z]{4}/i)
    await field(page, 'الاسم', true).fill('حقل القصب')
    await field(page, 'الاسم القانوني').fill('شركة حقل القصب')
    await field(page, 'البلد').selectOption('EG')
    await field(page, 'القطاع').fill('المياه')
    await field(page, 'كم شخصًا يعمل لديكم').fill('9')
    await pressed(page, button(page, 'حفظ ومتابعة'))
    assert.equal(new URL(page.url()).pathname, '/apply/form/contact')
    await says(page, /استمارة أقصر/)
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width)
    await page.context().close()
  })

  test('the secretariat takes it up; the contact answers the test mail; everything is there', async () => {
    await desk.goto(`/today/applications/${id}`)
    await says(desk, /Everyone will read: taken up by the secretariat/)
    await move(desk, 'I look after it')
    const contact = await open({ viewport: PHONE, javaScriptEnabled: false })
    await contact.goto(linkTo('security@reedbed.example'))
    await pressed(contact, button(contact, 'Yes, we read it'))
    await says(contact, /Reedbed Sensors has shown that its contact answers/)
    await desk.reload()
    await move(desk, 'Everything is there')
  })

  test('a question goes out and is answered', async () => {
    await field(desk, 'What is missing or unclear').fill('For how long does each sensor receive updates? Please say it in years.')
    await move(desk, 'Ask the applicant')
    await applicant.goto('/apply/standing')
    await says(applicant, /We wait for you: answer the secretariat’s questions/)
    await write(applicant, field(applicant, 'Your answer'), 'Ten years, and the page on updates says so.')
    await go(applicant, button(applicant, 'Send the answer'))
    await says(applicant, /Your answer is sent/)
    await desk.goto(`/today/applications/${id}`)
    await says(desk, /Ten years, and the page on updates says so/)
  })

  test('evidence is checked and the domain measured; a claim that the measurement contradicts stays beside it', async () => {
    await move(desk, 'Measure the domain now')
    for (let left = await unchecked(desk); left > 0; left--) {
      const first = desk.locator('details').filter({ has: desk.locator('summary', { hasText: /^Check it$/ }) }).first()
      await first.locator('summary').click()
      await first.getByLabel('Grade').selectOption('E1')
      await pressed(desk, first.getByRole('button', { name: 'Record the check' }))
      await says(desk, /The check is recorded/)
    }
    await move(desk, 'Open the comment window')
    const everyone = await open({ viewport: DESKTOP })
    await everyone.goto(`/applications/${id}`)
    await says(everyone, new RegExp(WORDS.slice(0, 30)))
    const { applications } = (await ask('/api/v1/admissions/applications?state=evidence-review')).json()
    await everyone.goto(`/applications/${applications.find(({ name }: { name: string }) => name === 'Tern Analytics').id}`)
    await says(everyone, /A measurement says otherwise\. Both stand/)
  })

  test('anyone comments without an account; the applicant answers beneath', async () => {
    const visitor = await open({ viewport: PHONE })
    await visitor.goto('/applications')
    await pressed(visitor, visitor.getByRole('main').getByRole('link', { name: 'Reedbed Sensors' }).first())
    await field(visitor, 'Comment').fill('We use their sensors in three dunes. They told us of a fault before we saw it.')
    await pressed(visitor, button(visitor, 'Publish the comment'))
    await visitor.getByText('Your comment is published.').waitFor()
    await applicant.goto('/apply/standing#comments')
    await enter(applicant, applicant.getByText('Answer this comment'))
    await write(applicant, field(applicant, 'Answer'), 'Thank you. It was ours to say.')
    await go(applicant, button(applicant, 'Publish the answer'))
    await visitor.reload()
    await says(visitor, /Thank you\. It was ours to say\./)
  })

  test('a representative sponsors: by passkey, with a key of this browser, after it was told what is missing', async () => {
    const { page, makeKeyHere } = await withPasskey('Mette Lindqvist')
    await makeKeyHere('Søren Dahl')
    await page.goto(`/applications/${id}/sponsor`)
    await pressed(page, button(page, 'Show the exact words'))
    assert.match(await page.getByRole('alert').innerText(), /Say how you know this/)
    for (const n of [0, 1, 2]) await page.getByLabel('How we know').nth(n).selectOption('worked-together')
    await pressed(page, button(page, 'Show the exact words'))
    await says(page, /we worked together/)
    await button(page, 'Sign and hand in').click()
    await page.getByText('You sponsor it. It is in the log.').waitFor()
    await page.goto(`/applications/${id}/sponsor`)
    await says(page, /Take your word back/)
    await page.context().close()
    const facts = ['exists-as-it-says', 'people-known', 'handles-reports'].map((fact) => ({ fact, known: 'customer' }))
    await signed('Caoimhe Byrne', 'lumen-cloud', 'admissions', 'sponsorship', { application: id, facts })
  })

  test('after fourteen days the ballot is opened, the signatories vote, and it is adopted', async () => {
    later(14 * DAY + SECOND)
    await takeSeat()
    await desk.goto(`/today/applications/${id}`)
    await move(desk, 'Open the ballot')
    const { ballot } = (await ask(`/api/v1/admissions/applications/${id}`)).json()
    later(7 * DAY + SECOND)
    const first = await signIn(ask, accountOf(house.guide, SECRETARIAT).signInUrl)
    const second = await signIn(ask, accountOf(house.guide, 'Bram de Wit').signInUrl)
    await call(`/api/v1/ballots/${ballot.id}/freeze`, first, {})
    const { motions } = await call(`/api/v1/ballots/${ballot.id}/motions`, first, { move: 'open-voting' })
    await call(`/api/v1/ballots/${ballot.id}/motions/${motions[0].id}/confirm`, second, {})
    for (const [person, slug] of await votersOf(ballot.id)) await signed(person, slug, 'ballots', 'vote', { ballot: ballot.id, position: 'yes' })
    later(7 * DAY + SECOND)
    await house.house.ballots.turn()
    await signed(SECRETARIAT, 'secretariat', 'ballots', 'ballot-certificate', { ballot: ballot.id })
    later(8 * DAY)
    await house.house.ballots.turn()
    await house.house.admissions.round()
    await applicant.goto('/apply/standing')
    await says(applicant, /You are accepted/)
  })

  test('it is entered, joins, and signs the pledge: its probation begins', async () => {
    await takeSeat()
    await desk.goto(`/today/applications/${id}`)
    await move(desk, 'Enter it')
    const join = await open({ viewport: PHONE })
    await join.goto(linkTo('mara@reedbed.example'))
    await field(join, 'Your name').fill('Mara Visser')
    await pressed(join, button(join, 'Join'))
    const session = (await join.context().cookies()).find(({ name }) => name === SESSION)?.value ?? assert.fail('she is signed in')
    await signPledge(session)
    await house.house.admissions.round()
    const everyone = await open({ viewport: DESKTOP })
    await everyone.goto(`/applications/${id}`)
    await says(everyone, /Reedbed Sensors has signed\. For its first twelve months it has no vote/)
    await applicant.goto('/apply/standing')
    await says(applicant, /You are on probation: all duties, no vote yet/)
  })

  /** Signs in at the name localhost, where passkeys can be, with an authenticator that says yes, and adds a passkey. */
  async function withPasskey(person: string) {
    const at = house.url.replace('127.0.0.1', 'localhost')
    const page = await open({ viewport: DESKTOP, baseURL: at })
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
    await page.goto(accountOf(house.guide, person).signInUrl.replace('127.0.0.1', 'localhost'))
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('link', { name: person }).waitFor()
    await page.goto('/account')
    await page.getByLabel('Name of this device').fill('Work laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('The passkey is added.').waitFor()
    return {
      page,
      async makeKeyHere(second: string): Promise<void> {
        await page.goto('/organisation/keys/new')
        await page.locator('form[data-make-key]').getByRole('button').click()
        await page.waitForURL(/\/organisation\/keys\/[0-9a-f]{64}/)
        const keyid = /[0-9a-f]{64}/.exec(page.url())?.[0] ?? ''
        const session = await signIn(ask, accountOf(house.guide, second).signInUrl)
        const { keys: own } = (await ask('/api/v1/keys', { session })).json()
        for (const { dns } of own.find((key: { keyid: string }) => key.keyid === keyid).challenges) house.zone.put(dns.name, dns.value)
        await call(`/api/v1/keys/${keyid}/confirm`, session, {})
        assert.equal((await call(`/api/v1/keys/${keyid}/check`, session, {})).state, 'active')
      },
    }
  }

  async function call(path: string, session: string, json: unknown) {
    const answer = await ask(path, { method: 'POST', session, json })
    assert.ok(answer.status < 300, `${path}: ${answer.status} ${answer.text}`)
    return answer.json()
  }

  /** As `accord sign` does: prepared, signed with the organisation's key, handed in with a token. */
  async function signed(person: string, slug: string, room: 'admissions' | 'ballots', kind: string, says: Record<string, unknown>): Promise<void> {
    const { token } = accountOf(house.guide, person)
    const prepared = await ask(`/api/v1/${room}/acts/prepare`, { method: 'POST', token, json: { kind, says } })
    assert.equal(prepared.status, 200, prepared.text)
    const key = keyOf(slug)
    const envelope = printEnvelope(await signEnvelope(ACT_PAYLOAD_TYPE, new TextEncoder().encode(prepared.json().statement), [key]))
    const answer = await ask(`/api/v1/${room}/acts`, { method: 'POST', token, json: { envelope } })
    assert.equal(answer.status, 201, answer.text)
  }

  const pem = (slug: string): string => join(house.folder, 'keys', `${slug}.pem`)
  /** The sample's key, as `accord sign --key` reads it. */
  function keyOf(slug: string) {
    const key = createPrivateKey(readFileSync(pem(slug)))
    const keyid = createHash('sha256').update(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)).digest('hex')
    return { keyid, sign: async (bytes: Uint8Array) => new Uint8Array(sign(null, bytes, key)) }
  }

  /** Of each group of the frozen electorate: an organisation whose key the sample keeps, and somebody who signs for it. */
  async function votersOf(ballot: string): Promise<(readonly [person: string, slug: string])[]> {
    const people = new Map(house.guide.accounts.filter(({ role }) => role === 'representative').map(({ organisation, person }) => [organisation, person]))
    const { groups } = (await ask(`/api/v1/ballots/${ballot}`)).json()
    const able = groups.filter(({ standing }: { standing: string }) => standing === 'silent').flatMap(({ organisations }: { organisations: { slug: string; name: string }[] }) =>
      organisations.filter(({ slug, name }) => existsSync(pem(slug)) && people.has(name)).slice(0, 1).map(({ slug, name }) => [people.get(name), slug]))
    assert.ok(able.length > 3, `${able.length} of ${groups.length} groups can vote`)
    return able
  }

  /** A second person, a key that the domain proves, and the signature; shown in a browser in signing.test.ts. */
  async function signPledge(session: string): Promise<void> {
    const { members, pledges } = house.house
    const browserOf = { address: '127.0.0.1', userAgent: 'test', previous: undefined }
    const first = await members.authenticate({ sessionCookie: session, address: browserOf.address, userAgent: browserOf.userAgent })
    await members.invite(first, first.organisation ?? assert.fail(), { mail: 'board@reedbed.example', roles: ['representative'] })
    const token = new URL(linkTo('board@reedbed.example')).searchParams.get('token') ?? ''
    const { secret } = await members.acceptInvitation({ token, name: 'Wim Bos' }, browserOf)
    const second = await members.authenticate({ sessionCookie: secret, address: browserOf.address, userAgent: browserOf.userAgent })
    const made = await members.makeToken(first, { name: 'Signing desk', scopes: [...first.may], days: 30 }, browserOf)
    const robot = await members.authenticate({ authorization: `Bearer ${made.secret}`, address: browserOf.address, userAgent: browserOf.userAgent })
    const key = await makeKey()
    await registerKey(house.house, house.zone, { slug: 'reedbed', robot, first, second, key }, key)
    const says = { legalName: 'Reedbed Sensors B.V.', officer: { name: 'Mara Visser', title: 'Managing director' }, authority: { kind: 'register-extract' }, scope: { reach: 'group' } }
    const { statement } = await pledges.prepareAct(robot, { kind: 'pledge-signature', says })
    await pledges.submitAct(robot, { envelope: await sealUp(statement, key) })
  }
})

const field = (page: Page, name: string | RegExp, exact = typeof name === 'string') => page.getByRole('main').getByLabel(name, { exact })
const button = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true })
const main = (page: Page) => page.getByRole('main').innerText()
/** Waits until the page says so. */
const says = (page: Page, text: RegExp) => page.getByRole('main').filter({ hasText: text }).waitFor()
const unchecked = (page: Page) => page.locator('summary', { hasText: /^Check it$/ }).count()

type Target = ReturnType<Page['getByLabel']>

/** Tab until the focus stands there: what cannot be reached so fails. */
async function reach(page: Page, target: Target): Promise<void> {
  for (let stops = 0; stops < 200; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`not reached by Tab: ${await target.evaluate((element) => element.outerHTML.slice(0, 200))}`)
}

async function write(page: Page, target: Target, text: string): Promise<void> {
  await reach(page, target)
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
}

async function enter(page: Page, target: Target, key = 'Enter'): Promise<void> {
  await reach(page, target)
  await page.keyboard.press(key)
}

/** Enter, and the page that comes. */
async function go(page: Page, target: Target): Promise<void> {
  await reach(page, target)
  const came = page.waitForEvent('domcontentloaded')
  await page.keyboard.press('Enter')
  await came
}

/** A button, and the page that comes. */
async function pressed(page: Page, target: Target): Promise<void> {
  const came = page.waitForEvent('domcontentloaded')
  await target.click()
  await came
}

type Choose = { write: (page: Page, target: Target, text: string) => Promise<void>; tick: (page: Page, target: Target) => Promise<void>; press: (page: Page, name: string) => Promise<void>; country: (page: Page) => Promise<void> }

const byKeyboard: Choose = {
  write,
  async tick(page, target) {
    // the arrows walk a group of radio buttons; Tab reaches the group at its first
    const group = page.locator(`input[type=radio][name="${await target.getAttribute('name')}"]`)
    await reach(page, group.first())
    await page.keyboard.press(' ')
    for (let n = 0; n < 4 && !(await target.isChecked()); n++) await page.keyboard.press('ArrowDown')
    assert.ok(await target.isChecked())
  },
  press: (page, name) => go(page, button(page, name)),
  async country(page) {
    await reach(page, field(page, 'Country'))
    await page.keyboard.type('Netherl')
  },
}
const byPointer: Choose = {
  write: (_, target, text) => target.fill(text),
  tick: (_, target) => target.check(),
  press: (page, name) => pressed(page, button(page, name)),
  country: async (page) => void (await field(page, 'Country').selectOption('NL')),
}

type Wish = { name: string; domain: string; mail: string; choose: Choose; putProof: (page: Page) => Promise<void> }

/** All pages but the last, as a company of nine fills them in. */
async function fillForm(page: Page, { name, domain, mail, choose, putProof }: Wish): Promise<void> {
  const { write: fill, tick, press, country } = choose
  await page.goto('/apply/form/organisation')
  await fill(page, field(page, 'Name'), name)
  await fill(page, field(page, 'Legal name'), `${name} B.V.`)
  await country(page)
  await fill(page, field(page, 'Sector'), 'measuring water')
  await fill(page, field(page, 'How many people work for you'), '9')
  await press(page, 'Save and go on')
  await says(page, /shorter form, for fewer than 50 people/)
  await fill(page, field(page, 'Name of the contact'), 'Mara Visser')
  await fill(page, field(page, 'Mail address'), mail)
  await press(page, 'Save and go on')
  for (const label of ['Private owners, or none', 'None against us', 'None are open', 'We neither sell nor broker them']) await tick(page, field(page, label))
  await press(page, 'Save and go on')
  await fill(page, field(page, 'Domain'), domain)
  await press(page, 'Save and go on')
  await putProof(page)
  await press(page, 'Look now')
  await says(page, /The line was found: the domain is yours/)
  await press(page, 'Save and go on')
  await fill(page, field(page, 'Address for security reports'), `security@${domain}`)
  await press(page, 'Save and go on')
  for (const criterion of CRITERIA) {
    assert.equal(new URL(page.url()).pathname, `/apply/form/${criterion}`)
    await tick(page, field(page, 'Yes'))
    await fill(page, field(page, 'In a few sentences'), WORDS)
    await press(page, 'Save and go on')
  }
  assert.equal(new URL(page.url()).pathname, '/apply/form/claims')
  await field(page, /^DMARC/).press(' ')
  await press(page, 'Save and go on')
  assert.equal(new URL(page.url()).pathname, '/apply/form/review')
}

/** Presses a button of the desk and waits until the page says that it is done. */
async function move(desk: Page, name: string): Promise<void> {
  await pressed(desk, button(desk, name))
  assert.doesNotMatch(await desk.title(), /^Please check/, await main(desk))
  assert.match(desk.url(), /done=moved\./, name)
}
