/** Every route of this room, walked as every role and standing with planted strings, and fed with whatever bytes there are. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { contract } from '@openaccord/api'
import { ROLES } from '@openaccord/names'
import { TLP2_MARKINGS } from '@openaccord/stix'
import type { Actor } from '../../kernel/index.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { exchangeEndpoints, type Exchange } from './index.ts'
import { openDoor } from './testing/door.ts'
import { createCast, indicator, openRoom } from './testing/rooms.ts'

const TAXII = { accept: 'application/taxii+json;version=2.1', 'content-type': 'application/taxii+json;version=2.1' }
const JSON_BODY = { 'content-type': 'application/json' }
const RUNS = Number(process.env['OPENACCORD_SOAK'] ? 600 : 60)

describeOnEveryEngine('every route', (open, { engine }) => {
  async function setUp() {
    const database = await open()
    const cast = createCast()
    const exchange = await openRoom(database, cast, undefined, 256 * 1024)
    const energy = cast.community('Energy', true)
    const other = cast.community('Other')
    const secretariat = cast.person(cast.organisation('Secretariat', []), 'secretariat')
    const owner = cast.person(cast.organisation('Canary-Owner', [[energy, 'member']]), 'threat-analyst')
    const red = cast.person(cast.organisation('Red Reader', [[energy, 'member']]), 'threat-analyst')
    const { id } = await exchange.createCollection(secretariat, { community: energy.id, title: 'Shared', alias: 'shared', redRecipients: [red.person] })
    const actors = new Map<string, Actor>([['owner', owner], ['red', red], ['secretariat', secretariat]])
    for (const role of ROLES) {
      actors.set(`member ${role}`, cast.person(cast.organisation(`Member ${role}`, [[energy, 'member']]), role))
      actors.set(`partner ${role}`, cast.person(cast.organisation(`Partner ${role}`, [[energy, 'partner']]), role))
      actors.set(`elsewhere ${role}`, cast.person(cast.organisation(`Elsewhere ${role}`, [[other, 'member']]), role))
      actors.set(`nowhere ${role}`, cast.person(cast.organisation(`Nowhere ${role}`, []), role))
    }
    actors.set('member without rights', cast.person(cast.organisation('Mute', [[energy, 'member']]), 'reader', []))
    const door = await openDoor(exchange, actors)
    return { database, exchange, door, id, actors, [Symbol.asyncDispose]: async () => (await door.close(), await exchange.close()) }
  }

  test('no planted string reaches anyone it is not for', { timeout: 900_000 }, async () => {
    await using room = await setUp()
    const { exchange, door, id, actors } = room
    const levels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
    const planted = new Map<string, number>()
    const objects: Record<string, unknown>[] = []
    const plant = (name: string, level: number, rest: Record<string, unknown>): void => {
      const word = `canary${name.replace(/\W/g, '')}`
      planted.set(word, level)
      const identity = `indicator--${randomUUID()}`
      planted.set(identity, level)
      objects.push(indicator(identity, { name: word, pattern: `[domain-name:value = '${word}.bad-names.net']`, ...rest }))
    }
    levels.forEach((tlp, level) => plant(tlp, level, { object_marking_refs: [TLP2_MARKINGS[tlp]] }))
    plant('unmarked', 5, {})
    plant('unknown', 5, { object_marking_refs: [`marking-definition--${randomUUID()}`] })
    planted.set('canaryheldback', 3)
    plant('partly', 0, {
      object_marking_refs: [TLP2_MARKINGS.clear], description: 'canaryheldback', granular_markings: [{ marking_ref: TLP2_MARKINGS['amber+strict'], selectors: ['description'] }],
    })
    const posted = await door.ask('owner', 'POST', `/taxii2/energy/collections/${id}/objects/`, JSON.stringify({ objects }), TAXII)
    assert.equal(JSON.parse(posted.text).success_count, objects.length, posted.text)
    await exchange.indexed()

    const ids = objects.map((object) => String(object['id']))
    const words = [...planted.keys()].filter((word) => word.startsWith('canary'))
    const at = (root: string) => `/taxii2/${root}/collections/${id}`
    const paths = [
      '/taxii2/', ...['energy', 'public', 'other'].flatMap((root) => [
        `/taxii2/${root}/`, `/taxii2/${root}/collections/`, `${at(root)}/`, `/taxii2/${root}/status/${JSON.parse(posted.text).id}/`,
        ...['', '?match[version]=all', '?match[version]=first', '?limit=2', '?match[type]=indicator', '?match[version]=2024-01-01T00:00:00.000Z'].flatMap((query) => [`${at(root)}/objects/${query}`, `${at(root)}/manifest/${query}`]),
        ...ids.flatMap((object) => [`${at(root)}/objects/${object}/`, `${at(root)}/objects/${object}/versions/`]),
      ]),
      '/api/v1/collections', `/api/v1/collections/${id}`, `/api/v1/collections/${id}/audience`, '/api/v1/threats/lately', '/api/v1/threats', '/api/v1/warning-lists',
      '/api/v1/threats?tlp=red', `/api/v1/threats?collection=${id}`,
      ...words.flatMap((word) => [`/api/v1/threats?q=${word}`, `/api/v1/threats?q=${word}.bad-names.net`]), ...ids.flatMap((object) => [`/api/v1/threats/${object}`, `/api/v1/threats?q=${object}`]),
    ]
    let walked = 0
    let seen = 0
    for (const [who, actor] of [['visitor', undefined] as const, ...actors]) {
      const ceiling = ceilingOf(who, actor)
      for (const path of paths) {
        const { status, text } = await door.ask(who === 'visitor' ? undefined : who, 'GET', path, undefined, path.startsWith('/taxii2') ? { accept: TAXII.accept } : {})
        assert.ok(status < 500, `${who} ${path}: ${status} ${text}`)
        walked += 1
        for (const [word, level] of planted) {
          // what was asked for may be said back in a refusal's instance or the form of a cursor, so the question is taken out
          if (text.replaceAll(path.split('?')[0]!, '').includes(word) && !path.includes(word)) {
            assert.ok(level <= ceiling, `${who} read ${word} (level ${level}) at ${path}`)
            seen += 1
          }
        }
        if (status === 200 && path.includes('q=canary')) {
          const [word, level] = [...planted].find(([each]) => each.startsWith('canary') && path.endsWith(`q=${each}`)) ?? ['', 0]
          if (word !== '' && level > ceiling) assert.deepEqual(JSON.parse(text).hits, [], `${who} found ${word}`)
        }
        if (status < 300 && ids.some((each) => path.includes(`/${each}`))) {
          const level = planted.get(ids.find((each) => path.includes(each))!)!
          assert.ok(level <= ceiling, `${who} opened ${path}`)
        }
        if (who !== 'owner' && actor?.may.has('communities.curate') !== true) assert.doesNotMatch(text, /Canary-Owner/, `${who} read who sent it at ${path}: the roster is hidden`)
      }
    }
    assert.ok(walked > 1_000 && seen > 500, `${walked} walked, ${seen} seen`)
  })

  test('whatever is sent, the answer is below 500, and what is refused is not half kept', { timeout: 900_000 }, async () => {
    await using room = await setUp()
    const { database, door, id } = room
    const count = async () => (await database.read((tx) => tx.get<{ n: number }>('select count(*) as n from exchange_object')))!.n
    const hostile = fc.oneof(
      fc.json(), fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 300 }), fc.json().map((json) => `{"objects":${json}}`),
      fc.constantFrom(
        '{"objects":[{"type":"indicator","type":"malware"}]}', '{"objects":[{"__proto__":{"a":1},"constructor":1,"type":"toString","id":"hasOwnProperty"}]}', '{"objects":[{"type":"x\\ud800"}]}',
        `{"objects":[${'['.repeat(5000)}${']'.repeat(5000)}]}`, `{"objects":[{"a":${'{"a":'.repeat(200)}1${'}'.repeat(200)}}]}`, '{"objects":[1e999,-0,9007199254740993,null,true,"x",[]]}', '\ufeff{"objects":[]}', '{"objects":[]}', '{}', '[]', '', 'null', '{"objects":null}',
        JSON.stringify({ objects: [indicator(`indicator--${randomUUID()}`, { modified: '9999-12-31T23:59:59.999Z', created: '0000-01-01T00:00:00.000Z' })] }),
        JSON.stringify({ objects: [indicator(`indicator--${randomUUID()}`, { granular_markings: [{ marking_ref: 5, selectors: {} }], object_marking_refs: 'x', name: null })] }),
        JSON.stringify({ objects: [{ type: 'artifact', id: `artifact--${randomUUID()}`, payload_bin: 5 }, { type: 'bundle', id: `bundle--${randomUUID()}`, objects: [{}] }] }),
        JSON.stringify({ objects: [indicator(`indicator--${randomUUID()}`, { pattern: `${'('.repeat(3000)}[a:b=1]${')'.repeat(3000)}` })] }),
      ),
      fc.record({ type: fc.constantFrom('indicator', 'file', 'malware', 'x-custom', 'marking-definition'), id: fc.constantFrom(`indicator--${randomUUID()}`, 'x', 5), spec_version: fc.anything(), modified: fc.anything(), extensions: fc.anything() }).map((object) => {
        try {
          return JSON.stringify({ objects: [object, indicator(`indicator--${randomUUID()}`)] })
        } catch {
          return '{"objects":[{}]}'
        }
      }),
    )
    let before = await count()
    await fc.assert(fc.asyncProperty(hostile, fc.constantFrom('taxii', 'share', 'preview', 'list'), async (body, way) => {
      const text = typeof body === 'string' ? body : Buffer.from(body).toString('latin1')
      const wellFormed = text.toWellFormed()
      const { status, text: said } = way === 'taxii'
        ? await door.ask('owner', 'POST', `/taxii2/energy/collections/${id}/objects/`, typeof body === 'string' ? wellFormed : body, TAXII)
        : way === 'list'
          ? await door.ask('secretariat', 'PUT', '/api/v1/warning-lists', `{"list":${wellFormed}}`, JSON_BODY)
          : await door.ask('owner', 'POST', way === 'share' ? '/api/v1/threats' : '/api/v1/threats/preview', JSON.stringify({ collection: id, text: wellFormed }), JSON_BODY)
      assert.ok(status < 500, `${way} ${status}: ${said} for ${wellFormed.slice(0, 300)}`)
      const after = await count()
      const kept = way === 'taxii' && status === 202 ? JSON.parse(said).success_count : way === 'share' && status === 201 ? JSON.parse(said).accepted : 0
      assert.ok(after - before <= kept, `${after - before} kept, ${kept} said`)
      if (status >= 400) assert.equal(after, before)
      before = after
    }), { numRuns: engine === 'sqlite' ? RUNS : RUNS / 3 })
    const place = `/taxii2/energy/collections/${id}/objects/`
    const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('__proto__', '%00', '%ff', '-1', '1e3', 'NaN', '2024-13-01T00:00:00Z', '9999-12-31T23:59:59.999999Z', 'all,all', 'indicator--x', "' or 1=1 --"))
    const name = fc.constantFrom('added_after', 'limit', 'next', 'match[id]', 'match[type]', 'match[version]', 'match[spec_version]', 'match', 'q', 'type', 'tlp', 'source', 'collection', 'since', 'until', 'cursor', 'version', 'name')
    const path = fc.constantFrom(place, place.replace('objects', 'manifest'), `${place}indicator--${randomUUID()}/`, '/api/v1/threats', '/api/v1/threats/lately', `/api/v1/threats/indicator--${randomUUID()}`, '/taxii2/energy/status/x/', '/api/v1/warning-lists')
    await fc.assert(fc.asyncProperty(path, fc.array(fc.tuple(name, value), { maxLength: 4 }), fc.constantFrom('GET', 'DELETE'), async (at, pairs, method) => {
      const query = pairs.map(([key, text]) => `${key}=${text.includes('%') ? text.replace(/[^%\w]/g, '') : encodeURIComponent(text.toWellFormed())}`).join('&')
      const { status, text } = await door.ask(method === 'DELETE' ? 'secretariat' : 'owner', method, `${at}?${query}`)
      assert.ok(status < 500, `${method} ${at}?${query}: ${status} ${text}`)
    }), { numRuns: engine === 'sqlite' ? RUNS * 3 : RUNS })
    assert.equal(await count(), before)
  })
})

/** Said by hand, not by the code that is tested. */
function ceilingOf(who: string, actor: Actor | undefined): number {
  if (who === 'owner') return 5
  if (who === 'red') return 4
  if (actor === undefined || !actor.may.has('threats.read')) return 0
  return who.startsWith('member') ? 3 : who.startsWith('partner') ? 2 : 0
}

test('every route of the contract has its answer', () => {
  const answered = exchangeEndpoints({} as Exchange).map(({ route }) => `${route.method} ${route.path}`)
  const promised = Object.values(contract.exchange).map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual(answered.sort(), promised.sort())
})
