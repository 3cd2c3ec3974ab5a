import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { OutboundError } from './error.ts'
import { isPublicAddress } from './public-address.ts'
import { parseTarget } from './target.ts'

test('public addresses', () => {
  for (const text of ['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255', '2606:4700:4700::1111', '2a00:1450:4001:800::200e', '2001:200::1', '2001:4860:4860::8888', '2003::1', '2600::', '3ffe::1']) {
    assert.equal(isPublicAddress(text), true, text)
  }
})

test('addresses that are not public, or not written as addresses', () => {
  const v4 = ['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '100.127.255.255', '127.0.0.1', '127.255.255.254', '168.63.129.16', '169.254.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.0.192', '192.0.2.1', '192.88.99.1', '192.168.0.1', '192.168.255.255', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255']
  const v6 = ['::', '::1', '::2', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '::ffff:0:127.0.0.1', '::127.0.0.1', '::8.8.8.8', '64:ff9b::127.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '100::1', '2001::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001:2::1', '2001:10::1', '2001:20::1', '2001:db8::1', '2002:7f00:1::', '2002:808:808::1', '2620:4f:8000::1', '3fff::1', '5f00::1', '4000::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', 'ff0e::1', '2a00::5efe:7f00:1', '2a00::200:5efe:a00:1']
  const odd = ['', ' ', '1', '1.1', '1.1.1', '1.1.1.1.', '1.1.1.1 ', ' 1.1.1.1', '01.1.1.1', '1.1.1.01', '0x1.1.1.1', '0x08080808', '134744072', '010.8.8.8', '8.8.2056', '256.1.1.1', '1.1.1.-1', '１.1.1.1', 'localhost', 'example.org', '[2606:4700::1]', '2606:4700::1%eth0', '2606:4700::1/64', '2606:4700:::1', '::ffff:1.2.3', 'fe80::1%1']
  for (const text of [...v4, ...v6, ...odd]) assert.equal(isPublicAddress(text), false, text)
})

const PRIVATE = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', '224.0.0.0/4', '240.0.0.0/4']
const privateV4 = fc.tuple(fc.constantFrom(...PRIVATE), fc.integer({ min: 0, max: 2 ** 32 - 1 })).map(([range, chance]) => {
  const [net, bits] = ipaddr.IPv4.parseCIDR(range)
  const base = net.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0)
  const value = base + (chance % 2 ** (32 - bits))
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256)
})
const octal = (n: number) => `0${n.toString(8)}`
const hex = (n: number) => `0x${n.toString(16)}`
const pair = (a = 0, b = 0): string => ((a << 8) | b).toString(16)
const EMBEDDINGS: readonly [string, (high: string, low: string, dotted: string, turned: string) => string][] = [
  ['mapped', (high, low) => `::ffff:${high}:${low}`],
  ['mapped, dotted', (_h, _l, dotted) => `::ffff:${dotted}`],
  ['mapped, in full', (high, low) => `0000:0000:0000:0000:0000:ffff:${high}:${low}`],
  ['compatible', (high, low) => `::${high}:${low}`],
  ['compatible, dotted', (_h, _l, dotted) => `::${dotted}`],
  ['translated, RFC 2765', (high, low) => `::ffff:0:${high}:${low}`],
  ['6to4', (high, low) => `2002:${high}:${low}::1`],
  ['NAT64', (high, low) => `64:ff9b::${high}:${low}`],
  ['NAT64 of one’s own', (high, low) => `64:ff9b:1::${high}:${low}`],
  ['Teredo, client', (_h, _l, _d, turned) => `2001:0:808:808:8000:63bf:${turned}`],
  ['Teredo, server', (high, low) => `2001:0:${high}:${low}:8000:63bf:f7f7:f7f7`],
  ['ISATAP', (high, low) => `2a01:4f8::5efe:${high}:${low}`],
  ['ISATAP, unique', (high, low) => `2a01:4f8::200:5efe:${high}:${low}`],
]

test('no private IPv4 address passes, plain or inside any IPv6 one', () => {
  fc.assert(
    fc.property(privateV4, ([a, b, c, d]) => {
      const dotted = [a, b, c, d].join('.')
      const turned = `${pair((a ?? 0) ^ 255, (b ?? 0) ^ 255)}:${pair((c ?? 0) ^ 255, (d ?? 0) ^ 255)}`
      assert.equal(isPublicAddress(dotted), false, dotted)
      for (const [name, embed] of EMBEDDINGS) {
        const text = embed(pair(a, b), pair(c, d), dotted, turned)
        assert.ok(ipaddr.IPv6.isValid(text), `${name}: ${text} is an address`)
        assert.equal(isPublicAddress(text), false, `${name}: ${text}`)
        assert.throws(() => parseTarget(`http://[${text}]/`, { ports: new Set([80]), allow: new Set() }), OutboundError)
      }
    }),
    { numRuns: 1000 },
  )
})

test('no spelling of a private IPv4 address passes as a host', () => {
  const rules = { ports: new Set([80, 443]), allow: new Set<string>() }
  fc.assert(
    fc.property(privateV4, ([a = 0, b = 0, c = 0, d = 0]) => {
      const value = ((a * 256 + b) * 256 + c) * 256 + d
      const spellings = [
        `${a}.${b}.${c}.${d}`, String(value), hex(value), octal(value), `${hex(a)}.${hex(b)}.${hex(c)}.${hex(d)}`, `${octal(a)}.${octal(b)}.${octal(c)}.${octal(d)}`,
        `${a}.${value % 2 ** 24}`, `${a}.${b}.${value % 2 ** 16}`, `${a}.${b}.${c}.${d}.`, `${hex(a)}.${b}.${octal(c)}.${d}`, `%3${a % 10}.${b}.${c}.${d}`,
        `00${a}.${b}.${c}.${d}`, `${a}。${b}。${c}。${d}`, `user@${a}.${b}.${c}.${d}`, `${a}.${b}.${c}.${d}:443`,
      ]
      for (const host of spellings) {
        for (const url of [`http://${host}/`, `https://${host}/x?y`, `//${host}/`]) {
          assert.throws(() => parseTarget(url, rules, new URL('https://example.org/')), OutboundError, url)
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('public numbers in disguise are refused as well, and honest addresses pass', () => {
  const rules = { ports: new Set([80, 443]), allow: new Set(['127.0.0.1:4000', '[::1]:4000', 'idp.internal:443']) }
  for (const url of ['http://0x08.8.8.8/', 'http://134744072/', 'http://8.8.2056/', 'http://010.010.010.010/', 'http://example.org./', 'http://u:p@example.org/', 'http://u@example.org/', 'http://example.org:22/', 'http://example.org:8080/', 'ftp://example.org/', 'file:///etc/passwd', 'gopher://example.org/', 'http:\\\\example.org\\', 'http://exa mple.org/', 'http://example.org/\u0000', 'ht\ntp://example.org/', 'http:example.org', 'http:///example.org', '//example.org/', '/x', '', 'http://', 'http://[::1]/', 'http://localhost/', 'http://metadata/', 'http://127.0.0.1:4001/', 'http://127.1:4000/', 'http://2130706433:4000/', 'https://idp.internal:444/', 'data:text/plain,x', 'javascript:alert(1)']) {
    assert.throws(() => parseTarget(url, rules), OutboundError, url)
  }
  for (const url of ['http://example.org/', 'https://example.org:443/a?b#c', 'https://8.8.8.8/', 'https://[2606:4700:4700::1111]/', 'http://127.0.0.1:4000/x', 'http://[::1]:4000/', 'https://idp.internal/', 'HTTPS://EXAMPLE.org/', 'https://bücher.example/']) {
    assert.ok(parseTarget(url, rules), url)
  }
})
