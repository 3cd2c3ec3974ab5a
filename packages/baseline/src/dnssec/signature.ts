/** Signatures over sets of records: canonical form (RFC 4034 §6, RFC 6840 §5.1) and the checks of RFC 4035 §5.3. */
import { compareBytes, concatBytes, joinBytes, type Bytes } from '../bytes.ts'
import { isWithin, labelCount, parseName, wireName } from '../dns/name.ts'
import { bytesOf, parseRrsig, type Dnskey, type Rrsig } from '../dns/rdata.ts'
import { createReader } from '../dns/reader.ts'
import { numberOf } from '../dns/types.ts'
import { BaselineError } from '../errors.ts'
import type { DnsRecord, RecordType } from '../observations.ts'
import { reason, type Reason } from '../reasons.ts'
import { isKnownAlgorithm, isZoneKey, keyTagOf, verifySignature } from './keys.ts'

/** A zone whose keys are trusted. */
export type Zone = { name: string; keys: readonly Dnskey[] }

/** What one validation may cost: key tags that collide and piles of signatures must not keep us busy (CVE-2023-50387). */
export type Budget = { signatures: number; hashes: number; /** Names on the way down. */ steps: number }
export const newBudget = (): Budget => ({ signatures: 200, hashes: 20_000, steps: 80 })

export type Verified = { valid: true; signature: Rrsig; /** Made from a wildcard: that the name itself is absent needs proof. */ wildcard: boolean } | { valid: false; why: Reason }

/** Is one of these signatures right, by a key of the zone, now? `records` are one set: one name, one type. */
export async function verifySet(records: readonly DnsRecord[], section: readonly DnsRecord[], zone: Zone, now: Date, budget: Budget): Promise<Verified> {
  const [first] = records
  if (first === undefined) return { valid: false, why: reason('signature.no-record') }
  const signatures = signaturesOver(section, first.name, first.type)
  const what = { type: first.type, name: first.name }
  if (signatures.length === 0) return { valid: false, why: reason('signature.none', what) }
  let why = reason('signature.no-key', { ...what, zone: zone.name })
  for (const signature of signatures) {
    const wrong = unfit(signature, first, zone, now)
    if (wrong !== null) {
      why = wrong
      continue
    }
    const data = signedData(records, signature)
    for (const key of zone.keys) {
      if (!isZoneKey(key) || key.algorithm !== signature.algorithm || keyTagOf(key) !== signature.keyTag) continue
      if (budget.signatures-- <= 0) return { valid: false, why: reason('signature.work') }
      if (await verifySignature(key, data, signature.signature)) return { valid: true, signature, wildcard: signature.labels < ownerLabels(first.name) }
      why = reason('signature.wrong', what)
    }
  }
  return { valid: false, why }
}

function signaturesOver(section: readonly DnsRecord[], name: string, type: RecordType): Rrsig[] {
  return section
    .filter((record) => record.type === 'RRSIG' && record.name === name)
    .flatMap((record) => readable(record) ?? [])
    .filter(({ covered }) => covered === type)
}

function readable(record: DnsRecord): Rrsig | null {
  try {
    return parseRrsig(record)
  } catch (error) {
    if (error instanceof BaselineError) return null
    throw error
  }
}

/** A `*` in front is not counted (RFC 4034 §3.1.3). */
const ownerLabels = (name: string): number => labelCount(name) - (name.startsWith('*.') || name === '*' ? 1 : 0)

/** RFC 4035 §5.3.1: why the signature is not taken, before any arithmetic. */
function unfit(signature: Rrsig, { name, type }: DnsRecord, zone: Zone, now: Date): Reason | null {
  const what = { type, name }
  if (signature.signer !== zone.name || !isWithin(name, zone.name)) return reason('signature.other-signer', { ...what, signer: signature.signer, zone: zone.name })
  if (signature.labels > ownerLabels(name)) return reason('signature.labels', what)
  if (!isKnownAlgorithm(signature.algorithm)) return reason('signature.algorithm', { ...what, algorithm: signature.algorithm })
  const seconds = Math.floor(now.getTime() / 1000)
  if (isBefore(seconds, signature.inception)) return reason('signature.not-yet', { ...what, when: dateOf(signature.inception, seconds) })
  if (isBefore(signature.expiration, seconds)) return reason('signature.expired', { ...what, when: dateOf(signature.expiration, seconds) })
  return null
}

/** Serial number arithmetic (RFC 1982, RFC 4034 §3.1.5). */
const difference = (a: number, b: number): number => (a - b) | 0
const isBefore = (a: number, b: number): boolean => difference(a, b) < 0
const dateOf = (serial: number, near: number): string => new Date((near + difference(serial, near)) * 1000).toISOString()

/** RFC 4035 §5.3.2: the signature's own data, then the records in canonical form and order, each once. */
export function signedData(records: readonly DnsRecord[], signature: Rrsig): Bytes {
  const [{ name, type } = { name: '.', type: 'A' as RecordType }] = records
  const head = concatBytes(signature.head.subarray(0, 18), wireName(parseName(signature.signer)))
  const owner = concatBytes(signedName(name, signature.labels), u16(numberOf(type)), u16(1), u32(signature.originalTtl))
  const data = records.map(canonicalData).sort(compareBytes)
  const distinct = data.filter((each, at) => at === 0 || compareBytes(each, data[at - 1] ?? each) !== 0)
  return joinBytes([head, ...distinct.flatMap((each) => [owner, u16(each.length), each])])
}

function signedName(name: string, labels: number): Bytes {
  const parsed = parseName(name)
  return parsed.length > labels && ownerLabels(name) > labels
    ? concatBytes(Uint8Array.of(1, 0x2a), wireName(parsed.slice(parsed.length - labels)))
    : wireName(parsed)
}

/** RFC 4034 §6.2 with RFC 6840 §5.1: names within the data of these types in lower case. */
const NAMES: Partial<Record<RecordType, { skip: number; names: number }>> = {
  NS: { skip: 0, names: 1 }, CNAME: { skip: 0, names: 1 }, PTR: { skip: 0, names: 1 }, DNAME: { skip: 0, names: 1 },
  MX: { skip: 2, names: 1 }, SOA: { skip: 0, names: 2 }, TYPE33: { skip: 6, names: 1 },
}

function canonicalData(record: DnsRecord): Uint8Array {
  const bytes = bytesOf(record)
  const form = NAMES[record.type]
  if (form === undefined) return bytes
  const reader = createReader(bytes, { what: record })
  const start = reader.take(form.skip)
  const names = Array.from({ length: form.names }, () => wireName(reader.name()))
  return concatBytes(start, ...names, reader.rest())
}

const u16 = (value: number): Uint8Array => Uint8Array.of((value >> 8) & 0xff, value & 0xff)
const u32 = (value: number): Uint8Array => Uint8Array.of((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)
