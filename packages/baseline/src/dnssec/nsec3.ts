/** Absence proved by hashed names: RFC 5155 §5 and §8, with the limits of RFC 9276. */
import { compareBytes, concatBytes, sameBytes } from '../bytes.ts'
import { ancestry, isWithin, parentOf, parseName, wireName } from '../dns/name.ts'
import type { Nsec3 } from '../dns/rdata.ts'
import { webCrypto } from './keys.ts'
import type { Proof } from './nsec.ts'
import type { Budget } from './signature.ts'

/** `hash` is what its owner name begins with. */
export type OwnedNsec3 = Nsec3 & { hash: Uint8Array }

const SHA1 = 1
/** RFC 9276 §3.2: above it, the zone is taken as unsigned. */
export const MOST_ITERATIONS = 100

/** §5: IH(salt, name, iterations). */
export async function hashName(name: string, salt: Uint8Array, iterations: number): Promise<Uint8Array> {
  const web = webCrypto()
  let hash = new Uint8Array(await web.digest('SHA-1', concatBytes(wireName(parseName(name)), salt)))
  for (let round = 0; round < iterations; round++) hash = new Uint8Array(await web.digest('SHA-1', concatBytes(hash, salt)))
  return hash
}

/** The hash in an owner name, or null where it is none. */
export function hashOf(owner: string, zone: string): Uint8Array | null {
  if (parentOf(owner) !== zone) return null
  const [label = ''] = owner.split('.')
  return /^[0-9a-v]{32}$/.test(label) ? fromBase32Hex(label) : null
}

function fromBase32Hex(text: string): Uint8Array {
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (const character of text) {
    held = ((held << 5) | Number.parseInt(character, 32)) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >> bits) & 0xff)
    }
  }
  return Uint8Array.from(bytes)
}

/** §8.2: unknown hash algorithms are passed over. */
export const isUsable = ({ algorithm, nextHash }: Nsec3): boolean => algorithm === SHA1 && nextHash.length === 20

/** §8.5 to §8.9 for one name. Null where nothing is proved. */
export async function proveByNsec3(name: string, zone: string, records: readonly OwnedNsec3[], budget: Budget): Promise<Proof> {
  const [first] = records
  if (first === undefined) return null
  const hashes = new Map<string, Uint8Array>()
  const hashed = async (each: string): Promise<Uint8Array> => {
    budget.hashes -= first.iterations + 1
    const hash = hashes.get(each) ?? (await hashName(each, first.salt, first.iterations))
    hashes.set(each, hash)
    return hash
  }
  // §8.3: the closest encloser has a record of its own, the next closer name is covered
  let nextCloser: string | null = null
  for (const each of ancestry(name)) {
    if (!isWithin(each, zone) || budget.hashes <= 0) return null
    const hash = await hashed(each)
    const match = records.find((record) => sameBytes(record.hash, hash))
    if (match === undefined) {
      nextCloser = each
      continue
    }
    if (nextCloser === null) return { exists: true, types: match.types }
    // an encloser that delegates away, or renames all below it, tells nothing of what is below
    if (match.types.has('DNAME') || (match.types.has('NS') && !match.types.has('SOA'))) return null
    const covering = await coveringOf(nextCloser, records, hashed)
    return covering === null ? null : { exists: false, optOut: covering.optOut }
  }
  return null
}

async function coveringOf(name: string, records: readonly OwnedNsec3[], hashed: (name: string) => Promise<Uint8Array>): Promise<OwnedNsec3 | null> {
  const hash = await hashed(name)
  return records.find((record) => coversHash(record, hash)) ?? null
}

/** Between the two hashes, or beyond the last one. */
export function coversHash({ hash, nextHash }: Pick<OwnedNsec3, 'hash' | 'nextHash'>, at: Uint8Array): boolean {
  const after = compareBytes(hash, at) < 0
  const before = compareBytes(at, nextHash) < 0
  return compareBytes(hash, nextHash) < 0 ? after && before : (after || before) && !sameBytes(at, hash)
}

