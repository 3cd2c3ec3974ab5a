/** What every room's scenes share: the shape of a scene, the names of the sample alliance, two ways to press and to fill in. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { PlaceName } from '../../../portal/app/paths.ts'
import type { Ask } from '../../asking.ts'
import { accountOf } from '../../everywhere.ts'
import type { TestHouse } from '../../start.ts'

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

/** Who plays where nothing else is said. */
export const secretariat = 'Ines Okafor'
export const representative = 'Mette Lindqvist'
export const analyst = 'Tomasz Wilk'
export const psirt = 'Aisha Rahman'
export const invitedAnalyst = 'Daniel Osei'
export const coordinator = 'Maren Solheim'

/** Ballots of the sample alliance, by where they stand. */
export const DECIDED = 'Two people on every report'
export const VOTED_ON = 'The same update for everyone, on the same day'
export const DISCUSSED = 'Saying when support ends'
export const CONTESTED = 'One address for every report'
/** An advisory that Northgate Grid is writing. */
export const GATEWAY_DRAFT = 'Northgate gateway: a name can run a command'
/** Open for comment. */
export const DISCUSSED_APPLICANT = 'Sparrow Notes'

const idOf = (list: readonly Record<string, string>[], key: string, value: string): string => list.find((each) => each[key] === value)?.['id'] ?? assert.fail(`no ${value}`)

function addressOf(link: string): string {
  const { pathname, search } = new URL(link)
  return pathname + search
}

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
  const { cases } = await read('/api/v1/cases?limit=200', psirt)
  const quiet = cases.find(({ inside }: { inside: { title: string } | null }) => inside?.title === 'A clock that can be set from outside')?.id ?? assert.fail('no quiet case')
  const { drafts } = await read(`/api/v1/cases/${quiet}/drafts`, psirt)
  const invited = (await read('/api/v1/cases?show=invited', invitedAnalyst)).cases
  const coordinated = (await read('/api/v1/cases?show=open', coordinator)).cases
  const drafted = new Map<string, readonly Record<string, string>[]>()
  for (const person of ['Aisha Rahman', 'Jiwoo Han']) drafted.set(person, (await read('/api/v1/advisories/desk', person)).drafts)
  const { products: kept } = await read('/api/v1/advisories/products', 'Aisha Rahman')
  return {
    organisation, personOf, threat, pledge, entry,
    act: history[0].fact, keyid: keys[0].keyid, ceremony: ceremonies[0].id,
    ballot: (title: string) => idOf(ballots, 'title', title),
    concern: (name: string) => concerns.find(({ organisation }: { organisation: { name: string } | null }) => organisation?.name === name)?.id ?? assert.fail(`no concern about ${name}`),
    correction: idOf(screened, 'kind', 'correction'),
    advisory: (title: string) => idOf(advisories, 'title', title),
    /** By its title, as Northgate Grid takes part in it. */
    case: (title: string) => cases.find(({ inside }: { inside: { title: string } | null }) => inside?.title === title)?.id ?? assert.fail(`no case ${title}`),
    /** A draft of two versions, in the case that is quiet now. */
    drafted: { case: quiet, draft: drafts[0]?.id ?? assert.fail('nothing is drafted') },
    /** By which a guest comes in who has not yet: the address of the link. */
    guestLink: addressOf(guide.guest?.link ?? assert.fail('no guest is asked in')),
    /** Worked on now, of the alliance's own coordinator. */
    coordinated: coordinated[0]?.id ?? assert.fail('nobody coordinates a case'),
    /** One that `invitedAnalyst` is asked into and has not answered. */
    offered: invited[0]?.id ?? assert.fail('nobody is asked into a case'),
    /** A draft of this person's organisation. */
    draft: (title: string, person = 'Aisha Rahman') => idOf(drafted.get(person) ?? [], 'title', title),
    product: (name: string) => idOf(kept, 'name', name),
    /** The team's, which is worked on; and its passphrase. */
    reported: guide.reports ?? assert.fail('the sample has no report'),
    application: (name: string) => idOf(applications, 'name', name),
    /** The applicant's own link. */
    link: (name: string) => addressOf(guide.applicants.find((each) => each.name === name)?.link ?? assert.fail(`no link of ${name}`)),
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

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).click().then(() => page.waitForLoadState('domcontentloaded'))
export const label = (page: Page, name: string) => page.getByRole('main').getByLabel(name, { exact: true })
