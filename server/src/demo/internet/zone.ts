/** Zones signed here: RRSIG, DNSKEY, DS and NSEC (RFC 4034) with ECDSA P-256 (RFC 6605), and what they answer. */
import { hash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { encode, type Answer } from 'dns-packet'

export type ZoneData = {
  /** `.` for the root. */
  name: string
  records: readonly Answer[]
  /** `broken`: signed, and every signature is wrong. */
  signing: 'signed' | 'unsigned' | 'broken'
}
export type Anchor = { keyTag: number; algorithm: number; digestType: number; digest: Uint8Array }
export type Zone = ReturnType<typeof openZone>
/** What a zone answers: the sections of a message. */
export type Said = { rcode: 'NOERROR' | 'NXDOMAIN'; answers: Answer[]; authorities: Answer[] }

const ALGORITHM = 13
const TTL = 300
const DAY = 86_400

export function openZone({ name, records, signing }: ZoneData, now: number) {
  const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const publicKey = pointOf(keys.publicKey)
  const dnskey: Answer = { name, type: 'DNSKEY', ttl: TTL, data: { flags: 257, algorithm: ALGORITHM, key: publicKey } }
  const keyTag = tagOf(rdataOf(dnskey))
  const digest = hash('sha256', Buffer.concat([wireName(name), rdataOf(dnskey)]), 'buffer')
  const soa: Answer = { name, type: 'SOA', ttl: TTL, data: { mname: 'ns.example', rname: 'hostmaster.example', serial: 1, refresh: 3600, retry: 600, expire: 604800, minimum: TTL } }
  const all: Answer[] = [soa, ...(signing === 'unsigned' ? [] : [dnskey]), ...records]

  /** Of one name and type, signed. Delegations and glue are the parent's own and stay unsigned. */
  function signed(set: readonly Answer[]): Answer[] {
    const [first] = set
    if (first === undefined || signing === 'unsigned') return [...set]
    return [...set, signatureOf(set, first)]
  }

  function signatureOf(set: readonly Answer[], first: Answer): Answer {
    const seconds = Math.floor(now / 1000)
    const data = {
      typeCovered: first.type, algorithm: ALGORITHM, labels: labelsOf(first.name), originalTTL: TTL, keyTag, signersName: name,
      inception: seconds - DAY, expiration: seconds + 3_650 * DAY, signature: Buffer.alloc(0),
    }
    const head = rdataOf({ name: first.name, type: 'RRSIG', ttl: TTL, data })
    const lines = set.map((each) => canonicalLine(each)).sort(Buffer.compare)
    const signature = sign('sha256', Buffer.concat([head, ...lines]), { key: keys.privateKey, dsaEncoding: 'ieee-p1363' })
    if (signing === 'broken') signature[7]! ^= 1
    return { name: first.name, type: 'RRSIG', ttl: TTL, data: { ...data, signature } }
  }

  const names = [...new Set(all.map((each) => each.name))].sort(compareNames)
  /** RFC 4034 §4: which name comes next, and what stands at this one. */
  function nsec(at: string): Answer[] {
    const next = names[(names.indexOf(at) + 1) % names.length]!
    const types = [...new Set(all.filter((each) => each.name === at).map(({ type }) => type)), 'RRSIG', 'NSEC'] as string[]
    return signed([{ name: at, type: 'NSEC', ttl: TTL, data: { nextDomain: next, rrtypes: types } }])
  }
  const covering = (missing: string): string => names.findLast((each) => compareNames(each, missing) < 0) ?? names.at(-1)!

  function denial(question: string): Answer[] {
    if (signing === 'unsigned') return signed([soa])
    if (names.includes(question)) return [...signed([soa]), ...nsec(question)]
    const enclosing = names.filter((each) => isWithin(question, each)).sort((a, b) => labelsOf(b) - labelsOf(a))[0] ?? name
    const both = new Set([covering(question), covering(enclosing === '.' ? '*' : `*.${enclosing}`)])
    return [...signed([soa]), ...[...both].flatMap((each) => nsec(each))]
  }

  return {
    name,
    /** The delegation signer, for the parent and as a trust anchor. */
    ds: { keyTag, algorithm: ALGORITHM, digestType: 2, digest },
    isSigned: signing !== 'unsigned',
    answer(question: string, type: string): Said {
      const found = all.filter((each) => each.name === question && each.type === type)
      if (found.length > 0) return { rcode: 'NOERROR', answers: type === 'NS' && question !== name ? found : signed(found), authorities: [] }
      const alias = all.filter((each) => each.name === question && each.type === 'CNAME')
      if (alias.length > 0) return { rcode: 'NOERROR', answers: signed(alias), authorities: [] }
      const exists = names.some((each) => isWithin(each, question))
      return { rcode: exists ? 'NOERROR' : 'NXDOMAIN', answers: [], authorities: denial(question) }
    },
  }
}

export const isWithin = (name: string, zone: string): boolean => zone === '.' || name === zone || name.endsWith(`.${zone}`)
const labelsOf = (name: string): number => (name === '.' ? 0 : name.split('.').filter((label) => label !== '*').length)

/** RFC 4034 §6.1. */
function compareNames(a: string, b: string): number {
  const [left, right] = [a, b].map((each) => (each === '.' ? [] : each.split('.').reverse()))
  for (let at = 0; at < Math.min(left!.length, right!.length); at++) {
    const order = Buffer.compare(Buffer.from(left![at]!), Buffer.from(right![at]!))
    if (order !== 0) return order
  }
  return left!.length - right!.length
}

/** Owner, type, class, TTL, length, data, as they go onto the wire without compression (RFC 4034 §6.2). */
const canonicalLine = (record: Answer): Buffer => encode({ type: 'response', answers: [record] }).subarray(12)
const rdataOf = (record: Answer): Buffer => canonicalLine(record).subarray(wireName(record.name).length + 10)

export function wireName(name: string): Buffer {
  const labels = name === '.' ? [] : name.split('.')
  return Buffer.concat([...labels.flatMap((label) => [Buffer.from([label.length]), Buffer.from(label, 'latin1')]), Buffer.from([0])])
}

/** RFC 4034, appendix B. */
function tagOf(rdata: Buffer): number {
  const sum = rdata.reduce((total, byte, at) => total + (at % 2 === 0 ? byte * 256 : byte), 0)
  return (sum + (sum >>> 16)) & 0xffff
}

/** RFC 6605 §4: x and y, nothing else. */
function pointOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
}
