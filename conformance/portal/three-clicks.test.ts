/** Each job of the portal is at most three presses from the front page, found by role and accessible name alone. */
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { onStage, ROLES } from './stage.ts'
import { failForGood } from './props.ts'

type Press = readonly [role: 'link' | 'button', name: string | RegExp]
type Job = { job: string; who: string | null; presses: readonly Press[]; there: (page: Page) => ReturnType<Page['getByRole']> }

const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).first()
const control = (role: 'button' | 'textbox' | 'searchbox' | 'checkbox' | 'table' | 'combobox' | 'group', name: string | RegExp) => (page: Page) => page.getByRole('main').getByRole(role, { name }).first()

const analyst = ROLES['threat-analyst']
const { representative, secretariat } = ROLES
const JOBS: readonly Job[] = [
  { job: 'read the pledge', who: null, presses: [['link', 'Read the pledge']], there: heading('Stronger defence') },
  { job: 'see who has signed', who: null, presses: [['link', 'Who has signed']], there: control('table', /organisations$/) },
  { job: 'ask whether a name has signed', who: null, presses: [], there: control('searchbox', 'Has it signed?') },
  { job: 'see what changed in the pledge', who: null, presses: [['link', 'Read the pledge'], ['link', /^What changed since/]], there: heading('Preamble') },
  { job: 'walk through the days of 2017', who: null, presses: [['link', 'Advisories'], ['link', '2017, day by day'], ['link', /The worm$/]], there: heading('The worm') },
  { job: 'read the pledge in another language', who: null, presses: [['link', 'Read the pledge'], ['link', 'Arabic']], there: (page) => page.locator('article[lang=ar] h2').first() },
  { job: 'see the history of a signatory, with proofs', who: null, presses: [['link', 'Who has signed'], ['link', 'Lumen Cloud']], there: (page) => page.getByRole('link', { name: 'Check this yourself: Signature' }).first() },
  { job: 'find the founders of 2018', who: null, presses: [['link', 'Who has signed'], ['link', 'Founders of 2018']], there: control('table', 'As they were called then') },
  { job: 'check a domain', who: null, presses: [['link', 'Check a domain']], there: control('textbox', 'Domain to check') },
  { job: 'see what is voted on, and how far the quorum is', who: null, presses: [['link', 'Ballots'], ['link', 'The same update for everyone, on the same day']], there: heading('Who has voted') },
  { job: 'see who voted how', who: null, presses: [['link', 'Ballots'], ['link', 'Two people on every report']], there: heading('Roll-call') },
  { job: 'choose a language', who: null, presses: [['link', 'Preferences']], there: control('button', 'Français') },
  { job: 'read a public threat', who: null, presses: [['link', 'Read public threats'], ['link', /Tin Orchard/]], there: (page) => page.getByRole('region', { name: 'Who may see this' }) },
  { job: 'find out what TLP means', who: null, presses: [['link', 'About this hub']], there: heading('Who may see what') },
  { job: 'connect a tool without an account', who: null, presses: [['link', 'Connect a TAXII client'], ['link', 'Public warnings']], there: control('group', 'curl') },
  { job: 'sign in by mail', who: null, presses: [['link', 'Sign in']], there: control('button', 'Send me a link') },
  { job: 'open a case by a guest’s link', who: null, presses: [['link', 'Sign in'], ['link', 'open it by your link']], there: control('button', 'Open the case') },
  { job: 'search threats', who: analyst, presses: [['link', 'Search threats']], there: control('searchbox', 'Search for') },
  { job: 'open an object and its relations', who: analyst, presses: [['link', 'Threats'], ['link', /Iron Tide/]], there: heading('What it is joined to') },
  { job: 'share', who: analyst, presses: [['link', 'Share']], there: control('button', 'Show who will see it') },
  { job: 'share into a collection', who: analyst, presses: [['link', 'Collections'], ['link', 'Shared threats'], ['link', 'Share into it']], there: control('combobox', 'Into') },
  { job: 'connect a tool with a fresh token', who: analyst, presses: [['link', 'Connect a tool'], ['link', 'Shared threats'], ['button', 'Make a token']], there: heading(/The token .* is made/) },
  { job: 'make a token', who: analyst, presses: [['link', 'Tokens']], there: control('button', 'Make the token') },
  { job: 'withdraw a token', who: analyst, presses: [['link', 'Tokens']], there: control('button', /^Withdraw the token/) },
  { job: 'add a passkey', who: analyst, presses: [['link', analyst]], there: control('button', 'Add a passkey') },
  { job: 'see where one is signed in', who: analyst, presses: [['link', analyst]], there: control('table', 'Browsers with an open session') },
  { job: 'see one’s communities and who belongs', who: analyst, presses: [['link', 'Communities'], ['link', 'Energy Watch']], there: control('table', /organisations$/) },
  { job: 'learn the keys', who: analyst, presses: [['link', 'Keyboard']], there: control('table', /.*/) },
  { job: 'sign out', who: ROLES.reader, presses: [['button', 'Sign out']], there: (page) => page.getByText('You are signed out on this device.') },
  { job: 'read what was reported to one’s team', who: ROLES['psirt-analyst'], presses: [['link', 'Reports to us'], ['link', 'Command run from the name of a substation']], there: heading('What was reported') },
  { job: 'read what is new in a case', who: ROLES['psirt-analyst'], presses: [['link', 'Cases'], ['link', 'A clock that can be set from outside'], ['link', 'Threads']], there: control('table', /threads that you read$/) },
  { job: 'make a key of one’s team', who: ROLES['psirt-analyst'], presses: [['link', 'Reports to us'], ['link', 'Our desk']], there: heading('Team keys') },
  { job: 'see what is to be done in a case', who: ROLES['psirt-analyst'], presses: [['link', 'Cases'], ['link', 'A clock that can be set from outside']], there: heading('Vendors and vulnerabilities') },
  { job: 'read the terms of an embargo', who: ROLES['psirt-analyst'], presses: [['link', 'Cases'], ['link', 'A clock that can be set from outside'], ['link', 'Embargo']], there: heading('Terms in force') },
  { job: 'open a case', who: ROLES['psirt-analyst'], presses: [['link', 'Cases'], ['link', 'Open a case']], there: control('button', 'Open the case') },
  { job: 'write an advisory', who: ROLES['psirt-analyst'], presses: [['link', 'Our advisories'], ['link', 'New advisory']], there: control('button', 'Begin') },
  { job: 'approve an advisory, or sign it', who: representative, presses: [['link', 'Our advisories'], ['link', 'Northgate gateway: a name can run a command'], ['link', 'Publish']], there: control('button', 'Put it away') },
  { job: 'invite a person', who: representative, presses: [['link', 'People']], there: control('button', 'Send the invitation') },
  { job: 'change what a person does', who: representative, presses: [['link', 'People'], ['link', 'Petra Noll']], there: control('checkbox', /^PSIRT analyst/) },
  { job: 'suspend a person', who: representative, presses: [['link', 'People'], ['link', 'Petra Noll']], there: control('button', 'Suspend this person') },
  { job: 'describe the organisation', who: representative, presses: [['link', 'My organisation']], there: control('textbox', /What it does/) },
  { job: 'leave a community', who: representative, presses: [['link', 'Communities'], ['link', 'Energy Watch']], there: control('button', 'Take out: Northgate Grid') },
  { job: 'see what is due', who: representative, presses: [['link', 'Your duties']], there: heading('What is due') },
  { job: 'change a vote', who: representative, presses: [['link', 'Your duties'], ['link', 'Change our vote: The same update for everyone, on the same day']], there: control('button', 'Yes') },
  { job: 'propose a ballot', who: representative, presses: [['link', 'Ballots'], ['link', 'Propose a ballot']], there: control('button', 'Keep the draft') },
  { job: 'see what waits for the secretariat', who: secretariat, presses: [['link', 'Today']], there: heading('By date') },
  { job: 'begin a ballot', who: secretariat, presses: [['link', 'Today'], ['link', 'Propose a ballot']], there: control('button', 'Keep the draft') },
  { job: 'make a statement', who: representative, presses: [['link', 'Your duties'], ['link', 'Begin: Make a statement']], there: control('button', 'Show the exact words') },
  { job: 'withdraw the signature', who: representative, presses: [['link', 'Your duties'], ['link', 'Begin: Withdraw the signature']], there: control('button', 'Show the exact words') },
  { job: 'declare a conflict of law', who: representative, presses: [['link', 'Your duties'], ['link', 'Begin: Declare a conflict of law']], there: control('textbox', 'The law') },
  { job: 'begin a version of the pledge', who: secretariat, presses: [['link', 'Pledge and register']], there: control('button', 'Begin it') },
  { job: 'add a translation', who: secretariat, presses: [['link', 'Pledge and register'], ['link', '2.0'], ['link', 'Add a translation']], there: control('button', 'Keep this text') },
  { job: 'open a ceremony', who: secretariat, presses: [['link', 'Pledge and register']], there: control('button', 'Open the ceremony') },
  { job: 'record a succession', who: secretariat, presses: [['link', 'Pledge and register'], ['link', 'Record a succession']], there: control('button', 'Show the exact words') },
  { job: 'admit an organisation', who: secretariat, presses: [['link', 'Organisations'], ['link', 'Admit an organisation']], there: control('button', 'Admit and invite') },
  { job: 'pause the access of an organisation', who: secretariat, presses: [['link', 'Organisations'], ['link', 'Cedar Bank']], there: control('button', 'Ask to pause Cedar Bank') },
  { job: 'form a community', who: secretariat, presses: [['link', 'Communities'], ['link', 'New community']], there: control('button', 'Form the community') },
  { job: 'add an organisation to a community', who: secretariat, presses: [['link', 'Communities'], ['link', 'Quiet Room']], there: control('combobox', 'Add an organisation') },
  { job: 'make a collection', who: secretariat, presses: [['link', 'Collections'], ['link', 'New collection']], there: control('button', 'Make the collection') },
  { job: 'say who reads TLP:RED', who: secretariat, presses: [['link', 'Collections'], ['link', 'Grid intrusions'], ['link', 'Settings']], there: control('checkbox', /Tomasz Wilk/) },
  { job: 'see how the hub is doing', who: secretariat, presses: [['link', 'Operation']], there: control('table', 'What the hub checks about itself') },
  { job: 'try a failed job again', who: secretariat, presses: [['link', 'Operation']], there: control('button', /^Try again: /) },
  { job: 'load a warning list', who: secretariat, presses: [['link', 'Warning lists']], there: control('button', 'Load') },
]

onStage('in three presses', {}, (stage) => {
  before(() => failForGood(stage.house, 1))

  for (const { job, who, presses, there } of JOBS) {
    test(job, async () => {
      assert.ok(presses.length <= 3)
      const page = await stage.visit(who)
      await page.goto('/')
      for (const [role, name] of presses) await page.getByRole(role, { name, exact: typeof name === 'string' }).first().click()
      await there(page).waitFor()
    })
  }
})
