/** Domains as people write them, names as DNS orders them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BaselineError } from '../errors.ts'
import { ancestry, compareNames, isHost, isWithin, parseDomain, parseName, printName } from './name.ts'

test('a domain as people write it', async (t) => {
  const good: [written: string, domain: string][] = [
    ['northgate.example', 'northgate.example'],
    [' Northgate.EXAMPLE. ', 'northgate.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['northgate。example', 'northgate.example'],
    ['شمال.example', 'xn--mgbz1cc.example'],
    ['1and2.example', '1and2.example'],
    ['a.b.c.d.e.f.g.h.i.example', 'a.b.c.d.e.f.g.h.i.example'],
  ]
  for (const [written, domain] of good) await t.test(written, () => assert.equal(parseDomain(written), domain))
  const bad = [
    '', '.', 'localhost', '192.0.2.1', '[2001:db8::1]', 'https://northgate.example', 'northgate.example/path', 'northgate.example:443', 'user@northgate.example',
    'north gate.example', '-northgate.example', 'northgate-.example', 'northgate..example', '_dmarc.northgate.example', 'northgate.example\u0000', 'northgate.example／path',
    `${'a'.repeat(64)}.example`, `${'abcdefg.'.repeat(31)}example`, 'a.b.c.d.e.f.g.h.i.j.example', 'northgate.123', '１９２.0.2.1', 'a\u202eb.exam ple',
  ]
  for (const written of bad) await t.test(`not ${JSON.stringify(written.slice(0, 40))}`, () => assert.throws(() => parseDomain(written), (error) => error instanceof BaselineError && error.code === 'malformed-name'))
})

test('RFC 4034 §6.1: the canonical order of its example', () => {
  const ordered = ['example', 'a.example', 'yljkjljk.a.example', 'Z.a.example', 'zABC.a.EXAMPLE', 'z.example', '\\001.z.example', '*.z.example', '\\200.z.example']
  const shuffled = [5, 2, 8, 0, 7, 3, 1, 6, 4].map((at) => ordered[at] ?? '')
  const sorted = shuffled.map((name) => parseName(name)).sort(compareNames).map(printName)
  assert.deepEqual(sorted, ordered.map((name) => printName(parseName(name))))
})

test('what is above, and what is within', () => {
  assert.deepEqual(ancestry('www.northgate.example'), ['www.northgate.example', 'northgate.example', 'example', '.'])
  const table: [name: string, zone: string, within: boolean][] = [
    ['northgate.example', 'northgate.example', true], ['www.northgate.example', 'northgate.example', true], ['southnorthgate.example', 'northgate.example', false],
    ['example', 'northgate.example', false], ['anything', '.', true], ['.', '.', true],
  ]
  for (const [name, zone, within] of table) assert.equal(isWithin(name, zone), within, `${name} in ${zone}`)
})

test('what a server may be called', () => {
  for (const name of ['mx1.northgate.example', 'mx_1.example', 'localhost', 'a']) assert.ok(isHost(name), name)
  for (const name of ['.', '', 'mail\\032server.example', '*.example', '-a.example', 'a-.example', `${'abcdefg.'.repeat(31)}example`]) assert.ok(!isHost(name), name)
})
