import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { anonymous } from '../kernel/index.ts'
import { createDoor } from './http.ts'
import { analyst, openDoor } from './http/test-door.ts'
import { createLog } from './log.ts'

test('a request is answered, with an id, security headers and limits', async () => {
  await using house = await openDoor()
  const answer = await house.get('/api/open', { headers: { 'x-request-id': 'mine-and-not-believed' } })
  assert.equal(answer.status, 200)
  assert.deepEqual(await answer.json(), { name: 'visitor', address: '127.0.0.1' })
  assert.match(answer.headers.get('x-request-id') ?? '', /^[\w-]{16}$/)
  assert.equal(answer.headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  assert.equal(answer.headers.get('strict-transport-security'), null)
  assert.match(answer.headers.get('ratelimit') ?? '', /^"default";r=\d+;t=\d+$/)
})

test('a page carries the nonce of its own answer', async () => {
  await using house = await openDoor()
  const seen = new Set<string>()
  for (let round = 0; round < 3; round++) {
    const answer = await house.get('/some/page')
    const nonce = /<p>(.+)<\/p>/.exec(await answer.text())?.[1] ?? ''
    assert.match(nonce, /^[\w-]{22}$/)
    assert.ok(answer.headers.get('content-security-policy')?.includes(`'nonce-${nonce}'`))
    seen.add(nonce)
  }
  assert.equal(seen.size, 3)
})

test('who may call what', async (t) => {
  await using house = await openDoor()
  const table: [name: string, path: string, headers: Record<string, string>, status: number, code?: string][] = [
    ['a visitor, what is public', '/api/open', {}, 200],
    ['a visitor, what is for members', '/api/members', {}, 401, 'door.sign-in-needed'],
    ['a visitor, what needs a right', '/api/operate', {}, 401, 'door.sign-in-needed'],
    ['a member by cookie', '/api/members', { cookie: 'accord_session=good' }, 200],
    ['a member by token', '/api/members', { authorization: 'Bearer good' }, 200],
    ['a member without the right', '/api/operate', { authorization: 'Bearer good' }, 403, 'door.no-right'],
    ['a wrong token, even for what is public', '/api/open', { authorization: 'Bearer bad' }, 401, 'test.wrong'],
  ]
  for (const [name, path, headers, status, code] of table) {
    await t.test(name, async () => {
      const answer = await house.get(path, { headers })
      assert.equal(answer.status, status)
      const problem: Record<string, unknown> = JSON.parse(await answer.text())
      if (code === undefined) return
      assert.equal(answer.headers.get('content-type'), 'application/problem+json')
      assert.equal(problem['code'], code)
      assert.equal(problem['instance'], `urn:openaccord:request:${answer.headers.get('x-request-id')}`)
      if (status === 401) assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="openaccord"')
    })
  }
})

test('errors have the form their readers expect', async (t) => {
  await using house = await openDoor({ renderPage: (verdict) => `<h1>${verdict.title}</h1>` })
  await t.test('our own fault is logged whole and shown without words', async () => {
    const answer = await house.get('/api/broken')
    assert.equal(answer.status, 500)
    assert.doesNotMatch(await answer.text(), /secret|http\.test|at /)
    assert.ok(house.lines.some((line) => line.includes('the secret of the house') && line.includes('stack')))
  })
  await t.test('an unknown method names those that are known', async () => {
    const answer = await house.get('/api/echo', { method: 'PUT' })
    assert.equal(answer.status, 405)
    assert.equal(answer.headers.get('allow'), 'POST')
  })
  await t.test('an unknown address below /api is no page of the portal', async () => {
    const answer = await house.get('/api/nowhere')
    assert.equal(answer.status, 404)
    assert.equal(JSON.parse(await answer.text()).code, 'door.unknown-address')
  })
  await t.test('TAXII has its own', async () => {
    const answer = await house.get('/taxii2/a/b/c')
    assert.equal(answer.status, 404)
    assert.equal(answer.headers.get('content-type'), 'application/taxii+json;version=2.1')
    assert.deepEqual(await answer.json(), { title: 'Not found', http_status: '404' })
    const closed = await house.get('/taxii2/root/')
    assert.equal(closed.headers.get('www-authenticate'), 'Basic realm="taxii"')
  })
  await t.test('a browser gets a page, with the headers of a page', async () => {
    const answer = await house.get('/form', { method: 'PUT', headers: { accept: 'text/html,*/*;q=0.8' } })
    assert.equal(await answer.text(), '<h1>Method not allowed</h1>')
    assert.match(answer.headers.get('content-security-policy') ?? '', /script-src/)
  })
  await t.test('a broken percent escape', async () => {
    const answer = await house.get('/api/things/%E0%A4%A')
    assert.equal(answer.status, 400)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  })
})

test('what the contract describes is checked before the handler runs', async (t) => {
  await using house = await openDoor()
  const post = (path: string, body: string) => house.get(path, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  const good = await post('/api/things/t1?limit=5', '{"title":"a","count":1}')
  assert.equal(good.status, 201)
  assert.deepEqual(await good.json(), { id: 't1', limit: 5, title: 'A', count: 2 })
  const table: [name: string, path: string, body: string, code: string, fields: string[]][] = [
    ['a path parameter', '/api/things/x', '{"title":"a","count":1}', 'door.bad-params', ['id']],
    ['a query parameter', '/api/things/t1?limit=none', '{"title":"a","count":1}', 'door.bad-query', ['limit']],
    ['each field of a body', '/api/things/t1', '{"title":"","count":"1","more":1}', 'door.bad-body', ['/count', '/more', '/title']],
    ['a missing field', '/api/things/t1', '{"count":1}', 'door.bad-body', ['/title']],
    ['a missing body', '/api/things/t1', '', 'door.bad-json', ['byte 0']],
    ['a field twice', '/api/things/t1', '{"count":1,"count":2}', 'door.bad-json', ['byte 11']],
    ['U+0000 in the path', '/api/things/t1%00', '{"title":"a","count":1}', 'door.bad-address', ['path']],
    ['U+0000 in two parameters', '/api/things/t1?limit=%00&a%00b=1&c=%2500', '{"title":"a","count":1}', 'door.bad-address', ['ab', 'limit']],
    ['U+0000 in a body', '/api/things/t1', '{"title":"\\u0000","count":1}', 'door.bad-json', ['byte 9']],
  ]
  for (const [name, path, body, code, fields] of table) {
    await t.test(name, async () => {
      const answer = await post(path, body)
      assert.equal(answer.status, 400)
      const problem: { code: string; faults: { field: string }[] } = JSON.parse(await answer.text())
      assert.equal(problem.code, code)
      assert.deepEqual(problem.faults.map((fault) => fault.field).sort(), fields)
    })
  }
})

test('the door refuses to have a route that does not say who may call it', () => {
  const door = createDoor({ publicUrl: 'http://127.0.0.1', clock: () => 0, random: randomBytes, log: createLog({ clock: () => 0, level: 'silent' }), authenticate: async () => anonymous })
  const unsaid: { method: 'GET'; path: string; access: 'public' } = JSON.parse('{"method":"GET","path":"/x"}')
  assert.throws(() => door.add(unsaid, () => ({})), /GET \/x: says nothing about who may call it/)
  assert.throws(() => door.add({ method: 'GET', path: '/y', access: 'signed-in', anonymous: true }, () => ({})), /has to be public/)
})

test('a local fetch reaches the same door without a socket, as whoever is named', async () => {
  await using house = await openDoor()
  const asAnalyst = house.door.localFetch({ actor: analyst })
  assert.deepEqual(await (await asAnalyst('/api/members')).json(), { name: 'Ada' })
  assert.equal((await house.door.localFetch({ actor: anonymous })('/api/members')).status, 401)
  assert.equal((await house.door.localFetch({ cookie: 'accord_session=good' })('/api/members')).status, 200)
  const posted = await asAnalyst('/api/echo', { method: 'POST', body: '{"a":[1]}', headers: { 'content-type': 'application/json' } })
  assert.deepEqual(await posted.json(), { got: { a: [1] } })
  await assert.rejects(asAnalyst('http://example.org/api/open'), /only reaches this hub/)
})

test('a handler written against the web’s own Request is served', async () => {
  await using house = await openDoor({}, (door) => {
    const spec = { method: ['GET', 'POST'], path: '/web/:page', access: 'public', takes: ['form'] } as const
    door.add(spec, async ({ request, reply }) => {
      const web = door.webRequest(request, reply)
      const title = web.method === 'POST' ? (await web.formData()).get('title') : null
      return new Response(`<p>${web.url} ${title}</p>`, { status: 203, headers: [['content-type', 'text/html'], ['set-cookie', 'a=1'], ['set-cookie', 'b=2']] })
    })
  })
  const got = await house.get('/web/x?y=1')
  assert.deepEqual([got.status, await got.text(), got.headers.getSetCookie()], [203, `<p>${house.url}/web/x?y=1 null</p>`, ['a=1', 'b=2']])
  assert.match(got.headers.get('content-security-policy') ?? '', /script-src/)
  const posted = await house.get('/web/x', { method: 'POST', body: new URLSearchParams({ title: 'ü' }) })
  assert.equal(await posted.text(), `<p>${house.url}/web/x ü</p>`)
})
