/**
 * Two checkpoints of one log that cannot both be true, as a file that anyone can verify: what a split view or a rewritten
 * history leaves behind. One JSON object, `application/vnd.openaccord.conflict+json`:
 *
 *   { "conflict": "openaccord/conflict/v1", "origin": of both, "checkpoints": [ one, other ],
 *     "between": { "size": of the shorter, "root": base64 of the root that the longer tree has there, "proof": [ base64 … ] } (different sizes only) }
 *
 * Of one size, two roots are enough. Of two sizes, the proof shows with what root the longer tree began, and it is not the
 * root of the shorter. A proof that merely fails would show nothing: anyone can write a wrong one.
 */
import { AttestError, isObject, parseBase64, parseJson, printBase64 } from '@openaccord/attest'
import { LONGEST_PROOF, parseSignedCheckpoint, TlogError, verifyConsistency, type SignedCheckpoint } from '@openaccord/tlog'
import { answerOf, notCovered, ok, refused, wordsOf, type Answer, type Step } from './answer.ts'
import { judgeCheckpoint } from './checkpoints.ts'
import { VerifierError } from './errors.ts'
import { sameBytes } from './texts.ts'
import { policyOf, type Trust } from './trust.ts'

export const CONFLICT = 'openaccord/conflict/v1'
export const CONFLICT_MEDIA_TYPE = 'application/vnd.openaccord.conflict+json'

/** With what root the longer tree began, and the consistency proof (RFC 6962 §2.1.2) that leads from there to its own. */
export type Between = { readonly size: number; readonly root: Uint8Array; readonly proof: readonly Uint8Array[] }
export type Conflict = { readonly origin: string; readonly checkpoints: readonly [string, string]; readonly between?: Between }
export type ConflictStep = Step<'file' | 'one' | 'other' | 'conflict'>
/** `verified`: the log (or a witness) has lied. `refused`: these two can both be true, or the file is not right. */
export type ConflictVerdict = { readonly answer: Answer; readonly steps: readonly ConflictStep[]; /** Witnesses that cosigned both. */ readonly witnesses: readonly string[] }

export function printConflict({ origin, checkpoints, between }: Conflict): string {
  const shown = between && { size: between.size, root: printBase64(between.root), proof: between.proof.map(printBase64) }
  return `${JSON.stringify({ conflict: CONFLICT, origin, checkpoints, ...(shown === undefined ? {} : { between: shown }) }, null, 2)}\n`
}

/** Throws VerifierError `malformed-conflict`. */
export function parseConflict(input: string | Uint8Array): Conflict {
  try {
    const value = parseJson(input)
    if (!isObject(value) || value['conflict'] !== CONFLICT) throw wrong(`/conflict is ${CONFLICT}`)
    const { origin, checkpoints, between } = value
    if (typeof origin !== 'string') throw wrong('/origin is text')
    if (!Array.isArray(checkpoints) || checkpoints.length !== 2) throw wrong('/checkpoints is a list of two: one alone contradicts nothing')
    const [one, other] = checkpoints.map((text, at) => checkpointText(text, `/checkpoints/${at}`))
    return { origin, checkpoints: [one ?? '', other ?? ''], ...(between === undefined ? {} : { between: readBetween(between) }) }
  } catch (cause) {
    if (cause instanceof AttestError || cause instanceof TlogError) throw wrong(cause.message, cause)
    throw cause
  }
}

function readBetween(value: unknown): Between {
  if (!isObject(value)) throw wrong('/between is an object')
  const { size, root, proof } = value
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 1) throw wrong('/between/size is a whole number from 1')
  if (!Array.isArray(proof) || proof.length > LONGEST_PROOF) throw wrong(`/between/proof is a list of at most ${LONGEST_PROOF}`)
  return { size, root: hash(root, '/between/root'), proof: proof.map((each, at) => hash(each, `/between/proof/${at}`)) }
}

function checkpointText(value: unknown, pointer: string): string {
  if (typeof value !== 'string') throw wrong(`${pointer} is text`)
  parseSignedCheckpoint(value)
  return value
}

function hash(value: unknown, pointer: string): Uint8Array {
  const bytes = typeof value === 'string' ? parseBase64(value, pointer) : undefined
  if (bytes?.length !== 32) throw wrong(`${pointer} is the base64 of 32 bytes`)
  return bytes
}

/** Throws VerifierError only for a policy that cannot be read. */
export async function verifyConflict(file: string | Uint8Array | Conflict, trust: Trust, now?: number): Promise<ConflictVerdict> {
  const policy = policyOf(trust)
  const conflict = readConflict(file)
  if (typeof conflict === 'string') return { answer: 'refused', steps: [refused('file', 'malformed-conflict', conflict)], witnesses: [] }
  const [one, other] = [await judgeCheckpoint(conflict.checkpoints[0], policy, now), await judgeCheckpoint(conflict.checkpoints[1], policy, now)]
  const both = one.cosigned.filter(({ witness }) => other.cosigned.some((second) => second.witness === witness)).map(({ witness }) => witness)
  // Whoever cosigned, the log convicts itself by signing both
  const signed = (judged: typeof one, name: 'one' | 'other'): ConflictStep[] => judged.steps.filter((step) => step.name === 'checkpoint').map((step) => ({ ...step, name }))
  const steps = [...signed(one, 'one'), ...signed(other, 'other'), judgePair(parseSignedCheckpoint(conflict.checkpoints[0]), parseSignedCheckpoint(conflict.checkpoints[1]), conflict)]
  return { answer: answerOf(steps), steps, witnesses: both }
}

function readConflict(file: string | Uint8Array | Conflict): Conflict | string {
  if (typeof file !== 'string' && !(file instanceof Uint8Array)) return file
  try {
    return parseConflict(file)
  } catch (error) {
    return wordsOf(error, VerifierError)
  }
}

function judgePair(one: SignedCheckpoint, other: SignedCheckpoint, { origin, between }: Conflict): ConflictStep {
  if (one.origin !== other.origin || one.origin !== origin) return refused('conflict', 'other-log', `they are not both of ${origin}, but of ${one.origin} and ${other.origin}`)
  const [short, long] = one.size <= other.size ? [one, other] : [other, one]
  if (short.size === long.size) {
    if (sameBytes(short.root, long.root)) return refused('conflict', 'same-tree', 'both say the same')
    return ok('conflict', 'two-roots', `two roots for one size, ${short.size}: ${short.origin} has shown two histories`, { size: short.size })
  }
  if (between === undefined || between.size !== short.size) return notCovered('conflict', 'no-proof', 'without the proof of how the longer one began, both could be true')
  if (sameBytes(between.root, short.root)) return refused('conflict', 'consistent', 'the longer one began as the shorter: both can be true')
  try {
    verifyConsistency({ oldSize: short.size, oldRoot: between.root, newSize: long.size, newRoot: long.root, proof: between.proof })
  } catch (error) {
    return refused('conflict', 'proof-refused', `the proof of how the longer one began is not right: ${wordsOf(error, TlogError)}`)
  }
  return ok('conflict', 'other-prefix', `the tree of ${long.size} did not begin with the one of ${short.size}: ${short.origin} has rewritten its history`, { size: short.size, later: long.size })
}

const wrong = (why: string, cause?: unknown): VerifierError => new VerifierError('malformed-conflict', `not a conflict file: ${why}`, { cause })
