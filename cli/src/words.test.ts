import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError } from '@openaccord/api'
import { TaxiiClientError } from '@openaccord/taxii'
import { explain } from './explain.ts'
import { EXIT, Failure } from './failure.ts'
import { parseHubUrl } from './profile.ts'
import { cut, displayWidth, printTable } from './table.ts'
import { plain } from './terminal.ts'
import { parseSince } from './time.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')

test('times as people type them', async (t) => {
  const right: [string, string][] = [
    ['90m', '2026-11-22T10:30:00.000Z'], ['24h', '2026-11-21T12:00:00.000Z'], ['7d', '2026-11-15T12:00:00.000Z'], ['2w', '2026-11-08T12:00:00.000Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z'], ['2026-11-01T08:30:00+02:00', '2026-11-01T06:30:00.000Z'],
  ]
  for (const [text, iso] of right) await t.test(text, () => assert.equal(new Date(parseSince(text, NOW) / 1000).toISOString(), iso))
  await t.test('microseconds stay', () => assert.equal(parseSince('2026-11-01T00:00:00.123456Z', NOW) % 1_000_000, 123_456))
  for (const text of ['yesterday', '2026-02-30', '2026-13-01', '24', '-1d', '2026-11-01T08:30', '']) {
    await t.test(`not ${text}`, () => assert.throws(() => parseSince(text, NOW), (error) => error instanceof Failure && error.exit === EXIT.usage))
  }
})

test('addresses of hubs', async (t) => {
  const right: [string, string][] = [
    ['hub.example', 'https://hub.example'], ['https://hub.example/threats', 'https://hub.example'], ['http://127.0.0.1:4180/', 'http://127.0.0.1:4180'],
    ['http://localhost:1', 'http://localhost:1'], ['http://[::1]:4180', 'http://[::1]:4180'], ['HTTPS://HUB.example:8443', 'https://hub.example:8443'],
  ]
  for (const [text, url] of right) await t.test(text, () => assert.equal(parseHubUrl(text), url))
  for (const text of ['http://hub.example', 'http://127.0.0.1.evil.example', 'ftp://hub.example', 'https://a:b@hub.example', 'https://', 'https://hub.example/?token=x']) {
    await t.test(`not ${text}`, () => assert.throws(() => parseHubUrl(text), Failure))
  }
})

const problem = (status: number) => new ApiError(status, { type: 'about:blank', title: '', status, detail: 'no', code: 'x.y', instance: '' })
const of = (code: string, path?: string) => Object.assign(new Error(code), { code, path })

test('every error becomes a sentence, a fix and an exit code', async (t) => {
  const table: [name: string, error: unknown, exit: number, words: RegExp][] = [
    ['401', problem(401), EXIT.notAllowed, /no/],
    ['403', problem(403), EXIT.notAllowed, /no/],
    ['422', problem(422), EXIT.refused, /no/],
    ['503', problem(503), EXIT.unreachable, /no/],
    ['TAXII 401', new TaxiiClientError('unauthenticated', 'u answered 401: it asks who you are; check', { status: 401 }), EXIT.notAllowed, /asks who you are/],
    ['TAXII, no way', new TaxiiClientError('network', 'x; y', { cause: new TypeError('fetch failed', { cause: of('ECONNREFUSED') }) }), EXIT.unreachable, /nothing answers/],
    ['no such file', of('ENOENT', '/x'), EXIT.failed, /\/x does not exist/],
    ['disk full', of('ENOSPC', '/x'), EXIT.failed, /disk is full/],
    ['refused', new TypeError('fetch failed', { cause: of('ECONNREFUSED') }), EXIT.unreachable, /nothing answers/],
    ['several addresses', new TypeError('fetch failed', { cause: new AggregateError([of('ECONNREFUSED')], '') }), EXIT.unreachable, /nothing answers/],
    ['self-signed', new TypeError('fetch failed', { cause: of('DEPTH_ZERO_SELF_SIGNED_CERT') }), EXIT.unreachable, /self-signed/],
    ['our own fault', new RangeError('oops'), EXIT.failed, /unexpected happened: oops/],
  ]
  for (const [name, error, exit, words] of table) {
    await t.test(name, () => {
      const failure = explain(error)
      assert.equal(failure.exit, exit)
      assert.match(failure.message, words)
      assert.notEqual(failure.fix, '')
    })
  }
})

test('tables fit the terminal', () => {
  const columns = [{ title: 'A', elastic: true }, { title: 'N', right: true }]
  const rows = [['a title that is much too long for this', '1'], ['日本語の名前がここに', '23']]
  assert.equal(printTable(columns, [['x', '1'], ['yy', '23']], Infinity), 'A    N\nx    1\nyy  23')
  for (const line of printTable(columns, rows, 20).split('\n')) assert.ok(displayWidth(line) <= 20, line)
  assert.equal(cut('日本語の', 5), '日本…')
})

test('what strangers wrote does not steer the terminal', () => {
  assert.equal(plain('a\u001b[31mred\u0007\r\nb\u009bc\u202egnp.exe\u2066'), 'a [31mred b cgnp.exe')
})
