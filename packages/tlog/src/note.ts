/**
 * Signed notes: a text, an empty line, and one or more signature lines `— <key name> base64(key ID || signature)`.
 * Follows signed-note, "Format" and "Signatures". A text means nothing before `openNote` has said whose it is.
 */
import { concatBytes, parseBase64, printBase64, printHex, readHex, readText, utf8 } from './bytes.ts'
import { verifyEd25519, type Signer } from './ed25519.ts'
import { TlogError } from './errors.ts'
import { isKeyName, verifierKey } from './keys.ts'

export type NoteSignature = {
  readonly name: string
  /** The 32-bit key ID, as 8 lower-case hex digits. */
  readonly id: string
  /** What follows the key ID; its form is the signature type's. */
  readonly signature: Uint8Array
}

export type Note = {
  /** With its final newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** Limits that every verifier sets; the specification asks for at least 16 signatures. */
export const NOTE_LIMITS = { bytes: 1_048_576, signatures: 100 } as const

/** Someone whose signatures are known. `verify` gets the text of the note and what follows the key ID; it never throws for a false one. */
export type NoteVerifier = {
  readonly name: string
  readonly id: string
  verify(text: string, signature: Uint8Array): Promise<boolean>
}

/** Someone who signs notes: gives what follows the key ID. */
export type NoteSigner = {
  readonly name: string
  readonly id: string
  sign(text: string): Promise<Uint8Array>
}

/** Reads a note without believing it. */
export function parseNote(input: string | Uint8Array): Note {
  if (input.length > NOTE_LIMITS.bytes) throw refuse(`a note of more than ${NOTE_LIMITS.bytes} bytes is not read`)
  const whole = readText(input, 'malformed-note', 'the note')
  if (/[\u0000-\u0009\u000b-\u001f]/.test(whole)) throw refuse('a note has no control characters other than newline')
  // the text is separated from the signatures by the last empty line
  const split = whole.lastIndexOf('\n\n')
  if (split < 0) throw refuse('there is no empty line between the text and the signatures')
  const signatures = parseSignatureLines(whole.slice(split + 2))
  if (signatures.length === 0) throw refuse('there is no signature line')
  return { text: whole.slice(0, split + 1), signatures }
}

/** Reads zero or more signature lines, each with its newline. */
export function parseSignatureLines(text: string): NoteSignature[] {
  if (text === '') return []
  if (!text.endsWith('\n')) throw refuse('the last signature line does not end in a newline')
  const lines = text.slice(0, -1).split('\n')
  if (lines.length > NOTE_LIMITS.signatures) {
    throw refuse(`a note with more than ${NOTE_LIMITS.signatures} signatures is not read`)
  }
  return lines.map(parseSignatureLine)
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name = '', encoded = ''] = /^\u2014 ([^ ]*) (.*)$/s.exec(line) ?? []
  if (!isKeyName(name)) {
    throw refuse(`a signature line is an em dash, a key name and a signature: ${JSON.stringify(line.slice(0, 120))}`)
  }
  const bytes = parseBase64(encoded, `the signature of ${name}`, 'malformed-note')
  if (bytes.length < 5) throw refuse(`the signature of ${name} is shorter than a key ID and a signature`)
  return { name, id: printHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) }
}

/** One line, with its newline. */
export const printSignatureLine = ({ name, id, signature }: NoteSignature): string =>
  `\u2014 ${name} ${printBase64(concatBytes(readHex(id) ?? new Uint8Array(), signature))}\n`

export const printNote = ({ text, signatures }: Note): string => `${text}\n${signatures.map(printSignatureLine).join('')}`

/** A note that somebody known has signed. */
export type OpenedNote = Note & {
  /** Those of `signatures` that a known key made; at least one. */
  readonly verified: readonly NoteSignature[]
}

/**
 * Verifies the signatures of known keys. Unknown keys are ignored, even if they share a name or an id (but not both) with a known
 * one; a false signature of a known key refuses the whole note; so does a note that nobody known has signed.
 */
export async function openNote(input: string | Uint8Array | Note, verifiers: readonly NoteVerifier[]): Promise<OpenedNote> {
  const note = typeof input === 'string' || input instanceof Uint8Array ? parseNote(input) : input
  const known = byNameAndId(verifiers)
  const verified: NoteSignature[] = []
  for (const signature of note.signatures) {
    const verifier = known.get(keyOf(signature))
    if (verifier === undefined) continue
    if (!(await verifier.verify(note.text, signature.signature))) {
      throw new TlogError('bad-signature', `the signature of ${signature.name} (${signature.id}) is false, so nothing in this note is believed`)
    }
    verified.push(signature)
  }
  if (verified.length === 0) {
    throw new TlogError('no-known-signature', `none of the ${note.signatures.length} signatures is of a known key`)
  }
  return { ...note, verified }
}

function byNameAndId(verifiers: readonly NoteVerifier[]): Map<string, NoteVerifier> {
  const known = new Map<string, NoteVerifier>()
  for (const verifier of verifiers) {
    if (known.has(keyOf(verifier))) {
      throw new TlogError('ambiguous-key', `two known keys have the name ${verifier.name} and the id ${verifier.id}`)
    }
    known.set(keyOf(verifier), verifier)
  }
  return known
}

/** Names have no plus, so this is unambiguous. */
const keyOf = ({ name, id }: { name: string; id: string }): string => `${name}+${id}`

/** A note with this text (which ends in a newline), signed by these. */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<Note> {
  if (!text.endsWith('\n')) throw refuse('the text of a note ends in a newline')
  const signatures: NoteSignature[] = []
  for (const { name, id, sign } of signers) signatures.push({ name, id, signature: await sign(text) })
  return parseNote(printNote({ text, signatures }))
}

/** Signs notes with an Ed25519 key (type 0x01). */
export function noteSigner(name: string, key: { readonly publicKey: Uint8Array; readonly sign: Signer }): NoteSigner {
  const { id } = verifierKey(name, key.publicKey)
  return { name, id, sign: async (text) => key.sign(utf8(text)) }
}

/** Verifies the notes of an Ed25519 key (type 0x01). */
export function noteVerifier({ name, id, publicKey }: { name: string; id: string; publicKey: Uint8Array }): NoteVerifier {
  return { name, id, verify: (text, signature) => verifyEd25519(publicKey, utf8(text), signature) }
}

const refuse = (why: string): TlogError => new TlogError('malformed-note', why)
