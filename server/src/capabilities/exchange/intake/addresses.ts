/** IP addresses and ranges (RFC 4632, 4291) as bits, and a set of ranges that finds who contains an address. */

export type Range = { family: 4 | 6; bits: string; prefix: number }

/** An address counts as a range of one. Undefined for anything else. */
export function parseRange(text: string): Range | undefined {
  const [address = '', mask, ...more] = text.split('/')
  if (more.length > 0) return undefined
  const family = address.includes(':') ? 6 : 4
  const bits = family === 6 ? bitsOf6(address) : bitsOf4(address)
  if (bits === undefined) return undefined
  const prefix = mask === undefined ? bits.length : /^\d{1,3}$/.test(mask) ? Number(mask) : -1
  return prefix < 0 || prefix > bits.length ? undefined : { family, bits, prefix }
}

function bitsOf4(text: string): string | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('')
}

function bitsOf6(text: string): string | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(groupsOf)
  if (head === undefined) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (halves.length === 2 ? tail === undefined || missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => 0), ...(tail ?? [])]
  return groups.map((group) => group.toString(2).padStart(16, '0')).join('')
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  for (const part of text.split(':')) {
    const four = part.includes('.') ? bitsOf4(part) : undefined
    if (four !== undefined) groups.push(Number.parseInt(four.slice(0, 16), 2), Number.parseInt(four.slice(16), 2))
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}

/** One look-up for each length of prefix that occurs, longest ranges of addresses included. */
export function createAddressSet() {
  const families = { 4: new Map<number, Map<string, number[]>>(), 6: new Map<number, Map<string, number[]>>() }
  return {
    add(text: string, at: number): void {
      const range = parseRange(text)
      if (range === undefined) return
      const lengths = families[range.family]
      const ranges = lengths.get(range.prefix) ?? new Map<string, number[]>()
      lengths.set(range.prefix, ranges)
      const key = range.bits.slice(0, range.prefix)
      const there = ranges.get(key)
      if (there === undefined) ranges.set(key, [at])
      else there.push(at)
    },
    /** The places of all ranges that contain this address, or all of this range. */
    *find(text: string): Generator<number> {
      const asked = parseRange(text)
      if (asked === undefined) return
      for (const [prefix, ranges] of families[asked.family]) {
        if (prefix <= asked.prefix) yield* ranges.get(asked.bits.slice(0, prefix)) ?? []
      }
    },
  }
}
