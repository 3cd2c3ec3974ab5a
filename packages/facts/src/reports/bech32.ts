/** Bech32 (BIP 173), as age writes its identities: https://c2sp.org/age#x25519-recipient-stanza. Writing only. */

const LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const

/** In lower case; `prefix` without the 1 that ends it. */
export function bech32(prefix: string, bytes: Uint8Array): string {
  const data = fives(bytes)
  const sum = polymod([...expanded(prefix), ...data, 0, 0, 0, 0, 0, 0]) ^ 1
  const check = Array.from({ length: 6 }, (_, at) => (sum >> (5 * (5 - at))) & 31)
  return `${prefix}1${[...data, ...check].map((five) => LETTERS[five]).join('')}`
}

function fives(bytes: Uint8Array): number[] {
  const found: number[] = []
  let [bits, kept] = [0, 0]
  for (const byte of bytes) {
    kept = ((kept & 0xff) << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) found.push((kept >> (bits - 5)) & 31)
  }
  if (bits > 0) found.push((kept << (5 - bits)) & 31)
  return found
}

const expanded = (prefix: string): number[] => {
  const codes = Array.from(prefix, (letter) => letter.charCodeAt(0))
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
}

function polymod(values: readonly number[]): number {
  let sum = 1
  for (const value of values) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ value
    for (const [at, each] of GENERATOR.entries()) if ((top >> at) & 1) sum ^= each
  }
  return sum >>> 0
}
