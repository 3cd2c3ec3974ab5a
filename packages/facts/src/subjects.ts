/** What an act is about (in-toto's subject), which follows from what it says: so nothing else can be signed along with it. */
import { ACTS, type ActBody, type ActKind, type Subject } from './acts.ts'
import { canonical, type Json } from './canonical.ts'
import type { Shape } from './shape.ts'

type Sha256 = (bytes: Uint8Array) => string
type About = { pledge?: { version: string; sha256: string }; keyid?: string; publicKey?: string }

/**
 * The subject of an act: the text of the pledge, or the key, by its hash; for other acts the hash of what they say.
 * `sha256` gives 64 hexadecimal figures. Throws FactError where `says` does not fit the kind.
 */
export function subjectOf<K extends ActKind>(kind: K, says: ActBody<K>, sha256: Sha256): Subject[] {
  const { pledge, keyid, publicKey } = (ACTS[kind] as Shape<About>).read(says, '/predicate')
  if (pledge !== undefined) return [{ name: `pledge ${pledge.version}`, digest: { sha256: pledge.sha256 } }]
  if (publicKey !== undefined) return [{ name: 'key', digest: { sha256: sha256(bytesOf(publicKey)) } }]
  if (keyid !== undefined) return [{ name: 'key', digest: { sha256: keyid } }]
  return [{ name: kind, digest: { sha256: sha256(new TextEncoder().encode(canonical(says as unknown as Json))) } }]
}

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
