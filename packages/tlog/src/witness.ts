/**
 * A witness: what it believes, what it answers, and what it must have written down before it answers.
 * Follows tlog-witness, "add-checkpoint", in the specification's order. Everything here is pure but for the verifying of
 * signatures. The one who runs it calls `openAddCheckpoint`, then in one transaction reads its record, calls `decide` and writes
 * `record`, and only after that `cosign`: two requests at once are then decided one after the other.
 */
import { equalBytes } from './bytes.ts'
import { openCheckpoint, parseSignedCheckpoint, type OpenedCheckpoint } from './checkpoint.ts'
import { TlogError, type TlogErrorCode } from './errors.ts'
import { emptyRoot, verifyConsistency } from './merkle.ts'
import { printNote, printSignatureLine, type NoteSigner, type NoteVerifier } from './note.ts'
import { SIZE_TYPE, parseAddCheckpoint, printSize, type AddCheckpointRequest, type WitnessAnswer } from './witness-request.ts'

/** The keys that a witness trusts for each log, by the log's origin. */
export type KnownLogs = { verifiersOf(origin: string): readonly NoteVerifier[] | undefined }

/** What a witness remembers of each log: the last checkpoint that it cosigned. Undefined when there is none. */
export type WitnessRecord = { readonly size: number; readonly root: Uint8Array }

/** A request whose log is known and has signed the checkpoint. */
export type OpenedRequest = AddCheckpointRequest & { readonly opened: OpenedCheckpoint }

export type OpeningResult = { readonly ok: true; readonly request: OpenedRequest } | { readonly ok: false; readonly answer: WitnessAnswer }

/** Reads a request and verifies the signatures of its checkpoint; everything that needs no record. Answers 400, 403 or 404 itself. */
export async function openAddCheckpoint(body: string | Uint8Array, logs: KnownLogs): Promise<OpeningResult> {
  try {
    const request = parseAddCheckpoint(body)
    const { origin, size } = parseSignedCheckpoint(request.checkpoint)
    const verifiers = logs.verifiersOf(origin)
    // "If the checkpoint origin is unknown, the witness MUST respond with a 404"
    if (verifiers === undefined) return refused(404, `the log ${origin} is not known to this witness`)
    const opened = await openCheckpoint(request.checkpoint, { verifiers, origin })
    // "The old size MUST be equal to or lower than the checkpoint size"
    if (request.oldSize > size) return refused(400, `the old size ${request.oldSize} is larger than the size of the checkpoint, ${size}`)
    return { ok: true, request: { ...request, opened } }
  } catch (fault) {
    if (!(fault instanceof TlogError)) throw fault
    return refused(SIGNATURE_FAULTS.has(fault.code) ? 403 : 400, fault.message)
  }
}

/** "either no signature from a trusted key for the origin is present, or [one] fails to verify" */
const SIGNATURE_FAULTS: ReadonlySet<TlogErrorCode> = new Set(['no-known-signature', 'bad-signature'])

export type Decision =
  /** Write `record` down, in the transaction that read the old one, and then cosign. */
  | { readonly ok: true; readonly record: WitnessRecord }
  | { readonly ok: false; readonly answer: WitnessAnswer }

/** Is this checkpoint the next one after what is recorded? Says what to record, or answers 409 or 422. */
export function decide(request: OpenedRequest, recorded: WitnessRecord | undefined): Decision {
  const { oldSize, proof } = request
  const { size, root } = request.opened
  const seen = recorded?.size ?? 0
  // "The witness MUST check that the old size matches the size of the latest checkpoint it cosigned"
  if (oldSize !== seen) return { ok: false, answer: { status: 409, contentType: SIZE_TYPE, body: printSize(seen) } }
  // "A checkpoint of size zero MUST have the root hash of the empty tree"
  if (size === 0 && !equalBytes(root, emptyRoot())) return refused(422, 'the root of size 0 is not that of the empty tree')
  if (oldSize === 0 || recorded === undefined) {
    // "If the old size is zero, the consistency proof MUST be empty"
    if (proof.length > 0) return refused(422, 'from the old size 0 there is nothing to prove, so the proof must be empty')
    return { ok: true, record: { size, root } }
  }
  // "a Merkle Consistency Proof from the old size to the checkpoint size"; for one size, "the root hashes are also identical"
  try {
    verifyConsistency({ oldSize, oldRoot: recorded.root, newSize: size, newRoot: root, proof })
  } catch (fault) {
    if (!(fault instanceof TlogError)) throw fault
    return refused(422, fault.message)
  }
  return { ok: true, record: { size, root } }
}

/** The answer 200, with a line of each cosigner. Call it when the record is durable, and never before. */
export async function cosign(request: OpenedRequest, cosigners: readonly NoteSigner[]): Promise<WitnessAnswer> {
  const lines: string[] = []
  for (const { name, id, sign } of cosigners) lines.push(printSignatureLine({ name, id, signature: await sign(request.opened.note.text) }))
  return { status: 200, contentType: TEXT, body: lines.join('') }
}

/** What a witness serves to monitors after `cosign`: the log's signatures that it verified, and its own. */
export const monitoredCheckpoint = ({ opened: { note } }: OpenedRequest, answer: WitnessAnswer): string =>
  `${printNote({ text: note.text, signatures: note.verified })}${answer.body}`

const TEXT = 'text/plain; charset=utf-8'

const refused = (status: 400 | 403 | 404 | 422, why: string): { readonly ok: false; readonly answer: WitnessAnswer } => ({
  ok: false,
  answer: { status, contentType: TEXT, body: `${why}\n` },
})
