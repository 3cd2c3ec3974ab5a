import assert from 'node:assert/strict'
import type { IncomingHttpHeaders } from 'node:http'
import { test } from 'node:test'
import fc from 'fast-check'
import { createPeerReader, forwardedHops, limitKeyOf } from './peer.ts'

const trusted = ['10.0.0.0/8', '2001:db8:1::/48', '192.0.2.7']
const xff = createPeerReader({ trusted, header: 'x-forwarded' })
const rfc7239 = createPeerReader({ trusted, header: 'forwarded' })

test('the address of who asks, through X-Forwarded-For', async (t) => {
  const table: [name: string, socket: string, headers: IncomingHttpHeaders, address: string, scheme?: string, host?: string][] = [
    ['without a proxy', '203.0.113.5', {}, '203.0.113.5'],
    ['spoofed without a proxy', '203.0.113.5', { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' }, '203.0.113.5'],
    ['one proxy', '10.0.0.1', { 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'https' }, '203.0.113.5', 'https'],
    ['mapped socket address', '::ffff:10.0.0.1', { 'x-forwarded-for': '203.0.113.5' }, '203.0.113.5'],
    ['two proxies', '10.0.0.1', { 'x-forwarded-for': '203.0.113.5, 192.0.2.7' }, '203.0.113.5'],
    ['spoofed in front of one', '10.0.0.1', { 'x-forwarded-for': '127.0.0.1, 8.8.8.8, 203.0.113.5' }, '203.0.113.5'],
    ['spoofed as a trusted one', '10.0.0.1', { 'x-forwarded-for': '10.0.0.9, 203.0.113.5' }, '203.0.113.5'],
    ['IPv6 with port', '10.0.0.1', { 'x-forwarded-for': '[2001:db8:9::1]:4711' }, '2001:db8:9::1'],
    ['IPv4 with port', '10.0.0.1', { 'x-forwarded-for': '203.0.113.5:80' }, '203.0.113.5'],
    ['nonsense at the end', '10.0.0.1', { 'x-forwarded-for': '203.0.113.5, unknown' }, '10.0.0.1'],
    ['everyone trusted', '10.0.0.1', { 'x-forwarded-for': '10.0.0.3, 10.0.0.2' }, '10.0.0.3'],
    ['an IPv6 proxy', '2001:db8:1::5', { 'x-forwarded-for': '203.0.113.5' }, '203.0.113.5'],
    ['Forwarded is not believed here', '10.0.0.1', { forwarded: 'for=1.2.3.4' }, '10.0.0.1'],
    ['host and scheme', '10.0.0.1', { host: 'inner', 'x-forwarded-for': '203.0.113.5', 'x-forwarded-host': 'Hub.Example', 'x-forwarded-proto': 'https' }, '203.0.113.5', 'https', 'hub.example'],
    ['a scheme that is none', '10.0.0.1', { 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'ftp' }, '203.0.113.5', 'http'],
  ]
  for (const [name, socket, headers, address, scheme = 'http', host = ''] of table) {
    await t.test(name, () => {
      const peer = xff(socket, false, headers)
      assert.deepEqual([peer.address, peer.scheme, peer.host], [address, scheme, host])
    })
  }
})

test('the same through Forwarded', async (t) => {
  const table: [name: string, header: string, address: string, scheme?: string, host?: string][] = [
    ['plain', 'for=203.0.113.5;proto=https;host=hub.example', '203.0.113.5', 'https', 'hub.example'],
    ['quoted IPv6', 'For="[2001:db8:9::1]:4711"', '2001:db8:9::1'],
    ['a comma inside quotes', 'for=203.0.113.5;host="a,for=1.2.3.4"', '203.0.113.5', 'http', 'a,for=1.2.3.4'],
    ['spoofed in front', 'for=1.2.3.4, for=203.0.113.5', '203.0.113.5'],
    ['hidden', 'for=_hidden', '10.0.0.1'],
    ['unclosed quotes swallow the rest', 'for="203.0.113.5, for=1.2.3.4', '10.0.0.1'],
    ['empty', '', '10.0.0.1'],
  ]
  for (const [name, forwarded, address, scheme = 'http', host = ''] of table) {
    await t.test(name, () => {
      const peer = rfc7239('10.0.0.1', false, { forwarded, 'x-forwarded-for': '9.9.9.9' })
      assert.deepEqual([peer.address, peer.scheme, peer.host], [address, scheme, host])
    })
  }
})

test('whatever a client writes, the last untrusted hop counts', () => {
  const word = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.constantFrom('unknown', '', '"', ',', ';', 'for=', '[::1]', '10.0.0.1'))
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      const written = words.join(',')
      assert.equal(xff('10.0.0.1', false, { 'x-forwarded-for': `${written},203.0.113.5` }).address, '203.0.113.5')
      assert.equal(xff('203.0.113.9', false, { 'x-forwarded-for': written }).address, '203.0.113.9')
      for (const hop of forwardedHops(written)) assert.equal(typeof hop.address, 'string')
    }),
    { numRuns: 1000 },
  )
})

test('limits count IPv4 by address and IPv6 by /64', () => {
  assert.equal(limitKeyOf('203.0.113.5'), '203.0.113.5')
  assert.equal(limitKeyOf('::ffff:203.0.113.5'), '203.0.113.5')
  assert.equal(limitKeyOf('2001:db8:1:2:3:4:5:6'), limitKeyOf('2001:db8:1:2::1'))
  assert.notEqual(limitKeyOf('2001:db8:1:2::1'), limitKeyOf('2001:db8:1:3::1'))
})

test('a range that is none stops the start', () => {
  assert.throws(() => createPeerReader({ trusted: ['10.0.0.0/33'], header: 'x-forwarded' }), /trusted proxy “10.0.0.0\/33”/)
})
