/** DNS on the wire: queries, answers with compressed names, and whatever somebody may send instead. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decode, encode } from 'dns-packet'
import type { AskedType } from '../observations.ts'
import { cname, u16, u32, wire } from '../testing/records.ts'
import { parseMessage, printQuery, readAnswer, recordsAt } from './message.ts'
import { printRecord } from './text.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const header = (id: number, flags: number, answers: number, authorities = 0, additionals = 0): Buffer => Buffer.concat([id, flags, 1, answers, authorities, additionals].map(u16))
const question = (name: string, type: number): Buffer => Buffer.concat([wire(name), u16(type), u16(1)])
const rr = (name: Buffer, type: number, rdata: Buffer): Buffer => Buffer.concat([name, u16(type), u16(1), u32(300), u16(rdata.length), rdata])
const OK = 0x8180

test('a query asks for signatures and for wrong ones too', () => {
  const query = decode(Buffer.from(printQuery({ id: 4711, name: 'Northgate.example', type: 'MX' })))
  assert.equal(query.id, 4711)
  assert.deepEqual(query.questions, [{ name: 'northgate.example', type: 'MX', class: 'IN' }])
  assert.deepEqual([query.flag_rd, query.flag_cd, query.flag_ad], [true, true, false])
  const [opt] = query.additionals ?? []
  assert.ok(opt?.type === 'OPT')
  assert.deepEqual([opt.flag_do, opt.udpPayloadSize], [true, 1232])
})

test('answers that another implementation wrote are read, and shown as a zone file has them', () => {
  const bytes = encode({
    type: 'response', id: 7, flags: 0x0180, questions: [{ type: 'A', name: 'northgate.example' }],
    answers: [
      { type: 'A', name: 'northgate.example', ttl: 300, data: '192.0.2.1' },
      { type: 'AAAA', name: 'northgate.example', ttl: 300, data: '2001:db8::1' },
      { type: 'MX', name: 'Northgate.example', ttl: 300, data: { preference: 10, exchange: 'mx1.northgate.example' } },
      { type: 'TXT', name: 'northgate.example', ttl: 300, data: ['v=spf1 "mx" -all', 'second\u00e9'] },
      { type: 'CAA', name: 'northgate.example', ttl: 300, data: { flags: 128, issuerCritical: true, tag: 'issue', value: 'ca.example.net' } },
      { type: 'DS', name: 'northgate.example', ttl: 300, data: { keyTag: 4711, algorithm: 13, digestType: 2, digest: Buffer.alloc(32, 0xab) } },
      { type: 'DNSKEY', name: 'northgate.example', ttl: 300, data: { flags: 257, algorithm: 15, key: Buffer.alloc(32, 1) } },
      { type: 'NSEC', name: 'northgate.example', ttl: 300, data: { nextDomain: 'www.northgate.example', rrtypes: ['A', 'MX', 'RRSIG', 'NSEC'] } },
      { type: 'CNAME', name: 'www.northgate.example', ttl: 300, data: 'northgate.example' },
    ],
  })
  assert.deepEqual(parseMessage(bytes).answer.map(printRecord), [
    'northgate.example. 300 IN A 192.0.2.1',
    'northgate.example. 300 IN AAAA 2001:db8:0:0:0:0:0:1',
    'northgate.example. 300 IN MX 10 mx1.northgate.example.',
    'northgate.example. 300 IN TXT "v=spf1 \\"mx\\" -all" "second\\195\\169"',
    'northgate.example. 300 IN CAA 128 issue "ca.example.net"',
    `northgate.example. 300 IN DS 4711 13 2 ${'ab'.repeat(32)}`,
    `northgate.example. 300 IN DNSKEY 257 3 15 ${Buffer.alloc(32, 1).toString('base64')}`,
    'northgate.example. 300 IN NSEC www.northgate.example. A MX RRSIG NSEC',
    'www.northgate.example. 300 IN CNAME northgate.example.',
  ])
})

test('compressed names are written out, in the data too', () => {
  const at = u16(0xc00c)
  const mail = rr(at, 15, Buffer.concat([u16(10), hex('03 6d7831'), at]))
  const message = Buffer.concat([header(7, OK, 1), question('northgate.example', 15), mail])
  const [record] = parseMessage(message).answer
  assert.ok(record)
  assert.equal(printRecord(record), 'northgate.example. 300 IN MX 10 mx1.northgate.example.')
  assert.equal(record.rdata, Buffer.concat([u16(10), wire('mx1.northgate.example')]).toString('hex'))
})

test('what the answer to a question tells', async (t) => {
  const name = 'northgate.example'
  const record = rr(u16(0xc00c), 1, hex('c0000201'))
  const alias = rr(u16(0xc00c), 5, wire('other.example'))
  const bogus = rr(Buffer.of(0), 41, Buffer.concat([u16(15), u16(2), u16(6)]))
  const of = (flags: number, ...parts: Buffer[]): Buffer => Buffer.concat([header(7, flags, parts.length), question(name, 1), ...parts])
  const table: [says: string, bytes: Buffer, outcome: string][] = [
    ['records', of(OK, record), 'answer'],
    ['records behind an alias', of(OK, alias, rr(wire('other.example'), 1, hex('c0000201'))), 'answer'],
    ['an alias alone', of(OK, alias), 'empty'],
    ['records of another name', of(OK, rr(wire('other.example'), 1, hex('c0000201'))), 'empty'],
    ['nothing', of(OK), 'empty'],
    ['no such name', of(OK | 3), 'nxdomain'],
    ['a server failure', of(OK | 2), 'servfail'],
    ['a server failure for bogus signatures', Buffer.concat([header(7, OK | 2, 0, 0, 1), question(name, 1), bogus]), 'bogus'],
    ['refused', of(OK | 5), 'refused'],
    ['another id', Buffer.concat([header(8, OK, 0), question(name, 1)]), 'malformed'],
    ['another name', Buffer.concat([header(7, OK, 0), question('other.example', 1)]), 'malformed'],
    ['another type', Buffer.concat([header(7, OK, 0), question(name, 16)]), 'malformed'],
    ['a query', Buffer.concat([header(7, 0x0100, 0), question(name, 1)]), 'malformed'],
    ['the name in capitals', Buffer.concat([header(7, OK, 0), question('NORTHGATE.Example', 1)]), 'empty'],
    ['nothing at all', Buffer.alloc(0), 'malformed'],
    ['a record that is cut short', of(OK, record).subarray(0, -1), 'malformed'],
    ['a name that points to itself', Buffer.concat([header(7, OK, 1), question(name, 1), u16(0xc000 + 12 + 19 + 4), u16(1)]), 'malformed'],
    ['a name that points forward', Buffer.concat([header(7, OK, 1), question(name, 1), u16(0xc0ff), Buffer.alloc(300)]), 'malformed'],
    ['more records than are read', Buffer.concat([header(7, OK, 501), question(name, 1), ...Array.from({ length: 501 }, () => record)]), 'malformed'],
  ]
  for (const [says, bytes, outcome] of table) await t.test(says, () => assert.equal(readAnswer({ id: 7, name, type: 'A' as AskedType }, bytes).outcome, outcome))
})

test('aliases in a circle lead nowhere', () => {
  assert.deepEqual(recordsAt([cname('a.example', 'b.example'), cname('b.example', 'a.example')], 'a.example', 'A'), [])
})
