/**
 * A filled alliance with strings nobody could guess planted wherever something is not for everyone: canaries. Each says
 * who may come across it and who has to. `zebrafinch` stands in the name of each planted object, so that a search finds it.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { printEnvelope, signEnvelope } from '@openaccord/attest'
import { parseCollectionId, type ReportId, type Right } from '@openaccord/names'
import { generateKey } from '@openaccord/tlog'
import { anonymous, type Actor } from '../server/src/kernel/index.ts'
import { solveEffort } from '../server/src/platform/effort.ts'
import { asking, signIn, type Ask, type Wish } from './asking.ts'
import { accountOf } from './everywhere.ts'
import type { TestHouse } from './start.ts'

export type Canary = { name: string; text: string; may: readonly string[]; must: readonly string[] }
export type Persona = { name: string; api: Wish; pages: Wish }
/** What the walk fills addresses with. */
export type Places = {
  organisations: string[]; people: string[]; communities: string[]; collections: { id: string; root: string }[]
  /** Planted objects, by the collection they lie in. */
  objects: { id: string; collection: string; everyone: boolean }[]
  statuses: string[]; tokens: string[]; sessions: string[]; invitations: string[]; jobs: string[]; keys: string[]
  ballots: string[]; applications: string[]; concerns: string[]; commitments: string[]; advisories: string[]; /** Products that an organisation keeps for its drafts. */ kept: string[]; reports: string[]
  cases: string[]; inCases: Record<'party' | 'thread' | 'message' | 'file' | 'task' | 'draft' | 'note', string[]>
}
export type Planted = { canaries: Canary[]; personas: Persona[]; places: Places }

const TLP = { clear: '94868c89-83c2-464b-929b-a1a8aa3c8487', green: 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb', amber: '55d920b0-5e8b-4f79-9ee9-91f868d9b421', strict: '939a9414-2ddd-4d32-a0cd-375ea402b003', red: 'e828b379-4e03-4974-9ac4-e53a884c97c1' } as const
const BROWSER = { address: '127.0.0.1', userAgent: 'conformance', previous: undefined }

const PEOPLE = {
  secretariat: 'Ines Okafor', owner: 'Tomasz Wilk', 'owner, representative': 'Mette Lindqvist', 'owner, PSIRT': 'Aisha Rahman', 'owner, release engineer': 'Jonas Berg', 'owner, reader': 'Petra Noll',
  'member named for RED': 'Nadia Petrova', member: 'Heike Sommer', partner: 'Kadri Tamm', outsider: 'Omar Haddad', 'partner elsewhere': 'Wanjiru Kamau',
  'other analyst': 'Yuki Tanabe', 'other representative': 'Caoimhe Byrne', 'suspended person': 'Lars Uhl', 'of a suspended organisation': 'Matías Soto',
} as const
const OWNERS = Object.keys(PEOPLE).filter((name) => name.startsWith('owner'))
const NAMED = [...OWNERS, 'member named for RED']
const MEMBERS = [...NAMED, 'member', 'reading token']
const PARTNERS = [...MEMBERS, 'partner']
const NOBODY: readonly string[] = []

export async function plant(hub: TestHouse): Promise<Planted> {
  const { house, guide } = hub
  const ask = asking(hub.url)
  const canaries: Canary[] = []
  const actor = async (name: keyof typeof PEOPLE): Promise<Actor> =>
    house.members.authenticate({ sessionCookie: await signIn(ask, accountOf(guide, PEOPLE[name]).signInUrl), address: '127.0.0.1', userAgent: '' })
  /** A new string that only `may` may see; `must` see it somewhere on their way, all of `may` unless said. */
  const canary = (name: string, may: readonly string[], must: readonly string[] = may): string => {
    const text = `canary${randomBytes(12).toString('hex')}`
    canaries.push({ name, text, may, must })
    return text
  }
  const secret = (name: string, text: string): void => void canaries.push({ name, text, may: NOBODY, must: NOBODY })

  const secretariat = await actor('secretariat')
  const owner = await actor('owner')
  const lumen = await actor('other representative')
  const collections = await house.exchange.collections(secretariat)
  const collectionOf = (alias: string) => collections.find((collection) => collection.alias === alias)!.id

  // a community that does not show itself, with a collection and an object
  const inside = [...MEMBERS, 'narrow token'] // a token's scopes narrow what it does, not which communities its maker knows
  const hidden = await house.members.createCommunity(secretariat, {
    slug: canary('slug of a community', [...inside, 'secretariat'], NAMED), name: `Room ${canary('name of a community', [...inside, 'secretariat'], [...NAMED, 'secretariat'])}`,
    description: canary('description of a community', [...inside, 'secretariat'], ['owner', 'secretariat']), rosterHidden: true,
  })
  for (const name of ['owner', 'member'] as const) await house.members.enroll(secretariat, hidden.id, (await actor(name)).organisation!, 'member')
  const hiddenCollection = await house.exchange.makeCollection(secretariat, {
    community: hidden.id, alias: canary('alias of a collection', [...inside, 'secretariat'], ['owner']).slice(0, 40), title: canary('title of a collection', [...inside, 'secretariat'], ['owner', 'member']),
    description: canary('description of a collection', [...inside, 'secretariat'], ['owner', 'member']), defaultTlp: 'amber',
  })

  // objects of every level, in collections of a community
  const objects: Places['objects'] = []
  const statuses: string[] = []
  const share = async (collection: string, made: Record<string, unknown>[]): Promise<void> => {
    const fresh = await actor('owner')
    const { refused, status } = await house.exchange.take(fresh, parseCollectionId(collection), Buffer.from(JSON.stringify({ objects: made })), 'envelope')
    if (refused.length > 0) throw new Error(JSON.stringify(refused))
    statuses.push(status)
    for (const { id, object_marking_refs: refs } of made) objects.push({ id: String(id), collection, everyone: Array.isArray(refs) && refs.includes(marking(TLP.clear)) })
  }
  const indicator = (name: string, may: readonly string[], marks: readonly string[], more: object = {}, must = may) => {
    const text = canary(name, may, must)
    const id = randomUUID()
    return {
      type: 'indicator', spec_version: '2.1', id: `indicator--${id}`, created: '2026-03-01T00:00:00.000Z', modified: '2026-03-01T00:00:00.000Z', name: `zebrafinch ${text}`,
      pattern: `[domain-name:value = '${text}.example']`, pattern_type: 'stix', valid_from: '2026-03-01T00:00:00Z', ...(marks.length > 0 && { object_marking_refs: marks.map(marking) }), ...more,
    }
  }
  const statement = { type: 'marking-definition', spec_version: '2.1', id: `marking-definition--${randomUUID()}`, created: '2026-03-01T00:00:00.000Z', definition_type: 'statement', definition: { statement: `Copyright ${canary('a statement', PARTNERS, ['owner', 'partner'])}` } }
  const clear = indicator('TLP:CLEAR', [...EVERYONE, ...NO_MORE], [TLP.clear], {}, EVERYONE)
  const red = indicator('TLP:RED', NAMED, [TLP.red])
  const grid = collectionOf('grid-intrusions')
  await share(grid, [
    statement, clear, red,
    indicator('TLP:GREEN', PARTNERS, [TLP.green]), indicator('TLP:AMBER', PARTNERS, [TLP.amber]), indicator('TLP:AMBER+STRICT', MEMBERS, [TLP.strict]),
    indicator('CLEAR and RED at once', NAMED, [TLP.clear, TLP.red]),
    indicator('the default of the collection', PARTNERS, []),
    indicator('a marking nobody knows', OWNERS, [randomUUID()]),
    indicator('a statement and the default', PARTNERS, [statement.id.slice(20)]),
    { ...clearWith(clear), description: canary('a field for members', MEMBERS), granular_markings: [{ marking_ref: marking(TLP.strict), selectors: ['description'] }] },
    { ...clearWith(clear), labels: ['zebrafinch', canary('one of a list, RED', NAMED)], granular_markings: [{ marking_ref: marking(TLP.red), selectors: ['labels.[1]'] }] },
    { ...clearWith(clear), x_inner: { kept: 1, hidden: canary('a field within a field', PARTNERS) }, granular_markings: [{ marking_ref: marking(TLP.amber), selectors: ['x_inner.hidden'] }] },
    { type: 'relationship', spec_version: '2.1', id: `relationship--${randomUUID()}`, created: '2026-03-01T00:00:00.000Z', modified: '2026-03-01T00:00:00.000Z', relationship_type: 'related-to', source_ref: clear.id, target_ref: red.id, object_marking_refs: [marking(TLP.clear)] },
  ])
  const older = indicator('an older version, RED', NAMED, [TLP.red])
  const newer = clearWith(clear)
  await share(grid, [older, newer])
  await share(grid, [
    { ...clearWith(clear), id: older.id, modified: '2026-04-01T00:00:00.000Z' },
    { ...indicator('a newer version, RED', NAMED, [TLP.red]), id: newer.id, modified: '2026-04-01T00:00:00.000Z' },
  ])
  await share(collectionOf('unsorted'), [indicator('no marking and no default', OWNERS, [])])
  await share(hiddenCollection, [indicator('an object of a community that is not shown', MEMBERS, [])])

  // people, their addresses, what they hold
  const lumenPeople = ['other analyst', 'other representative', 'secretariat']
  const mail = `${canary('address of a person', lumenPeople, ['other representative', 'secretariat'])}@lumen-cloud.example`
  await house.members.invite(lumen, lumen.organisation!, { mail, roles: ['reader'] })
  const link = /token=([\w-]+)/.exec(hub.mails.findLast(({ to }) => to === mail)?.text ?? '')![1]!
  const joined = await house.members.acceptInvitation({ token: link, name: `Person ${canary('name of a person', lumenPeople, ['other representative', 'secretariat'])}` }, BROWSER)
  secret('session of somebody else', joined.secret)
  const invited = await house.members.invite(lumen, lumen.organisation!, { mail: `${canary('address of an invitation', lumenPeople, ['other representative', 'secretariat'])}@lumen-cloud.example`, roles: ['reader'] })
  secret('link of an invitation', /token=([\w-]+)/.exec(hub.mails.at(-1)!.text)![1]!)
  const analyst = await actor('other analyst')
  const held = await house.members.makeToken(analyst, { name: canary('name of a token', ['other analyst', 'other representative']), scopes: ['threats.read'], days: 2 }, BROWSER)
  secret('secret of a token', held.secret)
  for (const account of guide.accounts) secret(`token of ${account.person}`, account.token)

  const keys = [await plantKey(hub, lumen, (text) => canaries.push({ name: 'line that proves a key', text, may: ['other representative'], must: ['other representative'] }))]

  // the hub's own
  const cursors = await house.database.read((tx) => tx.get<{ value: Uint8Array }>('select value from hub_secrets where name = ?', 'cursors'))
  for (const encoding of ['hex', 'base64', 'base64url'] as const) secret(`key of cursors, ${encoding}`, Buffer.from(cursors!.value).toString(encoding))
  const payload = canary('what a dead letter holds', NOBODY)
  const job = await house.database.transact(async (tx) => {
    const id = await house.jobs.enqueue(tx, { kind: 'conformance.dead', payload: { payload }, runAt: house.clock() + 86_400_000_000 })
    await tx.run(`update jobs set state = 'dead', last_error = ? where id = ?`, canary('why a job failed', ['secretariat']), id!)
    return id!
  })

  // sessions while everybody is still welcome, then those who no longer are
  const personas: Persona[] = [{ name: 'visitor', api: {}, pages: {} }]
  for (const [name, person] of Object.entries(PEOPLE)) {
    const account = accountOf(guide, person)
    const session = await signIn(ask, account.signInUrl)
    secret(`session of ${person}`, session)
    personas.push({ name, api: { token: account.token }, pages: { session } })
  }
  const more = async (name: string, who: Actor, scopes: Right[]): Promise<{ id: string; secret: string }> => {
    const { token: made, secret: value } = await house.members.makeToken(who, { name, scopes, days: 1 }, BROWSER)
    secret(name, value)
    personas.push({ name, api: { token: value }, pages: { token: value } })
    return { id: made.id, secret: value }
  }
  await more('reading token', await actor('member'), ['threats.read'])
  await more('narrow token', owner, ['tokens.own'])
  const withdrawn = await more('withdrawn token', owner, ['threats.read'])
  const expired = await more('expired token', owner, ['threats.read'])
  const [lars, matias] = [await actor('suspended person'), await actor('of a suspended organisation')]
  await house.members.withdrawToken(owner, withdrawn.id as `token_${string}`, BROWSER)
  await house.database.transact((tx) => tx.run('update members_token set expires_at = ? where id = ?', house.clock() - 1, expired.id))
  await house.members.suspendPerson(secretariat, lars.person!)
  const reason = canary('reason of a suspension', ['secretariat', 'of a suspended organisation'])
  await house.database.transact((tx) => house.members.suspendWithin(tx, matias.organisation!, { reason, by: null, now: house.clock() }))
  // who signs in now comes in with few rights, and still meets nothing of the exchange
  const few = personas.find(({ name }) => name === 'of a suspended organisation')!
  few.pages = { session: await signIn(ask, await house.members.issueDemoSignIn(matias.person!)) }
  secret('session of a suspended organisation', few.pages.session!)
  await house.exchange.indexed()

  const people = await Promise.all([owner, lumen, analyst].map((each) => each.person!))
  return {
    canaries, personas,
    places: {
      organisations: [owner.organisation!, lumen.organisation!, matias.organisation!], people: [...people, lars.person!], communities: [hidden.id, collections.find(({ id }) => id === grid)!.community],
      collections: [{ id: grid, root: 'energy-watch' }, { id: collectionOf('unsorted'), root: 'energy-watch' }, { id: hiddenCollection, root: hidden.slug }, { id: collectionOf('shared-threats'), root: 'alliance' }],
      objects, statuses, tokens: [held.token.id], sessions: [], invitations: [invited.id], jobs: [job], keys, ...(await plantConduct(ask, canary)), ...(await plantAdvisories(hub, await actor('owner, PSIRT'), canary)), reports: await plantReports(hub, await actor('owner, PSIRT'), ask, { canary, secret }),
      ...(await plantCase(hub, { analyst: await actor('owner, PSIRT'), partner: await actor('partner') }, { canary, secret })),
    },
  }
}

/** What strangers entrust to the hub: a tip is for the ombudsperson alone, a draft for whoever has its link. */
async function plantConduct(ask: Ask, canary: (name: string, may: readonly string[]) => string): Promise<Pick<Places, 'ballots' | 'applications' | 'concerns' | 'commitments'>> {
  const ids = async (path: string, list: string): Promise<string[]> => ((await ask(path)).json()[list] as { id: string }[]).slice(0, 4).map(({ id }) => id)
  const effort = async (purpose: string) => {
    const given = (await ask(`/api/v1/effort/${purpose}`)).json() as { challenge: string; bits: number }
    return { challenge: given.challenge, number: solveEffort(given) }
  }
  const tip = await ask('/api/v1/concerns', {
    method: 'POST', json: { kind: 'tip', organisation: 'northgate-grid', title: `A tip ${canary('title of a tip', NOBODY)}`, text: `Somebody says ${canary('text of a tip', NOBODY)}.`, language: 'en', mail: `${canary('address of who files', NOBODY)}@somewhere.example`, effort: await effort('concern') },
  })
  const draft = await ask('/api/v1/admissions/applications', { method: 'POST', json: { mail: `${canary('address of an applicant', NOBODY)}@applicant.example`, effort: await effort('application') } })
  for (const { status, text } of [tip, draft]) if (status !== 201) throw new Error(text)
  return {
    ballots: await ids('/api/v1/ballots', 'ballots'), commitments: await ids('/api/v1/commitments', 'commitments'),
    applications: [...(await ids('/api/v1/admissions/applications', 'applications')), draft.json().application as string],
    concerns: [...(await ids('/api/v1/concerns', 'concerns')), tip.json().concern as string],
  }
}

/** What somebody reports to a team: encrypted as it arrives, so that not even the team meets it here. What its analyst writes is the team's alone. */
async function plantReports({ house }: TestHouse, analyst: Actor, ask: Ask, { canary, secret }: { canary: (name: string, may: readonly string[]) => string; secret: (name: string, text: string) => void }): Promise<string[]> {
  const given = (await ask('/api/v1/effort/report')).json() as { challenge: string; bits: number }
  const filed = await ask('/api/v1/reports/plain', {
    method: 'POST', json: {
      to: 'northgate-grid', arrival: 'plain', report: { title: `A report ${canary('title of a report', NOBODY)}`, text: canary('text of a report', NOBODY), contact: canary('contact of a reporter', NOBODY) }, language: 'en',
      files: [{ name: 'proof.txt', type: 'text/plain', content: Buffer.from(canary('file of a report', NOBODY)).toString('base64') }],
      mail: `${canary('address of a reporter', NOBODY)}@somewhere.example`, effort: { challenge: given.challenge, number: solveEffort(given) },
    },
  })
  if (filed.status !== 201) throw new Error(filed.text)
  const { report, code } = filed.json() as { report: ReportId; code: string }
  secret('code of a receipt', code)
  const desk = ['owner, PSIRT']
  await house.reports.acknowledge(analyst, report, canary('words to a reporter', desk))
  await house.reports.note(analyst, report, { title: canary('title of a note', desk), text: canary('text of a note', desk), components: [], cves: [], cwes: [], cvss: null, ssvc: [], duplicateOf: null })
  return [report]
}

/** A draft of an advisory, its products and its CVE ids are its organisation's alone, and there of those who publish. */
async function plantAdvisories({ house }: TestHouse, analyst: Actor, canary: (name: string, may: readonly string[]) => string): Promise<Pick<Places, 'advisories' | 'kept'>> {
  const desk = ['owner, PSIRT', 'owner, representative']
  const { row: { id } } = await house.advisories.createDraft(analyst, { title: `zebrafinch ${canary('title of a draft', desk)}`, note: canary('note of a draft', desk) })
  const product = await house.advisories.addProduct(analyst, { vendor: 'Northgate', name: canary('name of a product', desk), releases: [] })
  await house.advisories.reserveCveIds(analyst, ['CVE-2026-990999'])
  await house.advisories.rejectCveId(analyst, 'CVE-2026-990999', canary('why an id was rejected', desk))
  const { advisories } = await house.advisories.advisories(analyst, { limit: 3 })
  return { advisories: [id, ...advisories.map(({ advisory }) => advisory)], kept: [product.id] }
}

/** A case of one organisation with a partner in it, another one asked, a guest, and a room for two. */
async function plantCase({ house: { cases } }: TestHouse, { analyst, partner }: { analyst: Actor; partner: Actor }, { canary, secret }: { canary: (name: string, may: readonly string[], must?: readonly string[]) => string; secret: (name: string, text: string) => void }): Promise<Pick<Places, 'cases' | 'inCases'>> {
  const team = ['owner, PSIRT', 'owner, representative']
  const inside = [...team, 'partner']
  const asking = { actor: analyst, link: undefined }
  const { case: id } = await cases.open(analyst, {
    title: `A case ${canary('title of a case', inside)}`, summary: canary('summary of a case', inside), reportText: canary('what was reported', inside), vulnerabilities: [{ label: canary('label of a vulnerability', inside) }],
  })
  const { party } = await cases.invite(asking, id, { organisation: 'open-harbour-cert', roles: ['observer'] })
  await cases.join({ actor: partner, link: undefined }, id)
  await cases.invite(asking, id, { organisation: 'lumen-cloud', roles: ['vendor'] })
  const guest = await cases.invite(asking, id, { guest: { name: `A guest ${canary('name of a guest', team)}`, mail: `${canary('address of a guest', team)}@project.example` }, roles: ['vendor'] })
  const byLink = { actor: anonymous, link: guest.link ?? '' }
  secret('link of a guest', byLink.link)
  await cases.editParty(byLink, id, guest.party, { shown: false })
  await cases.join(byLink, id)
  const { message } = await cases.post(asking, id, 1, { text: canary('a message for all', inside) })
  const { thread } = await cases.openThread(asking, id, { kind: 'pair', title: canary('title of a room for two', team), with: guest.party })
  await cases.post(asking, id, thread, { text: canary('a message for two', team) })
  const file = await cases.addFile(asking, id, { thread, name: `${canary('name of a file', team)}.txt`, content: base64(canary('a file', team)) })
  const draft = await cases.beginDraft(asking, id, { thread, title: 'What we say', text: canary('a draft', team) })
  const task = await cases.addTask(asking, id, { thread, title: canary('a task', team) })
  const note = await cases.addNote(asking, id, { text: canary('a note of an organisation', team) })
  await cases.state(asking, id, { vulnerabilities: [1], state: 'affected', words: canary('what a vendor states', inside) })
  return { cases: [id], inCases: { party: [party], thread: ['1', String(thread)], message: [message.id], file: [file], task: [task], draft: [draft], note: [note] } }
}

/** A key that waits for its domain; the token of its line is for those who look after it. Returns its key id. */
async function plantKey({ house }: TestHouse, by: Actor, plantToken: (text: string) => void): Promise<string> {
  const { secret } = await house.members.makeToken(by, { name: 'To propose a key', scopes: ['keys.manage', 'acts.sign'], days: 1 }, BROWSER)
  const robot = await house.members.authenticate({ authorization: `Bearer ${secret}`, address: '127.0.0.1', userAgent: '' })
  const key = await generateKey()
  const keyid = createHash('sha256').update(key.publicKey).digest('hex')
  const { statement, payloadType } = await house.members.prepareAct(robot, { kind: 'key-registration', says: { publicKey: Buffer.from(key.publicKey).toString('hex') } })
  const envelope = printEnvelope(await signEnvelope(payloadType, new TextEncoder().encode(statement), [{ keyid, sign: key.sign }]))
  const { domains } = await house.members.proposeKey(robot, { envelope, domains: ['lumen-cloud.example'] })
  for (const { token } of domains) plantToken(token)
  return keyid
}

/** Those who are let in nowhere, and so see what a visitor sees. */
const NO_MORE = ['suspended person', 'of a suspended organisation', 'withdrawn token', 'expired token']
const EVERYONE = ['visitor', ...PARTNERS, 'secretariat', 'outsider', 'partner elsewhere', 'other analyst', 'other representative', 'narrow token']

const marking = (uuid: string): string => `marking-definition--${uuid}`

/** Another object for everyone, without a canary of its own. */
function clearWith({ pattern: _pattern, ...object }: ReturnType<typeof Object.assign>): Record<string, unknown> {
  return { ...object, id: `indicator--${randomUUID()}`, name: 'zebrafinch for everyone', pattern: `[domain-name:value = 'zebrafinch.example']` }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
