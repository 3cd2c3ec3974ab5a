/** Search, objects, relations, sharing, audiences, collections and warning lists, on both engines. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { parsePattern, TLP2_MARKINGS } from '@openaccord/stix'
import { describeOnEveryEngine } from '../../../platform/testing/engines.ts'
import { buildGate, parseWarningList } from '../intake/warning-lists.ts'
import { OWN_LISTS } from '../intake/own-lists.ts'
import { createCast, indicator, openRoom } from '../testing/rooms.ts'

const DATA = resolve(process.env['OPENACCORD_TESTDATA'] ?? resolve(import.meta.dirname, '../../../../../../shared/data'))
const LISTS = join(DATA, 'threats/warninglists/lists')
const newId = (type: string) => `${type}--${randomUUID()}`
const marked = (level: keyof typeof TLP2_MARKINGS) => ({ object_marking_refs: [TLP2_MARKINGS[level]] })
const about = (value: string) => indicator(newId('indicator'), { pattern: value })
const times = { created: '2024-01-01T00:00:00.000Z', modified: '2024-01-01T00:00:00.000Z', spec_version: '2.1' }

describeOnEveryEngine('the exchange', (open) => {
  async function setUp(rosterHidden = false) {
    const cast = createCast()
    const energy = cast.community('Energy Watch', rosterHidden)
    const exchange = await openRoom(await open(), cast)
    const secretariat = cast.person(cast.organisation('Secretariat', []), 'secretariat')
    const a = cast.person(cast.organisation('Alpha', [[energy, 'member']]), 'threat-analyst')
    const b = cast.person(cast.organisation('Beta', [[energy, 'member']]), 'threat-analyst')
    const partner = cast.person(cast.organisation('Gamma', [[energy, 'partner']]), 'partner')
    const outsider = cast.person(cast.organisation('Delta', []), 'threat-analyst')
    const { id } = await exchange.createCollection(secretariat, { community: energy.id, title: 'Shared', alias: 'shared', defaultTlp: 'green', redRecipients: [b.person] })
    const share = async (who: typeof a, ...objects: unknown[]) => {
      const report = await exchange.share(who, id, JSON.stringify({ type: 'bundle', id: newId('bundle'), objects }))
      await exchange.indexed()
      return report
    }
    const titles = async (who: Parameters<typeof exchange.search>[0], q?: string, rest = {}) =>
      (await exchange.search(who, { ...(q === undefined ? {} : { q }), ...rest })).hits.map(({ title }) => title)
    return { exchange, cast, energy, secretariat, a, b, partner, outsider, id, share, titles, visitor: cast.visitor }
  }

  test('found by value in any form, by hash, by CVE, by word, through the release decision', async () => {
    const { exchange, a, b, partner, outsider, visitor, share, titles } = await setUp()
    const hash = 'ab'.repeat(32)
    const { refused } = await share(a,
      indicator(newId('indicator'), { name: 'beacon', pattern: "[domain-name:value = 'evil.bad-host.net']", ...marked('amber+strict') }),
      indicator(newId('indicator'), { name: 'dropper', pattern: `[file:hashes.'SHA-256' = '${hash}']`, description: 'Seen with Emotet loaders', ...marked('clear') }),
      { type: 'vulnerability', id: newId('vulnerability'), ...times, name: 'CVE-2024-12345', ...marked('green') },
      indicator(newId('indicator'), { name: 'sealed', pattern: "[ipv4-addr:value = '203.0.113.9']", ...marked('red') }),
    )
    assert.deepEqual(refused, [])
    const table: [q: string | undefined, who: Parameters<typeof titles>[0], expected: string[]][] = [
      ['evil.bad-host.net', b, ['beacon']], ['EVIL[.]bad-host[.]net', b, ['beacon']], ['evil.bad-host.net', partner, []], ['evil.bad-host.net', visitor, []],
      [hash.toUpperCase(), visitor, ['dropper']], ['emotet', outsider, ['dropper']], ['EMOTET loaders', partner, ['dropper']], ['emotet unknown', b, []],
      ['cve-2024-12345', partner, ['CVE-2024-12345']], ['cve-2024-12345', visitor, []], ['203.0.113[.]9', b, ['sealed']], ['203.0.113.9', partner, []], ['203.0.113.9', a, ['sealed']],
      [undefined, visitor, ['dropper']], [undefined, partner, ['CVE-2024-12345', 'dropper']], [undefined, b, ['sealed', 'CVE-2024-12345', 'dropper', 'beacon']],
    ]
    for (const [q, who, expected] of table) assert.deepEqual(await titles(who, q), expected, `${q} by ${who.name}`)
    assert.deepEqual(await titles(b, undefined, { type: ['vulnerability'] }), ['CVE-2024-12345'])
    assert.deepEqual(await titles(b, undefined, { tlp: ['red', 'clear'] }), ['sealed', 'dropper'])
    assert.deepEqual(await titles(b, undefined, { source: [b.organisation] }), [])
    assert.deepEqual(await titles(b, 'emotet', { source: [a.organisation] }), ['dropper'])
    assert.deepEqual((await exchange.search(b, { q: 'hxxp://evil.bad-host[.]net' })).understood.map(({ kind }) => kind).slice(0, 1), ['url'])
    await exchange.close()
  })

  test('without words, page by page over two collections: nothing is lost, nothing comes twice, newest first', async () => {
    const { exchange, secretariat, energy, a, b, partner, share } = await setUp()
    const second = await exchange.createCollection(secretariat, { community: energy.id, title: 'Second', alias: 'second', defaultTlp: 'amber+strict' })
    const levels = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
    for (let round = 0; round < 6; round++) {
      const some = levels.map((level) => indicator(newId('indicator'), { name: `${round} ${level}`, ...marked(level) }))
      if (round % 2 === 0) await share(a, ...some)
      else await exchange.share(round % 3 === 0 ? a : b, second.id, JSON.stringify({ objects: some }))
    }
    const sees: [who: typeof a, count: number][] = [[a, 28], [b, 29], [partner, 18]]
    for (const [who, count] of sees) {
      const all: { id: string; added: string }[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const found = await exchange.search(who, { limit: 4, ...(cursor === undefined ? {} : { cursor }) })
        all.push(...found.hits)
        assert.ok(found.cursor === null || found.hits.length === 4, 'a page that is followed by another is full')
        cursor = found.cursor
      }
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length, 'none twice')
      assert.equal(all.length, count, who.name)
      assert.deepEqual(all.map(({ added }) => added), all.map(({ added }) => added).toSorted().toReversed())
    }
    await exchange.close()
  })

  test('pages of a search go on with a cursor that belongs to the question', async () => {
    const { exchange, a, b, share } = await setUp()
    await share(a, ...Array.from({ length: 25 }, (_, n) => indicator(newId('indicator'), { name: `number ${n}` })))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const found = await exchange.search(b, { q: 'number', limit: 10, ...(cursor === null ? {} : { cursor }) })
      seen.push(...found.hits.map(({ title }) => title))
      cursor = found.cursor
    } while (cursor !== null)
    assert.deepEqual(seen, Array.from({ length: 25 }, (_, n) => `number ${24 - n}`))
    const first = await exchange.search(b, { q: 'number', limit: 10 })
    await assert.rejects(exchange.search(b, { q: 'other', limit: 10, cursor: first.cursor! }), { code: 'exchange.bad-cursor' })
    await assert.rejects(exchange.search(a, { q: 'number', limit: 10, cursor: first.cursor! }), { code: 'exchange.bad-cursor' })
    await exchange.close()
  })

  test('what is held back is neither shown nor found by those it is held back from', async () => {
    const { exchange, a, partner, share, titles } = await setUp()
    const id = newId('indicator')
    await share(a, indicator(id, {
      name: 'campaign', description: 'victim Zanzibar Power', ...marked('green'),
      granular_markings: [{ marking_ref: TLP2_MARKINGS['amber+strict'], selectors: ['description'] }],
    }))
    assert.deepEqual(await titles(partner, 'campaign'), ['campaign'])
    assert.deepEqual(await titles(partner, 'zanzibar'), [])
    const shown = await exchange.object(partner, id)
    assert.equal(shown.marking.redacted, true)
    assert.doesNotMatch(JSON.stringify(shown), /Zanzibar/)
    assert.match((await exchange.object(a, id)).text, /Zanzibar/)
    await exchange.close()
  })

  test('an object with its versions, sources, relations and words', async () => {
    const { exchange, a, b, partner, outsider, share } = await setUp()
    const [malware, actor, secret, relation, hidden] = [newId('malware'), newId('threat-actor'), newId('campaign'), newId('relationship'), newId('relationship')]
    await share(a,
      { type: 'malware', id: malware, ...times, name: 'Grabber', is_family: true },
      { type: 'threat-actor', id: actor, ...times, name: 'Magpie' },
      { type: 'campaign', id: secret, ...times, name: 'Operation Nest', ...marked('amber+strict') },
      { type: 'relationship', id: relation, ...times, relationship_type: 'uses', source_ref: actor, target_ref: malware },
      { type: 'relationship', id: hidden, ...times, relationship_type: 'uses', source_ref: secret, target_ref: malware },
    )
    await share(b, { type: 'malware', id: malware, ...times, name: 'Grabber', is_family: true })
    await share(a, { type: 'malware', id: malware, ...times, modified: '2024-02-01T00:00:00.000Z', name: 'Grabber 2', is_family: true })
    const shown = await exchange.object(partner, malware)
    assert.equal(shown.hit.title, 'Grabber 2')
    assert.deepEqual(shown.versions.map(({ version }) => version), ['2024-02-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z'])
    assert.deepEqual(shown.sources.map(({ name }) => name), ['Alpha', 'Beta'])
    assert.deepEqual(shown.relations.map(({ title, here, direction, relationship }) => [title, here, direction, relationship]).sort(), [['Magpie', true, 'to', 'uses'], [secret, false, 'to', 'uses']].sort())
    assert.deepEqual([shown.marking.tlp, shown.marking.from, shown.mayDelete], ['green', 'collection-default', false])
    assert.match(shown.marking.words, /Energy Watch/)
    assert.equal((await exchange.object(a, malware)).mayDelete, true)
    assert.equal((await exchange.object(partner, malware, { version: '2024-01-01T00:00:00Z' })).hit.title, 'Grabber')
    await assert.rejects(exchange.object(partner, secret), { code: 'exchange.object-unknown' })
    await assert.rejects(exchange.object(outsider, malware), { code: 'exchange.object-unknown' })
    await exchange.close()
  })

  test('where the roster is hidden no source is named, and none can be asked for', async () => {
    const { exchange, a, b, share, titles } = await setUp(true)
    await share(a, indicator(newId('indicator'), { name: 'quiet' }))
    const [hit] = (await exchange.search(b, { q: 'quiet' })).hits
    assert.doesNotMatch(JSON.stringify(hit), /Alpha/)
    assert.ok(!JSON.stringify(hit).includes(a.organisation))
    assert.deepEqual(await titles(b, 'quiet', { source: [a.organisation] }), [])
    assert.equal((await exchange.search(a, { q: 'quiet' })).hits[0]?.source.name, 'Alpha')
    assert.deepEqual((await exchange.audience(b, hit!.collection)).find(({ tlp }) => tlp === 'green')?.organisations, null)
    await exchange.close()
  })

  test('a preview keeps nothing and says what sending would', async () => {
    const { exchange, a, id, titles } = await setUp()
    const text = JSON.stringify([indicator(newId('indicator'), { name: 'one' }), indicator(newId('indicator'), { name: 'two', ...marked('red') }), { type: 'indicator' }])
    const preview = await exchange.preview(a, id, text)
    assert.deepEqual([preview.total, preview.accepted, preview.refused.length], [3, 2, 1])
    assert.deepEqual(preview.audiences.map(({ tlp, objects }) => [tlp, objects]), [['green', 1], ['red', 1]])
    assert.match(preview.audiences[0]!.words, /3 organisations of Energy Watch/)
    assert.match(preview.audiences[1]!.words, /one named person/)
    assert.deepEqual(await titles(a), [])
    assert.deepEqual(await exchange.share(a, id, text), preview)
    await exchange.close()
  })

  test('whom a collection reaches, in words: an empty audience is nobody', async () => {
    const { exchange, cast, secretariat, a } = await setUp()
    const lonely = cast.community('Lonely')
    const only = cast.person(cast.organisation('Solo', [[lonely, 'partner']]), 'partner')
    const { id } = await exchange.createCollection(secretariat, { community: lonely.id, title: 'Quiet', alias: 'quiet' })
    const levels = await exchange.audience(only, id)
    assert.match(levels.find(({ tlp }) => tlp === 'amber+strict')!.words, /^0 member organisations/)
    assert.match(levels.find(({ tlp }) => tlp === 'red')!.words, /nobody is named/)
    assert.match(levels.find(({ tlp }) => tlp === null)!.words, /nobody else/)
    await assert.rejects(exchange.audience(a, id), { code: 'exchange.collection-unknown' })
    await exchange.close()
  })

  test('collections: for whom they are, and to everyone once something in them is', async () => {
    const { exchange, secretariat, a, outsider, visitor, id, energy, share } = await setUp()
    const ids = async (who: Parameters<typeof exchange.collections>[0]) => (await exchange.collections(who)).map((each) => each.id)
    assert.deepEqual([await ids(a), await ids(secretariat), await ids(outsider), await ids(visitor)], [[id], [id], [], []])
    await share(a, indicator(newId('indicator'), marked('clear')), indicator(newId('indicator')))
    const [seen] = await exchange.collections(visitor)
    assert.deepEqual([seen?.objects, seen?.canRead, seen?.canWrite, seen?.taxii.apiRoot], [1, true, false, 'http://127.0.0.1:4180/taxii2/public/'])
    assert.ok(!JSON.stringify(seen).includes('Energy') && !JSON.stringify(seen).includes(energy.id), 'an outsider hears of no community')
    assert.equal((await exchange.collection(a, id)).objects, 2)
    await assert.rejects(exchange.createCollection(secretariat, { community: energy.id, title: 'Again', alias: 'shared' }), { code: 'exchange.alias-taken' })
    await assert.rejects(exchange.createCollection(a, { community: energy.id, title: 'Mine', alias: 'mine' }), { code: 'door.no-right' })
    assert.equal((await exchange.describeCollection(secretariat, id, { title: 'Renamed', redRecipients: [] })).title, 'Renamed')
    await exchange.close()
  })

  test('the gate refuses what would flag the harmless, and lets through with a warning what may be meant', async () => {
    const { exchange, secretariat, a, id } = await setUp()
    const send = async (...objects: unknown[]) => exchange.share(a, id, JSON.stringify({ objects }))
    const first = await send(about("[ipv4-addr:value = '10.1.2.3']"), about("[ipv4-addr:value = '198.51.100.7']"), about("[domain-name:value = 'cdn.big-shop.net']"))
    assert.deepEqual([first.accepted, first.refused.map(({ code, index }) => [code, index])], [2, [['exchange.on-warning-list', 0]]])
    assert.match(first.refused[0]!.message, /10\.1\.2\.3.*Reserved addresses/)
    assert.ok(first.warnings.some(({ index, message }) => index === 1 && message.includes('documentation')))
    await exchange.loadWarningList(secretariat, { name: 'Shops', description: '', version: 1, type: 'hostname', list: ['.big-shop.net'] })
    const second = await send(about("[domain-name:value = 'cdn.big-shop.net']"), about("[url:value = 'http://cdn.big-shop.net/evil']"), about("[domain-name:value = 'not-big-shop.net']"))
    assert.deepEqual([second.accepted, second.refused.length], [2, 1])
    assert.ok((await exchange.warningLists()).some(({ name, ours }) => name === 'Shops' && !ours))
    await exchange.removeWarningList(secretariat, 'Shops')
    assert.equal((await send(about("[domain-name:value = 'cdn.big-shop.net']"))).refused.length, 0)
    await assert.rejects(exchange.loadWarningList(secretariat, { name: 'Bad', description: '', version: 1, type: 'cidr', list: ['10.0.0.0/99'] }), { code: 'exchange.bad-warning-list' })
    await assert.rejects(exchange.loadWarningList(a, {}), { code: 'door.no-right' })
    await exchange.close()
  })
})

test('every list of the test data loads, and finds its own values', { skip: existsSync(LISTS) ? false : `no lists at ${LISTS}`, timeout: 120_000 }, () => {
  const files = readdirSync(LISTS).flatMap((each) => {
    const path = join(LISTS, each)
    return statSync(path).isDirectory() ? readdirSync(path).map((file) => join(path, file)) : [path]
  }).filter((path) => path.endsWith('.json'))
  const lists = files.map((path) => parseWarningList(JSON.parse(readFileSync(path, 'utf8'))))
  assert.ok(lists.length >= 130, `${lists.length} lists`)
  const gate = buildGate([...OWN_LISTS, ...lists])
  for (const [path, value] of [['ipv4-addr:value', '8.8.8.8'], ['domain-name:value', 'www.google.com'], ['ipv6-addr:value', '2001:4860:4860::8888'], ['file:hashes.MD5', 'd41d8cd98f00b204e9800998ecf8427e'], ['email-addr:value', 'security@somewhere.org']]) {
    assert.equal(gate(indicator(''), parsePattern(`[${path} = '${value}']`))[0]?.treatment, 'refuse', `${path} ${value}`)
  }
  assert.deepEqual(gate(indicator(''), parsePattern("[domain-name:value = 'a-name-that-nobody-has-7f3k9q2m.net']")), [])
})
