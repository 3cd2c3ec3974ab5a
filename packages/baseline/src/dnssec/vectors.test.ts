/** What the specifications publish: RFC 4034 §5.4, 5155 appendix A, 5702 §6, 6605 §6, 8080 §6 (as its erratum 4935 corrects it). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { printBase32Hex } from '../bytes.ts'
import { parseDnskey, parseDs, parseRrsig } from '../dns/rdata.ts'
import type { DnsRecord, RecordType } from '../observations.ts'
import { a, mx, numberOf, record, u16, u32, wire } from '../testing/records.ts'
import { digestOf, keyTagOf, matchesDs, verifySignature } from './keys.ts'
import { hashName } from './nsec3.ts'
import { reason, reasonWords } from '../reasons.ts'
import { newBudget, signedData, verifySet } from './signature.ts'

const dnskey = (zone: string, flags: number, algorithm: number, base64: string): DnsRecord =>
  record(zone, 'DNSKEY', Buffer.concat([u16(flags), Buffer.of(3, algorithm), Buffer.from(base64, 'base64')]))

const rrsig = (name: string, covered: RecordType, [algorithm, labels, ttl, to, from, tag]: number[], signer: string, base64: string): DnsRecord =>
  record(name, 'RRSIG', Buffer.concat([
    u16(numberOf(covered)), Buffer.of(algorithm ?? 0, labels ?? 0), u32(ttl ?? 0), u32(to ?? 0), u32(from ?? 0), u16(tag ?? 0), wire(signer), Buffer.from(base64, 'base64'),
  ]))

const ds = (zone: string, tag: number, algorithm: number, type: number, hex: string): DnsRecord =>
  record(zone, 'DS', Buffer.concat([u16(tag), Buffer.of(algorithm, type), Buffer.from(hex.replaceAll(' ', ''), 'hex')]))

const RSA256 = 'AwEAAcFcGsaxxdgiuuGmCkVImy4h99CqT7jwY3pexPGcnUFtR2Fh36BponcwtkZ4cAgtvd4Qs8PkxUdp6p/DlUmObdk='
const RSA512 = 'AwEAAdHoNTOW+et86KuJOWRDp1pndvwb6Y83nSVXXyLA3DLroROUkN6X0O6pnWnjJQujX/AyhqFDxj13tOnD9u/1kTg7cV6rklMrZDtJCQ5PCl/D7QNPsgVsMu1J2Q8gpMpztNFLpPBz1bWXjDtaR7ZQBlZ3PFY12ZTSncorffcGmhOL'
const P256 = 'GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA=='
const P384 = 'xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40'
const ED1 = 'l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4='
const ED2 = 'zPnZ/QwEe7S8C5SPz2OfS5RR40ATk2/rYnE9xHIEijs='

type Vector = { says: string; zone: string; key: DnsRecord; tag: number; set: DnsRecord; signature: DnsRecord; at: number }
const vectors: Vector[] = [
  {
    says: 'RFC 5702 §6.1, RSA/SHA-256', zone: 'example.net', key: dnskey('example.net', 256, 8, RSA256), tag: 9033, set: a('www.example.net', '192.0.2.91'), at: 1_000_000_000,
    signature: rrsig('www.example.net', 'A', [8, 3, 3600, 1_893_456_000, 946_684_800, 9033], 'example.net', 'kRCOH6u7l0QGy9qpC9l1sLncJcOKFLJ7GhiUOibu4teYp5VE9RncriShZNz85mwlMgNEacFYK/lPtPiVYP4bwg=='),
  },
  {
    says: 'RFC 5702 §6.2, RSA/SHA-512', zone: 'example.net', key: dnskey('example.net', 256, 10, RSA512), tag: 3740, set: a('www.example.net', '192.0.2.91'), at: 1_000_000_000,
    signature: rrsig('www.example.net', 'A', [10, 3, 3600, 1_893_456_000, 946_684_800, 3740], 'example.net', 'tsb4wnjRUDnB1BUi+t6TMTXThjVnG+eCkWqjvvjhzQL1d0YRoOe0CbxrVDYd0xDtsuJRaeUw1ep94PzEWzr0iGYgZBWm/zpq+9fOuagYJRfDqfReKBzMweOLDiNa8iP5g9vMhpuv6OPlvpXwm9Sa9ZXIbNl1MBGk0fthPgxdDLw='),
  },
  {
    says: 'RFC 6605 §6.1, ECDSA P-256', zone: 'example.net', key: dnskey('example.net', 257, 13, P256), tag: 55_648, set: a('www.example.net', '192.0.2.1'), at: 1_282_000_000,
    signature: rrsig('www.example.net', 'A', [13, 3, 3600, 1_284_026_679, 1_281_607_479, 55_648], 'example.net', 'qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw=='),
  },
  {
    says: 'RFC 6605 §6.2, ECDSA P-384', zone: 'example.net', key: dnskey('example.net', 257, 14, P384), tag: 10_771, set: a('www.example.net', '192.0.2.1'), at: 1_282_000_000,
    signature: rrsig('www.example.net', 'A', [14, 3, 3600, 1_284_027_625, 1_281_608_425, 10_771], 'example.net', '/L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbavRKayJNuydCuzWTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm'),
  },
  {
    says: 'RFC 8080 §6.1, the first key', zone: 'example.com', key: dnskey('example.com', 257, 15, ED1), tag: 3613, set: mx('example.com', 10, 'mail.example.com'), at: 1_439_000_000,
    signature: rrsig('example.com', 'MX', [15, 2, 3600, 1_440_021_600, 1_438_207_200, 3613], 'example.com', 'oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg=='),
  },
  {
    says: 'RFC 8080 §6.1, the second key', zone: 'example.com', key: dnskey('example.com', 257, 15, ED2), tag: 35_217, set: mx('example.com', 10, 'mail.example.com'), at: 1_439_000_000,
    signature: rrsig('example.com', 'MX', [15, 2, 3600, 1_440_021_600, 1_438_207_200, 35_217], 'example.com', 'zXQ0bkYgQTEFyfLyi9QoiY6D8ZdYo4wyUhVioYZXFdT410QPRITQSqJSnzQoSm5poJ7gD7AQR0O7KuI5k2pcBg=='),
  },
]

test('published signatures hold, and not with one bit changed', async (t) => {
  for (const { says, zone, key, tag, set, signature, at } of vectors) {
    await t.test(says, async () => {
      const parsed = parseDnskey(key)
      assert.equal(keyTagOf(parsed), tag)
      const now = new Date(at * 1000)
      const keys = { name: zone, keys: [parsed] }
      assert.deepEqual((await verifySet([set], [signature], keys, now, newBudget())).valid, true)
      const { rdata } = signature
      const flipped = { ...signature, rdata: `${rdata.slice(0, -4)}${rdata.at(-4) === 'f' ? '0' : 'f'}${rdata.slice(-3)}` }
      assert.deepEqual(await verifySet([set], [flipped], keys, now, newBudget()), { valid: false, why: reason('signature.wrong', { type: set.type, name: set.name }) })
      const read = parseRrsig(signature)
      assert.equal(await verifySignature(parsed, signedData([{ ...set, rdata: `ff${set.rdata.slice(2)}` }], read), read.signature), false)
    })
  }
})

test('a signature holds in its time only', async (t) => {
  const [{ zone, key, set, signature } = vectors[0] as Vector] = vectors.slice(2)
  const table: [says: string, at: number, why: RegExp | null][] = [
    ['at its first second', 1_281_607_479, null],
    ['a second before', 1_281_607_478, /holds only from 2010-08-12T10:04:39/],
    ['at its last second', 1_284_026_679, null],
    ['a second after', 1_284_026_680, /expired 2010-09-09T10:04:39/],
  ]
  for (const [says, at, why] of table) {
    await t.test(says, async () => {
      const verified = await verifySet([set], [signature], { name: zone, keys: [parseDnskey(key)] }, new Date(at * 1000), newBudget())
      if (why === null) assert.equal(verified.valid, true)
      else assert.match(verified.valid ? '' : reasonWords(verified.why), why)
    })
  }
})

test('published digests are those of their keys', async (t) => {
  const table: [says: string, key: DnsRecord, ds: DnsRecord][] = [
    ['RFC 6605 §6.1, SHA-256', dnskey('example.net', 257, 13, P256), ds('example.net', 55_648, 13, 2, 'b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17')],
    ['RFC 6605 §6.2, SHA-384', dnskey('example.net', 257, 14, P384), ds('example.net', 10_771, 14, 4, '72d7b62976ce06438e9c0bf319013cf801f09ecc84b8d7e9495f27e305c6a9b0563a9b5f4d288405c3008a946df983d6')],
    ['RFC 8080 §6.1, the first key', dnskey('example.com', 257, 15, ED1), ds('example.com', 3613, 15, 2, '3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b')],
    ['RFC 8080 §6.1, the second key', dnskey('example.com', 257, 15, ED2), ds('example.com', 35_217, 15, 2, '401781b934e392de492ec77ae2e15d70f6575a1c0bc59c5275c04ebe80c6614c')],
  ]
  for (const [says, key, published] of table) {
    await t.test(says, async () => {
      assert.equal(await matchesDs(key.name, parseDnskey(key), parseDs(published)), true)
      assert.equal(await matchesDs(`x.${key.name}`, parseDnskey(key), parseDs(published)), false)
    })
  }
})

test('RFC 4034 §5.4: the tag of an RSA/SHA-1 key is right, and its SHA-1 digest is not taken any more', async () => {
  const key = parseDnskey(dnskey('dskey.example.com', 256, 5, 'AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw=='))
  assert.equal(keyTagOf(key), 60_485)
  assert.equal(await digestOf('dskey.example.com', key, 1), null)
})

test('RFC 5155 appendix A: hashed names', async (t) => {
  const table: [name: string, hash: string][] = [
    ['example', '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom'],
    ['a.example', '35mthgpgcu1qg68fab165klnsnk3dpvl'],
    ['ai.example', 'gjeqe526plbf1g8mklp59enfd789njgi'],
    ['ns1.example', '2t7b4g4vsa5smi47k61mv5bv1a22bojr'],
    ['ns2.example', 'q04jkcevqvmu85r014c7dkba38o0ji5r'],
    ['w.example', 'k8udemvp1j2f7eg6jebps17vp3n8i58h'],
    ['*.w.example', 'r53bq7cc2uvmubfu5ocmm6pers9tk9en'],
    ['x.w.example', 'b4um86eghhds6nea196smvmlo4ors995'],
    ['y.w.example', 'ji6neoaepv8b5o6k4ev33abha8ht9fgc'],
    ['x.y.w.example', '2vptu5timamqttgl4luu9kg21e0aor3s'],
    ['xx.example', 't644ebqk9bibcna874givr6joj62mlhv'],
    ['2t7b4g4vsa5smi47k61mv5bv1a22bojr.example', 'kohar7mbb8dc2ce8a9qvl8hon4k53uhi'],
  ]
  for (const [name, hash] of table) {
    await t.test(name, async () => assert.equal(printBase32Hex(await hashName(name, Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd), 12)), hash))
  }
})
