/**
 * Nobody comes across what is not for them: every address the hub answers, walked as everybody, looking for strings that
 * were planted where they should not be seen; and each of them is seen by those it is for. A new route that this walk
 * cannot fill makes it fail.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ListedRoute } from '../server/src/platform/http.ts'
import { asking, TAXII, type Answer, type Ask, type Wish } from './asking.ts'
import { bodyFor } from './bodies.ts'
import { figures, onEveryEngine, SOAK } from './everywhere.ts'
import { plant, type Canary, type Persona, type Places, type Planted } from './planted.ts'
import { startTestHouse } from './start.ts'

const PORTAL = join(import.meta.dirname, '..', 'portal')
const BUILT = existsSync(join(PORTAL, 'build', 'server', 'index.js'))
const NOT_MINE = '0'.repeat(20)
const MOST_PAGES = SOAK ? 150 : 25
/** One of each kind; the long run is everybody on both engines. */
const EVERYDAY = ['visitor', 'secretariat', 'owner', 'member named for RED', 'partner', 'outsider', 'other analyst', 'of a suspended organisation']
const ON_POSTGRES = ['visitor', 'outsider']
/** Pages ask the same interface through the same door: every day they are walked as those who have most to look for. */
const ON_PAGES = ['visitor', 'owner', 'outsider', 'other analyst', 'of a suspended organisation']
const AT_ONCE = 6

onEveryEngine('canaries', (where) => {
  test('are seen by those they are for, and by nobody else', { timeout: 900_000 }, async () => {
    const portal = BUILT && where.engine === 'sqlite' ? PORTAL : ''
    const hub = await startTestHouse({ database: await where.freshUrl(), portal })
    try {
      const began = performance.now()
      const planted = await plant(hub)
      const watch = new Watch(planted.canaries)
      const routes = hub.house.door.routes().filter(({ path }) => path !== '/*')
      const errands = routes.filter(({ anonymous }) => !anonymous).flatMap((route) => errandsOf(route, planted.places))
      // what asks nobody who they are answers everybody alike: feeds, tables, folders, tiles
      const forAll = routes.filter(({ anonymous, method }) => anonymous && method === 'GET').flatMap((route) => errandsOf(route, planted.places))
      const ask = asking(hub.url)
      const met = SOAK ? undefined : where.engine === 'sqlite' ? EVERYDAY : ON_POSTGRES
      const personas = planted.personas.filter(({ name }) => met?.includes(name) ?? true)
      for (const persona of personas) {
        const own = persona.name === 'visitor' ? [...errands, ...forAll] : errands
        for (let at = 0; at < own.length; at += AT_ONCE) await Promise.all(own.slice(at, at + AT_ONCE).map((errand) => run(ask, persona, errand, watch)))
        await turnPages(ask, persona, planted.places, watch)
        if (portal !== '' && (SOAK || ON_PAGES.includes(persona.name))) await walkPages(ask, persona, planted.places, watch)
      }
      await unknownIsHidden(ask, planted)
      await rosterIsHidden(ask, planted)
      await hub.house.exchange.indexed()
      figures(`${where.engine}: ${watch.answers} answers to ${personas.length} kinds of people at ${routes.length} routes${portal === '' ? '' : ` and ${watch.pages} pages`}, ${planted.canaries.length} canaries, ${Math.round((performance.now() - began) / 1000)} s`)
      assert.deepEqual([...new Set(watch.leaks)], [])
      assert.deepEqual(watch.unseen(personas), [], 'each canary is seen by those it is for, or this walk would prove nothing')
      assert.deepEqual(watch.broken, [], 'no address fails')
    } finally {
      await hub.close()
    }
  })
})

type Errand = { method: string; path: string; wish: Wish }

class Watch {
  readonly leaks: string[] = []
  readonly broken: string[] = []
  answers = 0
  pages = 0
  readonly #canaries: readonly Canary[]
  readonly #seen = new Set<string>()
  constructor(canaries: readonly Canary[]) {
    this.#canaries = canaries
  }

  look(who: string, { method, path, wish }: Errand, answer: Answer): void {
    this.answers++
    const told = `${path} ${String(wish.body ?? '')} ${JSON.stringify(wish.json) ?? ''}`
    // a new session's cookie is its owner's
    const { 'set-cookie': _cookie, ...headers } = answer.headers
    const text = `${JSON.stringify(headers)} ${answer.text}`
    if (answer.status >= 500) this.broken.push(`${who}: ${method} ${path} ${answer.status} ${answer.text.slice(0, 200)}`)
    for (const canary of this.#canaries) {
      if (!text.includes(canary.text) || told.includes(canary.text)) continue // who says it hears it back
      if (canary.may.includes(who)) this.#seen.add(`${canary.name} by ${who}`)
      else this.leaks.push(`${canary.name} by ${who}: ${method} ${path}`)
    }
  }

  unseen(among: readonly Persona[]): string[] {
    return this.#canaries.flatMap(({ name, must }) => must.filter((who) => among.some((persona) => persona.name === who)).map((who) => `${name} by ${who}`)).filter((sight) => !this.#seen.has(sight))
  }
}

async function run(ask: Ask, persona: Persona, errand: Errand, watch: Watch): Promise<Answer> {
  const answer = await ask(errand.path, { method: errand.method, ...errand.wish, ...persona.api, headers: { ...errand.wish.headers, ...(persona.api.session && { origin: '' }) } })
  watch.look(persona.name, errand, answer)
  return answer
}

/** The addresses to try for one route. Throws where it has a parameter or a body that nothing here fills. */
function errandsOf({ method, path, takes }: ListedRoute, places: Places): Errand[] {
  const taxii = path.startsWith('/taxii2/')
  const headers: Record<string, string> = { accept: taxii ? TAXII : 'application/json' }
  if (!taxii && takes.includes('raw')) {
    const form = { headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }, body: `token=${STRANGER}&mail=nobody%40nowhere.example` }
    return placesOf(path, places, true).map((address) => ({ method, path: address, wish: form }))
  }
  const fitting = bodyFor(method, path)
  const bodies = method === 'GET' || method === 'DELETE' ? [undefined] : (BODIES[`${method} ${path}`]?.(places) ?? (fitting === undefined ? undefined : [fitting, {}]))
  if (bodies === undefined) throw new Error(`${method} ${path} is new: say in BODIES what to send there (${takes.join()})`)
  const filled = placesOf(path, places, method !== 'GET').flatMap((address) => (method === 'GET' ? queriesOf(path, places) : ['', ...(DELETES[path]?.(places) ?? [])]).map((query) => `${address}${query}`))
  return filled.flatMap((address) => bodies.flatMap((body): Errand[] => {
    const wish: Wish = body === undefined ? { headers } : taxii ? { headers: { ...headers, 'content-type': TAXII }, body: JSON.stringify(body) } : { headers, json: body }
    return method === 'GET' ? [{ method, path: address, wish }, ...(address.includes('?') || address.includes('--') ? [] : [{ method: 'HEAD', path: address, wish }])] : [{ method, path: address, wish }]
  }))
}

/** Every address of a route. What changes something is tried on names that nobody has, so that the house stays as it is. */
function placesOf(path: string, places: Places, changes: boolean): string[] {
  if (path.startsWith('/taxii2/')) return taxiiPlaces(path, places, changes)
  if (path.endsWith('/*')) return TILES.map((tile) => path.replace('*', tile))
  const names = [...path.matchAll(/:([a-z0-9]+)/gi)].map(([, name]) => name!)
  let filled = [path]
  for (const name of names) {
    const values = VALUES[name]?.(places, changes)
    if (values === undefined) throw new Error(`${path} is new: say in VALUES what :${name} can be`)
    filled = filled.flatMap((each) => values.map((value) => each.replace(`:${name}`, encodeURIComponent(value))))
  }
  return filled
}

const TILES = ['0/000', '0/000.p/20', 'entries/000', 'entries/000.p/20', '9/000', 'x']

const nobodys = (prefix: string, real: (places: Places) => string[]) => (places: Places, changes: boolean): string[] => (changes ? [`${prefix}_${NOT_MINE}`] : [...real(places), `${prefix}_${NOT_MINE}`])

const VALUES: Record<string, (places: Places, changes: boolean) => string[]> = {
  organisation: nobodys('org', ({ organisations }) => organisations),
  person: nobodys('person', ({ people }) => people),
  community: nobodys('community', ({ communities }) => communities),
  invitation: nobodys('invitation', ({ invitations }) => invitations),
  session: nobodys('session', ({ sessions }) => sessions),
  token: nobodys('token', ({ tokens }) => tokens),
  passkey: nobodys('passkey', () => []),
  job: nobodys('job', ({ jobs }) => jobs),
  collection: ({ collections }, changes) => (changes ? [randomUUID()] : collections.map(({ id }) => id)),
  // the whole of a young log; one that is not there
  entry: (_places, changes) => [...(changes ? [] : Array.from({ length: SOAK ? 80 : 25 }, (_, place) => String(place))), `fact_${NOT_MINE}`],
  keyid: ({ keys }, changes) => (changes ? ['0'.repeat(64)] : [...keys, '0'.repeat(64)]),
  id: ({ objects }, changes) => (changes ? [`indicator--${randomUUID()}`] : objects.map(({ id }) => id)),
  version: (_places, changes) => (changes ? ['9.9'] : ['1.0', '9.9']),
  to: () => ['1.0', '9.9', '1'],
  from: () => ['1', '9'],
  language: () => ['en', 'xx'],
  slug: () => ['northgate-grid', 'nobody-here'],
  fact: () => [`fact_${NOT_MINE}`],
  reminder: () => [`reminder_${NOT_MINE}`],
  proposal: () => [`proposal_${NOT_MINE}`],
  ceremony: () => [`ceremony_${NOT_MINE}`],
  hash: () => ['0'.repeat(64)],
  sha256: () => ['0'.repeat(64)],
  label: () => ['white', 'red'],
  ballot: nobodys('ballot', ({ ballots }) => ballots),
  application: nobodys('application', ({ applications }) => applications),
  concern: nobodys('concern', ({ concerns }) => concerns),
  case: nobodys('case', ({ cases }) => cases),
  ...Object.fromEntries((['party', 'message', 'file', 'task', 'draft', 'note'] as const).map((what) => [what, nobodys(what, ({ inCases }) => inCases[what])])),
  thread: ({ inCases }, changes) => (changes ? ['9999'] : [...inCases.thread, '9999']),
  vulnerability: () => ['9999'],
  report: nobodys('report', ({ reports }) => reports),
  recipient: () => [`age1${'q'.repeat(58)}`],
  commitment: nobodys('commitment', ({ commitments }) => commitments),
  advisory: nobodys('advisory', ({ advisories }) => advisories),
  product: nobodys('product', ({ kept }) => kept),
  cve: () => ['CVE-2026-990999', 'CVE-2026-0000'],
  year: () => ['2026', '1999'],
  name: () => ['index.txt', 'nobody.json'],
  domain: () => ['northgate-grid.example', 'nobody.example'],
  secret: () => ['A'.repeat(43)],
  purpose: () => ['concern', 'application'],
  ...Object.fromEntries(['question', 'motion', 'evidence', 'comment', 'remedy'].map((prefix) => [prefix, nobodys(prefix, () => [])])),
}

function taxiiPlaces(path: string, { collections, objects, statuses }: Places, changes: boolean): string[] {
  const roots = [...new Set(collections.map(({ root }) => root)), 'public', 'nowhere']
  const pairs = [...collections, ...collections.map(({ id }) => ({ id, root: 'public' })), { id: collections[0]!.id, root: 'alliance' }]
  if (path.includes(':object')) {
    const at = (place: string, object: string, root: string) => path.replace(':root', root).replace(':collection', place).replace(':object', object)
    if (changes) return collections.map(({ id, root }) => at(id, `indicator--${randomUUID()}`, root))
    return objects.flatMap(({ id, collection }) => pairs.filter((pair) => pair.id === collection).map((pair) => at(pair.id, id, pair.root)))
  }
  if (path.includes(':collection')) return pairs.map(({ id, root }) => path.replace(':root', root).replace(':collection', id))
  if (path.includes(':status')) return roots.flatMap((root) => statuses.map((status) => path.replace(':root', root).replace(':status', status)))
  return roots.map((root) => path.replace(':root', root))
}

function queriesOf(path: string, { objects, collections, organisations }: Places): string[] {
  const all = ['?match[version]=all', '?match[version]=first', '?match[version]=2026-03-01T00:00:00.000Z', '?match[version]=all&match[spec_version]=2.1,2.0']
  if (/\/(objects|manifest)\/$/.test(path)) return ['', ...all, '?limit=2', '?match[type]=indicator,relationship', `?match[id]=${objects.slice(0, 20).map(({ id }) => id).join(',')}&match[version]=all`, '?added_after=2026-01-01T00:00:00Z', '?limit=none']
  if (path.endsWith('/:object/')) return SOAK ? ['', '?match[version]=all', '?match[version]=first', '?match[version]=first,last'] : ['?match[version]=all']
  if (path === '/api/v1/threats') {
    return ['', '?q=zebrafinch', '?q=zebrafinch&limit=3', '?type=indicator&limit=200', '?tlp=red', '?tlp=green&tlp=amber', `?source=${organisations[0]}&limit=200`, ...collections.map(({ id }) => `?collection=${id}&limit=200`), '?q=zebrafinch.example', '?since=2026-01-01T00:00:00Z&limit=200', '?cursor=nonsense']
  }
  if (path === '/api/v1/log/entries') return ['', '?limit=200', `?about=${organisations[0]}`, '?fact=members.organisation.admitted', '?since=2026-01-01T00:00:00Z', '?cursor=nonsense']
  if (path === '/api/v1/advisories') return ['', '?q=zebrafinch', '?q=canary', '?slug=northgate-grid', '?cve=CVE-2026-990999', '?limit=1']
  if (path.endsWith('/:advisory/changes')) return ['', '?from=1&to=1', '?from=1&to=2']
  if (path === '/api/v1/log/seals') return ['', '?state=overdue']
  if (path === '/api/v1/pledges/answer') return ['?name=Northgate%20Grid', '?name=zebrafinch']
  if (path === '/api/v1/pledges/register') return ['', '?q=zebrafinch', '?limit=1&list=signatory']
  if (path === '/api/v1/threats/:id') return !SOAK ? [''] : ['', '?version=2026-03-01T00:00:00.000Z', `?collection=${collections[0]!.id}`]
  return ['']
}

const DELETES: Record<string, (places: Places) => string[]> = {
  '/api/v1/threats/:id': ({ collections }) => collections.map(({ id }) => `?collection=${id}`),
  '/api/v1/warning-lists': () => ['?name=nobody-has-this'],
}

const nothing = () => [{}]
const STRANGER = 'x'.repeat(43)
/** For each route that changes something: bodies that are looked at and change nothing. */
const BODIES: Record<string, (places: Places) => unknown[]> = {
  ...Object.fromEntries([
    '/api/v1/sign-in/passkey/options', '/api/v1/sign-in/passkey', '/api/v1/passkeys/options', '/api/v1/passkeys', '/api/v1/tokens', '/api/v1/organisations', '/api/v1/communities', '/api/v1/collections',
    '/api/v1/organisations/:organisation/restore', '/api/v1/organisations/:organisation/leave', '/api/v1/organisations/:organisation/measures/confirm', '/api/v1/organisations/:organisation/measures/end', '/api/v1/organisations/:organisation/invitations', '/api/v1/people/:person/suspend',
    '/api/v1/keys/:keyid/confirm', '/api/v1/keys/:keyid/withdraw', '/api/v1/keys/:keyid/check', '/api/v1/keys/:keyid/retire', '/api/v1/keys/:keyid/stated/confirm', '/api/v1/keys/:keyid/stated/withdraw',
    '/api/v1/people/:person/restore', '/api/v1/people/:person/leave', '/api/v1/operate/jobs/:job/retry', '/api/v1/sign-in/mail',
  ].map((path) => [`POST ${path}`, nothing])),
  'POST /api/v1/sign-out': () => [{ nothing: 1 }, []],
  'POST /api/v1/set-up': () => [{}, { token: STRANGER, alliance: 'A', organisation: 'B', person: 'C', mail: 'd@e.example' }],
  'POST /api/v1/sign-in/mail/open': () => [{ token: STRANGER }],
  'POST /api/v1/invitations/read': () => [{ token: STRANGER }],
  'POST /api/v1/invitations/accept': () => [{ token: STRANGER, name: 'Nobody' }],
  'POST /api/v1/organisations/:organisation/measures': () => [{ what: 'pause', ground: 'stolen-key', reason: 'a test' }, { what: 'removal', reason: 'a test' }],
  'POST /api/v1/keys': () => [{ envelope: '{}' }],
  'POST /api/v1/keys/:keyid/rotate': () => [{ envelope: '{}' }],
  'POST /api/v1/keys/:keyid/domains': () => [{ domain: 'nobody.example' }],
  'POST /api/v1/keys/:keyid/compromise': () => [{ firstDoubt: '2026-01-01T00:00:00Z' }],
  'POST /api/v1/acts/prepare': ({ keys }) => [{ kind: 'key-retirement', says: { keyid: keys[0], reason: 'rotated' } }, { kind: 'statement', says: {} }],
  'POST /api/v1/acts/approval/options': () => [{ statement: '{}' }],
  'POST /api/v1/acts/approval': () => [{ handle: STRANGER, response: {} }],
  'POST /api/v1/pledges': () => [{ version: '9.9', title: 'x', major: false, languageOfRecord: 'en', text: 'x' }],
  'PUT /api/v1/pledges/versions/:version/texts/:language': () => [{ text: '# T\n\n## P1 x\n\n**P1.1** y\n' }],
  'POST /api/v1/pledges/versions/:version/comment': () => [{ from: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z' }],
  'POST /api/v1/pledges/acts/prepare': () => [{ kind: 'statement', says: {} }, { kind: 'pledge-renewal', says: {} }],
  'POST /api/v1/demo/advance': nothing,
  'POST /api/v1/pledges/acts': () => [{ envelope: '{}' }],
  'POST /api/v1/pledges/proposals/:proposal/confirm': nothing,
  'POST /api/v1/pledges/ceremonies': () => [{ title: 'x', at: '2026-01-01T00:00:00Z', organisations: ['northgate-grid'] }],
  'PATCH /api/v1/organisations/:organisation': nothing,
  'PATCH /api/v1/communities/:community': nothing,
  'PATCH /api/v1/collections/:collection': nothing,
  'POST /api/v1/log/entries/:entry/remove-payload': () => [{ reason: 'a test' }],
  'PUT /api/v1/people/:person/roles': () => [{ roles: ['reader'] }],
  'PUT /api/v1/communities/:community/roster/:organisation': () => [{ standing: 'member' }],
  'PUT /api/v1/desk/settings': nothing,
  'POST /api/v1/cases': nothing,
  'PUT /api/v1/advisories/publisher': nothing,
  'PUT /api/v1/advisories/providers/mine': nothing,
  'POST /api/v1/desk/products': nothing,
  'PUT /api/v1/warning-lists': () => [{ list: { nothing: 1 } }],
  // what is hidden, told again by somebody else: the answer must not say that it is known
  'POST /api/v1/threats/preview': ({ collections, objects }) => collections.map(({ id }) => ({ collection: id, text: JSON.stringify(objects.map(guess)) })),
  'POST /api/v1/threats': ({ collections }) => collections.map(({ id }) => ({ collection: id, text: '{"objects":[{"type":"indicator"}]}' })),
  'POST /taxii2/:root/collections/:collection/objects/': () => [{ objects: [{ type: 'indicator', id: 'nonsense' }] }, { objects: 1 }],
}

const guess = ({ id }: { id: string }) => ({
  type: 'indicator', spec_version: '2.1', id, created: '2026-03-01T00:00:00.000Z', modified: '2026-03-01T00:00:00.000Z', name: 'a guess', pattern: `[domain-name:value = 'guess.example']`, pattern_type: 'stix', valid_from: '2026-03-01T00:00:00Z',
})

/** Page after page; and a cursor of somebody else's is worth no more than one's own. */
async function turnPages(ask: Ask, persona: Persona, { collections }: Places, watch: Watch): Promise<void> {
  for (const { id, root } of [collections[0]!, collections[2]!]) {
    const path = `/taxii2/${root}/collections/${id}/objects/?limit=4&match[version]=all`
    for (let next = ''; ; ) {
      const errand = { method: 'GET', path: `${path}${next}`, wish: { headers: { accept: TAXII } } }
      const answer = await run(ask, persona, errand, watch)
      const cursor = answer.status === 200 ? (answer.json().next as string | undefined) : undefined
      if (cursor === undefined) break
      next = `&next=${encodeURIComponent(cursor)}`
      cursors.set(path, cursor)
    }
    const stolen = cursors.get(path)
    if (stolen !== undefined) await run(ask, persona, { method: 'GET', path: `${path}&next=${encodeURIComponent(stolen)}`, wish: { headers: { accept: TAXII } } }, watch)
  }
  for (let cursor: string | null = '', turns = 0; cursor !== null && turns < 40; turns++) {
    const answer = await run(ask, persona, { method: 'GET', path: `/api/v1/threats?q=zebrafinch&limit=4${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`, wish: {} }, watch)
    cursor = answer.status === 200 ? (answer.json().cursor as string | null) : null
  }
}
const cursors = new Map<string, string>()

/** Every link from the front page on, and the pages of what is hidden, whether or not a link leads there. */
async function walkPages(ask: Ask, persona: Persona, places: Places, watch: Watch): Promise<void> {
  const known = places.objects.slice(0, 12).map(({ id }) => `/threats/${id}`)
  const waiting = ['/', '/threats?q=zebrafinch', ...places.collections.map(({ id }) => `/collections/${id}`), ...places.communities.map((id) => `/communities/${id}`), ...places.people.map((id) => `/people/${id}`), ...places.organisations.map((id) => `/organisations/${id}`), ...known]
  const met = new Set(waiting)
  for (let path = waiting.shift(), turns = 0; path !== undefined && turns < MOST_PAGES; path = waiting.shift(), turns++) {
    const errand = { method: 'GET', path, wish: { ...persona.pages, headers: { accept: 'text/html' } } }
    const answer = await ask(path, errand.wish)
    watch.look(persona.name, errand, answer)
    watch.pages++
    for (const [, link = ''] of answer.text.matchAll(/href="(\/[^"#]*)/g)) {
      const clean = link.replaceAll('&amp;', '&')
      if (met.has(clean) || clean.startsWith('/assets/') || clean.startsWith('//') || /\.\w{2,4}$/.test(clean)) continue
      met.add(clean)
      waiting.push(clean)
    }
  }
}

/** What one may not see answers as what does not exist. */
async function unknownIsHidden(ask: Ask, { personas, places }: Planted): Promise<void> {
  const outsider = personas.find(({ name }) => name === 'outsider')!
  const nowhere = `indicator--${randomUUID()}`
  for (const { id, everyone } of places.objects) {
    if (everyone || id.startsWith('marking')) continue
    const [hidden, absent] = await Promise.all([id, nowhere].map((each) => ask(`/api/v1/threats/${each}`, outsider.api)))
    if (hidden!.status === 200) continue // a version of it is for everyone
    assert.deepEqual([hidden!.status, hidden!.json().code, hidden!.json().detail], [absent!.status, absent!.json().code, absent!.json().detail], id)
  }
}

/** A hidden roster names nobody but oneself, also not by a count. */
async function rosterIsHidden(ask: Ask, { personas, places }: Planted): Promise<void> {
  const of = (name: string) => personas.find((persona) => persona.name === name)!
  const path = `/api/v1/communities/${places.communities[0]}/roster`
  const own = (await ask(path, of('owner').api)).json()
  assert.deepEqual([own.organisations.length, own.community.organisations], [1, null])
  assert.equal((await ask(path, of('secretariat').api)).json().organisations.length, 2)
  assert.equal((await ask(path, of('outsider').api)).status, 404)
  const audience = await ask(`/api/v1/collections/${places.collections[2]!.id}/audience`, of('owner').api)
  assert.equal(audience.status, 200)
  assert.ok(!audience.text.includes('Ferrous'), 'an audience does not name who is hidden')
}

