/** Records for tests, written by hand from the specifications and not by the code that is tested. */
import type { DnsRecord, RecordType } from '../observations.ts'

export const wire = (name: string): Buffer =>
  Buffer.concat([...name.split('.').filter((label) => label !== '').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label, 'latin1')])), Buffer.of(0)])

export const u16 = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff)
export const u32 = (value: number): Buffer => Buffer.from(value.toString(16).padStart(8, '0'), 'hex')

export const record = (name: string, type: RecordType, rdata: Uint8Array, ttl = 3600): DnsRecord => ({ name, type, ttl, rdata: Buffer.from(rdata).toString('hex') })

export const a = (name: string, address = '192.0.2.1'): DnsRecord => record(name, 'A', Buffer.from(address.split('.').map(Number)))
export const aaaa = (name: string): DnsRecord => record(name, 'AAAA', Buffer.from('20010db8000000000000000000000001', 'hex'))
export const ns = (name: string, host: string): DnsRecord => record(name, 'NS', wire(host))
export const cname = (name: string, to: string): DnsRecord => record(name, 'CNAME', wire(to))
export const mx = (name: string, preference: number, host: string): DnsRecord => record(name, 'MX', Buffer.concat([u16(preference), wire(host)]))
export const caa = (name: string, flags: number, tag: string, value: string): DnsRecord =>
  record(name, 'CAA', Buffer.concat([Buffer.of(flags, tag.length), Buffer.from(tag), Buffer.from(value)]))
export const tlsa = (name: string, usage: number, selector: number, matching: number, hex: string): DnsRecord =>
  record(name, 'TLSA', Buffer.concat([Buffer.of(usage, selector, matching), Buffer.from(hex, 'hex')]))
export const soa = (name: string): DnsRecord =>
  record(name, 'SOA', Buffer.concat([wire('ns1.northgate.example'), wire('hostmaster.northgate.example'), u32(1), u32(7200), u32(900), u32(1_209_600), u32(300)]))

/** Strings of at most 255 bytes, as servers split them. */
export function txt(name: string, text: string): DnsRecord {
  const bytes = Buffer.from(text)
  const strings: Buffer[] = []
  for (let at = 0; at === 0 || at < bytes.length; at += 255) {
    const part = bytes.subarray(at, at + 255)
    strings.push(Buffer.of(part.length), part)
  }
  return record(name, 'TXT', Buffer.concat(strings))
}

const NUMBERS: Record<string, number> = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, DS: 43, RRSIG: 46, NSEC: 47, DNSKEY: 48, NSEC3: 50, NSEC3PARAM: 51, TLSA: 52, CAA: 257 }
export const numberOf = (type: RecordType): number => NUMBERS[type] ?? Number(type.slice(4))

/** RFC 4034 §4.1.2 */
export function bitmap(types: readonly RecordType[]): Buffer {
  const windows = new Map<number, Buffer>()
  for (const number of types.map(numberOf)) {
    const window = windows.get(number >> 8) ?? Buffer.alloc(32)
    const low = number & 0xff
    window[low >> 3] = (window[low >> 3] ?? 0) | (0x80 >> (low & 7))
    windows.set(number >> 8, window)
  }
  return Buffer.concat([...windows].sort(([x], [y]) => x - y).map(([number, bits]) => {
    const length = bits.findLastIndex((byte) => byte !== 0) + 1
    return Buffer.concat([Buffer.of(number, length), bits.subarray(0, length)])
  }))
}
