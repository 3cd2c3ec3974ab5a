import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test, type TestContext } from 'node:test'
import { TaxiiClientError } from './client-errors.ts'
import { createTaxiiClient, type TaxiiClient, type TaxiiClientSettings } from './client.ts'
import type { Query } from './pages.ts'
import { anObject, COLLECTION, play, send, START, type Before, type Playing, type Seen } from './play.test.ts'
import { parseTimestamp, printTimestamp } from './timestamps.ts'

const waits: number[] = []
const wait = async (ms: number): Promise<void> => void waits.push(ms)

function clientOf({ origin }: Playing, settings: Partial<TaxiiClientSettings> = {}): TaxiiClient {
  return createTaxiiClient({ fetch, apiRootUrl: `${origin}/api1/`, auth: { token: 'token-1' }, wait, timeoutMs: 2000, ...settings } as TaxiiClientSettings)
}

async function texts(client: TaxiiClient, query: Query = {}): Promise<string[]> {
  const all: string[] = []
  for await (const { objects } of client.pages(COLLECTION, query)) all.push(...objects.map(({ text }) => text))
  return all
}

async function outcome(move: () => unknown): Promise<string> {
  try {
    await move()
    return 'ok'
  } catch (error) {
    if (error instanceof TaxiiClientError) return error.code
    throw error
  }
}

const numbers = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => anObject(from + n))
const isPage = (seen: Seen): boolean => seen.path.endsWith('/objects/') && seen.method === 'GET'

/** An answer with objects, as a server of the test's own making would give it. */
function sendPage(response: ServerResponse, objects: string[], onward: object, last?: number): true {
  const text = JSON.stringify({ ...onward, objects: [] }).replace('[]', `[${objects.join(', ')}]`)
  return send(response, 200, text, last === undefined ? {} : { 'X-TAXII-Date-Added-Last': printTimestamp(last) })
}

async function started(t: TestContext, options: Parameters<typeof play>[0], before?: Before): Promise<Playing> {
  const playing = await play(options)
  t.after(playing.close)
  if (before !== undefined) playing.before = before
  return playing
}

test('from discovery to the last object, byte for byte', async (t) => {
  const playing = await started(t, { objects: 23 })
  const client = createTaxiiClient({ fetch, discoveryUrl: playing.origin, auth: { user: 'ann', password: 'sécret' }, userAgent: 'a-test/1', wait })
  assert.equal((await client.discovery()).title, 'Play')
  assert.equal(await client.apiRootUrl(), `${playing.origin}/api1/`)
  assert.equal((await client.apiRoot()).max_content_length, 100_000)
  assert.equal((await client.collections())[0]?.id, COLLECTION)
  assert.equal((await client.collection(COLLECTION)).can_write, true)
  assert.deepEqual(await texts(client, { limit: 4 }), numbers(0, 23))
  assert.ok(playing.seen.every((seen) => seen.userAgent === 'a-test/1' && seen.path.endsWith('/')))
  assert.equal(playing.seen.filter(({ path }) => path === '/taxii2/').length, 2) // once asked for, once to find the root

  const id = 'indicator--00000000-0000-4000-8000-000000000007'
  assert.deepEqual((await client.object(COLLECTION, id)).map(({ text }) => text), numbers(7, 8))
  assert.deepEqual(await client.versions(COLLECTION, id), ['2024-01-01T00:00:00.000Z'])
  const records: string[] = []
  for await (const page of client.manifest(COLLECTION, { limit: 5 })) records.push(...page.objects.map((one) => one.date_added))
  assert.deepEqual(records, Array.from({ length: 23 }, (_, n) => printTimestamp(START + n)))
  await client.delete(COLLECTION, id)
  assert.equal(await outcome(() => client.delete(COLLECTION, id)), 'not-found')
  assert.equal(await outcome(() => client.object(COLLECTION, id)), 'not-found')
})

test('filters travel, and a walk goes on from a checkpoint', async (t) => {
  const playing = await started(t, { objects: 10 })
  const client = clientOf(playing)
  const ids = ['indicator--00000000-0000-4000-8000-000000000002', 'indicator--00000000-0000-4000-8000-000000000003']
  assert.deepEqual(await texts(client, { ids, types: ['indicator', 'malware'], versions: ['first', 'last'], specVersions: ['2.1'], limit: 1 }), numbers(2, 4))
  assert.deepEqual(await texts(client, { types: ['malware'] }), [])
  const first = await client.pages(COLLECTION, { limit: 4 }).next()
  assert.ok(first.done !== true && first.value.dateAddedLast !== undefined && first.value.next !== undefined)
  assert.deepEqual(await texts(client, { addedAfter: first.value.dateAddedLast }), numbers(4, 10))
  assert.deepEqual(await texts(client, { limit: 4, next: first.value.next }), numbers(4, 10))
  assert.deepEqual(await texts(client, { addedAfter: START + 8 }), numbers(9, 10))
})

test('nothing is lost and nothing comes twice, whatever the server does', async (t) => {
  const used = new Set<string>()
  let scroll = 0
  let iterator = 0
  const table: [name: string, options: Parameters<typeof play>[0], before: Before, limit?: number][] = [
    ['more without next', { cap: 4 }, withoutNext],
    ['more without next, one object a page', {}, withoutNext, 1],
    ['more without next, many with one date_added', { tied: 9, cap: 12 }, withoutNext, 4],
    ['cursors that move on with each asking, and answers that are lost', {}, (seen, response, count) => {
      if (!isPage(seen)) return false
      const after = seen.query.get('added_after')
      const from = seen.query.has('next') ? iterator : after === null ? 0 : parseTimestamp(after) - START + 1
      iterator = Math.min(from + 4, 23)
      if (count === 3) return send(response, 502, '<p>', { 'Content-Type': 'text/html' })
      if (count === 5) return Boolean(response.destroy())
      return sendPage(response, numbers(from, iterator), iterator < 23 ? { more: true, next: `n${count}` } : {}, START + iterator - 1)
    }],
    ['cursors that are forgotten once used, and answers that are lost', { cap: 4 }, (seen, response, count) => {
      const next = isPage(seen) ? (seen.query.get('next') ?? '') : ''
      if (next !== '' && used.has(next)) return send(response, 404, '{"title":"this cursor is used up"}')
      used.add(next)
      return next !== '' && count % 3 === 0 && Boolean(response.destroy())
    }],
    ['502 now and then', { cap: 4 }, (_, response, count) => count % 2 === 1 && send(response, 502, '<p>', { 'Content-Type': 'text/html' })],
    ['cursors that expire', { cap: 10 }, (seen, response) => isPage(seen) && seen.query.has('next') && send(response, 400, '{"title":"too late"}')],
    ['one cursor that moves on by itself', {}, (seen, response) => {
      if (!isPage(seen)) return false
      const from = scroll
      scroll += 5
      return sendPage(response, numbers(from, Math.min(scroll, 23)), scroll < 23 ? { more: true, next: 'scroll' } : {})
    }],
    ['pages that overlap', {}, (seen, response) => {
      const from = Number(seen.query.get('next') ?? 0)
      return isPage(seen) && sendPage(response, numbers(from, Math.min(from + 6, 23)), from + 6 < 23 ? { more: true, next: String(from + 3) } : {})
    }],
    ['503 now and then', { cap: 4 }, (_, response, count) => count % 2 === 1 && send(response, 503, '', { 'Retry-After': '1' })],
    ['429 with a date', { cap: 4 }, (_, response, count) =>
      count % 2 === 1 && send(response, 429, '{}', { Date: 'Sun, 06 Nov 1994 08:49:37 GMT', 'Retry-After': 'Sun, 06 Nov 1994 08:49:44 GMT' })],
    ['connections that break', { cap: 30 }, (_, response, count) => count < 3 && Boolean(response.destroy())],
    ['a redirect on the same origin', { cap: 4 }, (seen, response) =>
      seen.path.startsWith('/api1/') && !seen.query.has('moved') && isPage(seen) && redirect(response, `?${seen.query}&moved=1`)],
    ['a media type without version', {}, (seen, response) => isPage(seen) && send(response, 200, `{"objects":[${numbers(0, 23).join(',')}]}`, { 'Content-Type': 'application/taxii+json; charset=utf-8' })],
  ]
  for (const [name, options, before, limit] of table) {
    await t.test(name, async (t) => {
      const playing = await started(t, { objects: 23, ...options }, before)
      assert.deepEqual(await texts(clientOf(playing), limit === undefined ? {} : { limit }), numbers(0, 23))
      assert.ok(playing.seen.length < 100)
    })
  }
  assert.ok(waits.includes(1000) && waits.includes(7000))
})

// As a server that knows paging by added_after only
const withoutNext: Before = (seen, response) => {
  const write = response.end.bind(response)
  response.end = ((body?: unknown) => write(isPage(seen) ? String(Buffer.from(body as Uint8Array)).replace(/"next":"[^"]*",/, '') : body)) as typeof response.end
  return false
}

const redirect = (response: ServerResponse, to: string): true => Boolean(response.writeHead(308, { Location: to }).end()) as true

test('a server that cannot be used is named, with what to do', async (t) => {
  const elsewhere = await started(t, { objects: 1 })
  let fresh = 0
  const html = { 'Content-Type': 'text/html' }
  const table: [name: string, before: Before, code: string, settings?: Partial<TaxiiClientSettings>][] = [
    ['more, and no way on', (_, response) => sendPage(response, numbers(0, 2), { more: true }), 'cannot-continue'],
    ['the same page without end', (_, response) => sendPage(response, numbers(0, 2), { more: true }, START), 'no-progress'],
    ['the same cursor without end', (_, response) => sendPage(response, numbers(0, 2), { more: true, next: 'n' }), 'no-progress'],
    ['new cursors without end', (_, response) => sendPage(response, [], { more: true, next: String(fresh++) }), 'no-progress'],
    ['no account', () => false, 'unauthenticated', { auth: { token: 'wrong' } }],
    ['403', (_, response) => send(response, 403, '{}'), 'forbidden'],
    ['404', (_, response) => send(response, 404, 'not json'), 'not-found'],
    ['406', (_, response) => send(response, 406, '{}'), 'refused'],
    ['500', (_, response) => send(response, 500, '', html), 'unavailable'],
    ['503 for ever', (_, response) => send(response, 503, ''), 'unavailable'],
    ['503 for a day', (_, response) => send(response, 503, '', { 'Retry-After': '86400' }), 'unavailable'],
    ['a page for people', (_, response) => send(response, 200, '<p>', html), 'bad-content-type'],
    ['TAXII 2.0', (_, response) => send(response, 200, '{}', { 'Content-Type': 'application/taxii+json;version=2.0' }), 'bad-content-type'],
    ['not JSON', (_, response) => send(response, 200, '{"objects":['), 'bad-answer'],
    ['not an object', (_, response) => send(response, 200, '[]'), 'bad-answer'],
    ['objects that are no list', (_, response) => send(response, 200, '{"objects":1}'), 'bad-answer'],
    ['an object without id', (_, response) => send(response, 200, '{"objects":[{}]}'), 'bad-answer'],
    ['more that is no boolean', (_, response) => send(response, 200, '{"more":"yes"}'), 'bad-answer'],
    ['not UTF-8', (_, response) => send(response, 200, new Uint8Array([0x22, 0xff, 0x22])), 'bad-answer'],
    ['too much, announced', (_, response) => send(response, 200, ' '.repeat(20_000), { 'Content-Length': '20000' }), 'answer-too-large', { maxPageBytes: 10_000 }],
    ['too much, in chunks', (_, response) => send(response, 200, ' '.repeat(20_000), { 'Transfer-Encoding': 'chunked' }), 'answer-too-large', { maxPageBytes: 10_000 }],
    ['a redirect to another origin', (seen, response) => redirect(response, elsewhere.origin + seen.path), 'redirect-refused'],
    ['a redirect in a circle', (seen, response) => redirect(response, seen.path), 'redirect-refused'],
    ['silence', () => true, 'timeout', { timeoutMs: 50, attempts: 2 }],
    ['stopped by the caller', () => true, 'aborted', { signal: AbortSignal.timeout(50) }],
    ['nobody there', (_, response) => Boolean(response.destroy()), 'network', { attempts: 2 }],
  ]
  for (const [name, before, code, settings] of table) {
    await t.test(name, async (t) => {
      const playing = await started(t, { objects: 3 }, before)
      assert.equal(await outcome(() => texts(clientOf(playing, settings))), code)
      assert.ok(playing.seen.length <= 110, `${playing.seen.length} requests`)
    })
  }
  assert.deepEqual(elsewhere.seen, [])
})

test("the server's own words are passed on, on one line", async (t) => {
  const playing = await started(t, {}, (_, response) => send(response, 422, '{"title":"No","description":"because\\n\\u001b[31m of this"}'))
  await assert.rejects(clientOf(playing).collections(), /It says: No: because \[31m of this$/)
})

test('a wait that is too long is told, and no collections are an empty list', async (t) => {
  const busy = await started(t, {}, (_, response) => send(response, 429, '{}', { 'Retry-After': '3600' }))
  await assert.rejects(clientOf(busy).collections(), /try again later\. It asks to wait 3600 seconds/)
  assert.equal(busy.seen.length, 1)
  const empty = await started(t, {}, (_, response) => send(response, 200, '{}'))
  assert.deepEqual(await clientOf(empty).collections(), [])
})

test('names that cannot stand in a path are refused before anything is sent', async (t) => {
  const playing = await started(t, {})
  for (const name of ['', '..', 'a/b']) {
    assert.equal(await outcome(() => clientOf(playing).collection(name)), 'bad-address')
    assert.equal(await outcome(() => clientOf(playing).pages(name).next()), 'bad-address')
    assert.equal(await outcome(() => clientOf(playing).delete(COLLECTION, name)), 'bad-address')
  }
  assert.deepEqual(playing.seen, [])
})

test('addresses are looked at before anything is sent', async (t) => {
  const table: [name: string, settings: object, code: string][] = [
    ['no URL', { apiRootUrl: 'example.com' }, 'bad-address'],
    ['another scheme', { apiRootUrl: 'ftp://example.com/' }, 'bad-address'],
    ['a password in it', { apiRootUrl: 'https://ann:secret@example.com/' }, 'bad-address'],
    ['a query', { apiRootUrl: 'https://example.com/?a=b' }, 'bad-address'],
    ['plain http elsewhere', { apiRootUrl: 'http://example.com/api/' }, 'insecure-address'],
    ['plain http, looking local', { apiRootUrl: 'http://127.0.0.1.example.com/' }, 'insecure-address'],
    ['plain http, when allowed', { apiRootUrl: 'http://example.com/api/', allowInsecure: true }, 'ok'],
    ['plain http here', { apiRootUrl: 'http://[::1]:8080/api' }, 'ok'],
    ['two origins', { apiRootUrl: 'https://a.example/api/', discoveryUrl: 'https://b.example/taxii2/' }, 'other-origin'],
    ['a colon in the user', { apiRootUrl: 'https://a.example/', auth: { user: 'a:b', password: 'c' } }, 'bad-credentials'],
    ['a line end in the token', { apiRootUrl: 'https://a.example/', auth: { token: 'a\r\nX: y' } }, 'bad-credentials'],
  ]
  for (const [name, settings, code] of table) {
    await t.test(name, async () => assert.equal(await outcome(() => createTaxiiClient({ fetch, ...settings } as TaxiiClientSettings)), code))
  }
})

test('the API root is chosen only where credentials may go', async (t) => {
  const table: [name: string, discovery: object, code: string][] = [
    ['the default', { default: '/api1/', api_roots: ['/api1/', '/b/'] }, 'ok'],
    ['the only one', { api_roots: ['/api1/'] }, 'ok'],
    ['without a slash', { api_roots: ['/api1'] }, 'ok'],
    ['none', {}, 'no-api-root'],
    ['several', { api_roots: ['/api1/', '/b/'] }, 'no-api-root'],
    ['elsewhere', { default: 'https://elsewhere.example/' }, 'other-origin'],
    ['elsewhere, in disguise', { default: '//elsewhere.example/' }, 'other-origin'],
    ['a list that is none', { api_roots: '/api1/' }, 'bad-answer'],
  ]
  for (const [name, discovery, code] of table) {
    await t.test(name, async (t) => {
      const playing = await started(t, {}, (seen, response) => seen.path === '/taxii2/' && send(response, 200, JSON.stringify({ title: 'T', ...discovery })))
      const client = clientOf(playing, { apiRootUrl: undefined, discoveryUrl: `${playing.origin}/taxii2/` } as Partial<TaxiiClientSettings>)
      assert.equal(await outcome(() => client.collections()), code)
    })
  }
})
