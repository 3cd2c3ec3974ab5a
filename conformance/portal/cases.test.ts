/**
 * A whole case with five parties, through the browser, each in their own role: a report is taken up and a case opened from it,
 * vendors and a maintainer are invited, terms are offered, signed and clicked, one declines, states are stated in the matrix, the
 * embargo ends because it is public, and the case is closed. Whoever has not agreed sees nothing of it, and an outsider no case.
 */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { addPasskey, makeKey } from './own-key.ts'
import { enter, onStage } from './stage.ts'

const TITLE = 'A name that runs a command'
const SECRET = 'substation'
const MAKERS = 'Ferrous Works'

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).first().click()
const field = (page: Page, name: string) => page.getByRole('main').getByLabel(name, { exact: true })
const sees = (page: Page, text: string | RegExp) => page.getByRole('main').getByText(text).first().waitFor()
const unfold = (page: Page, name: string) => page.getByRole('main').locator('summary').getByText(name, { exact: true }).click()
/** The row of a table that names it. */
const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) })

onStage('a case of five parties', {}, (stage) => {
  let analyst: Page
  let signer: Page
  let maker: Page
  let address = ''
  const links: Record<string, string> = {}
  const guests: Record<string, Page> = {}

  async function keyHolder(person: string, second: string): Promise<Page> {
    const page = await enter(stage, person)
    await addPasskey(page)
    await makeKey(stage, page, second)
    return page
  }

  before(async () => {
    analyst = await stage.visit('Aisha Rahman')
    signer = await keyHolder('Mette Lindqvist', 'Søren Dahl')
    maker = await keyHolder('Heike Sommer', 'Lars Uhl')
  })

  test('the analyst takes a report up and opens a case from it, in words that were opened in this browser', async () => {
    const { report, passphrase } = stage.house.guide.reports ?? assert.fail('the sample has no report')
    await analyst.goto(`/desk/reports/${report}`)
    if (await analyst.getByRole('button', { name: 'Confirm', exact: true }).isVisible()) {
      await press(analyst, 'Confirm')
      await sees(analyst, 'Done; the reporter can see it.')
    }
    if (await analyst.getByRole('button', { name: 'Take up', exact: true }).isVisible()) {
      await press(analyst, 'Take up')
      await sees(analyst, 'Done; the reporter can see it.')
    }
    await analyst.getByRole('link', { name: 'Open a case from this report' }).click()
    await field(analyst, 'Passphrase of the team').fill(passphrase)
    await press(analyst, 'Unlock')
    await press(analyst, 'Take its words over')
    assert.match(await field(analyst, 'What was reported (optional)').inputValue(), /The gateway believes a name/)
    await field(analyst, 'Title').fill(TITLE)
    await field(analyst, 'Summary (optional)').fill(`The name of a ${SECRET} is run as a command.`)
    await field(analyst, 'Vulnerabilities').fill('The gateway runs a name\nThe meter trusts the gateway (CVE-2026-990303)')
    await analyst.getByRole('checkbox', { name: /^Vendor/ }).check()
    await press(analyst, 'Open the case')
    await sees(analyst, 'It is shown this once.')
    links['reporter'] = (await analyst.getByRole('main').locator('.code pre').textContent()) ?? ''
    await analyst.getByRole('link', { name: 'To the case' }).click()
    await analyst.getByRole('heading', { level: 1, name: TITLE }).waitFor()
    address = new URL(analyst.url()).pathname
    await sees(analyst, 'CVE-2026-990303')
  })

  test('the terms are proposed with the key of its owner, word by word', async () => {
    await signer.goto(`${address}/embargo`)
    await field(signer, 'Time zone').fill('Atlantis/Poseidonis')
    await press(signer, 'Show the exact words')
    await signer.getByRole('alert').waitFor()
    await field(signer, 'Time zone').fill('Europe/Copenhagen')
    await press(signer, 'Show the exact words')
    await sees(signer, 'This is what your organisation signs, word by word.')
    await press(signer, 'Sign and hand in')
    await sees(signer, 'The terms are proposed; everyone concerned is asked.')
  })

  test('two vendors and a maintainer without an account are invited', async () => {
    await analyst.goto(`${address}/people`)
    for (const name of [MAKERS, 'Small Lantern']) {
      await unfold(analyst, 'An organisation of the alliance')
      await field(analyst, 'Organisation').selectOption({ label: name })
      await press(analyst, 'Invite')
      await sees(analyst, 'The invitation is sent.')
    }
    await unfold(analyst, 'Somebody without an account, by link')
    await field(analyst, 'Name').fill('Maintainer of libname')
    await press(analyst, 'Make the link')
    await sees(analyst, 'It is shown this once.')
    links['maintainer'] = (await analyst.getByRole('main').locator('.code pre').textContent()) ?? ''
  })

  test('who is invited reads the offer and nothing else; the signature opens the case', async () => {
    for (const path of ['', '/embargo', '/people', '/timeline']) {
      await maker.goto(address + path)
      await maker.getByRole('heading', { name: 'You are asked into a case' }).waitFor()
      const text = await maker.getByRole('main').innerText()
      for (const secret of [TITLE, SECRET, 'Small Lantern', 'libname', 'CVE-2026-990303']) assert.ok(!text.includes(secret), secret)
      assert.match(text, /Northgate Grid/)
      assert.match(text, /Europe\/Copenhagen/)
    }
    await press(maker, 'Read and sign')
    await press(maker, 'Sign and hand in')
    await sees(maker, 'You have accepted the terms.')
    await maker.getByRole('heading', { level: 1, name: TITLE }).waitFor()
    await unfold(maker, 'What was reported')
    await sees(maker, /The gateway believes a name/)
  })

  test('guests come by link, and a click is recorded as one', async () => {
    for (const [name, link] of Object.entries(links)) {
      const guest = (guests[name] = await (await stage.open()).newPage())
      await guest.goto(link)
      await press(guest, 'Open the case')
      await guest.getByRole('heading', { name: 'You are asked into a case' }).waitFor()
      await press(guest, 'Accept these terms')
      await guest.waitForURL((url) => url.searchParams.has('done'))
      await guest.goto(address)
      await guest.getByRole('heading', { level: 1, name: TITLE }).waitFor()
    }
    await analyst.goto(`${address}/embargo`)
    assert.match(await row(analyst, 'Maintainer of libname').innerText(), /Agreed.*By a recorded click/s)
    assert.match(await row(analyst, MAKERS).innerText(), /Agreed.*Signed with its key/s)
  })

  test('declining needs no signature, and shows nothing', async () => {
    const declines = await stage.visit('Rita Fonseca')
    await declines.goto(address)
    await press(declines, 'Decline the invitation')
    await sees(declines, 'You have declined; whoever invited you is told.')
    assert.ok(!(await declines.getByRole('main').innerText()).includes(TITLE))
    await analyst.goto(`${address}/people`)
    assert.match(await row(analyst, 'Small Lantern').innerText(), /Declined/)
    const outsider = await stage.visit('Valentina Rojas')
    assert.equal((await outsider.goto(address))?.status(), 404)
    assert.equal((await stage.read(null, address)).status, 303)
  })

  test('each states what is so, and the matrix tells them apart', async () => {
    await maker.goto(address)
    assert.match(await row(maker, MAKERS).innerText(), /Seen, silent/)
    await maker.getByRole('radio', { name: /^Not affected/ }).check()
    await press(maker, 'State it')
    await maker.getByRole('alert').waitFor()
    await field(maker, 'Why not affected (optional)').selectOption('vulnerable_code_not_present')
    await press(maker, 'State it')
    await sees(maker, 'It is stated; everyone who may see it does.')
    const { maintainer } = guests
    assert.ok(maintainer !== undefined)
    await maintainer.getByRole('radio', { name: /^Fix deployed/ }).check()
    await press(maintainer, 'State it')
    await sees(maintainer, 'It is stated; everyone who may see it does.')
    await analyst.goto(`${address}?state=fix-deployed`)
    assert.equal(await analyst.getByRole('rowheader', { name: 'Maintainer of libname' }).count(), 1)
    assert.equal(await analyst.getByRole('rowheader', { name: MAKERS }).count(), 0)
    await analyst.goto(address)
    assert.match(await row(analyst, MAKERS).innerText(), /Not affected.*The vulnerable code is not there/s)
    const [file] = await Promise.all([analyst.waitForEvent('download'), analyst.getByRole('link', { name: 'Save as CSV' }).click()])
    assert.equal(file.suggestedFilename(), 'matrix.csv')
    const csv = (await stage.read('Aisha Rahman', `${address}/matrix.csv`)).text
    assert.match(csv, /^Ferrous Works,1,The gateway runs a name,,not-affected,/m)
    assert.equal(csv.trim().split('\r\n').length, 1 + 3 * 2)
  })

  test('once it is public the embargo is over for all, the proof is there, and the case is closed', async () => {
    await analyst.goto(`${address}/embargo`)
    await unfold(analyst, 'State that it has come to that')
    await analyst.getByRole('radio', { name: /^It is public/ }).check()
    await field(analyst, 'What you saw').fill('Our advisories are out.')
    await press(analyst, 'State it')
    await analyst.getByRole('heading', { name: 'The embargo is over' }).waitFor()
    const proof = await stage.read('Lars Uhl', (await analyst.getByRole('link', { name: 'Download the proof' }).getAttribute('href')) ?? '')
    assert.equal(proof.status, 200)
    assert.ok(!proof.text.includes(SECRET))
    await analyst.goto(`${address}#close`)
    await unfold(analyst, 'Close the case')
    await press(analyst, 'Close it')
    await sees(analyst, 'The case is closed.')
    await maker.goto(`${address}/timeline`)
    await sees(maker, /closed the case/)
    assert.ok(!(await maker.getByRole('main').innerText()).includes('Small Lantern'), 'who declined is not named to others')
  })

  test('a calendar feed is shown once, and ended', async () => {
    await analyst.goto('/cases')
    await press(analyst, 'Make a feed')
    const feed = new URL((await analyst.getByRole('main').locator('.code pre').textContent()) ?? '')
    assert.match((await stage.ask(feed.pathname)).text, /^BEGIN:VCALENDAR/)
    await press(analyst, 'End the feed')
    await sees(analyst, 'The feed has ended.')
    assert.equal((await stage.ask(feed.pathname)).status, 404)
  })
})
