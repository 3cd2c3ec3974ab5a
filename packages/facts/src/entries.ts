/**
 * An entry of the alliance's log: what a leaf says, byte for byte. It holds ids, times and hashes only; what was signed
 * or stated lies beside it under its hash, so that it can be removed while the leaf stays provable.
 */
import { FactError, factId, instant, line, list, matching, object, oneOf, optional, sha256Hex, type Of, type Shape } from './shape.ts'

const whole = (most: number): Shape<number> => ({
  read(value, pointer) {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most) return value
    throw new FactError('bad-entry', pointer, `is a whole number from 0 to ${most}`)
  },
})

/**
 * `act`: a DSSE envelope that an organisation signed. `fact`: canonical JSON that the hub states itself. `sealed`: only
 * a commitment, nothing lies beside. `opening`: what opens an earlier one.
 */
export const PAYLOAD_FORMS = ['act', 'fact', 'sealed', 'opening'] as const
/** The fields stand in the order of RFC 8785 §3.2.3: what was read is printed as it stands. */
const entry = object({
  /** Ids of organisations, keys, versions of the pledge, never of people. */
  about: list(line(200), { most: 50 }),
  at: instant,
  /** Room and kind: `pledges.pledge-signature`. */
  fact: matching(/^[a-z-]+\.[a-z.-]+$/, 'is room.kind'),
  id: factId,
  /** When a sealed fact has to be open. Missed, it is overdue by itself. */
  openBy: optional(instant),
  /** The sealed entry which this one opens. */
  opens: optional(factId),
  payload: object({ form: oneOf(PAYLOAD_FORMS), sha256: sha256Hex, size: whole(16_777_216) }),
  /** The entry whose payload was taken away, and why. */
  removes: optional(object({ id: factId, reason: line(500) })),
  v: whole(1),
})
export type Entry = Of<typeof entry>

/** Largest leaf in bytes: C2SP tlog-tiles writes its length in 16 bits. */
export const MAX_LEAF_BYTES = 65_535

export const printEntry = (value: Entry): string => JSON.stringify(entry.read(value, ''))

/** Reads a leaf. Throws FactError; also when the bytes are not the one form of the entry, so that nothing hides in white space. */
export function parseEntry(text: string): Entry {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new FactError('bad-entry', '', 'is JSON')
  }
  const read = entry.read(value, '')
  if (JSON.stringify(read) !== text) throw new FactError('bad-entry', '', 'is written in the one form of RFC 8785')
  return read
}

const SEALED = 'openaccord/sealed/v1\0'
/** Least chance in a seal: what is guessed from few possible values is guessed with its salt, or not at all. */
export const SALT_BYTES = 32

/** What SHA-256 is taken of to seal a payload: the commitment of the entry. */
export function sealedBytes(salt: Uint8Array, payload: Uint8Array): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new FactError('bad-entry', '/salt', `has ${SALT_BYTES} bytes`)
  const label = new TextEncoder().encode(SEALED)
  const bytes = new Uint8Array(label.length + salt.length + payload.length)
  bytes.set(label)
  bytes.set(salt, label.length)
  bytes.set(payload, label.length + salt.length)
  return bytes
}
