/** What comes in: good objects kept, bad ones named, nobody told about what they cannot see. On both engines. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { TLP2_MARKINGS } from '@openaccord/stix'
import { describeOnEveryEngine } from '../../../platform/testing/engines.ts'
import { LAST, viewOf, type View } from '../model.ts'
import { loadCollection, type Collection } from '../store/collections.ts'
import { readPage, readPageApart } from '../store/objects.ts'
import type { Database } from '../../../platform/database.ts'
import { bytesOf, createCast, indicator, openRoom } from '../testing/rooms.ts'

const newIndicator = () => `indicator--${randomUUID()}`
const marked = (level: keyof typeof TLP2_MARKINGS) => ({ object_marking_refs: [TLP2_MARKINGS[level]] })

describeOnEveryEngine('intake', (open) => {
  async function setUp(defaultTlp: 'green' | null = 'green') {
    const database = await open()
    const cast = createCast()
    const community = cast.community('Energy Watch')
    const exchange = await openRoom(database, cast)
    const secretariat = cast.person(cast.organisation('Secretariat', []), 'secretariat')
    const [a, b] = ['Alpha', 'Beta'].map((name) => cast.person(cast.organisation(name, [[community, 'member']]), 'threat-analyst')) as [ReturnType<typeof cast.person>, ReturnType<typeof cast.person>]
    const partner = cast.person(cast.organisation('Gamma', [[community, 'partner']]), 'partner')
    const id = await exchange.makeCollection(secretariat, { community: community.id, title: 'Shared', alias: 'shared', defaultTlp })
    const collection = (await loadCollection(database, id))!
    const send = (who: typeof a, ...objects: unknown[]) => exchange.take(who, id, bytesOf({ objects }), 'envelope')
    const view = async (who: typeof a): Promise<View> => {
      const party = await exchange.means.parties.find(who.organisation)
      return viewOf(who, collection, () => party)
    }
    const sees = async (who: typeof a) => page(database, collection, await view(who))
    return { database, exchange, collection, a, b, partner, send, sees, view, cast, id }
  }

  test('ten thousand objects, three of them bad: 9,997 are kept and three are named', async () => {
    const { exchange, a, send, sees, database, collection, view } = await setUp()
    const objects: unknown[] = Array.from({ length: 10_000 }, () => indicator(newIndicator()))
    objects[17] = { type: 'indicator', id: 'nonsense' }
    objects[5_000] = indicator(newIndicator(), { pattern: '[broken' })
    objects[9_999] = 'not an object'
    const { judgement, refused } = await send(a, ...objects)
    assert.equal(judgement.fresh.length, 9_997)
    assert.deepEqual(refused.map(({ index }) => index), [17, 5_000, 9_999])
    for (const { message, rule, fix } of refused) assert.ok(message !== '' && rule !== '' && fix !== '')
    const { count, more, body } = await readPage(database, { collection: collection.key, view: await view(a), after: 0, limit: 10_000, wanted: LAST })
    assert.deepEqual([count, more], [9_997, false])
    assert.equal(JSON.parse(`[${Buffer.from(body)}]`).length, 9_997)
    assert.equal((await sees(a)).length, 9_997)
    await exchange.close()
  })

  test('the bytes that were sent are the bytes that are given', async () => {
    const { exchange, id, a, b, database, collection, view } = await setUp()
    const text = `{ "type":"indicator",  "spec_version":"2.1","id":"${newIndicator()}","created":"2024-01-01T00:00:00.000Z","modified":"2024-01-01T00:00:00.000000Z","name":"\\u00fc \\/ ü","pattern":"[a:b = 1.50]","pattern_type":"x","valid_from":"2024-01-01T00:00:00Z" , "x_n":1.0e2}`
    await exchange.take(a, id, bytesOf(`{"objects":[ ${text} ]}`), 'envelope')
    const { body } = await readPage(database, { collection: collection.key, view: await view(b), after: 0, limit: 10, wanted: LAST })
    assert.equal(Buffer.from(body).toString(), text)
    await exchange.close()
  })

  test('every date added is later than the one before, whatever the clock says', async () => {
    const { exchange, a, b, send, database, collection, view } = await setUp()
    await Promise.all(Array.from({ length: 12 }, (_, n) => send(n % 2 === 0 ? a : b, ...Array.from({ length: 30 }, () => indicator(newIndicator())))))
    const { objects } = await readPageApart(database, { collection: collection.key, view: await view(a), after: 0, limit: 1000, wanted: LAST })
    assert.equal(objects.length, 360)
    assert.equal(new Set(objects.map(({ added }) => added)).size, 360)
    await exchange.close()
  })

  test('versions', async () => {
    const { exchange, a, b, send, sees } = await setUp()
    const id = newIndicator()
    const at = (day: number, rest = {}) => indicator(id, { modified: `2024-01-0${day}T00:00:00.000Z`, ...rest })
    const told = async (who: typeof a, object: unknown) => {
      const { judgement, refused } = await send(who, object)
      return refused[0]?.code ?? (judgement.fresh.length > 0 ? 'fresh' : judgement.merged.length > 0 ? 'merged' : 'known')
    }
    const table: [name: string, who: typeof a, object: unknown, says: string][] = [
      ['the first', a, at(2), 'fresh'],
      ['the same again is no error', a, at(2), 'known'],
      ['in another order of keys it is still the same', a, Object.fromEntries(Object.entries(at(2)).reverse()), 'known'],
      ['the same from somebody else adds a source', b, at(2), 'merged'],
      ['and again', b, at(2), 'known'],
      ['other content under the same version', a, at(2, { name: 'other' }), 'exchange.content-differs'],
      ['other content from somebody else', b, at(2, { name: 'other' }), 'exchange.not-creator'],
      ['a newer version from somebody else', b, at(3), 'exchange.not-creator'],
      ['another time of creation', a, at(3, { created: '2024-01-01T00:00:01.000Z' }), 'exchange.created-changed'],
      ['another creator', a, at(3, { created_by_ref: `identity--${randomUUID()}` }), 'exchange.creator-changed'],
      ['a newer one', a, at(4), 'fresh'],
      ['an older one, later', a, at(1), 'fresh'],
      ['the revocation', a, at(5, { revoked: true }), 'fresh'],
      ['nothing comes after it', a, at(6), 'exchange.already-revoked'],
    ]
    for (const [name, who, object, says] of table) assert.equal(await told(who, object), says, name)
    assert.deepEqual((await sees(b)).map(({ modified }) => modified), ['2024-01-05T00:00:00.000Z'])
    await exchange.close()
  })

  test('who posts hears nothing of what it cannot see', async () => {
    const { exchange, a, b, partner, send, sees } = await setUp()
    const secret = indicator(newIndicator(), marked('red'))
    const first = await send(a, secret)
    const second = await send(b, secret)
    assert.deepEqual([first.judgement.fresh.length, second.judgement.fresh.length], [1, 1], 'the same answer as for something new')
    const other = await send(partner, { ...secret, name: 'changed', modified: '2024-02-01T00:00:00.000Z' })
    assert.deepEqual([other.judgement.fresh.length, other.refused], [1, []])
    assert.deepEqual([(await sees(a)).length, (await sees(b)).length, (await sees(partner)).length], [1, 1, 1])
    assert.equal((await sees(partner))[0]?.name, 'changed')
    await exchange.close()
  })

  test('an observable may be known to each in another form; a reader gets one', async () => {
    const { exchange, a, b, partner, send, sees } = await setUp()
    const address = { type: 'ipv4-addr', spec_version: '2.1', id: `ipv4-addr--${randomUUID()}`, value: '198.51.100.3' }
    await send(a, { ...address, ...marked('amber+strict'), x_seen: 'by Alpha' })
    const wider = await send(b, { ...address, ...marked('green'), x_seen: 'by Beta' })
    assert.equal(wider.judgement.fresh.length, 1)
    assert.deepEqual((await sees(b)).map(({ x_seen }) => x_seen), ['by Alpha'])
    assert.deepEqual((await sees(partner)).map(({ x_seen }) => x_seen), ['by Beta'])
    await exchange.close()
  })

  test('what is not marked takes the default; without one, or not understood, it stays at home', async () => {
    const unknown = { object_marking_refs: [`marking-definition--${randomUUID()}`] }
    const withDefault = await setUp('green')
    await withDefault.send(withDefault.a, indicator(newIndicator()), indicator(newIndicator(), unknown))
    assert.deepEqual([(await withDefault.sees(withDefault.a)).length, (await withDefault.sees(withDefault.b)).length], [2, 1])
    await withDefault.exchange.close()
    const without = await setUp(null)
    await without.send(without.a, indicator(newIndicator()), indicator(newIndicator(), marked('green')))
    assert.deepEqual([(await without.sees(without.a)).length, (await without.sees(without.b)).length], [2, 1])
    await without.exchange.close()
  })

  test('a definition that comes later loosens nothing', async () => {
    const { exchange, a, b, send, sees } = await setUp('green')
    const definition = {
      type: 'marking-definition', spec_version: '2.1', id: `marking-definition--${randomUUID()}`, created: '2024-01-01T00:00:00.000Z',
      definition_type: 'statement', definition: { statement: 'Copyright Alpha' },
    }
    const statement = { object_marking_refs: [definition.id] }
    await send(a, indicator(newIndicator(), statement))
    await send(a, definition)
    assert.equal((await sees(b)).filter(({ type }) => type === 'indicator').length, 0)
    await send(a, indicator(newIndicator(), statement))
    assert.equal((await sees(b)).filter(({ type }) => type === 'indicator').length, 1, 'from now on it is understood')
    await send(b, indicator(newIndicator(), statement))
    assert.equal((await sees(a)).filter(({ type }) => type === 'indicator').length, 2, 'but only for what its owner sends')
    await exchange.close()
  })

  test('payloads are refused, and outsiders hear of no collection', async () => {
    const { exchange, a, send, cast, id } = await setUp()
    const { refused, judgement } = await send(a, { type: 'artifact', spec_version: '2.1', id: `artifact--${randomUUID()}`, payload_bin: 'AAAA' }, indicator(newIndicator()))
    assert.deepEqual([refused.map(({ code }) => code), judgement.fresh.length], [['exchange.payload-refused'], 1])
    const outsider = cast.person(cast.organisation('Delta', []), 'threat-analyst')
    await assert.rejects(exchange.take(outsider, id, bytesOf({ objects: [indicator(newIndicator())] }), 'envelope'), { code: 'exchange.collection-unknown' })
    const reader = cast.person(a.organisation, 'reader')
    await assert.rejects(exchange.take(reader, id, bytesOf({ objects: [] }), 'envelope'), { code: 'door.no-right' })
    await exchange.close()
  })
})

async function page(database: Database, collection: Collection, view: View): Promise<Record<string, unknown>[]> {
  const { body } = await readPage(database, { collection: collection.key, view, after: 0, limit: 20_000, wanted: LAST })
  return JSON.parse(`[${Buffer.from(body)}]`)
}
