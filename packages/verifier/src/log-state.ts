/**
 * What a checker of a log keeps between runs: the last checkpoint that it believed, whole. As a file: one JSON object.
 * Without it a log that shows another history would not be noticed; so whoever loses it is told, and begins anew only
 * when that is asked for.
 */
import { AttestError, isObject, parseJson } from '@openaccord/attest'
import { parseSignedCheckpoint, TlogError, type SignedCheckpoint } from '@openaccord/tlog'
import { VerifierError } from './errors.ts'

export const LOG_STATE = 'openaccord/log-state/v1'
export type LogState = {
  /** The checkpoint with its signatures, verbatim. */
  readonly checkpoint: string
  /** By then a quorum had seen it, in seconds since 1970. */
  readonly seenBy: number | undefined
}

export function printState({ checkpoint, seenBy }: LogState): string {
  return `${JSON.stringify({ state: LOG_STATE, checkpoint, seenBy: seenBy ?? null }, null, 2)}\n`
}

/** Throws VerifierError `malformed-state`. */
export function parseState(input: string | Uint8Array): LogState {
  try {
    const value = parseJson(input)
    if (!isObject(value) || value['state'] !== LOG_STATE) throw wrong(`/state is ${LOG_STATE}`)
    const { checkpoint, seenBy } = value
    if (typeof checkpoint !== 'string') throw wrong('/checkpoint is text')
    if (seenBy !== null && !(typeof seenBy === 'number' && Number.isSafeInteger(seenBy) && seenBy >= 0)) throw wrong('/seenBy is a whole number of seconds, or null')
    parseSignedCheckpoint(checkpoint)
    return { checkpoint, seenBy: seenBy ?? undefined }
  } catch (cause) {
    if (cause instanceof AttestError || cause instanceof TlogError) throw wrong(cause.message, cause)
    throw cause
  }
}

/** The kept checkpoint, which must be of this log. */
export function keptCheckpoint({ checkpoint }: LogState, origin: string): SignedCheckpoint {
  const kept = parseSignedCheckpoint(checkpoint)
  if (kept.origin !== origin) throw new VerifierError('other-log', `what was kept is of the log ${kept.origin}, and this is ${origin}`)
  return kept
}

const wrong = (why: string, cause?: unknown): VerifierError => new VerifierError('malformed-state', `not a kept state of a log: ${why}`, { cause })
