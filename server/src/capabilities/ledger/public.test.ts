/** The log's own addresses through a real door: for every site, kept as long as they may be, and never an error of ours. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { createTileReader, leafHash, openCheckpoint, parsePolicy, verifierOf, verifyProof } from '@openaccord/tlog'
import { anonymous } from '../../kernel/index.ts'
import { openDatabase, type Database } from '../../platform/database.ts'
import { createDoor, type Door } from '../../platform/http.ts'
import { createLog } from '../../platform/log.ts'
import { openPlace, openTestLedger, organisation, ORIGIN, SECRETARY, type PlaceOfLog, type TestLedger } from './testing/ledger.ts'

const ORG = organisation()

describe('the log’s own addresses', () => {
  let place: PlaceOfLog, database: Database, ledger: TestLedger, door: Door
  before(async () => {
    place = await openPlace()
    database = await openDatabase(`sqlite:${join(place.folder, 'hub.sqlite')}`)
    ledger = await openTestLedger(database, place)
    await database.transact((tx) => ledger.journal.write(tx, { room: 'members', kind: 'organisation.admitted', at: 1, body: { organisation: ORG, name: 'Tea & <b>Sons</b>' } }))
    await ledger.state(299)
    await ledger.settled()
    door = createDoor({
      publicUrl: 'http://127.0.0.1', loopback: true, clock: () => Date.now() * 1000, random: (bytes) => new Uint8Array(randomBytes(bytes)), rates: 'off',
      log: createLog({ clock: () => 0, destination: { write: () => {} } }), authenticate: async () => anonymous,
    })
    ledger.mount(door)
    await door.ready()
  })
  after(async () => {
    await door.close()
    await ledger.close()
    await database.close()
    await place.remove()
  })
  const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') => door.inject({ method, url, headers: { host: '127.0.0.1', ...headers } })

  test('a stranger reads the whole log and checks it', async () => {
    const { vkey } = await ledger.status()
    const shown = await get('/log/checkpoint')
    assert.equal(shown.headers['content-type'], 'text/plain; charset=utf-8')
    assert.match(String(shown.headers['cache-control']), /^public, max-age=\d$/)
    const checkpoint = await openCheckpoint(shown.rawPayload, { verifiers: [verifierOf(vkey!)], origin: ORIGIN })
    const reader = await createTileReader({ checkpoint, fetchTile: async (path) => {
      const { statusCode, rawPayload } = await get(`/log/${path}`)
      return statusCode === 200 ? rawPayload : undefined
    } })
    const entries = [...(await reader.entries(0)), ...(await reader.entries(1))]
    assert.equal(entries.length, 300)
    const policy = parsePolicy((await get('/log/policy')).rawPayload)
    for (const index of [0, 255, 256, 299]) {
      const proof = (await get(`/log/proof/${index}`)).payload
      assert.equal((await verifyProof(proof, leafHash(entries[index]!), policy)).index, index)
    }
  })

  test('tiles are for ever, bundles are packed, everything is open to every site', async () => {
    const tile = await get('/log/tile/0/000')
    assert.equal(tile.rawPayload.length, 8192)
    assert.equal(tile.headers['cache-control'], 'public, max-age=31536000, immutable')
    const packed = await get('/log/tile/entries/000', { 'accept-encoding': 'gzip' })
    assert.equal(packed.headers['content-encoding'], 'gzip')
    assert.deepEqual(gunzipSync(packed.rawPayload), (await get('/log/tile/entries/000')).rawPayload)
    for (const path of ['checkpoint', 'tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1', 'tile/entries/001.p/44', 'proof/0', 'evidence/0', 'policy', 'feed.atom', 'conflicts']) {
      const { headers, statusCode } = await get(`/log/${path}`)
      assert.deepEqual([statusCode, headers['access-control-allow-origin']], [200, '*'], path)
      const known = await get(`/log/${path}`, { 'if-none-match': String(headers['etag']) })
      assert.deepEqual([known.statusCode, known.payload], [304, ''], path)
      const bare = await get(`/log/${path}`, {}, 'HEAD')
      assert.deepEqual([bare.statusCode, bare.payload, bare.headers['etag']], [200, '', headers['etag']], path)
      assert.equal(headers['set-cookie'], undefined)
    }
  })

  test('what is not there is 404, whatever is written', async () => {
    const odd = [
      'tile/0/001', 'tile/0/001.p/0', 'tile/0/001.p/45', 'tile/0/001.p/256', 'tile/0/1', 'tile/00/000', 'tile/64/000', 'tile/0/x000/000', 'tile/0', 'tile/',
      `tile/0/${'x999/'.repeat(60)}999`, 'tile/entries/000.part', `payload/${'0'.repeat(64)}`, 'proof/300', 'proof/999999999999999', 'evidence/300', 'proof/fact_00000000000000000000',
    ]
    for (const path of odd) assert.equal((await get(`/log/${path}`)).statusCode, 404, path)
    for (const path of ['payload/XYZ', 'proof/-1', 'proof/01', 'proof/1.5', 'evidence/%F0%9F', 'proof/0?as=never', 'feed.atom?about=', 'proof/1e9', 'tile/0/000%00']) {
      const { statusCode } = await get(`/log/${path}`)
      assert.ok(statusCode === 400 || statusCode === 404, `${path}: ${statusCode}`)
    }
  })

  test('payloads, until they are taken away', async () => {
    const { entry } = await ledger.entry('5')
    const address = `/log/payload/${entry.payload.sha256}`
    assert.equal((await get(address)).statusCode, 200)
    await ledger.removePayload(SECRETARY, '5', 'asked for by a person')
    const gone = await get(address)
    assert.equal(gone.statusCode, 410)
    assert.match(gone.json().detail, /asked for by a person/)
  })

  test('the feed names entries, and words from outside stay words', async () => {
    const feed = await get(`/log/feed.atom?about=${ORG}`)
    assert.match(String(feed.headers['content-type']), /^application\/atom\+xml/)
    assert.equal(feed.payload.split('<entry>').length, 2)
    assert.ok(feed.payload.includes(`<category term="${ORG}"/>`))
    const odd = await get(`/log/feed.atom?about=${encodeURIComponent('<script>"&\u0001')}`)
    assert.equal(odd.statusCode, 200)
    assert.ok(!odd.payload.includes('<script>'))
  })
})
