/**
 * The data of records, read strictly: RFC 1035 §3.3 (MX, TXT, SOA), RFC 4034 §2 to §5 (DNSKEY, RRSIG, NSEC, DS), RFC 5155 §3 (NSEC3),
 * RFC 6698 §2 (TLSA), RFC 8659 §4 (CAA). All throw `malformed-rdata`.
 */
import { joinBytes, parseHex } from '../bytes.ts'
import { BaselineError } from '../errors.ts'
import type { DnsRecord, RecordType } from '../observations.ts'
import { reason, type Reason } from '../reasons.ts'
import { printName } from './name.ts'
import { createReader, type Reader } from './reader.ts'
import { typeOf } from './types.ts'

export type Mx = { preference: number; /** `.` where no mail is taken (RFC 7505). */ exchange: string }
export type Caa = { critical: boolean; /** Lower case. */ tag: string; value: string }
export type Ds = { keyTag: number; algorithm: number; digestType: number; digest: Uint8Array }
export type Dnskey = { flags: number; protocol: number; algorithm: number; publicKey: Uint8Array; /** All of it, as hashed and tagged. */ rdata: Uint8Array }
export type Rrsig = {
  covered: RecordType; algorithm: number; labels: number; originalTtl: number
  /** Seconds modulo 2^32 (RFC 4034 §3.1.5). */
  expiration: number; inception: number
  keyTag: number; signer: string; signature: Uint8Array
  /** RDATA up to the signature: what is signed first (RFC 4034 §3.1.8.1). */
  head: Uint8Array
}
export type Nsec = { next: string; types: ReadonlySet<RecordType> }
export type Nsec3 = {
  algorithm: number; optOut: boolean; iterations: number; salt: Uint8Array
  nextHash: Uint8Array; types: ReadonlySet<RecordType>
}
export type Tlsa = { usage: number; selector: number; matching: number; data: Uint8Array }

export function bytesOf(record: DnsRecord): Uint8Array {
  const bytes = parseHex(record.rdata)
  if (bytes === null) throw refuse(reason('record.hex', named(record)))
  return bytes
}

const named = ({ type, name }: DnsRecord): { type: string; name: string } => ({ type, name: name.slice(0, 255) })
const refuse = (why: Reason): BaselineError => new BaselineError('malformed-rdata', why)

/** Reads with `read` and wants that nothing is left. */
function whole<T>(record: DnsRecord, type: RecordType, read: (reader: Reader, bytes: Uint8Array) => T): T {
  if (record.type !== type) throw refuse(reason('record.other-type', { ...named(record), wanted: type }))
  const bytes = bytesOf(record)
  const reader = createReader(bytes, { what: record })
  const value = read(reader, bytes)
  if (reader.left > 0) throw refuse(reason('record.left-over', { ...named(record), count: reader.left }))
  return value
}

export const parseMx = (record: DnsRecord): Mx =>
  whole(record, 'MX', (reader) => ({ preference: reader.u16(), exchange: printName(reader.name()) }))

/** The strings of a TXT record put together, without spaces between (RFC 7208 §3.3); wrong UTF-8 becomes U+FFFD. */
export const parseTxt = (record: DnsRecord): string =>
  whole(record, 'TXT', (reader) => {
    const strings: Uint8Array[] = []
    do strings.push(reader.take(reader.u8()))
    while (reader.left > 0)
    return new TextDecoder().decode(joinBytes(strings))
  })

export const parseCaa = (record: DnsRecord): Caa =>
  whole(record, 'CAA', (reader) => {
    const critical = (reader.u8() & 0x80) !== 0
    const tag = ascii(reader.take(reader.u8())).toLowerCase()
    if (!/^[a-z0-9]+$/.test(tag)) throw refuse(reason('record.tag', named(record)))
    return { critical, tag, value: ascii(reader.rest()) }
  })

const ascii = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

export const parseDs = (record: DnsRecord): Ds =>
  whole(record, 'DS', (reader) => ({ keyTag: reader.u16(), algorithm: reader.u8(), digestType: reader.u8(), digest: reader.rest() }))

export const parseDnskey = (record: DnsRecord): Dnskey =>
  whole(record, 'DNSKEY', (reader, rdata) => ({
    flags: reader.u16(), protocol: reader.u8(), algorithm: reader.u8(), publicKey: reader.rest(), rdata,
  }))

export const parseRrsig = (record: DnsRecord): Rrsig =>
  whole(record, 'RRSIG', (reader, bytes) => {
    const covered = typeOf(reader.u16())
    const [algorithm, labels] = [reader.u8(), reader.u8()]
    const [originalTtl, expiration, inception] = [reader.u32(), reader.u32(), reader.u32()]
    const keyTag = reader.u16()
    const signer = printName(reader.name())
    const head = bytes.subarray(0, reader.at)
    return { covered, algorithm, labels, originalTtl, expiration, inception, keyTag, signer, signature: reader.rest(), head }
  })

export const parseNsec = (record: DnsRecord): Nsec =>
  whole(record, 'NSEC', (reader) => ({ next: printName(reader.name()), types: readTypes(reader, record) }))

export const parseNsec3 = (record: DnsRecord): Nsec3 =>
  whole(record, 'NSEC3', (reader) => {
    const [algorithm, flags, iterations] = [reader.u8(), reader.u8(), reader.u16()]
    if (flags > 1) throw refuse(reason('record.flags', named(record)))
    const salt = reader.take(reader.u8())
    const nextHash = reader.take(reader.u8())
    return { algorithm, optOut: flags === 1, iterations, salt, nextHash, types: readTypes(reader, record) }
  })

/** RFC 4034 §4.1.2: windows in order, each of 1 to 32 bytes. */
function readTypes(reader: Reader, record: DnsRecord): Set<RecordType> {
  const types = new Set<RecordType>()
  let last = -1
  while (reader.left > 0) {
    const window = reader.u8()
    const length = reader.u8()
    if (window <= last || length < 1 || length > 32) throw refuse(reason('record.bitmap', named(record)))
    last = window
    reader.take(length).forEach((byte, at) => {
      for (let bit = 0; bit < 8; bit++) if ((byte & (0x80 >> bit)) !== 0) types.add(typeOf(window * 256 + at * 8 + bit))
    })
  }
  return types
}

export const parseTlsa = (record: DnsRecord): Tlsa =>
  whole(record, 'TLSA', (reader) => ({ usage: reader.u8(), selector: reader.u8(), matching: reader.u8(), data: reader.rest() }))
