/** Signs zones, with node:crypto and a canonical form of its own, so that signer and validator do not share their mistakes. RFC 4034, RFC 5155. */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import type { DnsRecord, RecordType } from '../observations.ts'
import { bitmap, numberOf, record, u16, u32, wire } from './records.ts'

export type ZoneKey = { algorithm: number; tag: number; dnskey: DnsRecord; sign(data: Buffer): Buffer }

const FLAGS = 257

export function createKey(zone: string, algorithm: number, flags = FLAGS): ZoneKey {
  const { privateKey, publicKey } = pairFor(algorithm)
  const rdata = Buffer.concat([u16(flags), Buffer.of(3, algorithm), publicBytes(algorithm, publicKey)])
  const hash = algorithm === 15 ? null : algorithm === 14 ? 'sha384' : algorithm === 10 ? 'sha512' : 'sha256'
  return {
    algorithm, tag: tagOf(rdata), dnskey: record(zone, 'DNSKEY', rdata),
    sign: (data) => sign(hash, data, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  }
}

function pairFor(algorithm: number): { privateKey: KeyObject; publicKey: KeyObject } {
  if (algorithm === 13) return generateKeyPairSync('ec', { namedCurve: 'P-256' })
  if (algorithm === 14) return generateKeyPairSync('ec', { namedCurve: 'P-384' })
  if (algorithm === 15) return generateKeyPairSync('ed25519')
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
}

function publicBytes(algorithm: number, key: KeyObject): Buffer {
  const { n = '', e = '', x = '', y = '' } = key.export({ format: 'jwk' })
  if (algorithm === 15) return Buffer.from(x, 'base64url')
  if (algorithm === 13 || algorithm === 14) return Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const exponent = Buffer.from(e, 'base64url')
  return Buffer.concat([Buffer.of(exponent.length), exponent, Buffer.from(n, 'base64url')])
}

/** Appendix B, as it is written there in C. */
export function tagOf(rdata: Buffer): number {
  let sum = 0
  rdata.forEach((byte, at) => { sum += at & 1 ? byte : byte << 8 })
  return (sum + ((sum >> 16) & 0xffff)) & 0xffff
}

export function dsFor(zone: string, key: ZoneKey, digestType: 1 | 2 | 4 = 2): DnsRecord {
  const hash = digestType === 1 ? 'sha1' : digestType === 2 ? 'sha256' : 'sha384'
  const digest = createHash(hash).update(wire(zone === '.' ? '' : zone)).update(Buffer.from(key.dnskey.rdata, 'hex')).digest()
  return record(zone, 'DS', Buffer.concat([u16(key.tag), Buffer.of(key.algorithm, digestType), digest]))
}

export type Period = { from: Date; to: Date }

/** One signature over one set. `labels` differs from the owner's for answers made from a wildcard. */
export function signSet(set: readonly DnsRecord[], zone: string, key: ZoneKey, { from, to }: Period): DnsRecord {
  const [{ name, type, ttl } = { name: '', type: 'A' as RecordType, ttl: 0 }] = set
  const labels = name === '.' ? 0 : name.split('.').filter((label) => label !== '*').length
  const head = Buffer.concat([
    u16(numberOf(type)), Buffer.of(key.algorithm, labels), u32(ttl), u32(seconds(to)), u32(seconds(from)), u16(key.tag), wire(zone === '.' ? '' : zone),
  ])
  const owner = Buffer.concat([wire(name === '.' ? '' : name), u16(numberOf(type)), u16(1), u32(ttl)])
  const bodies = set.map(({ rdata }) => Buffer.from(rdata, 'hex')).sort(Buffer.compare)
  const data = Buffer.concat([head, ...bodies.flatMap((body) => [owner, u16(body.length), body])])
  return record(name, 'RRSIG', Buffer.concat([head, key.sign(data)]), ttl)
}

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000)

export const nsec = (owner: string, next: string, types: readonly RecordType[]): DnsRecord =>
  record(owner, 'NSEC', Buffer.concat([wire(next === '.' ? '' : next), bitmap(types)]))

export type Hashing = { salt: string; iterations: number; optOut: boolean }

export function hashedName(name: string, { salt, iterations }: Pick<Hashing, 'salt' | 'iterations'>): Buffer {
  let digest = wire(name === '.' ? '' : name)
  for (let round = 0; round <= iterations; round++) digest = createHash('sha1').update(digest).update(Buffer.from(salt, 'hex')).digest()
  return digest
}

/** Digits of base 32 in the order of the alphabet, five bits at a time. */
export const base32hex = (bytes: Buffer): string =>
  (([...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')).match(/.{5}/g) ?? []).map((five) => Number.parseInt(five, 2).toString(32)).join('')

export const nsec3 = (zone: string, hash: Buffer, next: Buffer, types: readonly RecordType[], { salt, iterations, optOut }: Hashing): DnsRecord =>
  record(zone === '.' ? base32hex(hash) : `${base32hex(hash)}.${zone}`, 'NSEC3', Buffer.concat([
    Buffer.of(1, optOut ? 1 : 0), u16(iterations), Buffer.of(salt.length / 2), Buffer.from(salt, 'hex'), Buffer.of(next.length), next, bitmap(types),
  ]))
