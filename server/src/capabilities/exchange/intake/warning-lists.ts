/**
 * Warning lists: values known to be harmless, in the form in which MISP publishes them (misp-warninglists, schema.json).
 * An indicator that would flag such a value is refused, or let through with a warning, as the list says.
 */
import { isSco, normaliseAs, valuesIn, valuesOf, type Pattern, type Value, type ValueKind } from '@openaccord/stix'
import { Refusal } from '../../../kernel/index.ts'
import { createAddressSet, parseRange } from './addresses.ts'
import type { Gate, GateHit } from './gate.ts'

export const WARNING_KINDS = ['string', 'substring', 'hostname', 'cidr', 'regex'] as const
export type WarningKind = (typeof WARNING_KINDS)[number]
export type WarningList = {
  name: string
  description: string
  kind: WarningKind
  version: number
  treatment: 'refuse' | 'warn'
  values: readonly string[]
  /** MISP's names of what it applies to; empty: everything. */
  attributes: readonly string[]
  ours: boolean
}

const LIMITS = { values: 1_000_000, length: 2_000, regexes: 500 } as const
const SHORTEST_SUBSTRING = 4
/** Regular expressions look at no more of a value than this. */
const LONGEST_FOR_REGEX = 200

/** Reads a list as MISP writes it. A `treatment` of `warn` or `refuse` may be added; without it the list refuses. */
export function parseWarningList(given: unknown): WarningList {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw wrong('/list', 'is an object in the form of MISP’s warning lists')
  const { name, description, version, type, list, matching_attributes: attributes = [], treatment = 'refuse' } = given as Record<string, unknown>
  if (typeof name !== 'string' || !/\S/.test(name) || name.length > 200 || !name.isWellFormed()) throw wrong('/list/name', 'is a text of at most 200 characters')
  if (typeof description !== 'string' || description.length > 4_000 || !description.isWellFormed()) throw wrong('/list/description', 'is a text of at most 4,000 characters')
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 0) throw wrong('/list/version', 'is a whole number')
  const kind = WARNING_KINDS.find((each) => each === type)
  if (kind === undefined) throw wrong('/list/type', `is one of ${WARNING_KINDS.join(', ')}`)
  if (treatment !== 'refuse' && treatment !== 'warn') throw wrong('/list/treatment', 'is refuse or warn')
  if (!isTexts(list) || list.length === 0 || list.length > LIMITS.values) throw wrong('/list/list', `is a list of 1 to ${LIMITS.values} texts`)
  if (!isTexts(attributes) || attributes.length > 1_000) throw wrong('/list/matching_attributes', 'is a list of texts')
  list.forEach((value, at) => needValue(kind, value, at))
  if (kind === 'regex' && list.length > LIMITS.regexes) throw wrong('/list/list', `has at most ${LIMITS.regexes} regular expressions`)
  return { name: name.trim(), description, kind, version, treatment, values: list, attributes, ours: false }
}

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((each) => typeof each === 'string')

function needValue(kind: WarningKind, value: string, at: number): void {
  const fault = value === '' || value.length > LIMITS.length || !value.isWellFormed() ? `is a text of 1 to ${LIMITS.length} characters` : faultOf(kind, value)
  if (fault !== undefined) throw wrong(`/list/list/${at}`, fault)
}

function faultOf(kind: WarningKind, value: string): string | undefined {
  if (kind === 'cidr') return parseRange(value.trim()) === undefined ? 'is an address or a range in CIDR form' : undefined
  if (kind === 'regex') return compile(value) === undefined ? 'is a regular expression /…/ that JavaScript knows, without repetition inside repetition' : undefined
  return undefined
}

/** `/…/i` or bare. Repetition of a group that itself repeats can take forever, so it is not taken. */
function compile(text: string): RegExp | undefined {
  const [, body = text, flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? []
  if (/\([^()]*[*+}][^()]*\)[*+{]/.test(body)) return undefined
  try {
    return new RegExp(body, flags.includes('i') ? 'i' : '')
  } catch {
    return undefined
  }
}

const wrong = (field: string, rule: string): Refusal =>
  new Refusal('unprocessable', 'exchange.bad-warning-list', `this is no warning list: ${field} ${rule}`, { faults: [{ field, rule }] })

/** What MISP calls it, and the kinds of values that are meant. */
const KINDS: Readonly<Record<string, (kind: string) => boolean>> = {
  ip: (kind) => kind === 'ipv4' || kind === 'ipv6',
  domain: (kind) => kind === 'domain',
  hostname: (kind) => kind === 'domain',
  url: (kind) => kind === 'url',
  uri: (kind) => kind === 'url',
  email: (kind) => kind === 'email',
  hash: (kind) => kind.startsWith('hash:'),
  asn: (kind) => kind === 'asn',
  file: (kind) => kind === 'file-name',
}

function appliesTo(attributes: readonly string[]): (kind: string) => boolean {
  const tests = attributes.flatMap((attribute) => attribute.split('|')).flatMap((attribute) => {
    if (attribute.startsWith('ip-') || attribute === 'ip') return [KINDS['ip']!]
    if (/email|mail-|whois-registrant-email|dns-soa-email|target-email/.test(attribute)) return [KINDS['email']!]
    if (/^(md5|sha\d*|sha\d+\/\d+|sha3-\d+|ssdeep|tlsh|imphash|vhash)/.test(attribute)) return [KINDS['hash']!]
    if (attribute === 'AS') return [KINDS['asn']!]
    if (attribute === 'filename') return [KINDS['file']!]
    return KINDS[attribute] === undefined ? [] : [KINDS[attribute]]
  })
  return attributes.length === 0 ? () => true : (kind) => tests.some((test) => test(kind))
}

type Entry = { list: WarningList; applies: (kind: string) => boolean }

/** All lists as one set of look-ups: hashes for texts and names, prefixes for addresses, first letters for parts. */
export function buildGate(lists: readonly WarningList[]): Gate {
  // those that refuse come first, and the first that fits has the say
  const entries = lists.toSorted((a, b) => (a.treatment === b.treatment ? 0 : a.treatment === 'refuse' ? -1 : 1)).map((list): Entry => ({ list, applies: appliesTo(list.attributes) }))
  const exact = new Map<string, number | number[]>()
  const names = new Map<string, number | number[]>()
  const parts = new Map<string, { text: string; at: number }[]>()
  const addresses = createAddressSet()
  const expressions: { expression: RegExp; at: number }[] = []
  entries.forEach(({ list }, at) => {
    for (const value of list.values) {
      const text = value.trim().toLowerCase()
      if (list.kind === 'cidr') addresses.add(text, at)
      else if (list.kind === 'hostname') put(names, text.replace(/^\.+|\.+$/g, ''), at)
      else if (list.kind === 'regex') expressions.push({ expression: compile(value)!, at })
      else if (list.kind === 'substring' && text.length >= SHORTEST_SUBSTRING) part(parts, text, at)
      else put(exact, text, at)
    }
  })

  function* found(kind: string, value: string): Generator<number> {
    const text = value.toLowerCase()
    if (kind === 'ipv4' || kind === 'ipv6') yield* addresses.find(text)
    yield* all(exact, text)
    if (kind === 'domain') for (let name = text; name !== ''; name = parent(name)) yield* all(names, name)
    if (parts.size > 0 && text.length <= 4_096) {
      for (let at = 0; at + SHORTEST_SUBSTRING <= text.length; at++) {
        for (const each of parts.get(text.slice(at, at + SHORTEST_SUBSTRING)) ?? []) if (text.startsWith(each.text, at)) yield each.at
      }
    }
    if (text.length <= LONGEST_FOR_REGEX) for (const { expression, at } of expressions) if (expression.test(value)) yield at
  }

  function look({ kind, value }: Value): Entry | undefined {
    let best: number | undefined
    for (const at of found(kind, value)) if (entries[at]!.applies(kind) && (best === undefined || at < best)) best = at
    return best === undefined ? undefined : entries[best]
  }

  return (object, pattern): readonly GateHit[] => {
    const type = String(object['type'])
    const isIndicator = type === 'indicator'
    if (isIndicator ? pattern === undefined : !isSco(type)) return NONE
    const values = pattern === undefined ? valuesOf(object) : valuesSought(pattern)
    const hosts = new Set(values.flatMap(({ kind, value }) => (kind === 'url' ? hostNames(value) : [])))
    const softly = !isIndicator || isNarrowed(object['pattern'])
    const hits: GateHit[] = []
    for (const value of values) {
      if (value.kind === 'name') continue
      const entry = look(value)
      if (entry === undefined) continue
      const treatment = softly || hosts.has(value.value) ? 'warn' : entry.list.treatment
      hits.push({ treatment, remark: remarkOf(entry.list, value, isIndicator) })
      if (treatment === 'refuse') return hits
      if (hits.length >= 5) return hits
    }
    return hits
  }
}

const NONE: readonly GateHit[] = []

const KIND_OF_PATH: Readonly<Record<string, ValueKind>> = {
  'ipv4-addr:value': 'ipv4', 'ipv6-addr:value': 'ipv6', 'domain-name:value': 'domain', 'url:value': 'url', 'email-addr:value': 'email', 'file:name': 'file-name',
}

/** What a pattern looks for, where its path says what it is; of a url its host too. */
function valuesSought(pattern: Pattern): Value[] {
  const values: Value[] = []
  for (const { path, value } of valuesIn(pattern)) {
    const algorithm = path.includes('hashes') ? /(?:^|[.:])hashes\.'?([A-Za-z0-9_-]+)'?$/.exec(path)?.[1] : undefined
    const kind = algorithm === undefined ? KIND_OF_PATH[path] : (`hash:${algorithm}` as const)
    const normal = kind === undefined ? undefined : normaliseAs(kind, value)
    if (kind === undefined || normal === undefined) continue
    values.push({ kind, value: normal })
    if (kind === 'url') for (const host of new Set(hostNames(normal))) if (host !== '') values.push({ kind: 'domain', value: host })
  }
  return values
}

/** A pattern that asks for more than the one value does not flag the value alone. */
const isNarrowed = (pattern: unknown): boolean => typeof pattern === 'string' && /\b(?:AND|FOLLOWEDBY)\b/.test(pattern)

function hostNames(url: string): string[] {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  return [host, normaliseAs('domain', host) ?? host]
}

function remarkOf(list: WarningList, { kind, value }: Value, isIndicator: boolean): GateHit['remark'] {
  const shown = value.length > 120 ? `${value.slice(0, 117)}...` : value
  return {
    code: 'exchange.on-warning-list',
    pointer: isIndicator ? '/pattern' : '',
    rule: `warning list “${list.name}”`,
    message: `${kind} ${shown} is on the warning list “${list.name}”`,
    fix: isIndicator ? 'leave the value out of the pattern, or narrow it with AND' : 'see whether you mean it',
  }
}

function put(map: Map<string, number | number[]>, text: string, at: number): void {
  const there = map.get(text)
  if (there === undefined) map.set(text, at)
  else if (typeof there === 'number') map.set(text, [there, at])
  else there.push(at)
}

function all(map: Map<string, number | number[]>, text: string): readonly number[] {
  const there = map.get(text)
  return there === undefined ? NO_PLACES : typeof there === 'number' ? [there] : there
}
const NO_PLACES: readonly number[] = []

function part(parts: Map<string, { text: string; at: number }[]>, text: string, at: number): void {
  const first = text.slice(0, SHORTEST_SUBSTRING)
  const there = parts.get(first)
  if (there === undefined) parts.set(first, [{ text, at }])
  else there.push({ text, at })
}

/** `a.b.c` to `b.c`, and in the end to nothing. */
function parent(name: string): string {
  const dot = name.indexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1)
}
