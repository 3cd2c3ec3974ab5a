/**
 * IPv4 and IPv6 addresses and CIDR blocks as sets of addresses, for ISSUBSET and ISSUPERSET (STIX 2.1 §9.6.1).
 * Text forms: dotted decimal without leading zeros, and RFC 4291 §2.2 (`::` and a dotted tail included).
 */

/** A block: `network` has its host bits cleared; `bits` is 32 or 128. */
export type AddressBlock = { bits: 32 | 128; prefix: number; network: bigint }

/** The block that a text names, a lone address being a block of one; undefined when it is neither. */
export function parseAddressBlock(text: string): AddressBlock | undefined {
  if (text.length > 64) return undefined
  const slash = text.indexOf('/')
  const host = slash === -1 ? text : text.slice(0, slash)
  const bits = host.includes(':') ? 128 : 32
  const address = bits === 128 ? parseIpv6(host) : parseIpv4(host)
  const prefix = slash === -1 ? bits : parseDecimal(text.slice(slash + 1), bits)
  if (address === undefined || prefix === undefined) return undefined
  return { bits, prefix, network: cleared(address, bits - prefix) }
}

/** Whether every address of `inner` is in `outer`. Blocks of different families share no address. */
export function isWithinBlock(inner: AddressBlock, outer: AddressBlock): boolean {
  if (inner.bits !== outer.bits || inner.prefix < outer.prefix) return false
  return cleared(inner.network, outer.bits - outer.prefix) === outer.network
}

function cleared(address: bigint, hostBits: number): bigint {
  const shift = BigInt(hostBits)
  return (address >> shift) << shift
}

function parseDecimal(text: string, max: number): number | undefined {
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(text)) return undefined
  const value = Number(text)
  return value <= max ? value : undefined
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let address = 0n
  for (const part of parts) {
    const octet = parseDecimal(part, 255)
    if (octet === undefined) return undefined
    address = (address << 8n) | BigInt(octet)
  }
  return address
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = parseGroups(halves[0] ?? '', halves.length === 1)
  if (halves.length === 1) return head?.length === 8 ? joined(head) : undefined
  const tail = parseGroups(halves[1] ?? '', true)
  if (head === undefined || tail === undefined || head.length + tail.length > 7) return undefined
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0)
  return joined([...head, ...zeros, ...tail])
}

function parseGroups(text: string, mayEndDotted: boolean): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (part.includes('.')) {
      const tail = mayEndDotted && index === parts.length - 1 ? parseIpv4(part) : undefined
      if (tail === undefined) return undefined
      groups.push(Number(tail >> 16n), Number(tail & 0xffffn))
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

function joined(groups: number[]): bigint {
  return groups.reduce((address, group) => (address << 16n) | BigInt(group), 0n)
}
