/**
 * Every page in the states people meet it in: whom it is played by, and what is done until it stands there. The walks of
 * this folder (axe, right to left, pictures) take their pages from here; a page of paths.ts that has no scene fails them.
 */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { pathTo, places, type PlaceName } from '../../portal/app/paths.ts'
import type { Ask } from '../asking.ts'
import { accountOf } from '../everywhere.ts'
import type { TestHouse } from '../start.ts'
import { awkwardBundle, goodBundle } from './bundles.ts'

export type Scene = {
  name: string
  at: PlaceName
  /** Null: a visitor. */
  who: string | null
  /** What the page answers with when it is asked for; 200 where nothing else is said. */
  status?: number
  path: string
  /** What is done on the page until it stands as named. */
  then?: (page: Page) => Promise<void>
}

/** Redirects and forms' targets: nobody looks at them. */
export const WITHOUT_VIEW: readonly PlaceName[] = ['signOut']

const idOf = (list: readonly Record<string, string>[], key: string, value: string): string => list.find((each) => each[key] === value)?.['id'] ?? assert.fail(`no ${value}`)

/** Ballots of the sample alliance, by where they stand. */
const DECIDED = 'Two people on every report'
const VOTED_ON = 'The same update for everyone, on the same day'
const DISCUSSED = 'Saying when support ends'
const CONTESTED = 'One address for every report'
/** Open for comment. */
const DISCUSSED_APPLICANT = 'Sparrow Notes'

/** Names and addresses in this hub's sample alliance. */
export type Cast = Awaited<ReturnType<typeof gatherCast>>

export async function gatherCast({ guide }: TestHouse, ask: Ask) {
  const read = async (path: string, person = 'Ines Okafor') => {
    const answer = await ask(path, { token: accountOf(guide, person).token })
    assert.equal(answer.status, 200, `${path}: ${answer.text}`)
    return answer.json()
  }
  while ((await read('/api/v1/threats?q=Copper&limit=1', 'Tomasz Wilk')).behind > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  const { communities } = await read('/api/v1/communities')
  const { collections } = await read('/api/v1/collections', 'Tomasz Wilk')
  const { collections: all } = await read('/api/v1/collections')
  const { organisations } = await read('/api/v1/organisations')
  const organisation = (name: string) => idOf(organisations, 'name', name)
  const personOf = async (name: string, where: string) => idOf((await read(`/api/v1/organisations/${organisation(where)}/people`)).people, 'name', name)
  const threat = async (title: string, person = 'Tomasz Wilk') => idOf((await read(`/api/v1/threats?q=${encodeURIComponent(title)}`, person)).hits, 'title', title)
  const { entry, history } = await read('/api/v1/pledges/register/lumen-cloud')
  const { keys } = await read(`/api/v1/organisations/${organisation('Northgate Grid')}/keys`)
  const pledge = (await read('/api/v1/pledges')).versions.find(({ state }: { state: string }) => state === 'adopted')
  const { ceremonies } = await read('/api/v1/pledges/ceremonies')
  const { ballots } = await read('/api/v1/ballots?limit=200')
  const { concerns } = await read('/api/v1/concerns')
  const { concerns: screened } = await read('/api/v1/concerns/screen')
  const { commitments } = await read('/api/v1/commitments?limit=500')
  const { applications } = await read('/api/v1/admissions/applications?limit=100')
  const { advisories } = await read('/api/v1/advisories?limit=100')
  return {
    organisation, personOf, threat, pledge, entry,
    act: history[0].fact, keyid: keys[0].keyid, ceremony: ceremonies[0].id,
    ballot: (title: string) => idOf(ballots, 'title', title),
    concern: (name: string) => concerns.find(({ organisation }: { organisation: { name: string } | null }) => organisation?.name === name)?.id ?? assert.fail(`no concern about ${name}`),
    correction: idOf(screened, 'kind', 'correction'),
    advisory: (title: string) => idOf(advisories, 'title', title),
    /** The team's, which is worked on; and its passphrase. */
    reported: guide.reports ?? assert.fail('the sample has no report'),
    application: (name: string) => idOf(applications, 'name', name),
    /** The applicant's own link. */
    link: (name: string) => {
      const { pathname, search } = new URL(guide.applicants.find((each) => each.name === name)?.link ?? assert.fail(`no link of ${name}`))
      return pathname + search
    },
    commitment: (title: string) => idOf(commitments, 'title', title),
    community: (name: string) => idOf(communities, 'name', name),
    collection: (title: string) => idOf([...collections, ...all], 'title', title),
    report: await threat('Copper Heron: what we saw and what helped'),
    malware: await threat('DriftNet'),
    open: await threat('Tin Orchard'),
    own: await threat('Iron Tide'),
    revoked: idOf((await read('/api/v1/threats?q=InkWell&limit=100', 'Tomasz Wilk')).hits.filter((hit: { revoked: boolean }) => hit.revoked), 'type', 'indicator'),
    tomasz: await personOf('Tomasz Wilk', 'Northgate Grid'),
    mette: await personOf('Mette Lindqvist', 'Northgate Grid'),
  }
}

/** One address for every page with a view, as a member of Northgate Grid meets it. */
export function everyPage(cast: Cast): { at: PlaceName; path: string }[] {
  const ids: Partial<Record<PlaceName, string>> = {
    threat: cast.report, collection: cast.collection('Shared threats'), collectionSettings: cast.collection('Grid intrusions'),
    person: cast.tomasz, community: cast.community('Energy Watch'), member: cast.organisation('Cedar Bank'), act: cast.act, ceremony: cast.ceremony,
    commitment: cast.commitment('Every release signed, with its provenance'), deskReport: cast.reported.report,
    concern: cast.concern('Vantage Signals'), answerConcern: cast.concern('Ferrous Works'), screenOne: cast.correction,
    application: cast.application(DISCUSSED_APPLICANT), handleApplication: cast.application('Tern Analytics'), sponsorApplication: cast.application('Basalt Routers'),
    advisory: cast.advisory('Ferrous Drive X2 accepts firmware that nobody signed'),
    ballot: cast.ballot(DECIDED), vote: cast.ballot(VOTED_ON), editBallot: cast.ballot(DISCUSSED), contestBallot: cast.ballot(CONTESTED),
  }
  const params = { version: cast.pledge.version, sha256: cast.pledge.sha256, slug: cast.entry.slug, kind: 'statement', keyid: cast.keyid, step: 'organisation', domain: 'northgate-grid.example' }
  const queries: Partial<Record<PlaceName, Record<string, string>>> = { signInMail: { token: 'oal_none' }, join: { token: 'oai_none' }, applyContact: { token: 'oad_none' }, refused: { status: '429', id: 'req_1' } }
  return (Object.keys(places) as PlaceName[])
    .filter((at) => !WITHOUT_VIEW.includes(at))
    .map((at) => ({ at, path: pathTo(at, { ...params, id: ids[at] ?? '', ...(at === 'signConduct' ? { kind: 'commitment' } : {}), ...(at === 'reportTo' ? { slug: 'northgate-grid' } : {}) }, queries[at]) }))
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).click().then(() => page.waitForLoadState('domcontentloaded'))
const label = (page: Page, name: string) => page.getByRole('main').getByLabel(name, { exact: true })

async function shareText(page: Page, text: string): Promise<void> {
  await label(page, 'Or paste it (optional)').fill(text)
  await press(page, 'Show who will see it')
}

const DRAFT = '# The Harbour pledge\n\nWe keep our word.\n\n## P1 Stronger defence\n\nWe protect.\n\n**P1.1** We protect everyone.\n'

/** The states beyond the plain page. `invitation`: a link that was mailed and not used. */
export function scenes(cast: Cast, invitation: string): Scene[] {
  const secretariat = 'Ines Okafor'
  const representative = 'Mette Lindqvist'
  const analyst = 'Tomasz Wilk'
  const psirt = 'Aisha Rahman'
  const collection = pathTo('collection', { id: cast.collection('Shared threats') })
  const refusals = [400, 403, 405, 413, 500, 503].map((status): Scene => ({ name: `turned away: ${status}`, at: 'refused', who: null, status, path: pathTo('refused', {}, { status: String(status), id: 'req_1' }) }))
  return [
    ...refusals,
    { name: 'the link of an application', at: 'applyForm', who: null, path: cast.link('Kelp Studio') },
    { name: 'a page of the form with errors', at: 'applyForm', who: null, path: cast.link('Kelp Studio'), then: async (page) => {
      await press(page, 'Open it')
      await page.goto(pathTo('applyForm', { step: 'organisation' }))
      await label(page, 'Name').fill('')
      await press(page, 'Save and go on')
      await page.getByRole('alert').waitFor()
    } },
    { name: 'a criterion, with its proof unfolded', at: 'applyForm', who: null, path: cast.link('Kelp Studio'), then: async (page) => {
      await press(page, 'Open it')
      await page.goto(pathTo('applyForm', { step: 'reports' }))
      await page.getByText('Add a link or a document').click()
    } },
    { name: 'questions to answer', at: 'applyStanding', who: null, path: cast.link('Quartz Locks'), then: (page) => press(page, 'Open it') },
    { name: 'an own appeal', at: 'applyStanding', who: null, path: cast.link('Halcyon Interception'), then: (page) => press(page, 'Open it') },
    { name: 'comments to answer', at: 'applyStanding', who: null, path: cast.link('Sparrow Notes'), then: async (page) => {
      await press(page, 'Open it')
      await page.getByText('Answer this comment').first().click()
    } },
    { name: 'a sponsor that says nothing', at: 'sponsorApplication', who: representative, path: pathTo('sponsorApplication', { id: cast.application('Basalt Routers') }), then: (page) => press(page, 'Show the exact words') },
    { name: 'a form that was begun', at: 'applyForm', who: null, path: cast.link('Kelp Studio'), then: (page) => press(page, 'Open it') },
    { name: 'before it is handed in', at: 'applyForm', who: null, path: pathTo('applyForm', { step: 'review' }) },
    { name: 'what we do', at: 'applyForm', who: null, path: pathTo('applyForm', { step: 'reports' }) },
    { name: 'a draft', at: 'applyStanding', who: null, path: pathTo('applyStanding') },
    { name: 'where ours stands', at: 'applyStanding', who: null, path: cast.link('Quartz Locks'), then: async (page) => {
      await press(page, 'Open it')
      await page.goto(pathTo('applyStanding'))
    } },
    { name: 'an appeal', at: 'application', who: null, path: pathTo('application', { id: cast.application('Halcyon Interception') }) },
    { name: 'on probation', at: 'application', who: null, path: pathTo('application', { id: cast.application('Orchard Payroll') }) },
    { name: 'an application to admit', at: 'handleApplication', who: secretariat, path: pathTo('handleApplication', { id: cast.application('Cobalt Ledger') }) },
    { name: 'applications that ended', at: 'applications', who: null, path: pathTo('applications', {}, { view: 'ended' }) },
    { name: 'an invitation', at: 'join', who: null, path: invitation },
    { name: 'an invitation used up', at: 'join', who: null, status: 410, path: pathTo('join', {}, { token: 'oai_none' }) },
    { name: 'an invitation without a name', at: 'join', who: null, path: invitation, then: (page) => press(page, 'Join') },
    { name: 'sign-in link used up', at: 'signInMail', who: null, path: pathTo('signInMail', {}, { token: 'oal_none' }), then: (page) => press(page, 'Sign in') },
    { name: 'no mail address', at: 'signIn', who: null, path: pathTo('signIn', {}, { then: '/account' }), then: async (page) => {
      await label(page, 'Mail address').fill('nobody')
      await press(page, 'Send me a link')
    } },
    { name: 'signed out', at: 'front', who: null, path: pathTo('front', {}, { done: 'signedOut' }) },
    { name: 'nothing found', at: 'threats', who: null, path: pathTo('threats', {}, { q: 'nothing of that name' }) },
    { name: 'an address that leads nowhere', at: 'front', who: null, status: 404, path: '/thraets' },
    { name: 'a name that has signed', at: 'register', who: null, path: pathTo('register', {}, { name: 'Lumen Cloud' }) },
    { name: 'a name that has not signed', at: 'register', who: null, path: pathTo('register', {}, { name: 'Nobody we know' }) },
    { name: 'a founder of 2018', at: 'register', who: null, path: pathTo('register', {}, { name: 'Facebook' }) },
    { name: 'a register filtered to nothing', at: 'register', who: null, path: pathTo('register', {}, { country: 'ES', size: 'micro' }) },
    { name: 'who once signed', at: 'register', who: null, path: pathTo('register', {}, { list: 'former' }) },
    { name: 'an entry with a law that stands in the way', at: 'registered', who: null, path: pathTo('registered', { slug: 'kestrel-telecom' }) },
    { name: 'an entry of a partner', at: 'registered', who: null, path: pathTo('registered', { slug: 'civic-shield' }) },
    { name: 'nobody of this name', at: 'registered', who: null, status: 404, path: pathTo('registered', { slug: 'nobody-here' }) },
    { name: 'a version superseded', at: 'pledgeVersion', who: null, path: pathTo('pledgeVersion', { version: '1.0' }) },
    { name: 'a version that there is not', at: 'pledgeVersion', who: null, status: 404, path: pathTo('pledgeVersion', { version: '9.9' }) },
    { name: 'the pledge in Arabic', at: 'pledge', who: null, path: pathTo('pledge', {}, { text: 'ar' }) },
    { name: 'what changed, unfolded', at: 'pledgeCompare', who: null, path: pathTo('pledgeCompare'), then: (page) => page.locator('details.more summary').first().click() },
    { name: 'a domain with much to do', at: 'checkedDomain', who: null, path: pathTo('checkedDomain', { domain: 'small-lantern.example' }), then: (page) => page.locator('details.more summary').first().click() },
    { name: 'a domain nobody asked about', at: 'checkedDomain', who: null, path: pathTo('checkedDomain', { domain: 'nobody-asked.example' }) },
    { name: 'an address in place of a domain', at: 'domainCheck', who: null, path: pathTo('domainCheck'), then: async (page) => {
      await label(page, 'Domain to check').fill('192.0.2.1')
      await press(page, 'Check it')
    } },
    { name: 'a concern that was answered', at: 'concern', who: null, path: pathTo('concern', { id: cast.concern('Pelican Mail') }) },
    { name: 'a correction that was made', at: 'concern', who: null, path: pathTo('concern', { id: cast.concern('Kestrel Telecom') }) },
    { name: 'the lot, unfolded', at: 'concern', who: null, path: pathTo('concern', { id: cast.concern('Vantage Signals') }), then: (page) => page.locator('#panel summary').click() },
    { name: 'a concern that nobody took up', at: 'concern', who: null, status: 404, path: pathTo('concern', { id: 'concern_00000000000000000000' }) },
    { name: 'asking for a correction', at: 'newConcern', who: null, path: pathTo('newConcern', {}, { kind: 'correction', organisation: 'kestrel-telecom', page: '/register/kestrel-telecom' }) },
    { name: 'a withdrawn advisory', at: 'advisory', who: null, path: pathTo('advisory', { id: cast.advisory('Small Lantern: passwords stay in the clipboard') }) },
    { name: 'advisories of a package', at: 'advisories', who: null, path: pathTo('advisories', {}, { about: 'pkg:npm/lantern@3.2.0' }) },
    { name: 'no advisory fits', at: 'advisories', who: null, path: pathTo('advisories', {}, { about: 'nothing of that name' }) },
    { name: 'whom to tell about a product', at: 'report', who: null, path: pathTo('report', {}, { about: 'gateway' }) },
    { name: 'whom to tell where nobody is found', at: 'report', who: null, path: pathTo('report', {}, { about: 'a thing nobody here makes' }) },
    { name: 'a team that takes no reports here', at: 'reportTo', who: null, status: 404, path: pathTo('reportTo', { slug: 'nobody-here' }) },
    { name: 'no receipt code', at: 'mailbox', who: null, path: pathTo('mailbox'), then: async (page) => {
      await label(page, 'Receipt code').fill('oar-0000')
      await press(page, 'Open')
      await page.getByRole('alert').waitFor()
    } },
    { name: 'the link of a mail', at: 'mailbox', who: null, path: pathTo('mailbox', {}, { claim: 'none-of-this-name-at-all' }) },
    { name: 'a receipt that opens nothing', at: 'receipt', who: null, path: pathTo('receipt', {}, { receipt: 'oax_none' }) },
    { name: 'an organisation that is suspended', at: 'registered', who: null, path: pathTo('registered', { slug: 'vantage-signals' }) },
    { name: 'an organisation from whom nothing is heard', at: 'registered', who: null, path: pathTo('registered', { slug: 'hollow-pine' }) },
    { name: 'what waits to be screened', at: 'screen', who: 'Amara Diallo', path: pathTo('screen') },
    { name: 'answering a concern', at: 'answerConcern', who: 'Heike Sommer', path: pathTo('answerConcern', { id: cast.concern('Ferrous Works') }) },
    { name: 'languages to choose from', at: 'about', who: null, path: pathTo('about'), then: (page) => page.locator('.languages > summary').click() },
    { name: 'a ballot that is voted on', at: 'ballot', who: null, path: pathTo('ballot', { id: cast.ballot(VOTED_ON) }) },
    { name: 'a ballot that is discussed, with what changed', at: 'ballot', who: null, path: pathTo('ballot', { id: cast.ballot(DISCUSSED) }), then: (page) => page.locator('#changes > summary').click() },
    { name: 'a ballot contested', at: 'ballot', who: null, path: pathTo('ballot', { id: cast.ballot(CONTESTED) }) },
    { name: 'a ballot without a quorum', at: 'ballot', who: null, path: pathTo('ballot', { id: cast.ballot('On the attacks on hospital networks') }) },
    { name: 'entries of a ballot', at: 'ballot', who: null, path: pathTo('ballot', { id: cast.ballot(DECIDED) }), then: (page) => page.locator('#check summary').click() },
    { name: 'no ballot of this kind', at: 'ballots', who: null, path: pathTo('ballots', {}, { kind: 'removal' }) },
    { name: 'ballots that were adopted', at: 'ballots', who: null, path: pathTo('ballots', {}, { result: 'adopted' }) },
    { name: 'no ballot of this name', at: 'ballot', who: null, status: 404, path: pathTo('ballot', { id: 'nonsense' }) },
    { name: 'a public collection', at: 'collection', who: null, path: pathTo('collection', { id: cast.collection('Public warnings') }) },
    { name: 'a public object', at: 'threat', who: null, path: pathTo('threat', { id: cast.open }) },

    { name: 'an address that leads nowhere, signed in', at: 'front', who: analyst, status: 404, path: '/organisation/peeple' },
    { name: 'a long list', at: 'threats', who: analyst, path: pathTo('threats') },
    { name: 'the second page, filtered', at: 'threats', who: analyst, path: pathTo('threats', {}, { tlp: ['green', 'clear'], type: 'indicator' }), then: (page) => page.getByRole('link', { name: 'Older' }).click() },
    { name: 'a search that understood', at: 'threats', who: analyst, path: pathTo('threats', {}, { q: '198.51.100[.]25' }) },
    { name: 'a search nobody can read', at: 'threats', who: analyst, path: pathTo('threats', {}, { cursor: 'nonsense' }) },
    { name: 'a redacted object', at: 'threat', who: 'Kadri Tamm', path: pathTo('threat', { id: cast.report }) },
    { name: 'an object of many relations', at: 'threat', who: analyst, path: pathTo('threat', { id: cast.malware }) },
    { name: 'an older version', at: 'threat', who: analyst, path: pathTo('threat', { id: cast.malware }), then: (page) => page.getByRole('table', { name: /Versions/ }).getByRole('link').last().click() },
    { name: 'a revoked object', at: 'threat', who: analyst, path: pathTo('threat', { id: cast.revoked }) },
    { name: 'an object of one’s own', at: 'threat', who: analyst, path: pathTo('threat', { id: cast.own }), then: (page) => page.getByText('The object as it was received').click() },
    { name: 'sharing nothing', at: 'share', who: analyst, path: pathTo('share'), then: (page) => press(page, 'Show who will see it') },
    { name: 'a preview with refusals', at: 'share', who: analyst, path: pathTo('share'), then: (page) => shareText(page, JSON.stringify(awkwardBundle())) },
    { name: 'a preview of nothing', at: 'share', who: analyst, path: pathTo('share'), then: (page) => shareText(page, '{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator"}]}') },
    { name: 'shared', at: 'share', who: analyst, path: pathTo('share'), then: async (page) => {
      await shareText(page, JSON.stringify(goodBundle('a scene')))
      await press(page, /^Send/)
    } },
    { name: 'a fresh token in a collection', at: 'collection', who: analyst, path: collection, then: async (page) => {
      await press(page, 'Make a token')
      for (const tool of ['accord', 'Python (taxii2-client)', 'MISP', 'OpenCTI']) await page.locator('summary', { hasText: tool }).click()
    } },
    { name: 'a token for too many days', at: 'tokens', who: analyst, path: pathTo('tokens'), then: async (page) => {
      await label(page, 'Works for days').fill('900')
      await press(page, 'Make the token')
    } },
    { name: 'a fresh token', at: 'tokens', who: analyst, path: pathTo('tokens'), then: async (page) => {
      await label(page, 'Name of the token').fill('Sandbox')
      await press(page, 'Make the token')
    } },
    { name: 'reports to a team', at: 'desk', who: psirt, path: pathTo('desk') },
    { name: 'reports that wait', at: 'desk', who: psirt, path: pathTo('desk', {}, { waiting: '1' }) },
    { name: 'no report fits', at: 'desk', who: psirt, path: pathTo('desk', {}, { q: 'nothing of that name' }) },
    { name: 'a team without a desk', at: 'desk', who: 'Daniel Osei', path: pathTo('desk') },
    { name: 'a report that is locked', at: 'deskReport', who: psirt, path: pathTo('deskReport', { id: cast.reported.report }) },
    { name: 'a report opened', at: 'deskReport', who: psirt, path: pathTo('deskReport', { id: cast.reported.report }), then: async (page) => {
      await label(page, 'Passphrase of the team').fill(cast.reported.passphrase)
      await press(page, 'Unlock')
      await page.getByText('The gateway believes a name').waitFor()
    } },
    { name: 'a note that cannot be', at: 'deskReport', who: psirt, path: pathTo('deskReport', { id: cast.reported.report }), then: async (page) => {
      await label(page, 'CVSS vector (optional)').fill('CVSS:3.1/AV:N')
      await press(page, 'Save the note')
      await page.getByRole('alert').first().waitFor()
    } },
    { name: 'a report of another team', at: 'deskReport', who: 'Daniel Osei', status: 404, path: pathTo('deskReport', { id: cast.reported.report }) },
    { name: 'the settings of a desk', at: 'deskSettings', who: psirt, path: pathTo('deskSettings') },
    { name: 'who else ships a component', at: 'deskSettings', who: psirt, path: pathTo('deskSettings'), then: async (page) => {
      await label(page, 'Package URL').fill('pkg:npm/express')
      await press(page, 'Ask')
    } },
    { name: 'a desk to open, without a key', at: 'deskSettings', who: 'Daniel Osei', path: pathTo('deskSettings'), then: async (page) => {
      await label(page, 'The desk is open: anybody can send us a report').check()
      await press(page, 'Save')
    } },
    { name: 'a hidden roster', at: 'community', who: 'Lucía Navarro', path: pathTo('community', { id: cast.community('Quiet Room') }) },
    { name: 'no community that is mine', at: 'community', who: 'Kofi Mensah', status: 404, path: pathTo('community', { id: cast.community('Quiet Room') }) },
    { name: 'a page of other roles', at: 'operate', who: analyst, status: 403, path: pathTo('operate') },
    { name: 'single keys off', at: 'keys', who: 'Jonas Berg', path: pathTo('keys'), then: (page) => press(page, 'Switch single keys off') },

    { name: 'an invitation to nowhere', at: 'people', who: representative, path: pathTo('people'), then: async (page) => {
      await label(page, 'Mail address').fill('nobody')
      await press(page, 'Send the invitation')
    } },
    { name: 'a country that is none', at: 'organisation', who: representative, path: pathTo('organisation'), then: async (page) => {
      await label(page, 'Name').fill('')
      await label(page, 'Country (optional)').fill('N7')
      await press(page, 'Save')
    } },
    { name: 'what is late', at: 'commitments', who: null, path: pathTo('commitments', {}, { column: 'late' }) },
    { name: 'a board filtered to nothing', at: 'commitments', who: null, path: pathTo('commitments', {}, { q: 'nothing of that name' }) },
    { name: 'a commitment with a figure put right', at: 'commitment', who: null, path: pathTo('commitment', { id: cast.commitment('Courses for four hundred people at small utilities') }) },
    { name: 'statements that may not say', at: 'requestsOf', who: null, path: pathTo('requestsOf', { slug: 'kestrel-telecom' }) },
    { name: 'a statement that tells of complying', at: 'requestsOf', who: null, path: pathTo('requestsOf', { slug: 'pelican-mail' }) },
    { name: 'who owes no statement', at: 'requestsOf', who: null, path: pathTo('requestsOf', { slug: 'civic-shield' }) },
    { name: 'a review and its cases', at: 'requestsOf', who: null, path: pathTo('requestsOf', { slug: 'northgate-grid' }) },
    { name: 'a commitment without a figure', at: 'signConduct', who: representative, path: pathTo('signConduct', { kind: 'commitment' }), then: (page) => press(page, 'Show the exact words') },
    { name: 'stating what governments asked', at: 'signConduct', who: representative, path: pathTo('signConduct', { kind: 'request-statement' }) },
    { name: 'the words of a statement before they are signed', at: 'signConduct', who: representative, path: pathTo('signConduct', { kind: 'request-statement' }), then: async (page) => {
      await label(page, 'Half-year').fill('2026-H1')
      await label(page, 'Office').fill('Chief executive')
      await press(page, 'Show the exact words')
    } },
    { name: 'counsel reads a draft', at: 'attestationDraft', who: 'Valentina Rojas', path: pathTo('attestationDraft') },
    { name: 'a sealed case', at: 'reviews', who: representative, path: pathTo('reviews'), then: (page) => page.getByRole('link', { name: /^Read: Case 1/ }).click() },
    { name: 'a statement without words', at: 'signAct', who: representative, path: pathTo('signAct', { kind: 'statement' }), then: (page) => press(page, 'Show the exact words') },
    { name: 'words before they are signed', at: 'signAct', who: representative, path: pathTo('signAct', { kind: 'statement' }), then: async (page) => {
      await label(page, 'Title').fill('What we did this year')
      await label(page, 'Text').fill('We kept our word.')
      await press(page, 'Show the exact words')
      await page.getByText('Nothing has been handed in yet.').waitFor()
    } },
    { name: 'signing the pledge', at: 'signAct', who: 'Lucía Navarro', path: pathTo('signAct', { kind: 'pledge-signature' }) },
    { name: 'withdrawing', at: 'signAct', who: representative, path: pathTo('signAct', { kind: 'pledge-withdrawal' }) },
    { name: 'declaring a conflict of law', at: 'signAct', who: representative, path: pathTo('signAct', { kind: 'conflict-of-law' }) },
    { name: 'lifting a conflict of law', at: 'signAct', who: 'Valentina Rojas', path: pathTo('signAct', { kind: 'conflict-of-law-lifted' }) },
    { name: 'a no without a reason', at: 'vote', who: representative, path: pathTo('vote', { id: cast.ballot(VOTED_ON) }), then: async (page) => {
      await label(page, 'Reason (optional)').fill('')
      await press(page, 'No')
    } },
    { name: 'a vote before it is signed', at: 'vote', who: representative, path: pathTo('vote', { id: cast.ballot(VOTED_ON) }), then: async (page) => {
      await press(page, 'Abstain')
      await page.getByText('Nothing has been handed in yet.').waitFor()
    } },
    { name: 'a question to answer', at: 'ballot', who: 'Heike Sommer', path: pathTo('ballot', { id: cast.ballot(DISCUSSED) }), then: (page) => press(page, 'Publish the answer') },
    { name: 'a text to change', at: 'editBallot', who: 'Heike Sommer', path: pathTo('editBallot', { id: cast.ballot(DISCUSSED) }) },
    { name: 'a ballot without a text', at: 'newBallot', who: representative, path: pathTo('newBallot'), then: (page) => press(page, 'Keep the draft') },
    { name: 'something due', at: 'duties', who: 'Lucía Navarro', path: pathTo('duties') },
    { name: 'oneself', at: 'person', who: representative, path: pathTo('person', { id: cast.mette }) },
    { name: 'roles taken away', at: 'person', who: representative, path: pathTo('person', { id: cast.tomasz }), then: async (page) => {
      for (const box of await page.getByRole('checkbox').all()) await box.uncheck()
      await press(page, 'Save')
    } },

    { name: 'what waits for us', at: 'today', who: secretariat, path: pathTo('today', {}, { room: 'us' }) },
    { name: 'a ballot to be moved', at: 'editBallot', who: secretariat, path: pathTo('editBallot', { id: cast.ballot(DISCUSSED) }) },
    { name: 'recording a succession', at: 'signAct', who: secretariat, path: pathTo('signAct', { kind: 'succession' }) },
    { name: 'recording a group', at: 'signAct', who: secretariat, path: pathTo('signAct', { kind: 'affiliation' }) },
    { name: 'a version without a text', at: 'keep', who: secretariat, path: pathTo('keep'), then: (page) => press(page, 'Begin it') },
    { name: 'a translation to write', at: 'keepVersion', who: secretariat, path: pathTo('keepVersion', { version: cast.pledge.version }, { text: 'fr' }) },
    { name: 'a translation to add', at: 'keepVersion', who: secretariat, path: pathTo('keepVersion', { version: cast.pledge.version }, { text: 'new' }), then: (page) => press(page, 'Keep this text') },
    { name: 'a draft', at: 'keepVersion', who: secretariat, path: pathTo('keep'), then: async (page) => {
      await label(page, 'Version').fill('3.0')
      await label(page, 'Title').last().fill('The Harbour pledge')
      await label(page, 'Text').fill(DRAFT)
      await press(page, 'Begin it')
      await page.getByText('The version is begun.').waitFor()
    } },
    { name: 'a ceremony to come', at: 'ceremony', who: secretariat, path: pathTo('keep'), then: async (page) => {
      await label(page, 'Title').first().fill('A second circle')
      await label(page, 'Moment (UTC)').fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 16))
      await label(page, 'Cedar Bank').check()
      await press(page, 'Open the ceremony')
      await page.getByText('The ceremony is open.').waitFor()
    } },
    { name: 'a hidden roster, as its curator', at: 'community', who: secretariat, path: pathTo('community', { id: cast.community('Quiet Room') }) },
    { name: 'a community without a name', at: 'newCommunity', who: secretariat, path: pathTo('newCommunity'), then: (page) => press(page, 'Form the community') },
    { name: 'a collection without a name', at: 'newCollection', who: secretariat, path: pathTo('newCollection'), then: (page) => press(page, 'Make the collection') },
    { name: 'settings without a title', at: 'collectionSettings', who: secretariat, path: pathTo('collectionSettings', { id: cast.collection('Grid intrusions') }), then: async (page) => {
      await label(page, 'Title').fill('')
      await press(page, 'Save')
    } },
    { name: 'admitting nobody', at: 'admit', who: secretariat, path: pathTo('admit'), then: (page) => press(page, 'Admit and invite') },
    { name: 'a suspended organisation', at: 'member', who: secretariat, path: pathTo('member', { id: cast.organisation('Aurora Chips') }) },
    { name: 'a pause without a reason', at: 'member', who: secretariat, path: pathTo('member', { id: cast.organisation('Cedar Bank') }), then: (page) => press(page, 'Ask to pause Cedar Bank') },
    { name: 'a person elsewhere', at: 'person', who: secretariat, path: pathTo('person', { id: cast.tomasz }, { organisation: cast.organisation('Northgate Grid') }) },
    { name: 'jobs that failed', at: 'operate', who: secretariat, path: pathTo('operate') },
    { name: 'a list that is none', at: 'warningLists', who: secretariat, path: pathTo('warningLists'), then: async (page) => {
      await label(page, 'Or paste it (optional)').fill('not JSON')
      await press(page, 'Load')
    } },
  ]
}

/** A hub on its first day: before and after it is set up. `setUp`: the path of its one-time link. */
export function firstDay(setUp: string): Scene[] {
  return [
    { name: 'a new hub', at: 'front', who: null, path: pathTo('front') },
    { name: 'sign-in to a new hub', at: 'signIn', who: null, path: pathTo('signIn') },
    { name: 'no pledge yet', at: 'pledge', who: null, path: pathTo('pledge') },
    { name: 'nothing to compare', at: 'pledgeCompare', who: null, path: pathTo('pledgeCompare') },
    { name: 'no ballot yet', at: 'ballots', who: null, path: pathTo('ballots') },
    { name: 'no statement yet', at: 'statements', who: null, path: pathTo('statements') },
    { name: 'nobody signed', at: 'register', who: null, path: pathTo('register') },
    { name: 'no collection for everyone', at: 'collections', who: null, path: pathTo('collections') },
    { name: 'no public threats', at: 'threats', who: null, path: pathTo('threats') },
    { name: 'set-up by hand', at: 'setUp', who: null, path: pathTo('setUp') },
    { name: 'set-up', at: 'setUp', who: null, path: setUp },
    { name: 'set-up, nothing filled in', at: 'setUp', who: null, path: setUp, then: (page) => press(page, 'Set up and sign in') },
    { name: 'just set up', at: 'account', who: null, path: setUp, then: async (page) => {
      await label(page, 'Name of the alliance').fill('Lighthouse Circle')
      await label(page, 'The organisation that runs it').fill('Lighthouse Office')
      await label(page, 'Your name').fill('Ada Lund')
      await label(page, 'Mail address').fill('ada@lighthouse.example')
      await press(page, 'Set up and sign in')
    } },
    { name: 'set up, without collections', at: 'collections', who: null, path: pathTo('collections') },
    { name: 'set up, without communities', at: 'communities', who: null, path: pathTo('communities') },
    { name: 'set up, without threats', at: 'threats', who: null, path: pathTo('threats') },
    { name: 'set up, without tokens', at: 'tokens', who: null, path: pathTo('tokens') },
    { name: 'set up, all well', at: 'operate', who: null, path: pathTo('operate') },
    { name: 'an empty community', at: 'community', who: null, path: pathTo('newCommunity'), then: async (page) => {
      await label(page, 'Name').fill('First Circle')
      await label(page, 'Short name').fill('first-circle')
      await press(page, 'Form the community')
    } },
  ]
}
