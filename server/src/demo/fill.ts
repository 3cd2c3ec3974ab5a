/** Fills an empty hub with the sample alliance: every act through the same verbs and rights as anybody's. */
import { parseCollectionId, type CommunityId, type OrganisationId, type Role } from '@openaccord/names'
import type { House } from '../compose/house.ts'
import type { Actor } from '../kernel/index.ts'
import { accordScenes } from './accord.ts'
import { baselineScenes } from './baselines.ts'
import { admissionScenes } from './admissions.ts'
import { advisoryScenes } from './advisories.ts'
import { ALLIANCE, COMMUNITIES, GONE, mailOf, ORGANISATIONS, type DemoOrganisation } from './alliance.ts'
import { ballotScenes } from './ballots.ts'
import { caseScenes, type SampleGuest } from './cases.ts'
import { concernScenes } from './concerns.ts'
import { commitmentScenes } from './commitments.ts'
import { coordinationScenes } from './coordination.ts'
import { makeKey, type DemoKey, type Desk } from './keys.ts'
import { DAY_MS, tell, type Scene, type Seated } from './story.ts'
import { pastCaseScenes } from './past-cases.ts'
import { replayScenes } from './replay.ts'
import { reportScenes, type SampleReports } from './reports.ts'
import { demoDeliveries } from './threats.ts'
import type { Zone } from './zone.ts'

export type Account = { role: Role; organisation: string; person: string; signInUrl: string; token: string }
/** The guide, and the signing keys that are active at the end, by organisation. */
export type Filled = { guide: Guide; keys: ReadonlyMap<string, DemoKey> }
export type Guide = {
  url: string
  accounts: Account[]
  /** Links by which applicants go on with their applications. */
  applicants: { name: string; link: string }[]
  /** A passphrase and a receipt that anybody may try. */
  reports: SampleReports | undefined
  /** A guest's link into a case: anybody may take part by it. */
  guest: SampleGuest | undefined
  taxii: { discovery: string; apiRoot: string; collection: string; user: string; password: string; token: string }
}
type Mails = readonly { to: string; text: string }[]

const BROWSER = { address: '127.0.0.1', userAgent: 'sample alliance', previous: undefined }
const TOKEN_DAYS = 366
/** The alliance began so long before its sample's present. */
const FIRST_DAY = -430
/** The day on which communities and collections are made. */
const GATHERED = -30

/** `travel` sets the hub's clock: what happened weeks ago is entered as of then. It ends at the present. */
export type Means = { mails: Mails; zone: Zone; travel: (toMilliseconds: number | 'now') => void }

export async function fillAlliance(house: House, { mails, zone, travel }: Means): Promise<Filled> {
  const present = house.clock() / 1000
  travel(present + FIRST_DAY * DAY_MS)
  const secretariat = await setUp(house)
  const organisations = new Map<string, OrganisationId>()
  const people: Seated[] = [secretariat, ...(await seatColleagues(house, mails, ORGANISATIONS[0]!, secretariat.actor))]
  for (const organisation of ORGANISATIONS.slice(1)) {
    const seated = await admit(house, mails, organisation, secretariat.actor)
    organisations.set(organisation.slug, seated[0]!.actor.organisation!)
    people.push(...seated)
  }
  const desks = await openDesks(house, people)
  const [first, second] = people
  const stage = { house, zone, desks, organisations, people, secretariat: { first: first!.actor, second: second!.actor }, mails, present }
  const applicants: Guide['applicants'] = []
  const guests = { seat: (person: Seated) => void people.push(person), desk: (desk: Desk) => void desks.set(desk.slug, desk), link: (name: string, link: string) => void applicants.push({ name, link }) }
  let reports: Guide['reports']
  let guest: Guide['guest']
  const collections = new Map<string, string>()
  const gathered: Scene = { day: GATHERED, play: () => gather(house, organisations, people, secretariat.actor, collections) }
  await house.quietly(() => tell([...accordScenes(stage), ...admissionScenes(stage, guests), ...ballotScenes(stage), ...commitmentScenes(stage), ...concernScenes(stage), ...replayScenes(stage), ...pastCaseScenes(stage), ...caseScenes(stage, (one) => void (guest = one)), ...coordinationScenes(stage), ...advisoryScenes(stage), ...reportScenes(stage, (sample) => void (reports = sample)), gathered, ...baselineScenes(stage), ...sharingScenes(house, people, collections, present)], present, travel))
  travel('now')
  const keys = new Map([...desks].filter(([slug]) => !GONE.has(slug)).map(([slug, { key }]) => [slug, key]))
  return { guide: await writeGuide(house, people.filter(({ organisation }) => !GONE.has(organisation)), collections, { applicants, reports, guest }), keys }
}

/** Where two people look after the keys of their organisation, acts can be signed. */
async function openDesks(house: House, people: readonly Seated[]): Promise<Map<string, Desk>> {
  const desks = new Map<string, Desk>()
  for (const slug of new Set(people.map(({ organisation }) => organisation))) {
    const [first, second] = people.filter(({ organisation, actor }) => organisation === slug && actor.may.has('keys.manage')).map(({ actor }) => actor)
    if (first === undefined || second === undefined) continue
    const { secret } = await house.members.makeToken(first, { name: 'Signing desk', scopes: [...first.may], days: TOKEN_DAYS }, BROWSER)
    const robot = await house.members.authenticate({ authorization: `Bearer ${secret}`, address: BROWSER.address, userAgent: BROWSER.userAgent })
    desks.set(slug, { slug, robot, first, second, key: await makeKey() })
  }
  return desks
}

async function setUp(house: House): Promise<Seated> {
  const first = ORGANISATIONS[0]!
  const person = first.people[0]!
  const token = tokenOf((await house.setUpLink()) ?? '')
  const mail = mailOf(person.name, first.slug)
  const { secret } = await house.members.setUp({ token, alliance: ALLIANCE.name, purpose: ALLIANCE.purpose, organisation: first.name, person: person.name, mail }, BROWSER)
  const actor = await actorOf(house, secret)
  const { description, country, sector, size } = first
  await house.members.describeOrganisation(actor, actor.organisation!, { description, country, sector, size, website: 'https://secretariat.example' })
  return { organisation: first.slug, name: person.name, actor, role: 'secretariat' }
}

/** An organisation, its first person by the secretariat's invitation, the others by that person's. */
async function admit(house: House, mails: Mails, organisation: DemoOrganisation, secretariat: Actor): Promise<Seated[]> {
  const { slug, name, kind, country, sector, size, description, people } = organisation
  const first = people[0]!
  const invite = { mail: mailOf(first.name, slug), roles: [...first.roles] }
  await house.members.admitOrganisation(secretariat, { slug, name, kind, country, sector, size, description, website: `https://${slug}.example`, invite })
  const seated = await accept(house, mails, slug, first)
  return [seated, ...(await seatColleagues(house, mails, organisation, first.roles.includes('representative') ? seated.actor : secretariat, seated.actor.organisation!))]
}

async function seatColleagues(house: House, mails: Mails, { slug, people }: DemoOrganisation, by: Actor, organisation: OrganisationId = by.organisation!): Promise<Seated[]> {
  const seated: Seated[] = []
  for (const person of people.slice(1)) {
    await house.members.invite(by, organisation, { mail: mailOf(person.name, slug), roles: [...person.roles] })
    seated.push(await accept(house, mails, slug, person))
  }
  return seated
}

async function accept(house: House, mails: Mails, organisation: string, { name, roles }: { name: string; roles: readonly Role[] }): Promise<Seated> {
  const to = mailOf(name, organisation)
  const mail = mails.findLast((each) => each.to === to)
  if (mail === undefined) throw new Error(`no invitation for ${to}`)
  const { secret } = await house.members.acceptInvitation({ token: tokenOf(mail.text), name }, BROWSER)
  return { organisation, name, actor: await actorOf(house, secret), role: roles[0]! }
}

async function gather(house: House, organisations: ReadonlyMap<string, OrganisationId>, people: readonly Seated[], secretariat: Actor, collections: Map<string, string>): Promise<void> {
  for (const { roster, collections: wanted, ...community } of COMMUNITIES) {
    const { id }: { id: CommunityId } = await house.members.createCommunity(secretariat, community)
    for (const [slug, standing] of Object.entries(roster)) await house.members.enroll(secretariat, id, organisations.get(slug)!, standing)
    for (const { red = [], ...collection } of wanted) {
      const redRecipients = people.filter((person) => red.includes(person.name)).map((person) => person.actor.person!)
      collections.set(collection.alias, await house.exchange.makeCollection(secretariat, { community: id, ...collection, redRecipients }))
    }
  }
}

function sharingScenes(house: House, people: readonly Seated[], collections: ReadonlyMap<string, string>, present: number): Scene[] {
  const actors = new Map<Seated, Actor>()
  return demoDeliveries(present).map((delivery) => ({ day: (delivery.at - present) / DAY_MS, play: () => share(delivery) }))

  async function share({ organisation, collection, objects }: ReturnType<typeof demoDeliveries>[number]): Promise<void> {
    const analyst = people.find((person) => person.organisation === organisation && person.actor.may.has('threats.share'))
    if (analyst === undefined) throw new Error(`nobody at ${organisation} shares`)
    // the roster has changed since this person signed in: ask once again who it is
    const actor = actors.get(analyst) ?? (await refreshed(house, analyst.actor))
    actors.set(analyst, actor)
    const body = new TextEncoder().encode(JSON.stringify({ objects }))
    const { refused } = await house.exchange.take(actor, parseCollectionId(collections.get(collection)!), body, 'envelope')
    if (refused.length > 0) throw new Error(`the hub refused its own sample: ${JSON.stringify(refused[0])}`)
  }
}

async function writeGuide(house: House, people: readonly Seated[], collections: ReadonlyMap<string, string>, told: Pick<Guide, 'applicants' | 'reports' | 'guest'>): Promise<Guide> {
  const names = new Map([...ORGANISATIONS, ...(await house.members.register())].map(({ slug, name }) => [slug, name]))
  const accounts: Account[] = []
  let taxii: Guide['taxii'] | undefined
  for (const { organisation, name, actor, role } of people) {
    const signInUrl = await house.members.issueDemoSignIn(actor.person!)
    const { token, secret } = await house.members.makeToken(actor, { name: 'Sample alliance', scopes: [...actor.may], days: TOKEN_DAYS }, BROWSER)
    accounts.push({ role, organisation: names.get(organisation) ?? organisation, person: name, signInUrl, token: secret })
    if (taxii === undefined && role === 'threat-analyst') {
      const apiRoot = `${house.url}/taxii2/alliance/`
      taxii = { discovery: `${house.url}/taxii2/`, apiRoot, collection: collections.get('shared-threats')!, user: token.id, password: secret, token: secret }
    }
  }
  return { url: house.url, accounts, ...told, taxii: taxii! }
}

async function refreshed(house: House, actor: Actor): Promise<Actor> {
  const url = await house.members.issueDemoSignIn(actor.person!)
  const { secret } = await house.members.openMailLink(tokenOf(url), BROWSER)
  return actorOf(house, secret)
}

const actorOf = (house: House, secret: string): Promise<Actor> => house.members.authenticate({ sessionCookie: secret, address: BROWSER.address, userAgent: BROWSER.userAgent })

function tokenOf(text: string): string {
  const found = /[?&]token=([\w-]+)/.exec(text)?.[1]
  if (found === undefined) throw new Error('there is no link with a token here')
  return found
}
