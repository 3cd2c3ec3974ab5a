/**
 * Nonsense at every address: whatever comes in, the hub says what is wrong and goes on. Never a 5xx (503 with Retry-After
 * under load excepted), never half a write, never a loop that stands still, and healthy afterwards.
 */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { contract } from '@openaccord/api'
import fc from 'fast-check'
import type { ListedRoute } from '../server/src/platform/http.ts'
import { until } from '../server/src/platform/testing/until.ts'
import { asking, TAXII, type Answer, type Ask } from './asking.ts'
import { accountOf, figures, onEveryEngine, SOAK } from './everywhere.ts'
import { startTestHouse, type TestHouse } from './start.ts'

const RUNS = SOAK ? 50_000 : 800
const RAW_RUNS = SOAK ? 2_000 : 60
/** Of this thread's own work in one turn, for any request. What holds the loop longer is asked again: a machine that stood still does not do so thrice. */
const LONGEST_HOLD_MS = 200
/** And even then, once. */
const LONGEST_HOLD_ONCE_MS = 1_000
const EVERYBODY = ['Ines Okafor', 'Mette Lindqvist', 'Tomasz Wilk', 'Kadri Tamm', 'Petra Noll']

onEveryEngine('fuzzing', (where) => {
  // the embedded store is where a write could hold the loop; the door is the same on both
  const runs = where.engine === 'sqlite' ? RUNS : Math.ceil(RUNS / 5)
  test(`${runs} requests that mean no good harm nothing`, { timeout: SOAK ? 7_000_000 : 900_000 }, async () => {
    const hub = await startTestHouse({ database: await where.freshUrl() })
    const holds = watchHolds()
    try {
      const ask = asking(hub.url)
      const before = await rowsOf(hub)
      const statuses = new Map<number, number>()
      await hub.house.door.warm()
      holds.begin()
      const began = performance.now()
      await fc.assert(fc.asyncProperty(requestOf(hub), async (wish) => {
        const answer = await send(ask, wish)
        for (let again = 0; holds.take() >= LONGEST_HOLD_MS; again++) {
          assert.ok(again < 2, `one turn takes more than ${LONGEST_HOLD_MS} ms: ${wish.method} ${wish.path.slice(0, 500)}`)
          await send(ask, wish)
        }
        const status = answer?.status ?? 0
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        const told = `${wish.method} ${wish.path} → ${status} ${answer?.text.slice(0, 500)}`
        assert.ok(status < 500 || (status === 503 && answer?.headers['retry-after'] !== undefined), told)
        if (status < 400) return
        needProblem(wish.path, answer!, told)
      }), { numRuns: runs, endOnFailure: true })
      const held = holds.longest()
      const took = performance.now() - began
      const accepted = [...statuses].filter(([status]) => status < 300).reduce((sum, [, many]) => sum + many, 0)
      figures(`${where.engine}: ${runs} requests (${accepted} were sound after all) in ${Math.round(took / 1000)} s; statuses ${[...statuses].sort(([a], [b]) => a - b).map(([status, many]) => `${status}×${many}`).join(' ')}; the loop was held ${Math.round(held)} ms at most`)
      assert.ok(held < LONGEST_HOLD_ONCE_MS, `one turn took ${held} ms`)
      assert.equal((await ask('/readyz')).status, 200)
      await needSound(hub, before)
    } finally {
      holds.end()
      await hub.close()
    }
  })

  test('U+0000 at any place of any address, in any body and in any credential is no fault of ours', { timeout: 300_000 }, async () => {
    const hub = await startTestHouse({ database: await where.freshUrl() })
    try {
      const ask = asking(hub.url)
      const before = await rowsOf(hub)
      const bearer = { authorization: `Bearer ${accountOf(hub.guide, 'Ines Okafor').token}`, accept: 'application/json' }
      const zeros = hub.house.door.routes().flatMap(({ method, path, takes }): Request[] => {
        const named = path.replace(/:[a-z]+|\*/gi, 'x')
        const places = [`${named}?q=%00`, `${named}?limit=1&%00=1`, ...[...path.matchAll(/:[a-z]+|\*/gi)].map(([part]) => path.replace(part, 'x%00').replace(/:[a-z]+|\*/gi, 'x'))]
        const bodies = [...(takes.includes('json') ? [['application/json', '{"name":"a\\u0000"}']] : []), ...(takes.includes('form') || takes.includes('raw') ? [['application/x-www-form-urlencoded', 'name=a%00']] : [])]
        return [...places.map((address) => ({ method, path: address, headers: bearer, body: undefined })), ...bodies.map(([type = '', body = '']) => ({ method, path: named, headers: { ...bearer, 'content-type': type }, body: Buffer.from(body) }))]
      })
      for (const wish of zeros) {
        const answer = await send(ask, wish)
        assert.ok(answer !== undefined && answer.status >= 400 && answer.status < 500, `${wish.method} ${wish.path} ${String(wish.body)} → ${answer?.status} ${answer?.text.slice(0, 300)}`)
        if (wish.path.includes('%00')) assert.equal(answer.status, 400, wish.path)
      }
      const authorizations = ['a\0:b', 'a:\0', '\0'].flatMap((text) => [`Basic ${Buffer.from(text).toString('base64')}`, `Bearer ${Buffer.from(text).toString('base64')}`])
      for (const authorization of authorizations) assert.equal((await ask('/taxii2/', { headers: { authorization, accept: TAXII } })).status, 401, authorization)
      assert.deepEqual(await rowsOf(hub), before)
      const { token } = accountOf(hub.guide, 'Tomasz Wilk')
      const zero = 'a\0b'
      const objects = ['name', 'description', 'pattern', 'x_zero', 'lang', 'created_by_ref', 'revoked', 'modified', 'type', 'id'].map((field) => ({ type: 'indicator', spec_version: '2.1', id: `indicator--${crypto.randomUUID()}`, created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z', pattern: "[ipv4-addr:value = '198.51.100.7']", pattern_type: 'stix', valid_from: '2026-01-01T00:00:00Z', [field]: zero }))
      const deep = { ...objects[0], id: `indicator--${crypto.randomUUID()}`, labels: [zero], external_references: [{ source_name: zero, url: zero }], [`x_${zero}`]: { [zero]: zero }, object_marking_refs: [zero] }
      const domain = { type: 'domain-name', spec_version: '2.1', id: `domain-name--${crypto.randomUUID()}`, value: `zero${zero}.example` }
      const posted = await ask(`/taxii2/alliance/collections/${hub.guide.taxii.collection}/objects/`, { method: 'POST', token, headers: { 'content-type': TAXII, accept: TAXII }, body: JSON.stringify({ objects: [...objects, deep, domain] }) })
      assert.ok(posted.status < 500, posted.text)
      await hub.house.exchange.indexed()
      const read = await ask(`/taxii2/alliance/collections/${hub.guide.taxii.collection}/objects/?match[type]=indicator,domain-name`, { token, headers: { accept: TAXII } })
      assert.equal(read.status, 200, read.text.slice(0, 300))
    } finally {
      await hub.close()
    }
  })

  test('a refused request changes no row, whatever it was', { timeout: 900_000 }, async () => {
    const hub = await startTestHouse({ database: await where.freshUrl() })
    try {
      await settled(hub)
      const ask = asking(hub.url)
      const runs = SOAK ? 2_000 : where.engine === 'sqlite' ? 120 : 40
      const writes = hub.house.door.routes().filter(({ method, path }) => method !== 'GET' && !/sign-in|sign-out|\/\*/.test(path))
      await fc.assert(fc.asyncProperty(requestOf(hub, writes), async (wish) => {
        const before = await rowsOf(hub)
        const answer = await send(ask, wish)
        if ((answer?.status ?? 0) < 400) return
        assert.deepEqual(await rowsOf(hub), before, `${wish.method} ${wish.path} → ${answer?.status}, and something changed`)
      }), { numRuns: runs, endOnFailure: true })
    } finally {
      await hub.close()
    }
  })

  test(`${RAW_RUNS} broken conversations on bare sockets`, { skip: where.engine === 'postgres' && 'the door does not know the engine', timeout: SOAK ? 3_000_000 : 900_000 }, async () => {
    const hub = await startTestHouse({ database: await where.freshUrl() })
    try {
      const { port, hostname } = new URL(hub.url)
      const token = accountOf(hub.guide, 'Tomasz Wilk').token
      await fc.assert(fc.asyncProperty(conversation(hub, token), async (bytes) => {
        const said = await converse(Number(port), hostname, bytes)
        const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 0)
        assert.ok(status < 500 || (status === 503 && /retry-after/i.test(said)), `${bytes.toString('latin1').slice(0, 500)} → ${said.slice(0, 500)}`)
      }), { numRuns: RAW_RUNS, endOnFailure: true })
      assert.equal((await asking(hub.url)('/readyz')).status, 200)
    } finally {
      await hub.close()
    }
  })
})

type Request = { method: string; path: string; headers: Record<string, string>; body: Buffer | undefined }

async function send(ask: Ask, { method, path, headers, body }: Request): Promise<Answer | undefined> {
  try {
    return await ask(path, { method, headers, ...(body === undefined ? {} : { body }) })
  } catch (error) {
    // a body too large may be answered by a closed connection; node itself refuses some headers
    if (error instanceof Error && 'code' in error && ['ECONNRESET', 'EPIPE', 'ERR_INVALID_CHAR', 'ERR_INVALID_HTTP_TOKEN', 'ERR_UNESCAPED_CHARACTERS'].includes(String(error.code))) return undefined
    throw error
  }
}

/** Every no is in the form of its place, with words in it. */
function needProblem(path: string, { status, headers, text }: Answer, told: string): void {
  const type = String(headers['content-type'])
  if (status < 400 || text === '') return
  if (path.startsWith('/taxii2/')) assert.ok(type.startsWith('application/taxii+json') && JSON.parse(text).http_status === String(status), told)
  else if (path.startsWith('/api/')) assert.ok(type.startsWith('application/problem+json') && JSON.parse(text).status === status && JSON.parse(text).detail.length > 5, told)
  assert.doesNotMatch(text, /\bat .*\.ts:\d+|node_modules|SQLITE|syntax error at or near/, told)
}

const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'id', 'type', 'objects', 'roles', 'mail', 'token', 'name', 'text', 'collection', 'modified', 'granular_markings', 'object_marking_refs', 'pattern', 'extensions', '']
const NASTY = ['', ' ', '\u0000', '\ud800', '\udfff\ud800', '\u202e', '😀'.repeat(50), 'x'.repeat(5_000), "'; drop table facts; --", '%00', '../../etc/passwd', '-1', '1e400', 'NaN', '9007199254740993', '0001-01-01T00:00:00Z', '9999-12-31T23:59:60.999999999Z', '[a:b = \'c\'', '(((((((', "[file:name MATCHES '(a+)+$']", 'null']

const word = fc.oneof(fc.constantFrom(...NASTY), fc.constantFrom(...NAMES), fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 30 }))
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -0, 2 ** 53, -(2 ** 63), 1e308, 5e-324))
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, word, number, fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 5 }), fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 6 })),
}))

/** JSON that says a thing twice, is deep, long, cut, in another encoding, or none at all. */
const jsonBytes = fc.oneof(
  { weight: 6, arbitrary: anything.map((value) => Buffer.from(JSON.stringify(value))) },
  { weight: 1, arbitrary: fc.tuple(word, anything, anything).map(([name, a, b]) => Buffer.from(`{${JSON.stringify(name)}:${JSON.stringify(a)},${JSON.stringify(name)}:${JSON.stringify(b)}}`)) },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 60_000 }).map((deep) => Buffer.from('['.repeat(deep) + ']'.repeat(deep))) },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 20_000 }).map((deep) => Buffer.from(`${'{"objects":['.repeat(deep)}1${']}'.repeat(deep)}`)) },
  { weight: 1, arbitrary: fc.tuple(anything, fc.integer({ min: 0, max: 40 })).map(([value, cut]) => Buffer.from(JSON.stringify(value)).subarray(0, cut)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: anything.map((value) => Buffer.from(`\ufeff${JSON.stringify(value)}`, 'utf16le')) },
  { weight: 1, arbitrary: fc.constantFrom('1e999', '-', '{"a":1e999999}', '{"a":01}', '[1,]', '{"a":NaN}', '"\\ud800"', '"\\u00"', '{"mail":"a@b.example","mail":"c@d.example"}', `"${'é'.repeat(200_000)}"`, '0'.repeat(300_000)).map((text) => Buffer.from(text)) },
)

/** Something that is nearly a STIX object, in an envelope. */
const envelope = fc.array(
  fc.record({
    type: fc.oneof(fc.constantFrom('indicator', 'malware', 'marking-definition', 'ipv4-addr', 'file', 'relationship', 'observed-data', 'language-content', 'bundle', 'x-thing'), word),
    spec_version: fc.constantFrom<unknown>('2.1', '2.0', 21, null),
    id: fc.oneof(fc.uuid().map((uuid) => `indicator--${uuid}`), fc.uuid().map((uuid) => `malware--${uuid}`), word),
    created: fc.oneof(fc.constant('2026-01-01T00:00:00.000Z'), word), modified: fc.oneof(fc.constant('2026-01-01T00:00:00.000Z'), word),
    name: anything, pattern: fc.oneof(fc.constant("[ipv4-addr:value = '192.0.2.1']"), word), pattern_type: fc.constantFrom('stix', 'yara', ''), valid_from: fc.constant('2026-01-01T00:00:00Z'),
    object_marking_refs: anything, granular_markings: anything, extensions: anything, hashes: anything, objects: anything, labels: anything,
  }, { requiredKeys: ['type', 'id'] }),
  { maxLength: 6 },
).map((objects) => ({ objects }))

function requestOf(hub: TestHouse, only?: readonly ListedRoute[]): fc.Arbitrary<Request> {
  const { guide } = hub
  const routes = only ?? hub.house.door.routes()
  const ids = [guide.taxii.collection, 'shared-threats', 'alliance', 'public', ...(['org', 'person', 'community', 'token', 'session', 'job', 'invitation', 'passkey', 'fact', 'proposal', 'ceremony'] as const).map((kind) => `${kind}_${'0'.repeat(20)}`), 'indicator--00000000-0000-4000-8000-000000000000', '0'.repeat(64), '1.0', '2.0', 'en', 'ar', 'northgate-grid']
  const part = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ids) }, { weight: 2, arbitrary: word.map(encodeSafely) }, { weight: 1, arbitrary: fc.constantFrom('%ff', '%', '%2e%2e', '%2f', '..', '.', ';', '%00') })
  const queryName = fc.constantFrom('match[id]', 'match[type]', 'match[version]', 'match[spec_version]', 'added_after', 'limit', 'next', 'q', 'type', 'tlp', 'since', 'cursor', 'collection', 'source', '__proto__', 'match[__proto__]', 'x')
  const query = fc.oneof(fc.constant(''), fc.array(fc.tuple(queryName, fc.oneof(word, fc.constantFrom('all', 'last,first', '5', '0', '2026-01-01T00:00:00Z', 'all,all'))), { maxLength: 4 }).map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${encodeSafely(value)}`).join('&')}`)), fc.constantFrom('?%', '?%ff=%ff', '?&&&&', `?q=${'y'.repeat(9_000)}`))
  const headers = fc.record({
    authorization: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...EVERYBODY).map((person) => `Bearer ${accountOf(guide, person).token}`) }, { weight: 1, arbitrary: fc.constantFrom('Bearer', 'Basic ====', 'Basic Og==', `Bearer oat_${'0'.repeat(59)}`, 'Digest x', '\u00ff') }),
    'content-type': fc.constantFrom('application/json', 'application/json', TAXII, TAXII, 'text/plain', 'application/json; charset=utf-16', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', '', ';;;', 'application/taxii+json;version=9'),
    accept: fc.constantFrom('application/json', TAXII, '*/*', 'text/html', 'application/taxii+json;version=99', ';q=', ','),
    cookie: fc.constantFrom('accord_session=oas_nonsense', '=;=;', 'accord_session=%'),
    'content-encoding': fc.constantFrom('gzip', 'identity'), 'x-request-id': fc.constantFrom('x', '\u00e9'), 'sec-fetch-site': fc.constantFrom('same-origin', 'cross-site'), 'if-none-match': fc.constant('*'), range: fc.constant('bytes=0-'),
  }, { requiredKeys: ['accept'] })
  const body = fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 4, arbitrary: jsonBytes }, { weight: 2, arbitrary: envelope.map((value) => Buffer.from(JSON.stringify(value))) }, { weight: 2, arbitrary: envelope.map((value) => Buffer.from(JSON.stringify({ collection: guide.taxii.collection, text: JSON.stringify(value) }))) })
  return fc.record({ route: fc.constantFrom(...routes), parts: fc.array(part, { minLength: 5, maxLength: 5 }), query, headers, body, 
    method: fc.oneof({ weight: 10, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND') }),
    fit: fc.boolean(), seed: fc.nat() })
    .map(({ route, parts, query: asked, headers: given, body: nonsense, method, fit, seed }) => {
      const schema = bodies.get(`${route.method} ${route.path}`)
      const sent = fit && schema !== undefined ? Buffer.from(JSON.stringify(fc.sample(likeSchema(schema), { numRuns: 1, seed })[0])) : nonsense
      let at = 0
      const path = route.path.replace(/:[a-z]+|\*/gi, () => parts[at++] ?? 'x')
      const verb = method ?? route.method
      if (fit && route.takes.includes('json')) given['content-type'] = 'application/json'
      return { method: verb, path: `${path}${asked}`, headers: { connection: 'keep-alive', ...definite(given) }, body: verb === 'GET' || verb === 'HEAD' || verb === 'TRACE' ? undefined : sent }
    })
}

type Schema = { type?: string; properties?: Record<string, Schema>; required?: string[]; items?: Schema; enum?: unknown[]; const?: unknown; anyOf?: Schema[]; pattern?: string; format?: string; minimum?: number; maximum?: number }

/** The bodies of the contract, so that some get past the shapes and meet the rules behind them. */
const bodies = new Map(Object.values(contract).flatMap((room) => Object.values(room as Record<string, { method: string; path: string; body?: unknown }>)).flatMap(({ method, path, body }) => (body === undefined ? [] : [[`${method} ${path}`, body as Schema] as const])))

/** What fits the schema, mostly. */
function likeSchema(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 14, arbitrary: fitting(schema) }, { weight: 1, arbitrary: anything })
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(likeSchema))
  if (schema.type === 'object') return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, likeSchema(part)])), { requiredKeys: schema.required ?? [] })
  if (schema.type === 'array') return fc.array(likeSchema(schema.items ?? {}), { maxLength: 4 })
  if (schema.type === 'integer') return fc.integer({ min: schema.minimum ?? -5, max: schema.maximum ?? 500 })
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'null') return fc.constant(null)
  if (schema.format === 'email') return fc.constantFrom('a@b.example', 'ines.okafor@secretariat.example', 'Ä@b.example')
  if (schema.pattern?.startsWith('^[A-Z]') === true) return fc.constantFrom('NL', 'XX')
  if (schema.pattern?.startsWith('^http') === true) return fc.constantFrom('https://a.example', 'http://[::1]', 'https://')
  if (schema.pattern?.startsWith('^[a-z0-9]+') === true) return fc.constantFrom('a-b', 'public', 'alliance', 'constructor')
  if (schema.pattern?.startsWith('^[0-9a-f]{64}') === true) return fc.constantFrom('0'.repeat(64), 'f'.repeat(64))
  if (schema.pattern?.includes('_[') === true) return fc.constant(`${/\^(\w+)_/.exec(schema.pattern)?.[1]}_${'0'.repeat(20)}`)
  return schema.type === 'string' ? word : anything
}

const definite = (headers: Record<string, string | undefined>): Record<string, string> => Object.fromEntries(Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined))

/** Percent-encoded; half a surrogate pair becomes what it is in no encoding. */
function encodeSafely(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('').slice(0, 3_000)
}

/** Bytes as no client of ours would send them. */
function conversation(hub: TestHouse, token: string): fc.Arbitrary<Buffer> {
  const { host } = new URL(hub.url)
  const path = `/taxii2/alliance/collections/${hub.guide.taxii.collection}/objects/`
  const head = (more: string) => `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: ${TAXII}\r\nAccept: ${TAXII}\r\n${more}\r\n`
  return fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(
      head('Content-Length: 5\r\nContent-Length: 6\r\n') + '{"a":1}', head('Content-Length: -1\r\n'), head('Content-Length: 99999999999999999999\r\n') + '{', head('Transfer-Encoding: chunked\r\n') + 'zz\r\n{', head('Transfer-Encoding: chunked\r\nContent-Length: 4\r\n') + '0\r\n\r\n',
      head('Transfer-Encoding: chunked\r\n') + '5\r\n{"obj', head('Transfer-Encoding: gzip, chunked\r\n') + '0\r\n\r\n', head('Content-Length: 50\r\n') + '{"objects":[', 'GET / HTTP/9.9\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: other.example\r\n\r\n`, `GET / HTTP/1.1\r\nHost: other.example\r\n\r\n`, `GET http://other.example/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`, `OPTIONS * HTTP/1.1\r\nHost: ${host}\r\n\r\n`, `CONNECT a:1 HTTP/1.1\r\nHost: ${host}\r\n\r\n`, `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'y'.repeat(60_000)}\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`, `GET / HTTP/1.1\r\nHost: ${host}\r\nExpect: 100-continue\r\n\r\n`, `GET / HTTP/1.1\r\nHost: ${host}\r\nExpect: miracles\r\n\r\n`, `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`, '\u0016\u0003\u0001',
    ).map((text) => Buffer.from(text, 'latin1')),
    fc.tuple(fc.constantFrom('GET', 'POST', 'DELETE'), fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 40 })).map(([method, where, what]) => Buffer.from(`${method} /taxii2/${where} HTTP/1.1\r\nHost: ${host}\r\n${what}\r\n\r\n`)),
  )
}

/** Says it all, hangs up after a while, and gives back what was answered. */
function converse(port: number, host: string, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let said = ''
    const socket = connect(port, host, () => {
      socket.write(bytes)
      setTimeout(() => socket.end(), 15).unref()
      setTimeout(() => socket.destroy(), 120).unref()
    })
    socket.setEncoding('latin1').on('data', (chunk) => void (said += String(chunk)))
    socket.on('error', () => {})
    socket.on('close', () => resolve(said))
  })
}

/** How many rows each table has that a request could write, and how far the journal is. Sessions and jobs move by themselves. */
async function rowsOf({ house }: TestHouse): Promise<Record<string, number>> {
  const tables = ['facts', 'members_organisation', 'members_person', 'members_community', 'members_enrolment', 'members_token', 'members_invitation', 'members_passkey', 'exchange_collection', 'exchange_object', 'exchange_source', 'exchange_status', 'exchange_warning_list', 'exchange_mend']
  return house.database.read(async (tx) => {
    const counts: Record<string, number> = {}
    for (const table of tables) counts[table] = Number((await tx.get<{ n: number }>(`select count(*) as n from ${table}`))?.n)
    return counts
  })
}

/** After all of it: no half of anything, and as many facts as there were changes. */
async function needSound(hub: TestHouse, before: Record<string, number>): Promise<void> {
  const after = await rowsOf(hub)
  assert.equal(after['exchange_mend'], 0)
  assert.equal(after['members_organisation'], before['members_organisation'], 'no organisation came of it')
  await hub.house.database.read(async (tx) => {
    const statuses = await tx.all<{ body: string }>('select body from exchange_status')
    for (const { body } of statuses) {
      const { total_count: total, success_count: good, failure_count: bad } = JSON.parse(body) as Record<string, number>
      assert.equal(total, good! + bad!)
    }
    const orphans = await tx.get('select 1 as one from exchange_source s where not exists (select 1 from exchange_object o where o.seq = s.object)')
    assert.equal(orphans, undefined)
  })
}

/** Until the mails and links of the beginning are done; what is meant for later stays. */
async function settled({ house }: TestHouse): Promise<void> {
  const due = () => house.database.read((tx) => tx.get("select 1 as one from jobs where state <> 'dead' and run_at <= ? and kind not like '%sweep'", house.clock()))
  await until(async () => (await due()) === undefined, 'the jobs of the beginning do not end')
}

/**
 * The longest turn of the loop in milliseconds of this thread's own work: what a timer is late for because the machine is
 * busy elsewhere does not count. The client's work is in it too.
 */
function watchHolds() {
  let longest = 0
  let lately = 0
  let last = process.threadCpuUsage()
  const look = (): void => {
    const now = process.threadCpuUsage()
    lately = Math.max(lately, (now.user + now.system - last.user - last.system) / 1_000)
    longest = Math.max(longest, lately)
    last = now
  }
  const timer = setInterval(look, 5)
  return {
    begin() {
      longest = lately = 0
      last = process.threadCpuUsage()
    },
    /** The longest since it was last taken. */
    take(): number {
      look()
      const taken = lately
      lately = 0
      return taken
    },
    longest: () => longest,
    end: () => clearInterval(timer),
  }
}
