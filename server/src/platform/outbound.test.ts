import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Resolver } from './outbound/connect.ts'
import { createOutbound, OutboundError, type FetchOptions, type OutboundCode, type OutboundOptions } from './outbound.ts'

async function serve(listener: RequestListener) {
  const seen: IncomingMessage[] = []
  const server = createServer((request, response) => {
    seen.push(request)
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { port, host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}`, seen, [Symbol.asyncDispose]: () => stop(server) }
}

const stop = async (server: Server): Promise<void> => {
  server.closeAllConnections()
  server.close()
}
const to = (status: number, location: string): RequestListener => (_, response) => response.writeHead(status, { location }).end()

async function codeOf(work: Promise<unknown>): Promise<OutboundCode | 'none'> {
  try {
    await work
    return 'none'
  } catch (error) {
    if (error instanceof OutboundError) return error.code
    throw error
  }
}

test('a server on loopback is reached through the allow-list only', async () => {
  await using server = await serve((_, response) => response.setHeader('content-type', 'text/plain').end('hello'))
  assert.equal(await codeOf(createOutbound().fetch(server.url)), 'not-allowed')
  assert.equal(await codeOf(createOutbound({ ports: [server.port] }).fetch(server.url)), 'not-allowed')
  assert.equal(await codeOf(createOutbound({ allow: ['127.0.0.1:1'] }).fetch(server.url)), 'not-allowed')
  assert.equal(server.seen.length, 0)
  const got = await createOutbound({ allow: [server.host] }).fetch(`${server.url}/x`)
  assert.equal(got.text(), 'hello')
  assert.equal(got.status, 200)
  const web = await createOutbound({ allow: [server.host] }).webFetch(`${server.url}/x`, { method: 'POST', body: 'b' })
  assert.equal(await web.text(), 'hello')
  assert.equal(server.seen[1]?.method, 'POST')
})

test('names are resolved once for each connection, so that a changed answer changes nothing', async (t) => {
  await using server = await serve((_, response) => response.end('inside'))
  const answers = (...each: string[][]): Resolver & { asked: number } =>
    Object.assign(async () => (each[resolver.asked++] ?? each.at(-1) ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })), { asked: 0 })
  let resolver = answers([])
  const fetchWith = (...each: string[][]) => {
    resolver = answers(...each)
    return createOutbound({ ports: [server.port], resolve: resolver }).fetch(`http://rebind.example:${server.port}/`, { timeoutMs: 400 })
  }
  await t.test('first public, then loopback: only the first is ever used', async () => {
    const unrouted = '2e00::1' // global unicast that nobody has been given
    assert.ok(['timeout', 'unreachable'].includes(await codeOf(fetchWith([unrouted], ['127.0.0.1']))))
    assert.equal(resolver.asked, 1)
  })
  await t.test('an answer that turns after it was checked: the peer itself is looked at', async () => {
    let looks = 0
    const turning = { family: 4, get address() { return looks++ === 0 ? '1.1.1.1' : '127.0.0.1' } }
    const outbound = createOutbound({ ports: [server.port], resolve: async () => [turning] })
    assert.equal(await codeOf(outbound.fetch(`http://rebind.example:${server.port}/`, { timeoutMs: 2000 })), 'not-allowed')
    assert.ok(looks > 1)
  })
  await t.test('loopback at once', async () => assert.equal(await codeOf(fetchWith(['127.0.0.1'])), 'not-allowed'))
  await t.test('public and private together', async () => assert.equal(await codeOf(fetchWith(['1.1.1.1', '10.0.0.1'])), 'not-allowed'))
  await t.test('mapped', async () => assert.equal(await codeOf(fetchWith(['::ffff:127.0.0.1'])), 'not-allowed'))
  await t.test('no address', async () => assert.equal(await codeOf(fetchWith([])), 'unresolved'))
  await t.test('a resolver that never answers', async () => {
    const outbound = createOutbound({ resolve: () => new Promise(() => undefined) })
    assert.equal(await codeOf(outbound.fetch('http://slow.example/', { timeoutMs: 100 })), 'timeout')
  })
  assert.equal(server.seen.length, 0)
})

test('each redirect is judged as strictly as the first address', async (t) => {
  await using elsewhere = await serve((_, response) => response.end('elsewhere'))
  await using server = await serve((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    const next = url.searchParams.get('to')
    if (next === null) return void response.end(`${request.method} ${request.headers.authorization ?? '-'}`)
    to(Number(url.searchParams.get('status') ?? 302), next)(request, response)
  })
  const outbound = createOutbound({ allow: [server.host, elsewhere.host] })
  const via = (location: string, options: FetchOptions = {}, status = 302) => outbound.fetch(`${server.url}/?status=${status}&to=${encodeURIComponent(location)}`, options)
  const table: [name: string, location: string, code: OutboundCode | 'none'][] = [
    ['to itself', '/end', 'none'],
    ['to another allowed', elsewhere.url, 'none'],
    ['to loopback on another port', 'http://127.0.0.1:1/', 'not-allowed'],
    ['to loopback by name', 'http://localhost/', 'not-allowed'],
    ['to loopback as a number', `http://2130706433:${server.port}/`, 'bad-address'],
    ['to metadata', 'http://169.254.169.254/latest/meta-data/', 'not-allowed'],
    ['to a mapped address', 'http://[::ffff:127.0.0.1]/', 'not-allowed'],
    ['without scheme, to metadata', '//169.254.169.254/', 'not-allowed'],
    ['to a file', 'file:///etc/passwd', 'bad-address'],
    ['to a user', 'http://user:pw@example.org/', 'bad-address'],
    ['to nonsense', 'http://[', 'bad-address'],
  ]
  for (const [name, location, code] of table) await t.test(name, async () => assert.equal(await codeOf(via(location)), code))

  await t.test('without end', async () => {
    await using circle = await serve((_, response) => response.writeHead(302, { location: '/again' }).end())
    assert.equal(await codeOf(createOutbound({ allow: [circle.host] }).fetch(circle.url)), 'too-many-redirects')
    assert.equal(circle.seen.length, 6)
  })
  await t.test('credentials stay at home', async () => {
    await via(elsewhere.url, { headers: { authorization: 'Bearer secret', cookie: 'a=b', 'x-api-key': 'k', accept: 'text/x' } })
    const { headers } = elsewhere.seen.at(-1) ?? assert.fail('never came')
    assert.deepEqual([headers.authorization, headers.cookie, headers['x-api-key'], headers.accept], [undefined, undefined, undefined, 'text/x'])
    assert.equal((await via('/end', { headers: { authorization: 'Bearer secret' } })).text(), 'GET Bearer secret')
  })
  await t.test('a body goes nowhere else', async () => {
    assert.equal(await codeOf(via(elsewhere.url, { method: 'POST', body: 'secret' }, 307)), 'bad-redirect')
    assert.equal((await via('/end', { method: 'POST', body: 'x' }, 303)).text(), 'GET -')
    assert.equal((await via('/end', { method: 'POST', body: 'x' }, 308)).text(), 'POST -')
  })
})

test('what comes back has limits', async (t) => {
  const bomb = gzipSync(Buffer.alloc(20_000_000))
  await using server = await serve((request, response) => {
    const answers: Record<string, () => void> = {
      '/small': () => response.setHeader('content-type', 'application/json; charset=utf-8').end('{}'),
      '/gzip': () => response.setHeader('content-encoding', 'gzip').end(gzipSync('packed')),
      '/br': () => response.setHeader('content-encoding', 'br').end(brotliCompressSync('packed')),
      '/bomb': () => response.setHeader('content-encoding', 'gzip').end(bomb),
      '/liar': () => response.setHeader('content-encoding', 'gzip').end('not packed at all'),
      '/strange': () => response.setHeader('content-encoding', 'compress').end('x'),
      '/large': () => response.end(Buffer.alloc(2_000_000)),
      '/endless': () => {
        const timer = setInterval(() => response.write('x'.repeat(10_000)), 1)
        request.socket.on('close', () => clearInterval(timer))
      },
      '/drip': () => {
        const timer = setInterval(() => response.write('x'), 20)
        request.socket.on('close', () => clearInterval(timer))
      },
      '/silent': () => undefined,
      '/cut': () => (response.writeHead(200, { 'content-length': '100' }), response.write('x'), setTimeout(() => request.socket.destroy(), 20)),
    }
    answers[request.url ?? '']?.()
  })
  const options: OutboundOptions = { allow: [server.host, '127.0.0.1:1'] }
  const fetch = (path: string, more: FetchOptions = {}) => createOutbound(options).fetch(server.url + path, { maxBytes: 1_000_000, timeoutMs: 1500, ...more })
  assert.equal((await fetch('/gzip')).text(), 'packed')
  assert.equal((await fetch('/br')).text(), 'packed')
  assert.equal((await fetch('/small', { types: ['application/json'] })).text(), '{}')
  assert.equal((await fetch('/small', { method: 'HEAD' })).bytes.length, 0)
  const table: [path: string, code: OutboundCode, options?: FetchOptions][] = [
    ['/small', 'media-type', { types: ['text/html'] }],
    ['/large', 'too-large'],
    ['/bomb', 'too-large'],
    ['/endless', 'too-large'],
    ['/liar', 'bad-encoding'],
    ['/strange', 'bad-encoding'],
    ['/drip', 'timeout', { timeoutMs: 300 }],
    ['/silent', 'timeout', { timeoutMs: 300 }],
    ['/cut', 'unreachable'],
  ]
  for (const [path, code, more] of table) await t.test(`${path}: ${code}`, async () => assert.equal(await codeOf(fetch(path, more)), code))
  await t.test('nobody listens', async () => assert.equal(await codeOf(createOutbound(options).fetch('http://127.0.0.1:1/')), 'unreachable'))
  await t.test('the caller may give up', async () => {
    const controller = new AbortController()
    const work = fetch('/silent', { signal: controller.signal })
    controller.abort(new Error('enough'))
    await assert.rejects(work, /enough/)
  })
})
