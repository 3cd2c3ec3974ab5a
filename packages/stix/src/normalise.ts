/**
 * Searchable values in one normal form each, whatever way an analyst types or a report prints them: defanged, in
 * capitals, abbreviated. What is stored and what is asked for pass through the same functions, so that they meet.
 */
import { isStixId } from './ids.ts'
import { isDomain, isIpv4, isIpv4Range, isIpv6, isIpv6Range } from './validate/addresses.ts'

export type ValueKind =
  | 'ipv4' | 'ipv6' | 'domain' | 'url' | 'email' | 'mac' | 'asn' | 'cve' | 'attack' | 'registry-key' | 'file-name' | 'path'
  | 'mutex' | 'user' | 'id' | 'name' | `hash:${string}`

export type Value = { kind: ValueKind; value: string }

const LONGEST = 4_096

/** Every reading of a text that makes sense, the likeliest first; at least a `name` for a text that is not blank. */
export function normaliseValue(text: string): Value[] {
  const typed = unquote(text.slice(0, LONGEST).toWellFormed().trim())
  if (typed === '') return []
  const plain = refang(typed)
  const readings = [
    ...identifiers(plain), ...hashReadings(plain), ...addressReadings(plain), ...registryReadings(typed), ...fileReadings(typed),
  ]
  return [...readings, { kind: 'name', value: foldName(typed) }]
}

/** The normal form of a value whose kind is known, or undefined where it cannot be one. */
export function normaliseAs(kind: ValueKind, text: string): string | undefined {
  const plain = refang(text.slice(0, LONGEST).toWellFormed().trim())
  if (plain === '') return undefined
  const form = FORMS[kind]
  if (form !== undefined) return form(plain)
  return kind.startsWith('hash:') ? plain.toLowerCase() : foldName(plain)
}

const FORMS: Partial<Record<ValueKind, (text: string) => string | undefined>> = {
  ipv4: (text) => (isIpv4Range(text) ? withoutFullPrefix(text, '/32') : undefined),
  ipv6: normalIpv6,
  domain: normalDomain,
  url: normalUrl,
  email: normalEmail,
  mac: normalMac,
  asn: (text) => /^(?:as)?\s?(\d{1,10})$/i.exec(text)?.[1],
  cve: (text) => (/^cve-\d{4}-\d{4,19}$/i.test(text) ? text.toUpperCase() : undefined),
  attack: (text) => (/^(?:(?:T|TA|S|G|M|C|DS|DC|DET|AN)\d{4})(?:\.\d{3})?$/i.test(text) ? text.toUpperCase() : undefined),
  'registry-key': normalRegistryKey,
  id: (text) => (isStixId(text) ? text : undefined),
}

/** A quick look for anything that refanging would change. */
const DEFANGED = /[[({\\\u3002\uFF0E\uFF61]|^(?:h..|f.)ps?:|^(?:https?|ftp):\/[^/]/i

/** `hxxp[:]//evil[.]example` and its kin, written as they are meant. */
export function refang(text: string): string {
  if (!DEFANGED.test(text)) return text
  return text
    .replace(/[\u3002\uFF0E\uFF61]/g, '.')
    .replace(/\s?[[({]\s?(?:\.|dot)\s?[\])}]\s?/gi, '.')
    .replace(/\s?[[({]\s?(?:@|at)\s?[\])}]\s?/gi, '@')
    .replace(/[[({]\s?(:\/{0,2}|\/)\s?[\])}]/g, '$1')
    .replace(/\\\./g, '.')
    .replace(/^(h)(?:xx|XX|\*\*|__)(ps?)(?=:)/i, '$1tt$2')
    .replace(/^(f)(?:x|X|\*)(ps?)(?=:)/i, '$1t$2')
    .replace(/^(https?|ftp):\/(?=[^/])/i, '$1://')
}

function unquote(text: string): string {
  const inner = /^(?:"(.*)"|'(.*)'|`(.*)`|<(.*)>)$/s.exec(text)
  return (inner?.[1] ?? inner?.[2] ?? inner?.[3] ?? inner?.[4] ?? text).trim()
}

function reading(kind: ValueKind, text: string): Value[] {
  const value = normaliseAs(kind, text)
  return value === undefined ? [] : [{ kind, value }]
}

function identifiers(plain: string): Value[] {
  const asn = /^as\s?\d+$/i.test(plain) ? reading('asn', plain) : []
  return [...reading('id', plain), ...reading('cve', plain), ...reading('attack', plain), ...asn]
}

const HASHES_OF_LENGTH: Record<number, string[]> = {
  32: ['MD5'],
  40: ['SHA-1'],
  64: ['SHA-256', 'SHA3-256'],
  128: ['SHA-512', 'SHA3-512'],
}

/** A bare digest, or one with its algorithm before it: `sha256:…`. */
function hashReadings(plain: string): Value[] {
  const bare = plain.replace(/^(?:md5|sha-?1|sha-?256|sha-?512|sha3-?256|sha3-?512)\s?[:=]\s?/i, '')
  if (/^\d{1,12}:[0-9a-z/+]{3,128}:[0-9a-z/+]{3,128}$/i.test(bare)) return [{ kind: 'hash:SSDEEP', value: bare.toLowerCase() }]
  if (/^(?:T1)?[0-9a-f]{70}$/i.test(bare)) return [{ kind: 'hash:TLSH', value: bare.toLowerCase() }]
  if (!/^[0-9a-f]+$/i.test(bare)) return []
  return (HASHES_OF_LENGTH[bare.length] ?? []).map((algorithm) => ({ kind: `hash:${algorithm}`, value: bare.toLowerCase() }))
}

function addressReadings(plain: string): Value[] {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(plain)) return [...reading('url', plain), ...hostOf(plain)]
  if (plain.includes('@')) return reading('email', plain)
  const mac = reading('mac', plain)
  if (mac.length > 0) return mac
  const host = withoutPort(plain)
  const addresses = [...reading('ipv4', host), ...reading('ipv6', host)]
  if (addresses.length > 0) return addresses
  const slash = plain.indexOf('/')
  if (slash > 0 && /^[^\s/]+\.[^\s/]+$/.test(plain.slice(0, slash))) {
    return [...reading('url', `http://${plain}`), ...reading('url', `https://${plain}`), ...hostOf(`http://${plain}`)]
  }
  return host.includes('.') ? reading('domain', host) : []
}

/** `[2001:db8::1]:443` and `192.0.2.1:80` without the port. */
function withoutPort(plain: string): string {
  const bracketed = /^\[([0-9a-f:.]+)(?:%[^\]]*)?\](?::\d{1,5})?$/i.exec(plain)
  if (bracketed?.[1] !== undefined) return bracketed[1]
  return /^[^:]+:\d{1,5}$/.test(plain) ? plain.slice(0, plain.indexOf(':')) : plain
}

/** The host of a URL as a value of its own: who asks for a domain also wants the URLs on it. */
export function hostOf(url: string): Value[] {
  const host = parseUrl(url)?.hostname.replace(/^\[|\]$/g, '')
  if (host === undefined || host === '') return []
  if (isIpv4(host)) return reading('ipv4', host)
  return isIpv6(host) ? reading('ipv6', host) : reading('domain', host)
}

function registryReadings(typed: string): Value[] {
  return /^(?:HK[A-Z]{1,2}|HKEY_[A-Z_]+)(?:\\|$)/i.test(typed) ? reading('registry-key', typed) : []
}

function fileReadings(typed: string): Value[] {
  if (/^(?:[a-z]:\\|\\\\|\/)./i.test(typed)) {
    const name = typed.split(/[\\/]/).at(-1) ?? ''
    return [{ kind: 'path', value: foldName(typed) }, ...(name === '' ? [] : [{ kind: 'file-name' as const, value: foldName(name) }])]
  }
  return /^[^\\/:*?"<>|\s][^\\/:*?"<>|]*\.[a-z0-9]{1,8}$/i.test(typed) && !/\.\d+$/.test(typed) ? [{ kind: 'file-name', value: foldName(typed) }] : []
}

/** Names are compared without regard to case, width and spacing. */
export function foldName(text: string): string {
  const plain = /^[\x21-\x7e]*$/.test(text) ? text : text.normalize('NFKC').replace(/\s+/g, ' ').trim()
  return plain.toLowerCase()
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

function normalUrl(text: string): string | undefined {
  return parseUrl(text)?.href
}

/** Lower case, punycode, without the final dot. */
function normalDomain(text: string): string | undefined {
  const name = text.replace(/\.$/, '')
  if (!isDomain(name) || isIpv4(name) || /^[\d.]+$/.test(name)) return undefined
  const ascii = /^[\x21-\x7e]*$/.test(name) ? name.toLowerCase() : parseUrl(`http://${name}`)?.hostname
  return ascii === undefined || ascii === '' ? undefined : ascii.replace(/\.$/, '')
}

function normalEmail(text: string): string | undefined {
  const address = text.replace(/^mailto:/i, '')
  const sign = address.lastIndexOf('@')
  const domain = normalDomain(address.slice(sign + 1))
  return sign > 0 && domain !== undefined && !/\s/.test(address) ? `${address.slice(0, sign).toLowerCase()}@${domain}` : undefined
}

function normalMac(text: string): string | undefined {
  const digits = /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/i.test(text) ? text.replace(/[^0-9a-f]/gi, '') : undefined
  return digits?.toLowerCase().match(/../g)?.join(':')
}

const HIVES = new Map([
  ['hklm', 'hkey_local_machine'],
  ['hkcu', 'hkey_current_user'],
  ['hkcr', 'hkey_classes_root'],
  ['hku', 'hkey_users'],
  ['hkcc', 'hkey_current_config'],
])

function normalRegistryKey(text: string): string {
  const [hive = '', ...rest] = text.toLowerCase().split('\\').filter((part) => part !== '')
  return [HIVES.get(hive) ?? hive, ...rest].join('\\')
}

function withoutFullPrefix(text: string, prefix: string): string {
  return text.endsWith(prefix) ? text.slice(0, -prefix.length) : text
}

/** RFC 5952 §4, by way of the URL parser, which writes addresses so; a prefix stays. */
function normalIpv6(text: string): string | undefined {
  const address = text.replace(/%.*$/, '')
  if (!isIpv6Range(address)) return undefined
  const [bare = '', prefix] = address.split('/')
  const host = parseUrl(`http://[${bare}]/`)?.hostname.slice(1, -1)
  return host === undefined || prefix === undefined || prefix === '128' ? host : `${host}/${prefix}`
}
