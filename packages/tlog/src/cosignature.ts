/**
 * Cosignatures: a witness states that at this time, this was the longest consistent tree of the log that it had seen.
 * Follows tlog-cosignature, the Ed25519 type (`cosignature/v1`, key type 0x04).
 */
import { concatBytes, utf8 } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { verifyEd25519, type Signer } from './ed25519.ts'
import { TlogError } from './errors.ts'
import { SIGNATURE_TYPE, verifierKey } from './keys.ts'
import type { NoteSigner, NoteVerifier } from './note.ts'

/** Bytes of a timestamped_signature: u64 timestamp, then an Ed25519 signature. */
const BLOB_SIZE = 8 + 64

/** The bytes that a cosigner signs: header line, timestamp line, the whole note body. `time` in seconds since the Epoch. */
export function cosignatureMessage(time: number, text: string): Uint8Array {
  checkTime(time)
  return utf8(`cosignature/v1\ntime ${time}\n${text}`)
}

export type TimestampedSignature = { readonly time: number; readonly ed25519: Uint8Array }

/** Reads a timestamped_signature; the time is in seconds since the Epoch and at most 2^53 - 1. */
export function parseTimestampedSignature(signature: Uint8Array): TimestampedSignature {
  if (signature.length !== BLOB_SIZE) {
    throw refuse(`a cosignature has ${BLOB_SIZE} bytes after the key ID, not ${signature.length}`)
  }
  const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0))
  checkTime(time)
  return { time, ed25519: signature.subarray(8) }
}

export function printTimestampedSignature({ time, ed25519 }: TimestampedSignature): Uint8Array {
  checkTime(time)
  if (ed25519.length !== 64) throw refuse(`an Ed25519 signature has 64 bytes, not ${ed25519.length}`)
  const stamp = new Uint8Array(8)
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time))
  return concatBytes(stamp, ed25519)
}

/** When a cosignature says it was made, in seconds since the Epoch. Believe it only after verifying. */
export const cosignatureTime = (signature: Uint8Array): number => parseTimestampedSignature(signature).time

/** Verifies the cosignatures of a key of type 0x04. */
export function cosignatureVerifier({ name, id, publicKey }: { name: string; id: string; publicKey: Uint8Array }): NoteVerifier {
  return {
    name,
    id,
    async verify(text, signature) {
      const read = readTimestampedSignature(signature)
      return read !== undefined && verifyEd25519(publicKey, cosignatureMessage(read.time, text), read.ed25519)
    },
  }
}

/** Cosigns checkpoints at this time. Use one key for one cosigner only: the message does not say its name. */
export function cosigner(name: string, key: { readonly publicKey: Uint8Array; readonly sign: Signer }, time: number): NoteSigner {
  const { id } = verifierKey(name, key.publicKey, SIGNATURE_TYPE.cosignature)
  return {
    name,
    id,
    async sign(text) {
      parseCheckpoint(text)
      return printTimestampedSignature({ time, ed25519: await key.sign(cosignatureMessage(time, text)) })
    },
  }
}

function readTimestampedSignature(signature: Uint8Array): TimestampedSignature | undefined {
  try {
    return parseTimestampedSignature(signature)
  } catch {
    return undefined
  }
}

function checkTime(time: number): void {
  if (!Number.isSafeInteger(time) || time < 0) {
    throw refuse(`a time is in whole seconds since the Epoch, from 0 to 2^53 - 1, not ${time}`)
  }
}

const refuse = (why: string): TlogError => new TlogError('malformed-cosignature', why)
