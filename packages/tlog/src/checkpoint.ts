/**
 * Checkpoints: notes that state how long a log is and the root of its tree.
 * Follows tlog-checkpoint, "Note text": origin, size, root hash, and extension lines (kept, not recommended).
 */
import { parseDecimal, parseHash, printBase64 } from './bytes.ts'
import { TlogError } from './errors.ts'
import { openNote, parseNote, signNote, type Note, type NoteSigner, type NoteVerifier, type OpenedNote } from './note.ts'
import { HASH_SIZE } from './sha256.ts'

export type Checkpoint = {
  /** The log's identity, such as `example.com/log42`. */
  readonly origin: string
  /** Leaves in the tree, up to 2^53 - 1. */
  readonly size: number
  readonly root: Uint8Array
  /** Opaque, and not audited by anyone; usually none. */
  readonly extensions: readonly string[]
}

/** Reads the text of a note as a checkpoint. */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw refuse('the text does not end in a newline')
  const lines = text.slice(0, -1).split('\n')
  const [origin = '', size, root, ...extensions] = lines
  if (size === undefined || root === undefined) {
    throw refuse(`a checkpoint has at least three lines, this text has ${lines.length}`)
  }
  if (lines.includes('')) throw refuse('no line of a checkpoint is empty')
  return {
    origin,
    size: parseDecimal(size, 'the tree size', 'malformed-checkpoint'),
    root: parseHash(root, 'the root hash', 'malformed-checkpoint'),
    extensions,
  }
}

/** The text that is signed, with its final newline. */
export function printCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  if (!Number.isSafeInteger(size) || size < 0) throw refuse(`the size is a whole number from 0 to 2^53 - 1, not ${size}`)
  if (root.length !== HASH_SIZE) throw refuse(`the root hash has 32 bytes, not ${root.length}`)
  const lines = [origin, String(size), printBase64(root), ...extensions]
  if (lines.some((line) => line === '' || /[\u0000-\u001f]/.test(line))) {
    throw refuse('the origin and the extensions are lines that are not empty')
  }
  return `${lines.join('\n')}\n`
}

/** A checkpoint as received: what it says, and the note that says it. */
export type SignedCheckpoint = Checkpoint & { readonly note: Note }

/** Reads a checkpoint with its signatures, and believes none of them. */
export function parseSignedCheckpoint(input: string | Uint8Array): SignedCheckpoint {
  const note = parseNote(input)
  return { ...parseCheckpoint(note.text), note }
}

/** A checkpoint that a known key has signed. */
export type OpenedCheckpoint = Checkpoint & { readonly note: OpenedNote }

/** Verifies a checkpoint as `openNote` does, and that it is of this log where `origin` is given. */
export async function openCheckpoint(input: string | Uint8Array, by: { verifiers: readonly NoteVerifier[]; origin?: string }): Promise<OpenedCheckpoint> {
  const note = await openNote(input, by.verifiers)
  const checkpoint = parseCheckpoint(note.text)
  if (by.origin !== undefined && checkpoint.origin !== by.origin) {
    throw new TlogError('wrong-origin', `the checkpoint is of ${checkpoint.origin}, not of ${by.origin}`)
  }
  return { ...checkpoint, note }
}

/** Signs a checkpoint. Who calls this has made sure that nothing inconsistent was ever signed before. */
export const signCheckpoint = (checkpoint: Checkpoint, signers: readonly NoteSigner[]): Promise<Note> =>
  signNote(printCheckpoint(checkpoint), signers)

const refuse = (why: string): TlogError => new TlogError('malformed-checkpoint', why)
