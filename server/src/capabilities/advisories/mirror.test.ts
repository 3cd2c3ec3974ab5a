/** The hub as an aggregator: a member's own provider is fetched, verified and mirrored; what does not hold is named and left out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advisoryFiles } from '@openaccord/api'
import { parseAggregator, parseProviderMetadata, parseRolieFeed } from '@openaccord/csaf'
import { describeOnEveryEngine } from '../../platform/testing/engines.ts'
import { createOutbound } from '../../platform/outbound.ts'
import { openRoomDoor } from '../../platform/testing/room-door.ts'
import { mountAdvisoryFiles } from './index.ts'
import { openAdvisoryHouse, openDesks } from './testing/house.ts'
import { openProviderSite } from './testing/provider-site.ts'

describeOnEveryEngine('the aggregator', (open) => {
  test('mirrors what is verified, byte for byte, and says why the rest is not', async () => {
    const site = await openProviderSite(['EX-2026-1', 'EX-2026-2', 'EX-2026-3', 'EX-2026-4', 'EX-2026-5', 'EX-2026-6', 'EX-2026-7'])
    try {
      const { fetch } = createOutbound({ allow: [site.host] })
      const house = await openAdvisoryHouse(await open(), { fetch })
      const { advisories } = house
      const { desks: [harbour] } = await openDesks(house, 'harbour')
      const door = await openRoomDoor({ clock: house.now, endpoints: [], mount: (one) => mountAdvisoryFiles(one, advisories) })
      const [good, wrongHash, wrongSignature, invalid, moved, otherLabel, impostor] = site.paths as [string, string, string, string, string, string, string]
      site.put(`${wrongHash}.sha512`, `${'0'.repeat(128)}  x\n`)
      site.put(`${wrongSignature}.asc`, new TextDecoder().decode(site.files.get(`${good}.asc`)))
      const change = async (path: string, from: RegExp, to: string): Promise<void> => void (await site.place(site.documents[site.paths.indexOf(path)]!, new TextDecoder().decode(site.files.get(path)).replace(from, to)))
      await change(invalid, /"version": "1"/, '"version": "2"')
      site.put(moved, '→')
      await change(otherLabel, /"WHITE"/, '"GREEN"')
      await change(impostor, /psirt\.networks\.example/, 'psirt.somebody.example')

      await advisories.setProvider(harbour!.first, { url: site.url, wanted: 'mirror' })
      assert.equal(await advisories.mirror(), 1)
      const [provider] = await advisories.providers()
      assert.deepEqual([provider!.state, provider!.documents], ['fetched', 1], provider!.words ?? '')
      assert.deepEqual(provider!.refused.map(({ url, why }) => [new URL(url).pathname, why]).sort(), [
        [wrongHash, 'its sha512 is not the one beside it'],
        [wrongSignature, 'its signature is none by a key that the provider lists'],
        [invalid, provider!.refused.find(({ url }) => url.endsWith(invalid))!.why],
        [moved, 'that address redirects too often'],
        [otherLabel, 'it is labelled GREEN and listed as WHITE'],
        [impostor, 'its publisher is another one than the provider'],
      ].sort())
      assert.match(provider!.refused.find(({ url }) => url.endsWith(invalid))!.why, /^it is no valid CSAF document: .+6\.1\.16/)

      const get = async (path: string) => (await door.file(path))
      const list = parseAggregator((await get(advisoryFiles.aggregator)).body)
      assert.deepEqual([list.aggregator.category, list.csaf_providers.map(({ metadata, mirrors }) => [metadata.publisher.name, mirrors?.length ?? 0])], ['lister', [['Harbour Alliance', 0], ['Example Networks', 0]]])
      const local = parseProviderMetadata((await get(new URL(provider!.mirror!).pathname)).body)
      assert.equal(local.canonical_url, site.url)
      const { feed } = parseRolieFeed((await get(new URL(local.distributions![0]!.rolie!.feeds[0]!.url).pathname)).body)
      const [entry] = feed.entry
      const copy = await get(new URL(entry!.content.src).pathname)
      assert.deepEqual(copy.rawPayload, Buffer.from(site.files.get(good)!))
      assert.equal((await get(`${new URL(entry!.content.src).pathname}.asc`)).body, new TextDecoder().decode(site.files.get(`${good}.asc`)))

      // once more: what is known by its hash is not fetched again; what was mended comes along
      await site.place(site.documents[1]!)
      site.asked.length = 0
      await advisories.mirror()
      assert.ok(!site.asked.includes(good) && site.asked.includes(wrongHash))
      assert.equal((await advisories.providers())[0]!.documents, 2)

      // whoever cannot be read any more stays as it was, and it is said
      site.describe({ public_openpgp_keys: [{ fingerprint: 'A'.repeat(40), url: site.url.replace('provider-metadata.json', 'key.asc') }] })
      await advisories.mirror()
      assert.match((await advisories.providers())[0]!.words ?? '', /fingerprint/)
      site.put('/csaf/provider-metadata.json', '{')
      await advisories.mirror()
      assert.deepEqual((await advisories.providers()).map(({ state, documents }) => [state, documents]), [['failed', 2]])
      assert.equal(await advisories.setProvider(harbour!.first, { url: null, wanted: 'list' }), undefined)
      assert.equal((await get(new URL(entry!.content.src).pathname)).statusCode, 404)
    } finally {
      await site.close()
    }
  })

  test('is an aggregator from two mirrors on, and keeps what was verified until something better is', async () => {
    const [site, other] = [await openProviderSite(['EX-2026-1', 'EX-2026-2']), await openProviderSite(['EX-2026-9'])]
    try {
      const { fetch } = createOutbound({ allow: [site.host, other.host] })
      const house = await openAdvisoryHouse(await open(), { fetch })
      const { advisories } = house
      const { desks: [harbour, quay] } = await openDesks(house, 'harbour', 'quay')
      const door = await openRoomDoor({ clock: house.now, endpoints: [], mount: (one) => mountAdvisoryFiles(one, advisories) })
      const lines = async (path: string) => (await door.file(path)).body.trim().split('\n')
      const look = async () => {
        await advisories.mirror()
        const { state, documents, refused, words } = (await advisories.providers()).find(({ organisationOf }) => organisationOf.slug === 'harbour')!
        return [state, documents, refused.map(({ why }) => why), words] as const
      }
      const list = async () => {
        const { aggregator, csaf_providers: all } = parseAggregator((await door.file(advisoryFiles.aggregator)).body)
        return [aggregator.category, all.map(({ metadata, mirrors }) => [metadata.url, mirrors?.length ?? 0])]
      }
      const own = [`https://hub.example${advisoryFiles.metadata}`, 0]

      // a vendor speaks for itself, a coordinator for those whose answers it brings together
      const publisher = { name: 'Harbour CERT', namespace: 'https://cert.harbour.example' }
      await advisories.setProvider(harbour!.first, { url: site.url, wanted: 'mirror' })
      site.describe({ publisher: { ...publisher, category: 'vendor' } })
      assert.deepEqual(await look(), ['fetched', 0, site.paths.map(() => 'its publisher is another one than the provider'), null])
      site.describe({ publisher: { ...publisher, category: 'coordinator' } })
      assert.deepEqual(await look(), ['fetched', 2, [], null])
      const white = `/.well-known/csaf-aggregator/harbour/white/`
      assert.deepEqual(await lines(white), ['index.txt', 'changes.csv', 'csaf-feed-tlp-white.json', '2026/'])
      assert.deepEqual(await lines(`${white}2026/`), ['ex-2026-1.json', 'ex-2026-2.json'].flatMap((name) => [name, `${name}.asc`, `${name}.sha256`, `${name}.sha512`]))

      assert.deepEqual(await list(), ['lister', [own, [site.url, 0]]])
      site.describe({ list_on_CSAF_aggregators: false })
      await look()
      assert.deepEqual(await list(), ['lister', [own]])
      await advisories.setProvider(quay!.first, { url: other.url, wanted: 'mirror' })
      await look()
      const [category, all] = await list()
      assert.deepEqual([category, (all as unknown[]).toSorted()], ['aggregator', [own, [site.url, 1], [other.url, 1]].toSorted()])
      site.describe()

      // a document that does not fit, and a feed that is not there: what is here stays
      const [first] = site.paths
      const good = site.files.get(first!)!
      site.put(`${first}.sha512`, `${'0'.repeat(128)}  x\n`)
      assert.deepEqual(await look(), ['fetched', 2, ['its sha512 is not the one beside it'], null])
      assert.deepEqual((await door.file(white + first!.slice('/csaf/white/'.length))).rawPayload, Buffer.from(good))
      const feed = site.files.get('/csaf/white/feed.json')!
      site.files.delete('/csaf/white/feed.json')
      assert.deepEqual(await look(), ['fetched', 2, ['/csaf/white/feed.json is answered with 404'], null])
      site.put('/csaf/white/feed.json', feed)

      // nothing stays by a key that is not listed any more, nor of who does not want to be mirrored
      site.describe({ mirror_on_CSAF_aggregators: false })
      assert.deepEqual((await look()).slice(0, 2), ['failed', 0])
      assert.match((await look())[3] ?? '', /does not want to be mirrored/)
      assert.equal((await door.file(white)).statusCode, 404)
      site.describe()
      await site.place(site.documents[0]!)
      assert.deepEqual(await look(), ['fetched', 2, [], null])
      const { public_openpgp_keys: [key] = [] } = parseProviderMetadata(new TextDecoder().decode(other.files.get('/csaf/provider-metadata.json')))
      site.put('/csaf/key.asc', other.files.get('/csaf/key.asc')!)
      site.describe({ public_openpgp_keys: [{ ...key!, url: site.url.replace('provider-metadata.json', 'key.asc') }] })
      assert.deepEqual(await look(), ['fetched', 0, site.paths.map(() => 'its signature is none by a key that the provider lists'), null])
    } finally {
      await Promise.all([site.close(), other.close()])
    }
  })

  test('of two looks at once, the one that began later is kept', async () => {
    const site = await openProviderSite(['EX-2026-1', 'EX-2026-2'])
    try {
      const { fetch } = createOutbound({ allow: [site.host] })
      const [held, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const wrong = `${site.paths[0]}.sha512`
      let waits = true
      const slow: typeof fetch = async (url, wish) => {
        const answer = await fetch(url, wish)
        if (waits && String(url).endsWith(wrong)) {
          waits = false
          held.resolve()
          await go.promise
        }
        return answer
      }
      const house = await openAdvisoryHouse(await open(), { fetch: slow })
      const { advisories } = house
      const { desks: [harbour] } = await openDesks(house, 'harbour')
      await advisories.setProvider(harbour!.first, { url: site.url, wanted: 'mirror' })
      site.put(wrong, `${'0'.repeat(128)}  x\n`)
      const early = advisories.mirror()
      await held.promise
      house.pass(1)
      await site.place(site.documents[0]!)
      await advisories.mirror()
      const shown = async () => (await advisories.providers()).map(({ state, documents, refused }) => [state, documents, refused.length])
      assert.deepEqual(await shown(), [['fetched', 2, 0]])
      go.resolve()
      await early
      assert.deepEqual(await shown(), [['fetched', 2, 0]])
    } finally {
      await site.close()
    }
  })

  test('is led nowhere inside: addresses of this machine and of clouds are not fetched', async () => {
    const house = await openAdvisoryHouse(await open(), { fetch: createOutbound().fetch })
    const { desks: [harbour] } = await openDesks(house, 'harbour')
    for (const url of ['http://127.0.0.1:9/provider-metadata.json', 'https://169.254.169.254/provider-metadata.json', 'https://localhost/provider-metadata.json']) {
      await house.advisories.setProvider(harbour!.first, { url, wanted: 'mirror' })
      await house.advisories.mirror()
      assert.equal((await house.advisories.providers())[0]!.state, 'failed', url)
    }
    for (const url of ['https://hub.example/x/provider-metadata.json', 'https://user:x@quay.example/provider-metadata.json', 'nonsense']) {
      await assert.rejects(house.advisories.setProvider(harbour!.first, { url, wanted: 'mirror' }), { code: 'advisories.provider' }, url)
    }
  })
})
