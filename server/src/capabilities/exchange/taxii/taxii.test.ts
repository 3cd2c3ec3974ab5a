/** TAXII behind the real door on a real socket: the conformance probe, who meets which root, and what an answer gives away. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { TLP2_MARKINGS } from '@openaccord/stix'
import { anonymous, Refusal, type Actor } from '../../../kernel/index.ts'
import { createDoor } from '../../../platform/http.ts'
import { createLog } from '../../../platform/log.ts'
import { describeOnEveryEngine } from '../../../platform/testing/engines.ts'
import { taxiiRoutes } from '../index.ts'
import { createCast, indicator, openRoom, random } from '../testing/rooms.ts'

const DATA = resolve(process.env['OPENACCORD_TESTDATA'] ?? resolve(import.meta.dirname, '../../../../../../shared/data'))
const PROBE = resolve(DATA, '../checks/taxii-probe.mjs')
const MEDIA = 'application/taxii+json;version=2.1'

const clock = () => Date.now() * 1000

describeOnEveryEngine('TAXII', (open) => {
  async function setUp() {
    const database = await open()
    const cast = createCast()
    const exchange = await openRoom(database, cast, clock, 2 * 1024 * 1024)
    const actors = new Map<string, Actor>()
    const door = createDoor({
      publicUrl: 'http://127.0.0.1:1', loopback: true, clock, random, log: createLog({ level: 'silent', clock }), rates: 'off',
      authenticate: async ({ headers: { authorization } }) => {
        if (authorization === undefined) return anonymous
        const actor = actors.get(authorization)
        if (actor === undefined) throw new Refusal('unauthenticated', 'test.unknown', 'not a token')
        return actor
      },
    })
    taxiiRoutes(exchange, door)
    await door.ready()
    const { port } = await door.listen({ host: '127.0.0.1', port: 0 })
    const url = `http://127.0.0.1:${port}`
    const ask = async (who: string | undefined, path: string, options: RequestInit = {}) => {
      const response = await fetch(`${url}/taxii2/${path}`, { ...options, headers: { accept: MEDIA, ...(who === undefined ? {} : { authorization: `Bearer ${who}` }), ...options.headers } })
      const text = await response.text()
      return { status: response.status, headers: response.headers, text, json: text === '' ? undefined : JSON.parse(text) }
    }
    const send = (who: string, path: string, objects: unknown[]) =>
      ask(who, path, { method: 'POST', body: JSON.stringify({ objects }), headers: { 'content-type': MEDIA } })
    const energy = cast.community('Energy')
    const secretariat = cast.person(cast.organisation('Secretariat', []), 'secretariat')
    const collection = await exchange.makeCollection(secretariat, { community: energy.id, title: 'Shared', alias: 'shared', defaultTlp: 'green' })
    const enrol = (name: string, actor: Actor) => void actors.set(`Bearer ${name}`, actor)
    enrol('a', cast.person(cast.organisation('Alpha', [[energy, 'member']]), 'threat-analyst'))
    enrol('b', cast.person(cast.organisation('Beta', [[energy, 'member']]), 'threat-analyst'))
    enrol('partner', cast.person(cast.organisation('Gamma', [[energy, 'partner']]), 'partner'))
    enrol('outsider', cast.person(cast.organisation('Delta', []), 'threat-analyst'))
    const close = async () => {
      await door.close({ graceMs: 100 })
      await exchange.close()
    }
    return { url, ask, send, collection, close, exchange, enrol, cast, energy }
  }

  test('the conformance probe passes', { skip: existsSync(PROBE) ? false : `the probe is not at ${PROBE}`, timeout: 120_000 }, async () => {
    const { url, collection, close } = await setUp()
    const args = [PROBE, '--disc', `${url}/taxii2/`, '--base', `${url}/taxii2/energy/`, '--collection', collection, '--token', 'a']
    const said = await new Promise<string>((done) => execFile(process.execPath, args, (_error, out, err) => done(out + err)))
    assert.match(said, /\n\d+ passed, 0 failed/, said.split('\n').filter((line) => !line.startsWith('ok')).join('\n'))
    await close()
  })

  test('who meets which root and collection', async () => {
    const { ask, send, collection, close } = await setUp()
    const roots = async (who: string | undefined) => (await ask(who, '')).json.api_roots
    assert.deepEqual(await roots('a'), ['/taxii2/energy/', '/taxii2/public/'])
    assert.deepEqual(await roots('outsider'), ['/taxii2/public/'])
    assert.deepEqual(await roots(undefined), ['/taxii2/public/'])
    const table: [who: string | undefined, path: string, status: number][] = [
      ['a', 'energy/', 200], ['partner', 'energy/', 200], ['outsider', 'energy/', 404], [undefined, 'energy/', 401], [undefined, 'nothing-here/', 401],
      ['a', 'nothing-here/', 404], [undefined, 'public/', 200], ['a', `energy/collections/${collection}/`, 200], ['a', 'energy/collections/shared/', 200],
      ['outsider', `energy/collections/${collection}/objects/`, 404], [undefined, `public/collections/${collection}/`, 404], ['wrong', 'public/', 401],
    ]
    for (const [who, path, status] of table) assert.equal((await ask(who, path)).status, status, `${who} ${path}`)
    assert.match((await ask(undefined, 'energy/')).headers.get('www-authenticate') ?? '', /^Basic .*Bearer/)
    await send('a', `energy/collections/${collection}/objects/`, [
      indicator(`indicator--${randomUUID()}`, { name: 'for all', object_marking_refs: [TLP2_MARKINGS.clear] }), indicator(`indicator--${randomUUID()}`, { name: 'for us' }),
    ])
    const everyone = await ask(undefined, `public/collections/${collection}/objects/`)
    assert.deepEqual(everyone.json.objects.map(({ name }: { name: string }) => name), ['for all'])
    assert.equal((await ask('a', `energy/collections/${collection}/objects/`)).json.objects.length, 2)
    assert.equal((await send('a', `public/collections/${collection}/objects/`, [])).status, 403)
    await close()
  })

  test('granular markings are cut out for whom they are above, and pages go on past what is held back', async () => {
    const { ask, send, collection, close } = await setUp()
    const path = `energy/collections/${collection}/objects/`
    const object = indicator(`indicator--${randomUUID()}`, {
      description: 'the victim is Example Grid', object_marking_refs: [TLP2_MARKINGS.green],
      granular_markings: [{ marking_ref: TLP2_MARKINGS['amber+strict'], selectors: ['description'] }],
    })
    assert.equal((await send('a', path, [object, indicator(`indicator--${randomUUID()}`)])).json.success_count, 2)
    const [whole, cut] = [await ask('b', path), await ask('partner', path)]
    assert.match(whole.text, /Example Grid/)
    assert.doesNotMatch(cut.text, /Example Grid|description/)
    assert.equal(cut.json.objects.length, 2)
    const first = await ask('partner', `${path}?limit=1`)
    const second = await ask('partner', `${path}?limit=1&next=${encodeURIComponent(first.json.next)}`)
    assert.notEqual(first.json.objects[0].id, second.json.objects[0].id)
    await close()
  })

  test('one deletes one’s own; what others sent too stays with them', async () => {
    const { ask, send, collection, close } = await setUp()
    const path = `energy/collections/${collection}/objects/`
    const object = indicator(`indicator--${randomUUID()}`)
    const id = String(object['id'])
    await send('a', path, [object])
    assert.equal((await ask('b', `${path}${id}/`, { method: 'DELETE' })).status, 403)
    assert.equal((await ask('partner', `${path}${id}/`, { method: 'DELETE' })).status, 403)
    await send('b', path, [object])
    assert.equal((await ask('a', `${path}${id}/`, { method: 'DELETE' })).status, 200)
    assert.equal((await ask('partner', `${path}${id}/`)).status, 200)
    assert.equal((await ask('a', `${path}${id}/`, { method: 'DELETE' })).status, 403)
    assert.equal((await ask('b', `${path}${id}/`, { method: 'DELETE' })).status, 200)
    assert.equal((await ask('partner', `${path}${id}/`)).status, 404)
    await close()
  })

  test('a status is for the organisation that posted', async () => {
    const { ask, send, collection, close } = await setUp()
    const { json } = await send('a', `energy/collections/${collection}/objects/`, [indicator(`indicator--${randomUUID()}`), { type: 'x' }])
    assert.deepEqual([json.success_count, json.failure_count], [1, 1])
    assert.match(json.failures[0].message, /object 1/)
    assert.equal((await ask('a', `energy/status/${json.id}/`)).text, JSON.stringify(json))
    for (const who of ['b', 'partner', 'outsider']) assert.equal((await ask(who, `energy/status/${json.id}/`)).status, 404)
    await close()
  })
})
