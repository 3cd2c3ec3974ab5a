/** The hub as a CSAF trusted provider, fetched by a stranger over HTTP and held against each requirement of CSAF 2.0 §7.1. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { advisoryFiles } from '@openaccord/api'
import { checkRequirements, judgeRole, parseAggregator, parseProviderMetadata, parseRolieFeed } from '@openaccord/csaf'
import { anonymous, type Actor } from '../../kernel/index.ts'
import { openRoomDoor } from '../../platform/testing/room-door.ts'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { mountAdvisoryFiles } from './index.ts'
import { verifyDetached } from './signing-key.ts'
import { routerAlone } from './testing/draft.ts'
import { draftOf, headed, openAdvisoryHouse, openDesks, ORIGIN, published, revised } from './testing/house.ts'
import type { AskOwn } from './means.ts'

const digest = (algorithm: string, text: string | Uint8Array): string => createHash(algorithm).update(text).digest('hex')

describeOnEveryEngine('the provider', (open) => {
  test('every requirement that can be met without a name server is met, and the hub says the same of itself', async () => {
    let ask: AskOwn = nobody
    const house = await openAdvisoryHouse(await open(), { askOwn: (path) => ask(path) })
    const { advisories } = house
    const { desks: [harbour, quay] } = await openDesks(house, 'harbour', 'quay')
    const door = await openRoomDoor({ clock: house.now, endpoints: [], mount: (one) => mountAdvisoryFiles(one, advisories) })
    const get = async (path: string, headers: Record<string, string> = {}) => door.door.inject({ method: 'GET', url: path, headers: { host: '127.0.0.1:9', ...headers } })
    ask = async (path) => { const { statusCode, headers, body } = await get(path); return { status: statusCode, headers: headers as Record<string, string>, text: body } }
    const signedIn = { authorization: `Bearer ${door.nameOf(quay!.first)}` }

    const open1 = await published(house, harbour!)
    await published(house, quay!, routerAlone(draftOf(quay!, headed({ tlp: 'GREEN' })), 'CVE-2026-22222'))
    await published(house, harbour!, draftOf(harbour!, headed({ tlp: 'RED' }), '2026-002'), { recipients: ['quay'] })
    await published(house, harbour!, draftOf(harbour!, headed({ tlp: 'AMBER' }), '2026-003'))
    await revised(house, harbour!, open1, headed({ title: 'Example Router: a stranger can switch it off and on' }))

    const files = new Map<string, string>()
    const refused = new Set<string>()
    const take = async (url: string): Promise<string> => {
      const path = url.slice(ORIGIN.length)
      const plain = await get(path)
      if ([401, 403].includes(plain.statusCode)) refused.add(url)
      const answer = plain.statusCode === 200 ? plain : await get(path, signedIn)
      assert.equal(answer.statusCode, 200, `${url} ${answer.body.slice(0, 200)}`)
      assert.equal(answer.headers['x-content-type-options'], 'nosniff')
      if (plain.statusCode === 200) assert.equal(answer.headers['access-control-allow-origin'], '*', url)
      else assert.equal(answer.headers['access-control-allow-origin'], undefined)
      files.set(url, answer.body)
      return answer.body
    }
    const metadata = parseProviderMetadata(await take(ORIGIN + advisoryFiles.metadata))
    await take(ORIGIN + advisoryFiles.securityTxt)
    assert.match(files.get(ORIGIN + advisoryFiles.securityTxt)!, /^Contact: https:\/\/hub\.example\/report\nContact: mailto:.+\nExpires: 2027-05-\d\dT00:00:00Z\nPolicy: .+\nCSAF: https:\/\/hub\.example\/\.well-known\/csaf\/provider-metadata\.json\n/)
    const keys: string[] = []
    for (const { url, fingerprint } of metadata.public_openpgp_keys ?? []) {
      keys.push(await take(url))
      assert.ok(url.includes(fingerprint!))
    }
    const verified = new Map<string, boolean>()
    for (const { directory_url: directory, rolie } of metadata.distributions ?? []) {
      for (const url of [...(rolie!.services ?? []), ...(rolie!.categories ?? [])]) await take(url)
      for (const name of ['', 'index.txt', 'changes.csv']) await take(directory + name)
      const { feed } = parseRolieFeed(await take(rolie!.feeds[0]!.url))
      assert.deepEqual(files.get(`${directory}index.txt`)!.split('\n').filter((line) => line !== '').length, feed.entry.length)
      for (const { content, link } of feed.entry) {
        const text = await take(content.src)
        for (const { href } of link) if (href !== content.src) await take(href)
        verified.set(digest('sha256', text), await verifyDetached(new TextEncoder().encode(text), files.get(`${content.src}.asc`)!, keys, house.now()))
      }
    }
    assert.equal(verified.size, 4)
    const results = checkRequirements({
      domain: 'hub.example', providerMetadataUrl: ORIGIN + advisoryFiles.metadata, files, digest, isProtected: (url) => refused.has(url),
      verify: (text) => verified.get(digest('sha256', text)) ?? false,
    })
    assert.deepEqual(results.filter(({ state }) => state === 'broken').flatMap(({ number, findings }) => findings.map((one) => [number, one.url, one.message])), [])
    assert.deepEqual(results.filter(({ state }) => state === 'not-run').map(({ number }) => number), [6, 10, 14], 'the network shows these; below')

    const own = await advisories.provider()
    assert.deepEqual(own.requirements.filter(({ state }) => state !== 'met').map(({ number, findings }) => [number, findings]), [[10, []]])
    assert.deepEqual(own.judged, judgeRole(own.requirements, 'csaf_trusted_provider'))
    assert.equal(own.judged.fulfilled, 'yes')
    assert.ok(!JSON.stringify(own).includes('harbour-2026-002') && own.folders.every(({ label, documents }) => (documents === null) === (label !== 'white')))

    // what changed moves the feed; who asks again with the tag gets nothing twice
    const feedPath = `${advisoryFiles.open('white')}csaf-feed-tlp-white.json`
    const first = await get(feedPath)
    assert.equal((await get(feedPath, { 'if-none-match': String(first.headers['etag']) })).statusCode, 304)
    await revised(house, harbour!, open1, headed({ title: 'Example Router: switched off' }))
    const second = parseRolieFeed((await get(feedPath)).body)
    assert.ok(Date.parse(second.feed.updated) > Date.parse(parseRolieFeed(first.body).feed.updated))
    assert.match((await get(`${advisoryFiles.open('white')}2026/`)).body, /^harbour-2026-001\.json\nharbour-2026-001\.json\.asc\n/)
    // a stranger who guesses, and a member whom it is not for, learn nothing
    for (const path of ['/csaf-protected/red/2026/harbour-2026-009.json', '/csaf-protected/red/index.txt']) assert.equal((await get(path)).statusCode, 401)
    const third = { authorization: `Bearer ${door.nameOf(THIRD)}` }
    assert.equal((await get('/csaf-protected/red/2026/harbour-2026-002.json', third)).statusCode, 404)
    assert.equal((await get('/csaf-protected/red/index.txt', third)).body, '')
    assert.equal((await get('/csaf-protected/amber/index.txt', third)).body, '2026/harbour-2026-003.json\n')
    // GREEN goes round the alliance, and no further
    assert.equal((await get('/csaf-protected/green/index.txt')).statusCode, 401)
    assert.match((await get('/csaf-protected/green/index.txt', third)).body, /^2026\/quay-.+\.json\n$/)
    for (const path of ['2026/harbour-2026-002.json', '2026/..%2f..%2fx.json', '2026/x.json.sha1', 'x', '2026/harbour-2026-001.json.md5']) assert.equal((await get(advisoryFiles.open('white') + path)).statusCode, 404, path)
    const aggregator = parseAggregator((await get(advisoryFiles.aggregator)).body)
    assert.equal(aggregator.aggregator.category, 'lister')
  })
})

const nobody: AskOwn = async () => ({ status: 404, headers: {}, text: '' })
/** A member whom nothing here names. */
const THIRD: Actor = { ...anonymous, person: 'person_00000000000000000009', organisation: 'org_00000000000000000009', may: new Set(['threats.read']), via: { kind: 'token', id: 'token_00000000000000000009' }, name: 'a third' }
