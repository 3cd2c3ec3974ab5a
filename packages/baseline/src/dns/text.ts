/** Records as a zone file has them, for people to read. RFC 1035 §5.1; RFC 3597 §5 for what is not spelled out. */
import { printBase32Hex, printBase64, printHex } from '../bytes.ts'
import { BaselineError } from '../errors.ts'
import type { DnsRecord } from '../observations.ts'
import { bytesOf, parseCaa, parseDnskey, parseDs, parseMx, parseNsec, parseNsec3, parseRrsig, parseTlsa } from './rdata.ts'
import { printName } from './name.ts'
import { createReader } from './reader.ts'

/** `northgate.example. 300 IN MX 10 mx1.northgate.example.`; never throws: data that cannot be read is shown as `\# 4 c0000201`. */
export function printRecord(record: DnsRecord): string {
  return `${absolute(record.name)} ${record.ttl} IN ${record.type} ${dataOf(record)}`
}

const absolute = (name: string): string => (name === '.' ? '.' : `${name}.`)

function dataOf(record: DnsRecord): string {
  try {
    return spelled(record) ?? generic(record)
  } catch (error) {
    if (error instanceof BaselineError) return generic(record)
    throw error
  }
}

const generic = ({ rdata }: DnsRecord): string => `\\# ${Math.floor(rdata.length / 2)} ${rdata}`.trimEnd()

function spelled(record: DnsRecord): string | null {
  switch (record.type) {
    case 'A': return addressOf(record, 4, (bytes) => bytes.join('.'))
    case 'AAAA': return addressOf(record, 16, printIpv6)
    case 'NS': case 'CNAME': case 'PTR': case 'DNAME': return absolute(nameOf(record))
    case 'MX': {
      const { preference, exchange } = parseMx(record)
      return `${preference} ${absolute(exchange)}`
    }
    case 'TXT': return textStrings(record).map((text) => `"${text}"`).join(' ')
    case 'CAA': {
      const { critical, tag, value } = parseCaa(record)
      return `${critical ? 128 : 0} ${tag} "${quoted(value)}"`
    }
    case 'DS': {
      const { keyTag, algorithm, digestType, digest } = parseDs(record)
      return `${keyTag} ${algorithm} ${digestType} ${printHex(digest)}`
    }
    case 'DNSKEY': {
      const { flags, protocol, algorithm, publicKey } = parseDnskey(record)
      return `${flags} ${protocol} ${algorithm} ${printBase64(publicKey)}`
    }
    case 'RRSIG': {
      const it = parseRrsig(record)
      return `${it.covered} ${it.algorithm} ${it.labels} ${it.originalTtl} ${stamp(it.expiration)} ${stamp(it.inception)} ${it.keyTag} ${absolute(it.signer)} ${printBase64(it.signature)}`
    }
    case 'NSEC': {
      const { next, types } = parseNsec(record)
      return `${absolute(next)} ${[...types].join(' ')}`
    }
    case 'NSEC3': {
      const it = parseNsec3(record)
      const salt = it.salt.length === 0 ? '-' : printHex(it.salt)
      return `${it.algorithm} ${it.optOut ? 1 : 0} ${it.iterations} ${salt} ${printBase32Hex(it.nextHash)} ${[...it.types].join(' ')}`.trimEnd()
    }
    case 'TLSA': {
      const { usage, selector, matching, data } = parseTlsa(record)
      return `${usage} ${selector} ${matching} ${printHex(data)}`
    }
    default: return null
  }
}

function nameOf(record: DnsRecord): string {
  return printName(createReader(bytesOf(record), { what: record }).name())
}

function addressOf(record: DnsRecord, length: number, print: (bytes: Uint8Array) => string): string | null {
  const bytes = bytesOf(record)
  return bytes.length === length ? print(bytes) : null
}

/** RFC 5952 leaves one way; this shorter one does not fold zeros, which every reader takes. */
function printIpv6(bytes: Uint8Array): string {
  return Array.from({ length: 8 }, (_, at) => (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16)).join(':')
}

function textStrings(record: DnsRecord): string[] {
  const reader = createReader(bytesOf(record), { what: record })
  const strings: string[] = []
  while (reader.left > 0) strings.push(quoted(Array.from(reader.take(reader.u8()), (byte) => String.fromCharCode(byte)).join('')))
  return strings
}

/** RFC 1035 §5.1: quotes and backslashes escaped, what does not print as `\DDD`. */
const quoted = (text: string): string =>
  text.replaceAll(/["\\]|[^\x20-\x7e]/g, (each) => (/["\\]/.test(each) ? `\\${each}` : `\\${String(each.charCodeAt(0)).padStart(3, '0')}`))

/** YYYYMMDDHHmmSS (RFC 4034 §3.2). */
const stamp = (seconds: number): string => new Date(seconds * 1000).toISOString().replaceAll(/\D/g, '').slice(0, 14)
