/**
 * Who is at the other end: the address, scheme and host of a request, through trusted proxies only.
 * X-Forwarded-For or Forwarded (RFC 7239), one of them by setting, read from the right until an address we do not trust.
 */
import type { IncomingHttpHeaders } from 'node:http'
import ipaddr from 'ipaddr.js'

export type Peer = {
  /** Canonical text; IPv4-mapped addresses as IPv4. */
  address: string
  scheme: 'http' | 'https'
  /** As the client asked for it, lower case, with its port when it gave one; '' when it gave none. */
  host: string
  /** The next hop is one of ours, so its request id is believed. */
  viaProxy: boolean
}

export type ProxySettings = {
  /** CIDRs or single addresses of the proxies in front of this hub. */
  trusted: readonly string[]
  /** The one header family those proxies set and clean. The other is ignored, because a client may have written it. */
  header: 'x-forwarded' | 'forwarded'
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

export function createPeerReader(settings: ProxySettings) {
  const ranges = settings.trusted.map(parseRange)
  const isTrusted = (address: Address): boolean => ranges.some(([net, bits]) => sameKind(address, net) && address.match(net, bits))

  return function peerOf(socketAddress: string, encrypted: boolean, headers: IncomingHttpHeaders): Peer {
    const host = (headers.host ?? '').toLowerCase()
    const near: Peer = { address: plainAddress(socketAddress), scheme: encrypted ? 'https' : 'http', host, viaProxy: false }
    if (ranges.length === 0) return near
    const direct = parseAddress(socketAddress)
    if (direct === undefined || !isTrusted(direct)) return near
    const hops = settings.header === 'forwarded' ? forwardedHops(joined(headers.forwarded)) : xForwardedHops(headers)
    let found: Peer = { ...near, viaProxy: true }
    for (const hop of hops.toReversed()) {
      const address = parseAddress(hop.address)
      if (address === undefined) break // "unknown", an obfuscated name or nonsense: what lies beyond is not known
      found = { address: address.toString(), scheme: hop.scheme ?? found.scheme, host: hop.host ?? found.host, viaProxy: true }
      if (!isTrusted(address)) break
    }
    return found
  }
}

/** What the system reports is well-formed; only an IPv4 address on an IPv6 socket is written in two ways. */
const plainAddress = (text: string): string => (text.startsWith('::ffff:') && text.includes('.') ? text.slice(7) : text)

type Hop = { address: string; scheme: Peer['scheme'] | undefined; host: string | undefined }
const MOST_HOPS = 20

/** X-Forwarded-Proto and -Host speak of the outermost request; the nearest proxy's word (the last) is taken. */
function xForwardedHops(headers: IncomingHttpHeaders): Hop[] {
  const last = (name: string) => joined(headers[name]).split(',').at(-1)?.trim().toLowerCase() ?? ''
  const scheme = schemeOf(last('x-forwarded-proto'))
  const host = last('x-forwarded-host') || undefined
  const chain = joined(headers['x-forwarded-for'])
  if (chain === '') return []
  return chain.split(',').slice(-MOST_HOPS).map((address) => ({ address: address.trim(), scheme, host }))
}

/** RFC 7239 §4: elements by comma, pairs by semicolon, values as tokens or quoted strings. */
export function forwardedHops(header: string): Hop[] {
  return splitOutsideQuotes(header, ',').slice(-MOST_HOPS).map((element) => {
    const pairs = new Map<string, string>()
    for (const pair of splitOutsideQuotes(element, ';')) {
      const cut = pair.indexOf('=')
      if (cut > 0) pairs.set(pair.slice(0, cut).trim().toLowerCase(), unquoted(pair.slice(cut + 1).trim()))
    }
    return { address: pairs.get('for') ?? '', scheme: schemeOf(pairs.get('proto')?.toLowerCase()), host: pairs.get('host')?.toLowerCase() }
  })
}

function splitOutsideQuotes(text: string, sign: string): string[] {
  const parts: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\' && quoted) at++
    else if (text[at] === '"') quoted = !quoted
    else if (text[at] === sign && !quoted) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}

const unquoted = (text: string): string => (/^".*"$/s.test(text) ? text.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : text)
const schemeOf = (text: string | undefined): Peer['scheme'] | undefined => (text === 'https' || text === 'http' ? text : undefined)
const joined = (value: string | string[] | undefined): string => (Array.isArray(value) ? value.join(',') : (value ?? ''))
const sameKind = (a: Address, b: Address): boolean => a.kind() === b.kind()

/** An address in its one canonical form, with or without port and brackets; undefined when it is none. */
export function parseAddress(text: string): Address | undefined {
  const bare = text.replace(/^\[([^\]]*)\](?::\d{1,5})?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, '$1').replace(/%.*$/, '')
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare)
  if (!ipaddr.IPv6.isValid(bare)) return undefined
  const address = ipaddr.IPv6.parse(bare)
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}

function parseRange(text: string): [Address, number] {
  const range = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`
  if (!ipaddr.isValidCIDR(range)) throw new Error(`trusted proxy “${text}” is no address and no range such as 10.0.0.0/8`)
  return ipaddr.parseCIDR(range)
}

/** What a limit is counted by: one IPv4 address, or the /64 that a single IPv6 customer has to himself. */
export function limitKeyOf(address: string): string {
  const parsed = address.includes(':') ? parseAddress(address) : undefined
  if (parsed === undefined || parsed.kind() === 'ipv4') return plainAddress(address)
  return `${parsed.toNormalizedString().split(':').slice(0, 4).join(':')}::/64`
}
