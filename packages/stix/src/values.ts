/** The searchable values of an object, each in its normal form: addresses, hashes, names, CVE and ATT&CK identifiers. */
import { hostOf, normaliseAs, normaliseValue, type Value, type ValueKind } from './normalise.ts'
import { parsePattern, PatternError, valuesIn } from './pattern/index.ts'
import { isStixObject, type StixObject } from './types.ts'

/** Where values stand in SCOs, and in the paths of patterns over them: `file:name`. */
const KIND_OF_PATH = new Map<string, ValueKind>([
  ['autonomous-system:number', 'asn'],
  ['autonomous-system:name', 'name'],
  ['directory:path', 'path'],
  ['domain-name:value', 'domain'],
  ['email-addr:value', 'email'],
  ['email-addr:display_name', 'name'],
  ['email-message:subject', 'name'],
  ['file:name', 'file-name'],
  ['ipv4-addr:value', 'ipv4'],
  ['ipv6-addr:value', 'ipv6'],
  ['mac-addr:value', 'mac'],
  ['mutex:name', 'mutex'],
  ['process:command_line', 'name'],
  ['software:name', 'name'],
  ['url:value', 'url'],
  ['user-account:account_login', 'user'],
  ['user-account:user_id', 'user'],
  ['user-account:display_name', 'name'],
  ['windows-registry-key:key', 'registry-key'],
  ['x509-certificate:serial_number', 'name'],
  ['x509-certificate:subject', 'name'],
  ['x509-certificate:issuer', 'name'],
])

const MOST_VALUES = 1_000

/** Every value once. */
export function valuesOf(object: StixObject): Value[] {
  const found = new Map<string, Value>()
  const add = (kind: ValueKind, text: unknown): void => {
    if (found.size >= MOST_VALUES || (typeof text !== 'string' && typeof text !== 'number')) return
    const value = normaliseAs(kind, String(text))
    if (value === undefined) return
    found.set(`${kind} ${value}`, { kind, value })
    if (kind === 'url') for (const host of hostOf(value)) found.set(`${host.kind} ${host.value}`, host)
  }
  addOwn(object, add)
  addNames(object, add)
  addExternal(object, add)
  if (object['type'] === 'indicator' && object['pattern_type'] === 'stix') addPattern(object['pattern'], add)
  return [...found.values()]
}

type Add = (kind: ValueKind, text: unknown) => void

function addOwn(object: StixObject, add: Add): void {
  const type = String(object['type'])
  for (const [property, value] of Object.entries(object)) {
    const kind = KIND_OF_PATH.get(`${type}:${property}`)
    if (kind !== undefined) add(kind, value)
  }
  addHashes(object['hashes'], add)
}

function addHashes(hashes: unknown, add: Add): void {
  if (isStixObject(hashes)) for (const [algorithm, digest] of Object.entries(hashes)) add(hashKind(algorithm), digest)
}

/** `sha256`, `SHA256` and `SHA-256` name one algorithm. */
function hashKind(algorithm: string): ValueKind {
  const name = algorithm.toUpperCase().replace(/^SHA-?(1|256|512)$/, 'SHA-$1').replace(/^SHA3-?(256|512)$/, 'SHA3-$1')
  return `hash:${name}`
}

/** Names and aliases of domain objects; a CVE or technique among them is also one. */
function addNames(object: StixObject, add: Add): void {
  const { type, name, aliases } = object
  if (KIND_OF_PATH.has(`${String(type)}:name`)) return
  const names: unknown[] = [name, ...(Array.isArray(aliases) ? aliases : [])]
  for (const one of names) {
    if (typeof one !== 'string') continue
    add('name', one)
    add('cve', one)
  }
}

/** §2.5: identifiers in other people's catalogues. */
function addExternal(object: StixObject, add: Add): void {
  const references = object['external_references']
  if (!Array.isArray(references)) return
  for (const reference of references) {
    if (!isStixObject(reference)) continue
    const { source_name: source, external_id: id } = reference
    if (typeof source !== 'string' || typeof id !== 'string') continue
    if (source.toLowerCase() === 'cve') add('cve', id)
    else if (/^mitre-(?:\w+-)?attack$/i.test(source)) add('attack', id)
    addHashes(reference['hashes'], add)
  }
}

/** What an indicator looks for by equality; a pattern that cannot be read has no values. */
function addPattern(pattern: unknown, add: Add): void {
  if (typeof pattern !== 'string') return
  try {
    for (const { path, value } of valuesIn(parsePattern(pattern))) addAtPath(path, value, add)
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
  }
}

function addAtPath(path: string, value: string, add: Add): void {
  const algorithm = /(?:^|[.:])hashes\.'?([A-Za-z0-9_-]+)'?$/.exec(path)?.[1]
  if (algorithm !== undefined) return add(hashKind(algorithm), value)
  const kind = KIND_OF_PATH.get(path)
  if (kind !== undefined) return add(kind, value)
  // network-traffic:dst_ref.value and the like: the value itself says what it is
  if (!/_refs?(?:\[[^\]]*\])?\.value$/.test(path)) return
  for (const reading of normaliseValue(value)) if (ADDRESSES.has(reading.kind)) add(reading.kind, reading.value)
}

const ADDRESSES: ReadonlySet<ValueKind> = new Set<ValueKind>(['ipv4', 'ipv6', 'domain', 'email', 'mac', 'url'])
