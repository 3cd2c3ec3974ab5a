/** A small signed DNS: zones from the root down, and a resolver over them that answers as one with DO and CD set does. */
import type { AskedType, DnsAnswer, DnsRecord, RecordType } from '../observations.ts'
import { parseDs } from '../dns/rdata.ts'
import { ns, soa } from './records.ts'
import { createKey, dsFor, hashedName, nsec, nsec3, signSet, type Hashing, type Period, type ZoneKey } from './signer.ts'

export const NOW = new Date('2026-06-15T12:00:00Z')
export const PERIOD: Period = { from: new Date('2026-06-01T00:00:00Z'), to: new Date('2026-07-01T00:00:00Z') }

export type ZonePlan = {
  name: string
  records?: readonly DnsRecord[]
  /** null for a zone without keys. */
  algorithm?: number | null
  /** Whether its parent has a DS record, and of which digest. */
  digest?: 1 | 2 | 4 | null
  hashing?: Hashing
  period?: Period
}
type Zone = { name: string; records: DnsRecord[]; key: ZoneKey | null; hashing: Hashing | null; period: Period }

const within = (name: string, zone: string): boolean => zone === '.' || name === zone || name.endsWith(`.${zone}`)
const depth = (name: string): number => (name === '.' ? 0 : name.split('.').length)

/** `ask` answers one question; `anchors` are for the root that was made. The first plan is the root. */
export function createWorld(plans: readonly ZonePlan[]) {
  const zones = plans.map(({ name, records = [], algorithm = 13, hashing = null, period = PERIOD }): Zone => {
    const key = algorithm === null ? null : createKey(name, algorithm)
    return { name, records: [soa(name), ns(name, 'ns1.northgate.example'), ...(key === null ? [] : [key.dnskey]), ...records], key, hashing, period }
  })
  plans.forEach(({ name, digest = 2 }, at) => {
    const child = zones[at]
    if (name === '.' || child === undefined) return
    const parent = zoneFor(zones.filter((zone) => zone !== child), name)
    parent.records.push(ns(name, 'ns1.northgate.example'))
    if (child.key !== null && digest !== null) parent.records.push(dsFor(name, child.key, digest))
  })
  const root = zones[0]
  const anchors = root?.key ? [parseDs(dsFor('.', root.key))] : []
  return { anchors, zones, ask: (name: string, type: AskedType): DnsAnswer => answerFrom(zones, name, type) }
}

function zoneFor(zones: readonly Zone[], name: string): Zone {
  const [deepest] = zones.filter((zone) => within(name, zone.name)).sort((x, y) => depth(y.name) - depth(x.name))
  if (deepest === undefined) throw new Error(`no zone holds ${name}`)
  return deepest
}

function answerFrom(zones: readonly Zone[], name: string, type: AskedType): DnsAnswer {
  // DS is answered from above the cut (RFC 4035 §3.1.4.1)
  const zone = zoneFor(type === 'DS' ? zones.filter((each) => each.name !== name || name === '.') : zones, name)
  const own = zone.records.filter((record) => record.name === name)
  const set = own.filter((record) => record.type === type)
  const alias = own.filter((record) => record.type === 'CNAME')
  if (set.length > 0) return { name, type, outcome: 'answer', answer: signed(zone, set), authority: [] }
  if (alias.length > 0) return { name, type, outcome: 'empty', answer: signed(zone, alias), authority: [] }
  const authority = [...signed(zone, zone.records.filter((record) => record.type === 'SOA')), ...denials(zone)]
  const exists = zone.records.some((record) => within(record.name, name))
  const wild = zone.records.filter((record) => record.type === type && record.name === `*.${name.slice(name.indexOf('.') + 1)}`)
  if (exists || wild.length === 0) return { name, type, outcome: exists ? 'empty' : 'nxdomain', answer: [], authority }
  return { name, type, outcome: 'answer', answer: signed(zone, wild).map((record) => ({ ...record, name })), authority }
}

export const signed = (zone: Zone, set: readonly DnsRecord[]): DnsRecord[] =>
  zone.key === null || set.length === 0 ? [...set] : [...set, signSet(set, zone.name, zone.key, zone.period)]

/** The whole chain of NSEC or NSEC3 of the zone: whoever reads it finds what is needed. */
function denials(zone: Zone): DnsRecord[] {
  if (zone.key === null) return []
  const names = [...new Set(zone.records.map(({ name }) => name))]
  const typesAt = (name: string): RecordType[] => {
    const types = [...new Set(zone.records.filter((record) => record.name === name).map(({ type }) => type))]
    const delegated = name !== zone.name && types.includes('NS')
    return delegated && !types.includes('DS') ? types : [...types, 'RRSIG']
  }
  const chain = zone.hashing === null ? plainChain(zone, names, typesAt) : hashedChain(zone, zone.hashing, names, typesAt)
  return chain.flatMap((record) => signed(zone, [record]))
}

const fromRight = (name: string): string => name.split('.').reverse().join('\u0000')

function plainChain(zone: Zone, names: readonly string[], typesAt: (name: string) => RecordType[]): DnsRecord[] {
  const sorted = names.toSorted((x, y) => (x === zone.name ? -1 : y === zone.name ? 1 : fromRight(x) < fromRight(y) ? -1 : 1))
  return sorted.map((name, at) => nsec(name, sorted[at + 1] ?? zone.name, [...new Set<RecordType>([...typesAt(name), 'RRSIG', 'NSEC'])]))
}

function hashedChain(zone: Zone, hashing: Hashing, names: readonly string[], typesAt: (name: string) => RecordType[]): DnsRecord[] {
  const kept = names.filter((name) => !hashing.optOut || name === zone.name || typesAt(name).includes('RRSIG'))
  const between = kept.flatMap((name) => above(name, zone.name)).filter((name) => !names.includes(name))
  const hashed = [...new Set([...kept, ...between])].map((name) => ({ name, hash: hashedName(name, hashing) })).sort((x, y) => Buffer.compare(x.hash, y.hash))
  return hashed.map(({ name, hash }, at) => nsec3(zone.name, hash, (hashed[at + 1] ?? hashed[0])?.hash ?? hash, kept.includes(name) ? typesAt(name) : [], hashing))
}

function above(name: string, zone: string): string[] {
  const names: string[] = []
  for (let at = name; at !== zone && at.includes('.'); at = at.slice(at.indexOf('.') + 1)) if (at !== name) names.push(at)
  return names
}
