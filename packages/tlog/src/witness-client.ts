/**
 * The log's side of the witness protocol: asks a witness to cosign, proves what the witness has not seen yet, and believes only
 * cosignatures that verify. Follows tlog-witness, "add-checkpoint".
 */
import { cosignatureTime } from './cosignature.ts'
import { TlogError } from './errors.ts'
import { parseSignedCheckpoint } from './checkpoint.ts'
import { SIGNATURE_TYPE, parseVerifierKey, type VerifierKey } from './keys.ts'
import { openNote, type NoteSignature } from './note.ts'
import { verifierOf } from './verifiers.ts'
import { parseCosignatures, parseSize, printAddCheckpoint } from './witness-request.ts'

/** The part of fetch that is needed; a browser's, Node's, or one that guards where it goes. */
export type PostCheckpoint = (url: string, init: PostInit) => Promise<{ readonly status: number; text(): Promise<string> }>
export type PostInit = { method: 'POST'; body: string; headers: Record<string, string>; signal?: AbortSignal }

export type AddCheckpointOptions = {
  readonly fetch: PostCheckpoint
  /** The witness: its submission prefix and its key, of type 0x04. */
  readonly witness: { readonly url: string; readonly key: VerifierKey | string }
  /** The checkpoint as the log signed it. */
  readonly checkpoint: string
  /** The size that this witness cosigned last, as far as is known; 0 where it is not. */
  readonly lastSize?: number
  /** Proves that the tree of the checkpoint begins with the tree of `oldSize`, which is never 0. */
  readonly consistencyProof: (oldSize: number, newSize: number) => Promise<readonly Uint8Array[]>
  readonly signal?: AbortSignal
}

export type Cosigned = {
  /** The witness's verified lines, to be added to the checkpoint. */
  readonly signatures: readonly NoteSignature[]
  /** When the latest of them was made, in seconds since the Epoch. */
  readonly time: number
}

/** Tries after a 409: the first tells the size; another may be needed when someone else submits at the same time. */
const TRIES = 3

/**
 * Throws `witness-ahead` when the witness has cosigned a longer tree than this checkpoint, `witness-conflict` when it finds our
 * tree inconsistent with the one it has seen (either one means: stop signing and look), `witness-refused` for any other no.
 */
export async function addCheckpoint(options: AddCheckpointOptions): Promise<Cosigned> {
  const { witness, checkpoint } = options
  const key = typeof witness.key === 'string' ? parseVerifierKey(witness.key) : witness.key
  const { size, note } = parseSignedCheckpoint(checkpoint)
  let oldSize = Math.min(options.lastSize ?? 0, size)
  for (let left = TRIES; left > 0; left--) {
    const { status, body } = await ask(options, oldSize, size)
    if (status === 200) return verified(note.text, body, key)
    if (status === 422) {
      throw new TlogError('witness-conflict', `${key.name} finds size ${size} inconsistent with size ${oldSize} that it has seen: ${inWords(body)}`)
    }
    if (status !== 409) throw new TlogError('witness-refused', `${key.name} answered ${status}: ${inWords(body)}`)
    const seen = parseSize(body)
    if (seen > size) {
      throw new TlogError('witness-ahead', `${key.name} has already seen size ${seen}, and this checkpoint is of size ${size}`)
    }
    if (seen === oldSize) {
      throw new TlogError('malformed-response', `${key.name} answered 409 and named the very size that was sent, ${seen}`)
    }
    oldSize = seen
  }
  throw new TlogError('witness-refused', `${key.name} named another size each time it was asked`)
}

async function ask(options: AddCheckpointOptions, oldSize: number, size: number): Promise<{ status: number; body: string }> {
  const { fetch, witness, checkpoint, consistencyProof, signal } = options
  const proof = oldSize === 0 || oldSize === size ? [] : await consistencyProof(oldSize, size)
  const url = `${witness.url.replace(/\/$/, '')}/add-checkpoint`
  const headers = { 'content-type': 'text/plain; charset=utf-8' }
  const body = printAddCheckpoint({ oldSize, proof, checkpoint })
  const response = await fetch(url, { method: 'POST', body, headers, ...(signal === undefined ? {} : { signal }) })
  return { status: response.status, body: await response.text() }
}

/** "The client MUST ignore any cosignatures from unknown keys"; the time of a cosignature from add-checkpoint is not zero. */
async function verified(text: string, body: string, key: VerifierKey): Promise<Cosigned> {
  if (key.type !== SIGNATURE_TYPE.cosignature) {
    throw new TlogError('unsupported-key', `the key of ${key.name} is not one for cosignature/v1`)
  }
  const { verified: signatures } = await openNote({ text, signatures: parseCosignatures(body) }, [verifierOf(key)])
  const time = Math.max(...signatures.map(({ signature }) => cosignatureTime(signature)))
  if (time === 0) throw new TlogError('malformed-response', `the cosignature of ${key.name} has no time`)
  return { signatures, time }
}

const inWords = (body: string): string => JSON.stringify(body.slice(0, 200).trim())
