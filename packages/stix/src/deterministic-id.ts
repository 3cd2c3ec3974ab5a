/**
 * Deterministic ids of SCOs (STIX 2.1 §2.9, §3.4): UUIDv5 over the canonical JSON (RFC 8785) of the
 * properties that §6 lists as contributing. Equal ids are a hint, never proof of equal content (App. D).
 */
import canonicalize from 'canonicalize'
import { uuidVersion } from './ids.ts'
import { sha1 } from './sha1.ts'
import { isStixObject, type ScoType, type StixObject } from './types.ts'

const NAMESPACE = Uint8Array.from([
  0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c, 0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9, 0xb7,
])

/** "ID Contributing Properties" of each table in §6. `process` has none: its id is random. */
const CONTRIBUTING: Record<ScoType, readonly string[]> = {
  artifact: ['hashes', 'payload_bin'],
  'autonomous-system': ['number'],
  directory: ['path'],
  'domain-name': ['value'],
  'email-addr': ['value'],
  'email-message': ['from_ref', 'subject', 'body'],
  file: ['hashes', 'name', 'parent_directory_ref', 'extensions'],
  'ipv4-addr': ['value'],
  'ipv6-addr': ['value'],
  'mac-addr': ['value'],
  mutex: ['name'],
  'network-traffic': ['start', 'end', 'src_ref', 'dst_ref', 'src_port', 'dst_port', 'protocols', 'extensions'],
  process: [],
  software: ['name', 'cpe', 'swid', 'vendor', 'version'],
  url: ['value'],
  'user-account': ['account_type', 'user_id', 'account_login'],
  'windows-registry-key': ['key', 'values'],
  'x509-certificate': ['hashes', 'serial_number'],
}

/** §6, "hashes": the first of these that is present contributes, else the first of the others by name. */
const HASH_ORDER = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512']

const encoder = new TextEncoder()
const contributingOf = new Map<string, readonly string[]>(Object.entries(CONTRIBUTING))

/** The id the content asks for, or undefined: no SCO of the specification, or nothing that contributes (then UUIDv4 MUST). */
export function deterministicId(object: StixObject): string | undefined {
  const type = object['type']
  if (typeof type !== 'string') return undefined
  const name = contributionOf(object, contributingOf.get(type))
  return name === undefined ? undefined : `${type}--${uuidV5(name)}`
}

/** Whether the id of such an SCO depends on the property. */
export function contributesToId(type: string, property: string): boolean {
  return contributingOf.get(type)?.includes(property) === true
}

/** Whether an SCO's id looks name-based and yet is not the one its content gives. */
export function contradictsId(object: StixObject): boolean {
  const id = object['id']
  if (typeof id !== 'string' || uuidVersion(id) !== 5) return false
  const expected = deterministicId(object)
  return expected !== undefined && expected !== id
}

function contributionOf(object: StixObject, properties: readonly string[] | undefined): string | undefined {
  const chosen: Record<string, unknown> = {}
  let some = false
  for (const property of properties ?? []) {
    const value = object[property]
    if (value === undefined) continue
    chosen[property] = property === 'hashes' && isStixObject(value) ? oneHash(value) : value
    some = true
  }
  return some ? canonical(chosen) : undefined
}

function oneHash(hashes: StixObject): StixObject {
  const algorithm = HASH_ORDER.find((name) => hashes[name] !== undefined) ?? Object.keys(hashes).sort()[0]
  return algorithm === undefined ? {} : { [algorithm]: hashes[algorithm] }
}

/** RFC 8785 has no form for lone surrogates: content that holds one has no deterministic id. */
function canonical(value: unknown): string | undefined {
  try {
    return canonicalize(value)
  } catch {
    return undefined
  }
}

/** RFC 9562 §5.5 */
function uuidV5(name: string): string {
  const text = encoder.encode(name)
  const message = new Uint8Array(16 + text.length)
  message.set(NAMESPACE)
  message.set(text, 16)
  const digest = sha1(message)
  digest[6] = (digest[6]! & 0x0f) | 0x50
  digest[8] = (digest[8]! & 0x3f) | 0x80
  const hex = Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
