/** The portal with JavaScript switched off: everything is read and every form does its work; what is wrong is said beside its field. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { pathTo } from '../../portal/app/paths.ts'
import { accountOf } from '../everywhere.ts'
import { awkwardBundle, goodBundle } from './bundles.ts'
import { failForGood, linkIn } from './props.ts'
import { everyPage, gatherCast, type Cast } from './scenes.ts'
import { every, readPage, wordsOf, type Element } from './shapes.ts'
import { onStage, ROLES, type Stage } from './stage.ts'

const LOOK = { javaScriptEnabled: false, reducedMotion: 'reduce' } as const

/** A page that has come is read once it is whole. */
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).click().then(() => page.waitForLoadState('domcontentloaded'))
const follow = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('link', { name, exact: typeof name === 'string' }).first().click().then(() => page.waitForLoadState('domcontentloaded'))
const field = (page: Page, name: string) => page.getByRole('main').getByLabel(name, { exact: true })
const title = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()
const says = async (page: Page, text: string | RegExp) => assert.match(await page.getByRole('main').innerText(), typeof text === 'string' ? new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : text)

/** In a browser of its own, by the button that waits behind the link of the guide. */
async function signedIn(stage: Stage, person: string): Promise<Page> {
  const page = await (await stage.open(LOOK)).newPage()
  await page.goto(accountOf(stage.house.guide, person).signInUrl)
  await press(page, 'Sign in')
  await page.getByRole('link', { name: person }).waitFor()
  return page
}

/** The summary leads to the field, the field names its error, and what was answered is still there. */
async function isTied(page: Page, name: string, kept: string): Promise<void> {
  assert.match(await page.title(), /^Please check: /)
  const input = field(page, name)
  const id = await input.getAttribute('id')
  assert.equal(await input.getAttribute('aria-invalid'), 'true', `${name} is marked`)
  const described = (await input.getAttribute('aria-describedby'))?.split(' ') ?? []
  assert.ok(described.includes(`${id}-wrong`), `${name} names its error`)
  assert.notEqual(await page.locator(`[id="${id}-wrong"]`).innerText(), '')
  assert.equal(await page.getByRole('alert').getByRole('link').first().getAttribute('href'), `#${id}`)
  assert.equal(await input.inputValue(), kept)
}

/** A button that hands in nothing. */
function needsScript({ name, says, parent }: Element): boolean {
  if (name !== 'button' || says.has('popovertarget')) return false // HTML opens and closes a popover by itself
  if ((says.get('type') ?? 'submit') !== 'submit') return true
  for (let around = parent; around !== undefined; around = around.parent) if (around.name === 'form') return false
  return !says.has('form')
}

onStage('without JavaScript', {}, (stage) => {
  let cast: Cast
  let analyst: Page
  let representative: Page
  let secretariat: Page
  before(async () => {
    cast = await gatherCast(stage.house, stage.ask)
    analyst = await signedIn(stage, ROLES['threat-analyst'])
    representative = await signedIn(stage, ROLES.representative)
    secretariat = await signedIn(stage, ROLES.secretariat)
  })

  test('every page is whole, and no control waits for a script', async () => {
    for (const [person, page] of [[null, await stage.visit(null, LOOK)], [ROLES.secretariat, secretariat]] as const) {
      for (const { path } of everyPage(cast)) {
        const { status, text } = await stage.read(person, path)
        // where it leads elsewhere, that page is one of these too
        if (status >= 300 && status < 400) continue
        const sent = [...every(readPage(text))]
        assert.ok(sent.some((element) => element.name === 'h1' && wordsOf(element) !== ''), `${path} has a title`)
        if (!sent.some(needsScript)) continue
        // it may be one that is not shown to those without a script
        await page.goto(path)
        const dead = await page.locator('button:visible:not([popovertarget])').evaluateAll((buttons) => buttons.filter((button) => !(button as HTMLButtonElement).form || (button as HTMLButtonElement).type !== 'submit').map((button) => button.outerHTML))
        assert.deepEqual(dead, [], `${path} as ${person}`)
      }
    }
  })

  test('search, with its filters in the address', async () => {
    await analyst.goto('/threats')
    await field(analyst, 'Search for').fill('Iron Tide')
    await analyst.getByRole('main').getByRole('button', { name: 'Search' }).click()
    assert.equal(new URL(analyst.url()).searchParams.get('q'), 'Iron Tide')
    await analyst.getByText('Filters', { exact: true }).click()
    await analyst.getByLabel('TLP:AMBER', { exact: true }).check()
    await analyst.getByLabel('intrusion set').check()
    await press(analyst, 'Apply filters')
    const { searchParams } = new URL(analyst.url())
    assert.deepEqual([searchParams.get('q'), searchParams.get('tlp'), searchParams.get('type')], ['Iron Tide', 'amber', 'intrusion-set'])
    assert.deepEqual(await analyst.getByRole('table').getByRole('rowheader').allInnerTexts(), ['Iron Tide'])
    assert.ok(await analyst.getByLabel('TLP:AMBER', { exact: true }).isChecked())
    await analyst.goto(analyst.url())
    assert.deepEqual(await analyst.getByRole('table').getByRole('rowheader').allInnerTexts(), ['Iron Tide'])
  })

  describe('share', () => {
    test('nothing: told so beside the field', async () => {
      await analyst.goto('/threats/share')
      await field(analyst, 'Or paste it (optional)').fill('   ')
      await press(analyst, 'Show who will see it')
      await isTied(analyst, 'Or paste it (optional)', '   ')
    })

    test('what is not JSON: told so, and kept', async () => {
      await analyst.goto('/threats/share')
      await field(analyst, 'Or paste it (optional)').fill('{ "type": ')
      await press(analyst, 'Show who will see it')
      await isTied(analyst, 'Or paste it (optional)', '{ "type": ')
      await says(analyst, 'expected a value (byte 10)')
    })

    test('a pasted bundle: preview, send, found', async () => {
      await analyst.goto('/threats/share')
      await field(analyst, 'Into').selectOption({ label: 'Shared threats (Whole alliance)' })
      await field(analyst, 'Or paste it (optional)').fill(JSON.stringify(goodBundle('Pasted'), null, 2))
      await press(analyst, 'Show who will see it')
      await says(analyst, '3 objects would go into Shared threats. Nothing has been sent yet.')
      await says(analyst, 'Who will see it')
      await press(analyst, 'Send 3 objects')
      await says(analyst, '3 objects are in Shared threats now.')
      await follow(analyst, 'Pasted: Parcelbird')
      assert.equal(await title(analyst), 'Pasted: Parcelbird')
    })

    test('an uploaded file with faults: what is refused is named, the rest is sent and found by its value', async () => {
      await analyst.goto('/threats/share')
      await field(analyst, 'A file').setInputFiles({ name: 'awkward.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(awkwardBundle())) })
      await press(analyst, 'Show who will see it')
      const refused = analyst.getByRole('table', { name: /not taken/ })
      assert.ok((await refused.getByRole('row').count()) > 4, 'each refused object has a row')
      assert.match(await refused.innerText(), /malware--nonsense/)
      assert.match(await refused.innerText(), /payload_bin/)
      await says(analyst, 'Look again')
      await press(analyst, /^Send \d objects$/)
      assert.equal(await title(analyst), 'Shared')
      await stage.house.house.exchange.indexed()
      await analyst.goto('/threats?q=post-office[.]example&type=indicator')
      assert.match(await analyst.getByRole('table').innerText(), /awkward: the page people are sent to/)
    })

    test('one’s own object is taken out again', async () => {
      await analyst.goto('/threats?type=malware')
      await follow(analyst, 'Pasted: Parcelbird')
      const address = analyst.url()
      await press(analyst, 'Take it out')
      await says(analyst, 'It is taken out.')
      assert.equal((await analyst.goto(address))?.status(), 404)
    })
  })

  test('a token is made, shown once, works, and is withdrawn', async () => {
    await analyst.goto('/organisation/tokens')
    await field(analyst, 'Name of the token').fill('MISP at the plant')
    await field(analyst, 'Works for days').fill('900')
    await press(analyst, 'Make the token')
    await isTied(analyst, 'Works for days', '900')
    assert.equal(await field(analyst, 'Name of the token').inputValue(), 'MISP at the plant')
    await field(analyst, 'Works for days').fill('30')
    await press(analyst, 'Make the token')
    const token = (await analyst.getByRole('group', { name: 'Token' }).innerText()).trim()
    assert.equal((await stage.ask('/api/v1/me', { token })).status, 200)
    await analyst.goto('/organisation/tokens')
    assert.ok(!(await analyst.content()).includes(token), 'it is shown once')
    await press(analyst, 'Withdraw the token MISP at the plant')
    await says(analyst, 'The token is withdrawn')
    assert.equal((await stage.ask('/api/v1/me', { token })).status, 401)
  })

  test('a token is made where a tool is connected, and stands in the lines', async () => {
    await analyst.goto(pathTo('collection', { id: cast.collection('Shared threats') }))
    await press(analyst, 'Make a token')
    const token = (await analyst.getByRole('group', { name: 'Token' }).innerText()).trim()
    assert.ok((await analyst.getByRole('group', { name: 'curl' }).innerText()).includes(`Bearer ${token}`))
  })

  test('a person is invited, joins, and is there; another invitation is withdrawn', async () => {
    await representative.goto('/organisation/people')
    await field(representative, 'Mail address').fill('nobody')
    await press(representative, 'Send the invitation')
    await isTied(representative, 'Mail address', 'nobody')
    for (const mail of ['sven.dahl@northgate-grid.example', 'olga.moe@northgate-grid.example']) {
      await field(representative, 'Mail address').fill(mail)
      await press(representative, 'Send the invitation')
      await says(representative, 'The invitation is on its way.')
    }
    await press(representative, 'Withdraw the invitation of olga.moe@northgate-grid.example')
    await says(representative, 'The invitation is withdrawn')

    const guest = await (await stage.open(LOOK)).newPage()
    assert.equal((await guest.goto(linkIn(stage.house, 'olga.moe@northgate-grid.example')))?.status(), 410)
    assert.equal(await title(guest), 'This link no longer works')
    await guest.goto(linkIn(stage.house, 'sven.dahl@northgate-grid.example'))
    assert.equal(await title(guest), 'Join Northgate Grid')
    await press(guest, 'Join')
    await isTied(guest, 'Your name', '')
    await field(guest, 'Your name').fill('Sven Dahl')
    await press(guest, 'Join')
    await says(guest, 'Welcome.')
    await representative.goto('/organisation/people')
    assert.match(await representative.getByRole('table', { name: 'People' }).innerText(), /Sven Dahl/)

    await follow(representative, 'Sven Dahl')
    await representative.getByLabel(/^threat analyst/).check()
    await press(representative, 'Save')
    await says(representative, 'Acts as threat analyst and reader.')
    await press(representative, 'Suspend this person')
    await says(representative, 'Suspended.')
    assert.notEqual((await guest.goto('/threats/share'))?.status(), 200)
    await press(representative, 'End the suspension')
    await press(representative, 'Remove Sven Dahl')
    await says(representative, 'The person has left')
  })

  test('the organisation is described', async () => {
    await representative.goto('/organisation')
    await field(representative, 'Website (optional)').fill('ftp://northgate-grid.example')
    await field(representative, 'Sector (optional)').fill('Power')
    await press(representative, 'Save')
    await isTied(representative, 'Website (optional)', 'ftp://northgate-grid.example')
    assert.equal(await field(representative, 'Sector (optional)').inputValue(), 'Power')
    await field(representative, 'Website (optional)').fill('https://northgate-grid.example')
    await press(representative, 'Save')
    await says(representative, 'Saved.')
    const visitor = await stage.visit(null, LOOK)
    await visitor.goto('/register')
    assert.match(await visitor.getByRole('row', { name: /Northgate Grid/ }).innerText(), /Power/)
  })

  test('the secretariat forms a community, and organisations come and go', async () => {
    await secretariat.goto('/organisation/communities')
    await follow(secretariat, 'New community')
    await field(secretariat, 'Name').fill('Water Watch')
    await field(secretariat, 'Short name').fill('Water Watch!')
    await press(secretariat, 'Form the community')
    await isTied(secretariat, 'Short name', 'Water Watch!')
    await field(secretariat, 'Short name').fill('water-watch')
    await press(secretariat, 'Form the community')
    await says(secretariat, 'Nobody belongs yet')
    await field(secretariat, 'Add an organisation').selectOption({ label: 'Ferrous Works' })
    await press(secretariat, 'Add')
    await says(secretariat, 'The organisation belongs now.')
    await press(secretariat, 'Take out: Ferrous Works')
    await says(secretariat, 'The organisation no longer belongs.')

    await follow(secretariat, 'New collection')
    await press(secretariat, 'Make the collection')
    await isTied(secretariat, 'Title', '')
    await field(secretariat, 'Title').fill('Pumps')
    await field(secretariat, 'Short name').fill('pumps')
    await secretariat.getByLabel(/^TLP:GREEN/).check()
    await press(secretariat, 'Make the collection')
    await says(secretariat, 'The collection is made.')
  })

  test('settings of a collection', async () => {
    await secretariat.goto(pathTo('collection', { id: cast.collection('Grid intrusions') }))
    await follow(secretariat, 'Settings')
    await field(secretariat, 'Title').fill('Grid and water intrusions')
    await secretariat.getByLabel('Aisha Rahman (Northgate Grid)').check()
    await press(secretariat, 'Save')
    assert.equal(await title(secretariat), 'Grid and water intrusions')
    await says(secretariat, /TLP:RED goes to\s+.*Aisha Rahman/)
  })

  test('an organisation is admitted; its access is paused by two persons, and its people are told in plain words', async () => {
    await secretariat.goto('/organisations')
    await follow(secretariat, 'Admit an organisation')
    await press(secretariat, 'Admit and invite')
    await isTied(secretariat, 'Name', '')
    await field(secretariat, 'Name').fill('Tide Table')
    await field(secretariat, 'Short name').fill('tide-table')
    await field(secretariat, 'Mail address of its first person').fill('noor@tide-table.example')
    await press(secretariat, 'Admit and invite')
    await says(secretariat, 'Admitted.')
    const first = await (await stage.open(LOOK)).newPage()
    await first.goto(linkIn(stage.house, 'noor@tide-table.example'))
    await field(first, 'Your name').fill('Noor Aziz')
    await press(first, 'Join')
    await says(first, 'Welcome.')

    await secretariat.reload()
    const page = new URL(secretariat.url()).pathname
    await press(secretariat, 'Ask to pause Tide Table')
    await isTied(secretariat, 'Reason', '')
    await field(secretariat, 'Reason').fill('A laptop was stolen.')
    await press(secretariat, 'Ask to pause Tide Table')
    await says(secretariat, 'Asked for.')
    assert.equal(await secretariat.getByRole('button', { name: 'Confirm: Pause of access' }).count(), 0, 'not by the same person')
    const second = await signedIn(stage, 'Bram de Wit')
    await second.goto(page)
    await press(second, 'Confirm: Pause of access')
    await says(second, 'Confirmed.')
    await first.getByRole('link', { name: 'People', exact: true }).click()
    assert.equal(await title(first), 'You cannot come in just now')
    await says(first, /Access of Tide Table is paused until .* UTC, because a signing key may be in other hands\. A laptop was stolen\./)

    await press(second, 'End the pause now')
    await says(second, 'Ended.')
    await first.goto('/organisation/people')
    assert.equal(await title(first), 'Sign in', 'sessions of before stay ended')
  })

  test('warning lists are loaded and removed', async () => {
    await secretariat.goto('/operate/warning-lists')
    await field(secretariat, 'Or paste it (optional)').fill('not JSON')
    await press(secretariat, 'Load')
    await isTied(secretariat, 'Or paste it (optional)', 'not JSON')
    const list = { name: 'Our own resolvers', description: 'What our machines ask.', version: 1, type: 'cidr', matching_attributes: ['ip-dst'], list: ['192.0.2.53/32'] }
    await field(secretariat, 'A file').setInputFiles({ name: 'list.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(list)) })
    await press(secretariat, 'Load')
    await says(secretariat, 'The list is loaded.')
    await press(secretariat, 'Remove the list Our own resolvers')
    await says(secretariat, 'The list is removed.')
  })

  test('jobs that failed for good are tried again or thrown away', async () => {
    await failForGood(stage.house, 2)
    await secretariat.goto('/operate')
    await says(secretariat, '2 jobs failed for good')
    await secretariat.getByRole('button', { name: /^Try again: members.sweep/ }).first().click()
    await says(secretariat, 'The job is tried again.')
    await secretariat.getByRole('button', { name: /^Throw away: members.sweep/ }).click()
    await says(secretariat, 'The job is thrown away.')
    await says(secretariat, 'Nothing failed')
  })

  test('the theme is chosen and kept', async () => {
    const visitor = await (await stage.open(LOOK)).newPage()
    await visitor.goto('/about')
    await press(visitor, 'Dark')
    assert.equal(new URL(visitor.url()).pathname, '/about')
    await visitor.goto('/register')
    assert.equal(await visitor.locator('html').getAttribute('data-theme'), 'dark')
    assert.equal(await visitor.getByRole('button', { name: 'Dark' }).getAttribute('aria-pressed'), 'true')
  })

  test('another session is ended; signing out ends this one', async () => {
    const elsewhere = await signedIn(stage, ROLES.reader)
    const here = await signedIn(stage, ROLES.reader)
    await here.goto('/account')
    await here.getByRole('button', { name: /^End the session/ }).first().click()
    await says(here, 'That session has ended.')
    await elsewhere.goto('/account')
    assert.equal(new URL(elsewhere.url()).pathname, '/sign-in')
    await press(here, 'Sign out')
    await says(here, 'You are signed out on this device.')
    await here.goto('/account')
    assert.equal(await title(here), 'Sign in')
  })
})

onStage('without JavaScript, on the first day', { filled: false }, (stage) => {
  test('the hub is set up by its one-time link', async () => {
    const page = await (await stage.open(LOOK)).newPage()
    await page.goto((await stage.house.house.setUpLink()) ?? '')
    await field(page, 'Name of the alliance').fill('Lighthouse Circle')
    await press(page, 'Set up and sign in')
    await isTied(page, 'The organisation that runs it', '')
    assert.equal(await field(page, 'Name of the alliance').inputValue(), 'Lighthouse Circle')
    await field(page, 'The organisation that runs it').fill('Lighthouse Office')
    await field(page, 'Your name').fill('Ada Lund')
    await field(page, 'Mail address').fill('ada@lighthouse.example')
    await press(page, 'Set up and sign in')
    await says(page, 'The hub is set up, and you are signed in.')
    await page.goto('/')
    assert.equal(await title(page), 'Lighthouse Circle')
  })

  test('a link by mail signs in, once', async () => {
    const page = await (await stage.open(LOOK)).newPage()
    await page.goto('/sign-in?then=/organisation')
    await field(page, 'Mail address').fill('ada')
    await press(page, 'Send me a link')
    await isTied(page, 'Mail address', 'ada')
    await field(page, 'Mail address').fill('ada@lighthouse.example')
    await press(page, 'Send me a link')
    assert.equal(await title(page), 'Look into your mail')
    while (!stage.house.mails.some(({ to, text }) => to === 'ada@lighthouse.example' && text.includes('/sign-in/mail'))) await page.waitForTimeout(50)
    const link = linkIn(stage.house, 'ada@lighthouse.example')
    await page.goto(link)
    await press(page, 'Sign in')
    assert.equal(new URL(page.url()).pathname, '/organisation')
    await page.goto(link)
    await press(page, 'Sign in')
    await says(page, 'This link no longer works')
  })
})
