import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { request as httpRequest } from 'node:http'
import { test } from 'node:test'
import { addHealthRoutes, createHealth } from '../health.ts'
import { RATES } from '../limits.ts'
import { addMetricsRoute, createMetrics } from '../metrics.ts'
import { until } from '../testing/until.ts'
import { createCookieJar } from './cookies.ts'
import { createCsrf } from './csrf.ts'
import { analyst, openDoor } from './test-door.ts'

type Sent = { status: number; headers: Record<string, unknown>; body: string }
/** A request with exactly these headers: `fetch` would not let us say Host or Origin. */
function send(port: number, path: string, { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {}): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, path, method, headers: { host: '127.0.0.1', ...headers }, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }))
    })
    asked.on('error', reject).end(body)
  })
}

/** Writes bytes to a socket and gives back all that comes until it closes. */
function talk(port: number, ...pieces: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.on('data', (chunk) => (heard += chunk)).on('close', () => resolve(heard)).on('error', reject)
    for (const piece of pieces) socket.write(piece)
  })
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const SESSION = { cookie: 'accord_session=good' }

test('a form from another site does nothing', async (t) => {
  await using house = await openDoor()
  const origin = 'http://127.0.0.1'
  const table: [name: string, headers: Record<string, string>, status: number][] = [
    ['from our own page', { 'sec-fetch-site': 'same-origin' }, 200],
    ['typed by the person', { 'sec-fetch-site': 'none' }, 200],
    ['from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }, 403],
    ['from another site that lies about its origin', { 'sec-fetch-site': 'cross-site', origin }, 403],
    ['an older browser, our origin', { origin }, 200],
    ['an older browser, another origin', { origin: 'http://evil.example' }, 403],
    ['an older browser, the origin of a frame without one', { origin: 'null' }, 403],
    ['another port of ours', { origin: 'http://127.0.0.1:9' }, 403],
    ['only a referer, ours', { referer: `${origin}/page` }, 200],
    ['only a referer, another', { referer: 'http://evil.example/http://127.0.0.1/' }, 403],
    ['a referer that is none', { referer: 'x' }, 403],
    ['nothing at all, and no token', {}, 403],
  ]
  for (const [name, headers, status] of table) {
    await t.test(name, async () => {
      const answer = await send(house.port, '/form', { method: 'POST', headers: { ...FORM, ...SESSION, ...headers }, body: 'title=a' })
      assert.equal(answer.status, status, answer.body)
      if (status === 403) assert.equal(JSON.parse(answer.body).code, 'door.cross-site')
    })
  }
  await t.test('a token bears no cookie, so no other site can lend it', async () => {
    assert.equal((await send(house.port, '/form', { method: 'POST', headers: { ...FORM, authorization: 'Bearer good' }, body: 'title=a' })).status, 200)
  })
  await t.test('credentials a browser remembers are no excuse', async () => {
    const headers = { 'content-type': 'application/json', authorization: 'Basic eDp5', 'sec-fetch-site': 'cross-site' }
    assert.notEqual((await send(house.port, '/api/echo', { method: 'POST', headers, body: '{}' })).status, 200)
  })
})

test('without any of those headers, a form proves itself by its token', async () => {
  await using house = await openDoor({}, (door) =>
    door.add({ method: 'GET', path: '/page-with-form', access: 'public' }, ({ request, reply }) => ({ token: door.csrfTokenFor(request, reply) })),
  )
  const page = await send(house.port, '/page-with-form', { headers: SESSION })
  const { token } = JSON.parse(page.body)
  const cookie = /^(accord_csrf=[\w-]{22}); Path=\/; HttpOnly; SameSite=Lax$/.exec(String(page.headers['set-cookie']))?.[1]
  assert.ok(cookie)
  const post = (cookies: string, sent: string) => send(house.port, '/form', { method: 'POST', headers: { ...FORM, cookie: cookies }, body: `title=a&_csrf=${sent}` })
  assert.equal((await post(`accord_session=good; ${cookie}`, token)).status, 200)
  assert.equal((await post('accord_session=good', token)).status, 403)
  assert.equal((await post(`accord_session=good; ${cookie}`, `${token}x`)).status, 403)
  assert.equal((await post(`accord_session=good; accord_csrf=${'a'.repeat(22)}`, token)).status, 403)
  const multipart = `--b\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="x.json"\r\n\r\n{}\r\n--b--\r\n`
  const upload = await send(house.port, '/form', { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=b', cookie: `accord_session=good; ${cookie}` }, body: multipart })
  assert.deepEqual([upload.status, JSON.parse(upload.body).file], [200, '{}'])
})

test('a token belongs to its session, and to this process or to those that share its key', () => {
  const jar = createCookieJar({ secure: true })
  const csrf = createCsrf({ random: randomBytes, jar })
  const { token, setCookie } = csrf.issue(undefined, analyst)
  assert.match(setCookie ?? '', /^__Host-accord_csrf=.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
  const cookie = setCookie?.split(';')[0]
  assert.equal(csrf.accepts(cookie, analyst, token), true)
  assert.equal(csrf.accepts(cookie, { ...analyst, via: { kind: 'session', id: 'session_00000000000000000002' } }, token), false)
  assert.equal(createCsrf({ random: randomBytes, jar }).accepts(cookie, analyst, token), false)
  assert.equal(csrf.issue(cookie, analyst).setCookie, undefined)
  const key = randomBytes(32)
  const shared = createCsrf({ random: randomBytes, jar, key }).issue(cookie, analyst).token
  assert.equal(createCsrf({ random: randomBytes, jar, key }).accepts(cookie, analyst, shared), true)
})

test('only our own names are answered for', async (t) => {
  await using house = await openDoor({ publicUrl: 'https://hub.example', otherUrls: ['http://hub.internal:8080'], loopback: false })
  const table: [host: string, status: number][] = [
    ['hub.example', 200], ['HUB.example', 200], ['hub.example:443', 200], ['hub.internal:8080', 200],
    ['hub.internal', 421], ['hub.internal:8081', 421], ['127.0.0.1', 421], ['localhost', 421], ['evil.example', 421], ['hub.example.evil.example', 421], ['hub.example.', 421],
  ]
  for (const [host, status] of table) {
    await t.test(`${host}: ${status}`, async () => {
      const answer = await send(house.port, '/api/open', { headers: { host } })
      assert.equal(answer.status, status)
      assert.equal(answer.headers['strict-transport-security'], 'max-age=63072000; includeSubDomains')
    })
  }
})

test('an address is read in one way only', async (t) => {
  await using house = await openDoor({}, (door) =>
    door.add({ method: 'GET', path: '/web/*', access: 'public' }, ({ request, reply }) => ({ url: door.webRequest(request, reply).url })),
  )
  const table: [target: string, status: number, url?: string][] = [
    ['/web/x?a=http://y', 200, 'http://127.0.0.1/web/x?a=http://y'],
    ['http://127.0.0.1/web/x', 200, 'http://127.0.0.1/web/x'],
    ['http://127.0.0.1?x', 200],
    ['http://evil.example/web/x', 421],
    ['/web//x', 200, 'http://127.0.0.1/web//x'],
    ['//evil.example/x', 400], ['http://127.0.0.1//evil.example/x', 400], ['/web/..', 400], ['/web/../x', 400], ['/web/%2E%2e/x', 400], ['/web/./x', 400], ['/web/\\x', 400], ['/web/x#y', 400], ['*', 400], ['/web/%', 400],
  ]
  for (const [target, status, url] of table) {
    await t.test(`${target}: ${status}`, async () => {
      const heard = await talk(house.port, `GET ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`)
      assert.match(heard, new RegExp(`^HTTP/1\\.1 ${status} `))
      if (url !== undefined) assert.ok(heard.includes(`{"url":"${url}"}`), heard)
    })
  }
})

test('behind a proxy of ours, its word is taken; from anybody else it is not', async () => {
  const forwarded = { 'x-forwarded-for': '198.51.100.1, 203.0.113.5', 'x-request-id': 'from-the-proxy-1', 'x-forwarded-host': '127.0.0.1' }
  await using behind = await openDoor({ proxies: { trusted: ['127.0.0.0/8'], header: 'x-forwarded' } })
  const through = await send(behind.port, '/api/open', { headers: forwarded })
  assert.equal(JSON.parse(through.body).address, '203.0.113.5')
  assert.equal(through.headers['x-request-id'], 'from-the-proxy-1')
  assert.notEqual((await send(behind.port, '/api/open', { headers: { ...forwarded, 'x-request-id': 'a b<script>' } })).headers['x-request-id'], 'a b<script>')
  await using open = await openDoor()
  assert.equal(JSON.parse((await send(open.port, '/api/open', { headers: forwarded })).body).address, '127.0.0.1')
})

test('too often is 429, with the time to wait; guesses at passwords sooner', async () => {
  await using house = await openDoor({ rates: { ...RATES, default: { burst: 2, perMinute: 6 }, 'sign-in': { burst: 3, perMinute: 1 } } })
  const asMember = () => send(house.port, '/api/members', { headers: { authorization: 'Bearer good' } })
  assert.deepEqual([(await asMember()).status, (await asMember()).status], [200, 200])
  const refused = await asMember()
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers['retry-after']) >= 1 && Number(refused.headers['retry-after']) <= 10)
  assert.equal(refused.headers['ratelimit-policy'], '"default";q=2;w=20')
  assert.equal(JSON.parse(refused.body).code, 'door.too-often')
  const guess = () => send(house.port, '/api/open', { headers: { authorization: 'Bearer bad' } })
  assert.deepEqual([(await guess()).status, (await guess()).status, (await guess()).status], [401, 401, 401])
  const guessed = await guess()
  assert.deepEqual([guessed.status, JSON.parse(guessed.body).code], [429, 'door.too-many-guesses'])
})

test('too much at once is 503 for everyone but health', async () => {
  let lag = 5000
  const health = createHealth({ checks: {}, isDraining: () => false })
  await using house = await openDoor({ overload: { lag: () => lag, close: () => undefined } }, (door) => addHealthRoutes(door, health))
  const refused = await send(house.port, '/api/open')
  assert.deepEqual([refused.status, refused.headers['retry-after'], JSON.parse(refused.body).code], [503, '2', 'door.overloaded'])
  assert.equal((await send(house.port, '/healthz', { headers: { host: '10.0.0.1:4180' } })).status, 200)
  lag = 0
  assert.equal((await send(house.port, '/api/open')).status, 200)
})

test('bodies have limits', async (t) => {
  await using house = await openDoor({ bodyLimit: 10_000 })
  const taxii = { 'content-type': 'application/taxii+json;version=2.1' }
  await t.test('declared too large', async () => {
    const answer = await send(house.port, '/taxii2/raw', { method: 'POST', headers: { ...taxii, 'content-length': '1001' }, body: 'x'.repeat(1001) })
    assert.equal(answer.status, 413)
    assert.deepEqual(JSON.parse(answer.body), { title: 'Too large', http_status: '413' })
  })
  await t.test('found too large while it comes, long before its end', async () => {
    const head = 'POST /taxii2/raw HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-type: application/taxii+json\r\ntransfer-encoding: chunked\r\n\r\n'
    // what is written never ends: an answer at all comes before its end
    const heard = await talk(house.port, head, `${(2000).toString(16)}\r\n${'x'.repeat(2000)}\r\n`)
    assert.match(heard, /^HTTP\/1\.1 413 /)
  })
  await t.test('exactly the limit', async () => {
    const answer = await send(house.port, '/taxii2/raw', { method: 'POST', headers: taxii, body: 'x'.repeat(1000) })
    assert.deepEqual([answer.status, JSON.parse(answer.body)], [200, { bytes: 1000 }])
  })
  const refusals: [name: string, path: string, headers: Record<string, string>, status: number][] = [
    ['a type that is not taken', '/api/echo', { 'content-type': 'text/plain' }, 415],
    ['no type', '/api/echo', {}, 415],
    ['a type that cannot be read', '/api/echo', { 'content-type': ';;;' }, 415],
    ['JSON in another charset', '/api/echo', { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['a packed body', '/api/echo', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, 415],
    ['another type where bytes are taken', '/taxii2/raw', { 'content-type': 'application/json' }, 415],
    ['a form without its boundary', '/page', { 'content-type': 'multipart/form-data' }, 400],
  ]
  for (const [name, path, headers, status] of refusals) {
    await t.test(name, async () => assert.equal((await send(house.port, path, { method: 'POST', headers, body: '{}' })).status, status))
  }
})

test('all bodies together have a limit, given back once they are answered', async () => {
  const [arrived, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await using house = await openDoor({ bodyLimit: 10_000, bodiesBytes: 15_000 }, (door) =>
    door.add({ method: 'POST', path: '/api/hold', access: 'public', takes: ['raw'] }, async () => (arrived.resolve(), await held.promise, { ok: true })),
  )
  const post = () => send(house.port, '/api/hold', { method: 'POST', headers: { 'content-type': 'x/y' }, body: 'x'.repeat(9_000) })
  const first = post()
  await arrived.promise
  const second = await post()
  assert.deepEqual([second.status, second.headers['retry-after'], JSON.parse(second.body).code], [503, '2', 'door.bodies-full'])
  held.resolve()
  assert.equal((await first).status, 200)
  for (let round = 0; round < 5; round++) assert.equal((await post()).status, 200)
})

test('what is no request gets an answer all the same', async (t) => {
  await using house = await openDoor({ timeouts: { headers: 300, request: 600, socketsPerAddress: 20 } })
  await t.test('nonsense', async () => {
    const heard = await talk(house.port, 'HELLO\r\n\r\n')
    assert.match(heard, /^HTTP\/1\.1 400 /)
    assert.match(heard, /application\/problem\+json[\s\S]*x-request-id[\s\S]*"code":"door.not-http"/)
  })
  await t.test('two lengths at once', async () => {
    assert.match(await talk(house.port, 'POST /api/echo HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'), /^HTTP\/1\.1 400 /)
  })
  await t.test('too long a header', async () => assert.match(await talk(house.port, `GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /))
  await t.test('too long an address', async () => assert.equal((await send(house.port, `/api/open?${'x'.repeat(9000)}`)).status, 414))
  await t.test('a header that never ends', async () => assert.match(await talk(house.port, 'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n'), /^HTTP\/1\.1 408 /))
  await t.test('a body that never comes', async () => {
    assert.match(await talk(house.port, 'POST /api/echo HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 5\r\n\r\n'), /^HTTP\/1\.1 408 /)
  })
  await t.test('one address has only so many connections', async () => {
    const sockets = Array.from({ length: 30 }, () => connect(house.port, '127.0.0.1').on('error', () => undefined))
    await until(() => sockets.filter((socket) => socket.closed).length >= 10, 'too many are let in')
    const open = sockets.filter((socket) => !socket.closed).length
    for (const socket of sockets) socket.destroy()
    assert.equal(open, 20)
  })
})

test('it ends politely: not ready, nobody new, what runs may finish', async () => {
  const [arrived, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const house = await openDoor({}, (door) => {
    addHealthRoutes(door, createHealth({ checks: { store: async () => undefined }, isDraining: door.isDraining }))
    door.add({ method: 'GET', path: '/api/slow', access: 'public' }, async () => (arrived.resolve(), await held.promise, { ok: true }))
  })
  assert.deepEqual([(await send(house.port, '/readyz')).status, (await send(house.port, '/healthz')).status], [200, 200])
  const slow = send(house.port, '/api/slow')
  await arrived.promise
  const closed = house.door.close({ drainMs: 2_000, graceMs: 60_000 })
  const ready = await send(house.port, '/readyz')
  assert.deepEqual([ready.status, JSON.parse(ready.body), ready.headers['connection']], [503, { ok: false, checks: { store: true, open: false } }, 'close'])
  await until(() => send(house.port, '/api/open').then(() => false, (error: unknown) => /ECONNREFUSED/.test(String(error))), 'it lets somebody in')
  held.resolve()
  assert.equal((await slow).status, 200)
  await closed
})

test('what does not finish in time is cut off', { timeout: 60_000 }, async () => {
  const arrived = Promise.withResolvers<void>()
  const house = await openDoor({}, (door) => door.add({ method: 'GET', path: '/api/never', access: 'public' }, () => (arrived.resolve(), new Promise(() => undefined))))
  const never = assert.rejects(send(house.port, '/api/never'))
  await arrived.promise
  await house.door.close({ graceMs: 200 })
  await never
})

test('health names what is wrong, and hides why', async () => {
  let ok = true
  const health = createHealth({ checks: { store: async () => { if (!ok) throw new Error('password of the store') }, never: () => (ok ? Promise.resolve() : new Promise(() => undefined)) }, isDraining: () => false })
  await using house = await openDoor({}, (door) => addHealthRoutes(door, health))
  assert.equal((await send(house.port, '/readyz')).status, 200)
  ok = false
  await new Promise((resolve) => setTimeout(resolve, 1100))
  const answer = await send(house.port, '/readyz')
  assert.deepEqual([answer.status, JSON.parse(answer.body).checks, answer.headers['retry-after']], [503, { store: false, never: false, open: true }, '5'])
  assert.ok(!answer.body.includes('password'))
  assert.deepEqual((await health.ready()).checks.map((check) => check.detail), ['password of the store', 'no answer within 2000 ms', ''])
})

test('measurements are for operators and for who has the token', async () => {
  const metrics = createMetrics()
  const gauge = metrics.gauge('openaccord_test_things', 'Things.', ['kind'], (each) => each.set({ kind: 'a' }, 7))
  metrics.counter('openaccord_test_total', 'Events.').inc(3)
  await using house = await openDoor({ answered: metrics.answered }, (door) => addMetricsRoute(door, metrics, 'collector-token'))
  await send(house.port, '/api/things/secret-id')
  await send(house.port, '/api/open')
  const status = async (authorization?: string) => (await send(house.port, '/metrics', { headers: authorization === undefined ? {} : { authorization } })).status
  assert.deepEqual([await status(), await status('Bearer good'), await status('Bearer bad'), await status('Bearer ')], [401, 403, 401, 401])
  const { body, headers } = await send(house.port, '/metrics', { headers: { authorization: 'Bearer collector-token' } })
  assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/)
  assert.match(body, /openaccord_http_request_duration_seconds_count\{method="GET",route="\/api\/open",status="200"\} 1/)
  assert.match(body, /openaccord_test_things\{kind="a"\} 7/)
  assert.match(body, /openaccord_test_total 3/)
  assert.match(body, /nodejs_eventloop_lag_seconds/)
  assert.ok(!body.includes('secret-id'))
  assert.ok(gauge)
})

test('the log tells each request once, by pattern, without what it carried', async () => {
  await using house = await openDoor()
  await send(house.port, '/api/open?token=planted', { headers: { authorization: 'Bearer good', cookie: 'accord_session=planted' } })
  await send(house.port, '/api/things/t1?code=planted', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"title":"planted","count":1}' })
  await until(() => house.lines.length >= 2, 'the log is silent')
  const lines = house.lines.map((line) => JSON.parse(line))
  assert.deepEqual(lines.map(({ method, route, status, actor, via, in: bytes }) => [method, route, status, actor, via, bytes]), [
    ['GET', '/api/open', 200, analyst.person, 'token', 0],
    ['POST', '/api/things/:id', 201, 'visitor', 'visitor', 29],
  ])
  assert.ok(!house.lines.join('').includes('planted'))
})
