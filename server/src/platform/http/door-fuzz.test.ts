import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import fc from 'fast-check'
import { openDoor } from './test-door.ts'

const RUNS = 1500

/** Bytes in, everything that came back; a connection that says nothing for five seconds hangs. */
function exchange(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const timer = setTimeout(() => (socket.destroy(), reject(new Error('hangs'))), 5000)
    let heard = ''
    const finish = () => (clearTimeout(timer), resolve(heard))
    socket.setEncoding('latin1').on('data', (chunk) => (heard += chunk)).on('close', finish).on('error', () => undefined)
    socket.end(bytes)
  })
}

const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'QUERY', 'PROPFIND', 'TRACE', 'get', 'X')
const segment = fc.oneof(fc.constantFrom('api', 'open', 'echo', 'things', 't1', 'form', 'taxii2', 'raw', 'root', '..', '.', '', '*', ':id', '%2e%2e', '%00', '%ff', '%', '%E0%A4%A', '__proto__', 'x'.repeat(600)), fc.webSegment())
const path = fc.tuple(fc.array(segment, { maxLength: 6 }), fc.oneof(fc.constant(''), fc.webQueryParameters(), fc.constantFrom('limit=1&limit=2', 'limit[]=1', '__proto__[x]=1', 'limit=%ff', 'a[b][c]=d', '&&&=', 'limit=1e400'))).map(
  ([segments, query]) => `/${segments.join('/')}${query === '' ? '' : `?${query}`}`,
)
const header = fc.tuple(
  fc.constantFrom('Content-Type', 'Accept', 'Cookie', 'Authorization', 'Origin', 'Referer', 'Sec-Fetch-Site', 'X-Forwarded-For', 'Forwarded', 'X-Request-Id', 'Content-Encoding', 'Transfer-Encoding', 'Content-Length', 'Expect', 'Upgrade', 'Host', 'Range', 'If-None-Match', 'X-HTTP-Method-Override'),
  fc.oneof(
    fc.constantFrom('application/json', 'application/json; charset=x', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', 'multipart/form-data', 'application/taxii+json;version=2.1', 'text/html', '*/*;q=0.x', 'chunked', 'gzip', '0', '-1', '5', '99999999999999999999', '100-continue', 'websocket', 'bytes=0-', 'accord_session=good', 'accord_csrf=x; accord_csrf=y', 'Bearer good', 'Bearer', 'Basic !!!', 'null', 'same-site', '127.0.0.1', '[::1', 'for="', ';;;', ',,,'),
    fc.string({ maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
  ),
)
const body = fc.oneof(
  fc.constant(''),
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('{"title":"a","count":1}', '{"a":1,"a":2}', '{"__proto__":{"x":1}}', '["\\ud800"]', '[1e999]', `${'['.repeat(100_000)}`, `{"title":"${'x'.repeat(200_000)}"}`, 'a=%ff&b', '--b\r\n\r\n', '--b--', '{"title":null,"count":"x"}', '0\r\n\r\n', 'zz\r\n'),
)

/** The longest turn of the loop in milliseconds of this thread's own work: a machine that is busy elsewhere does not count. */
function watchTurns() {
  let longest = 0
  let last = process.threadCpuUsage()
  const timer = setInterval(() => {
    const now = process.threadCpuUsage()
    longest = Math.max(longest, (now.user + now.system - last.user - last.system) / 1_000)
    last = now
  }, 5)
  return { end: () => (clearInterval(timer), longest) }
}

test('whatever is sent, nothing is our fault, nothing hangs, nothing holds the loop', { timeout: 900_000 }, async () => {
  await using house = await openDoor({ rates: 'off', timeouts: { headers: 1000, request: 2000, socketsPerAddress: 10_000 } }, (door) => void door)
  const turns = watchTurns()
  const statuses = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(method, path, fc.array(header, { maxLength: 5 }), body, fc.boolean(), async (verb, where, headers, content, honest) => {
      const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
      const length = honest ? `Content-Length: ${Buffer.byteLength(content)}\r\n` : ''
      const bytes = Buffer.from(`${verb} ${where} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${length}${lines}\r\n${content}`, 'utf8')
      const heard = await exchange(house.port, bytes)
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(heard)?.[1] ?? 'closed'
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      assert.ok(!status.startsWith('5'), heard)
      assert.doesNotMatch(heard, /node_modules|at .*\.ts:\d/)
    }),
    { numRuns: RUNS },
  )
  const held = turns.end()
  assert.ok(held < 400, `the loop was held for ${Math.round(held)} ms`)
  assert.ok(statuses.size >= 6, `kinds of answers: ${[...statuses].join(' ')}`)
  assert.ok(!house.lines.some((line) => line.includes('"an error of our own"')))
})

test('what is well-formed but wrong is named, route by route', { timeout: 900_000 }, async () => {
  await using house = await openDoor({ rates: 'off' })
  const types = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', 'application/taxii+json', 'text/plain')
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...house.door.routes()), types, body, async (route, type, content) => {
      const url = route.path.replace(':id', 't1').replace(':root', 'r').replace('*', 'x')
      const withBody = route.method === 'GET' ? {} : { headers: { 'content-type': type, authorization: 'Bearer good' }, payload: content }
      const answer = await house.door.inject({ method: route.method, url, ...withBody })
      if (route.path === '/api/broken') return
      assert.ok(answer.statusCode < 500, `${route.method} ${url} ${type}: ${answer.body}`)
      if (answer.statusCode < 400) return
      const said = JSON.parse(answer.body)
      assert.ok(typeof said.title === 'string' && (typeof said.code === 'string' || typeof said.http_status === 'string'), answer.body)
    }),
    { numRuns: RUNS },
  )
})
