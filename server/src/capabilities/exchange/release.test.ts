/** The release decision twice: as a pure function and as SQL on real stores. No case may differ, and none may leak. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId, type CommunityId, type OrganisationId, type PersonId } from '@openaccord/names'
import type { Level } from '@openaccord/stix'
import { anonymous, type Actor } from '../../kernel/index.ts'
import { migrate } from '../../platform/migrate.ts'
import type { Database } from '../../platform/database.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { exchangeRoom } from './index.ts'
import { chooseVersions, decideRelease, NOBODY, PUBLIC_VIEW, rankVersions, viewOf, type Ceiling, type Version, type View, type Wanted } from './model.ts'
import { pageRange } from './store/page.ts'
import { random } from './testing/rooms.ts'

const PARTIES = 5
const ROUNDS = { sqlite: Number(process.env['OPENACCORD_SOAK'] ? 4000 : 1200), postgres: 60 }
const MOST_CASES = { sqlite: 100_000, postgres: 5_000 }

type Stored = Version & { seq: number; id: string; added: number; type: string }

/** A small generator of our own, so that a failing seed can be run again. */
function dice(seed: number) {
  let state = seed >>> 0 || 1
  const next = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    return ((state ^ (state >>> 13)) >>> 0) % below
  }
  return { next, pick: <T>(list: readonly T[]): T => list[next(list.length)]! }
}
type Dice = ReturnType<typeof dice>

function someObjects({ next, pick }: Dice): Stored[] {
  const objects: Stored[] = []
  let seq = 0
  for (let id = 0; id < 6; id++) {
    const lines = 1 + next(2)
    const owners = [1, 2, 3, 4, 5].sort(() => next(3) - 1)
    for (let line = 0; line < lines; line++) {
      const versions = 1 + next(3)
      for (let version = 0; version < versions; version++) {
        const least = next(6) as Level
        const whole = Math.min(5, least + pick([0, 0, 1, 2])) as Level
        const owner = owners[line]!
        const sources = next(4) === 0 ? [1, 2, 3, 4, 5].filter((each) => each !== owner && next(3) === 0) : []
        seq += 1
        objects.push({ seq, id: `indicator--${id}`, type: pick(['indicator', 'malware']), line, version: 10 * (version + 1), least, whole, owner, sources, added: 0 })
      }
    }
  }
  const order = objects.map((_, at) => at).sort(() => next(3) - 1)
  order.forEach((at, place) => { objects[at]!.added = 1000 + place })
  return objects
}

async function fill(database: Database, objects: readonly Stored[]): Promise<void> {
  const ranks = new Map<number, ReturnType<typeof rankVersions>[number]>()
  for (const id of new Set(objects.map((object) => object.id))) {
    const same = objects.filter((object) => object.id === id)
    rankVersions(same).forEach((rank, at) => ranks.set(same[at]!.seq, rank))
  }
  const column = <T>(of: (object: Stored) => T): T[] => objects.map(of)
  await database.transact(async (tx) => {
    await tx.run('delete from exchange_source')
    await tx.run('delete from exchange_object')
    await tx.bulk('exchange_object', {
      seq: column(({ seq }) => seq), collection: { every: 1 }, id: column(({ id }) => id), line: column(({ line }) => line),
      version: column(({ version }) => version), version_text: column(({ version }) => String(version)), type: column(({ type }) => type),
      owner: column(({ owner }) => owner), least: column(({ least }) => least), whole: column(({ whole }) => whole),
      superseded: column(({ seq }) => ranks.get(seq)!.superseded), preceded: column(({ seq }) => ranks.get(seq)!.preceded), shadow: column(({ seq }) => ranks.get(seq)!.shadow),
      added: column(({ added }) => added), created: { every: 0 }, creator: { every: 0 }, revoked: { every: 0 },
      digest: column(() => Buffer.alloc(16)), bytes: column(() => Buffer.from('{}')),
    }, objects.length)
    const sources = objects.flatMap(({ seq, added, sources }) => sources.map((party) => ({ seq, added, party })))
    await tx.bulk('exchange_source', {
      object: sources.map(({ seq }) => seq), party: sources.map(({ party }) => party), collection: { every: 1 },
      added: sources.map(({ added }) => added), least: { every: 0 }, received: { every: 0 },
    }, sources.length)
  })
}

/** An actor and a collection, and the view that follows: rights, standing, naming for RED, absence. */
function someView({ next, pick }: Dice, people: readonly PersonId[], organisations: readonly OrganisationId[], communities: readonly CommunityId[]): { actor: Actor; view: View } {
  const party = next(PARTIES + 1)
  const person = pick(people)
  const organisation = organisations[party]
  const standing = pick(['member', 'member', 'partner', undefined] as const)
  const actor: Actor = party === NOBODY ? anonymous : {
    person, organisation, may: new Set(next(8) === 0 ? [] : ['threats.read']),
    communities: new Map(standing === undefined ? [] : [[communities[0]!, standing]]), via: { kind: 'visitor' }, name: 'someone',
  }
  const audience = { community: pick([communities[0]!, communities[0]!, communities[1]!]), redRecipients: people.filter(() => next(4) === 0) }
  return { actor, view: viewOf(actor, audience, (asked) => organisations.indexOf(asked)) }
}

const WANTED: readonly Wanted[] = [
  { first: false, last: true, at: [] }, { first: false, last: true, at: [] }, { all: true }, { first: true, last: false, at: [] },
  { first: true, last: true, at: [] }, { first: false, last: false, at: [10] }, { first: false, last: true, at: [20, 30] },
]

describeOnEveryEngine('the release decision', (open, { engine }) => {
  test('the function and the SQL agree on every case, page by page', { timeout: 900_000 }, async () => {
    const database = await open()
    await migrate(database, [exchangeRoom])
    const organisations = ['', ...Array.from({ length: PARTIES }, () => newId('org', random))] as OrganisationId[]
    await database.transact(async (tx) => {
      for (const organisation of organisations.slice(1)) await tx.run('insert into exchange_party (organisation) values (?)', organisation)
      await tx.run(`insert into exchange_collection (id, community, alias, title, description, default_level, allows_payloads, red_recipients, since, last_added, largest)
        values ('c', 'community', 'a', 't', '', null, 0, '[]', 0, 0, 0)`)
    })
    const people = Array.from({ length: 3 }, () => newId('person', random))
    const communities = [newId('community', random), newId('community', random)]
    const seed = Number(process.env['OPENACCORD_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
    const roll = dice(seed)
    let cases = 0
    let released = 0
    for (let round = 0; round < ROUNDS[engine] || cases < MOST_CASES[engine]; round++) {
      const objects = someObjects(roll)
      await fill(database, objects)
      for (let viewer = 0; viewer < 8; viewer++) {
        const { view } = someView(roll, people, organisations, communities)
        const wanted = roll.pick(WANTED)
        const types = roll.pick([undefined, undefined, ['malware'], ['indicator', 'malware']])
        const ids = roll.pick([undefined, undefined, ['indicator--1', 'indicator--4', 'indicator--9']])
        const after = roll.pick([0, 0, 1005])
        const limit = roll.pick([100, 100, 3])
        const expected = [...new Set(objects.map(({ id }) => id))]
          .flatMap((id) => chooseVersions(view, objects.filter((object) => object.id === id), wanted))
          .filter((object) => (types?.includes(object.type) ?? true) && (ids?.includes(object.id) ?? true) && object.added > after)
          .sort((a, b) => a.added - b.added).slice(0, limit).map(({ seq }) => seq)
        const range = pageRange({ collection: 1, view, after, limit, wanted, types, ids })
        const rows = await database.read((tx) => tx.all<{ seq: number }>(range.sql, ...range.values))
        const got = rows.map(({ seq }) => seq)
        assert.deepEqual(got, expected, `seed ${seed}, round ${round}: ${JSON.stringify({ view, wanted, types, ids, after, limit })}`)
        for (const seq of got) needAllowed(view, objects.find((object) => object.seq === seq)!)
        cases += objects.length
        released += got.length
      }
    }
    assert.ok(cases >= MOST_CASES[engine], `${cases} cases`)
    assert.ok(released > cases / 20 && released < cases / 2, `${released} of ${cases} were released: the cases are lopsided`)
  })
})

/** Said once more in other words, so that a fault in both forms of the decision would show. */
function needAllowed(view: View, object: Stored): void {
  const own = view.party !== NOBODY && (object.owner === view.party || object.sources.includes(view.party))
  assert.ok(own || object.least <= view.ceiling, 'an object went out above the ceiling')
  if (view.party === NOBODY) assert.equal(object.least, 0, 'a visitor was given something that is not TLP:CLEAR')
  assert.notEqual(decideRelease(view, object), 'no')
}

test('who sees how far', async (t) => {
  const [community, other] = [newId('community', random), newId('community', random)]
  const [org, person] = [newId('org', random), newId('person', random)]
  const actor = (rest: Partial<Actor>): Actor => ({ person, organisation: org, may: new Set(['threats.read']), communities: new Map([[community, 'member']]), via: { kind: 'visitor' }, name: '', ...rest })
  const table: [name: string, actor: Actor, red: PersonId[], ceiling: Ceiling, party: number][] = [
    ['a member sees up to AMBER+STRICT', actor({}), [], 3, 7],
    ['a partner sees up to AMBER', actor({ communities: new Map([[community, 'partner']]) }), [], 2, 7],
    ['a person named for it sees RED', actor({}), [person], 4, 7],
    ['a named person of no standing here sees what everyone sees', actor({ communities: new Map([[other, 'member']]) }), [person], 0, NOBODY],
    ['an actor without communities is an outsider', actor({ communities: new Map() }), [], 0, NOBODY],
    ['without the right to read one is an outsider', actor({ may: new Set(['threats.share']) }), [], 0, NOBODY],
    ['a visitor is an outsider', anonymous, [], 0, NOBODY],
  ]
  for (const [name, who, redRecipients, ceiling, party] of table) {
    await t.test(name, () => assert.deepEqual(viewOf(who, { community, redRecipients }, () => 7), { ceiling, party }))
  }
})

test('what is released', async (t) => {
  const table: [name: string, view: View, least: Level, whole: Level, owner: number, sources: number[], release: string][] = [
    ['CLEAR goes to everyone', PUBLIC_VIEW, 0, 0, 1, [], 'whole'],
    ['GREEN stays in the community', PUBLIC_VIEW, 1, 1, 1, [], 'no'],
    ['AMBER+STRICT is not for partners', { ceiling: 2, party: 2 }, 3, 3, 1, [], 'no'],
    ['a stricter part is held back', { ceiling: 2, party: 2 }, 1, 3, 1, [], 'redacted'],
    ['RED is not for members', { ceiling: 3, party: 2 }, 4, 4, 1, [], 'no'],
    ['the owner has all of it', { ceiling: 2, party: 1 }, 5, 5, 1, [], 'whole'],
    ['so has who sent it too', { ceiling: 2, party: 3 }, 4, 5, 1, [2, 3], 'whole'],
    ['nobody owns nothing', { ceiling: 4, party: NOBODY }, 5, 5, 1, [], 'no'],
    ['not even the owner without a view', { ceiling: -1, party: 1 }, 0, 0, 1, [], 'no'],
  ]
  for (const [name, view, least, whole, owner, sources, release] of table) {
    await t.test(name, () => assert.equal(decideRelease(view, { least, whole, owner, sources }), release))
  }
})
