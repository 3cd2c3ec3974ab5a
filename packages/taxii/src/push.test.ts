import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { TaxiiClientError } from './client-errors.ts'
import { createTaxiiClient, type TaxiiClient } from './client.ts'
import { anObject, COLLECTION, play, send, type Playing } from './play.test.ts'
import type { PushProgress } from './push.ts'

const wait = (): Promise<void> => Promise.resolve()

async function started(t: TestContext): Promise<{ playing: Playing; client: TaxiiClient }> {
  const playing = await play()
  t.after(playing.close)
  return { playing, client: createTaxiiClient({ fetch, apiRootUrl: `${playing.origin}/api1/`, auth: { token: 'token-1' }, wait }) }
}

async function* stream() {
  yield anObject(0)
  yield new TextEncoder().encode(anObject(1))
  yield { type: 'indicator', id: 'indicator--2', x: 'é' }
}

const posts = (playing: Playing): string[] => playing.seen.filter(({ method }) => method === 'POST').map(({ body }) => body)
const objects = (count: number): string[] => Array.from({ length: count }, (_, n) => anObject(n))
const bad = anObject(99).replace('"indicator"', '"x-bad"')

test('objects are sent exactly as they are, so many at a time', async (t) => {
  const { playing, client } = await started(t)
  const seen: PushProgress[] = []
  const report = await client.push(COLLECTION, objects(5), { envelopeSize: 2, onProgress: (progress) => seen.push(progress) })
  assert.deepEqual(posts(playing), [[0, 2], [2, 4], [4, 5]].map(([from, to]) => `{"objects":[${objects(5).slice(from, to).join(',')}]}`))
  assert.deepEqual(report, { total: 5, sent: 5, succeeded: 5, failed: 0, pending: 0, failures: [], unfinished: [] })
  assert.deepEqual(seen.map(({ sent }) => sent), [2, 4, 5])
})

test('values, text and bytes may be mixed, also in a stream', async (t) => {
  const { playing, client } = await started(t)
  assert.equal((await client.push(COLLECTION, stream())).succeeded, 3)
  assert.deepEqual(posts(playing), [`{"objects":[${anObject(0)},${anObject(1)},{"type":"indicator","id":"indicator--2","x":"é"}]}`])
})

test('no envelope is larger than the server takes', async (t) => {
  const { playing, client } = await started(t)
  const size = anObject(0).length
  for (const most of [2 * size + 15, 2 * size + 14, 3 * size + 16]) {
    playing.seen.length = 0
    playing.maxContentLength = most
    const fresh = createTaxiiClient({ fetch, apiRootUrl: `${playing.origin}/api1/`, auth: { token: 'token-1' }, wait })
    assert.equal((await fresh.push(COLLECTION, objects(9))).succeeded, 9)
    assert.ok(posts(playing).every((body) => body.length <= most))
    assert.equal(posts(playing).length, most === 2 * size + 14 ? 9 : most === 2 * size + 15 ? 5 : 3)
  }
  const large = await client.push(COLLECTION, [anObject(1, `,"description":"${'x'.repeat(500)}"`), anObject(2)])
  assert.deepEqual([large.succeeded, large.failed], [1, 1])
  assert.match(large.failures[0]?.message ?? '', /octets, and the server takes .* at most; it was not sent/)
})

test('each refused object is named, and the others are stored', async (t) => {
  const { playing, client } = await started(t)
  const report = await client.push(COLLECTION, [anObject(0), bad, anObject(1), '{"type":', '[]', '{"type":"bundle","id":"bundle--1"}', new Uint8Array([0xff])])
  assert.deepEqual([report.total, report.sent, report.succeeded, report.failed], [7, 3, 2, 5])
  assert.deepEqual(report.failures.map(({ id }) => id).toSorted(), ['bundle--1', 'indicator--00000000-0000-4000-8000-000000000099', 'object 4', 'object 5', 'object 7'])
  assert.ok(report.failures.every(({ message }) => message !== undefined && message !== ''))
  assert.equal(posts(playing).length, 1)
})

test('an envelope that is refused whole is halved until the reason stands alone', async (t) => {
  const { playing, client } = await started(t)
  playing.before = ({ method, body }, response) => method === 'POST' && body.includes('x-bad') && send(response, 422, '{"title":"malformed"}')
  const report = await client.push(COLLECTION, [...objects(20), bad, ...objects(20)])
  assert.deepEqual([report.sent, report.succeeded, report.failed], [41, 40, 1])
  assert.match(report.failures[0]?.message ?? '', /422.*It says: malformed/)
  assert.ok(posts(playing).length < 15)
})

test('a pending status is asked for until it is complete, or for as long as said', async (t) => {
  const { playing, client } = await started(t)
  playing.pendingPolls = 3
  const patient = await client.push(COLLECTION, [anObject(0)])
  assert.deepEqual([patient.succeeded, patient.pending, patient.unfinished.length], [1, 0, 0])
  assert.equal(playing.seen.filter(({ path }) => path.includes('/status/')).length, 4)
  playing.pendingPolls = 1000
  const hasty = await client.push(COLLECTION, [anObject(0)], { statusWaitMs: 5000 })
  assert.deepEqual([hasty.succeeded, hasty.pending, hasty.unfinished.length], [0, 1, 1])
})

test('an answer that is lost is made good by sending again', async (t) => {
  const { playing, client } = await started(t)
  let lost = 0
  playing.before = ({ method }, response) => method === 'POST' && lost++ === 0 && Boolean(response.destroy())
  assert.equal((await client.push(COLLECTION, objects(3))).succeeded, 3)
  assert.equal(posts(playing).length, 2)
})

test('a server that cannot be used at all ends the push', async (t) => {
  const { playing, client } = await started(t)
  playing.before = ({ method }, response) => method === 'POST' && send(response, 403, '{}')
  await assert.rejects(client.push(COLLECTION, objects(3)), (error) => error instanceof TaxiiClientError && error.code === 'forbidden')
  assert.equal(posts(playing).length, 1)
})
