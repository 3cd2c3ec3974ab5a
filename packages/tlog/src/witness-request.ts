/**
 * What is said to a witness and what it answers: the bodies of add-checkpoint, parsed and printed.
 * Follows tlog-witness, "add-checkpoint" and "Monitor Retrieval Mechanism".
 */
import { parseDecimal, parseHash, printBase64, printHex, readText, utf8 } from './bytes.ts'
import { TlogError } from './errors.ts'
import { LONGEST_PROOF } from './merkle.ts'
import { parseSignatureLines, type NoteSignature } from './note.ts'
import { sha256 } from './sha256.ts'

export type AddCheckpointRequest = {
  /** The size that the sender believes the witness has seen last; 0 for none. */
  readonly oldSize: number
  readonly proof: readonly Uint8Array[]
  /** The checkpoint with its signatures, verbatim. */
  readonly checkpoint: string
}

/** Bytes of the longest request that is read. */
export const LONGEST_REQUEST = 1_048_576

/** Reads the body of add-checkpoint. The checkpoint in it is only cut out, not parsed. */
export function parseAddCheckpoint(input: string | Uint8Array): AddCheckpointRequest {
  if (input.length > LONGEST_REQUEST) throw refuse(`a request of more than ${LONGEST_REQUEST} bytes is not read`)
  const text = readText(input, 'malformed-request', 'the request')
  const end = text.indexOf('\n\n')
  if (end < 0) throw refuse('there is no empty line between the proof and the checkpoint')
  const [old = '', ...lines] = text.slice(0, end).split('\n')
  if (!old.startsWith('old ')) throw refuse('the first line is "old" and the size of the checkpoint before')
  if (lines.length > LONGEST_PROOF) throw refuse(`a consistency proof has at most ${LONGEST_PROOF} lines, not ${lines.length}`)
  return {
    oldSize: parseDecimal(old.slice('old '.length), 'the old size', 'malformed-request'),
    proof: lines.map((line, at) => parseHash(line, `proof line ${at + 1}`, 'malformed-request')),
    checkpoint: text.slice(end + 2),
  }
}

export const printAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpointRequest): string =>
  `${[`old ${oldSize}`, ...proof.map(printBase64)].join('\n')}\n\n${checkpoint}`

/** A witness's answer, ready to be sent. The statuses are those of the specification, and no others. */
export type WitnessAnswer = {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422
  readonly contentType: string
  readonly body: string
}

export const SIZE_TYPE = 'text/x.tlog.size'

/** The body of 409: the size that the witness has cosigned last. */
export const printSize = (size: number): string => `${size}\n`

export function parseSize(body: string): number {
  if (!body.endsWith('\n')) {
    throw new TlogError('malformed-response', 'the size that the witness has seen does not end in a newline')
  }
  return parseDecimal(body.slice(0, -1), 'the size that the witness has seen', 'malformed-response')
}

/** The body of 200: one or more signature lines. */
export function parseCosignatures(body: string): NoteSignature[] {
  try {
    const lines = parseSignatureLines(body)
    if (lines.length > 0) return lines
  } catch (cause) {
    throw new TlogError('malformed-response', `the answer of the witness is not made of signature lines: ${cause instanceof Error ? cause.message : ''}`, { cause })
  }
  throw new TlogError('malformed-response', 'the answer of the witness is empty')
}

/** Where a witness shows monitors the last checkpoint it cosigned, below its monitoring prefix. */
export const monitoringPath = (origin: string): string => `${printHex(sha256(utf8(origin)))}/checkpoint`

const refuse = (why: string): TlogError => new TlogError('malformed-request', why)
