/**
 * One entry with its proof, judged: the leaf is an entry, the payload is the one the leaf names, the proof leads from the
 * leaf to the root of a checkpoint that is believed. The same for the act itself and for each entry about its keys.
 */
import { FactError, parseEntry, type Entry } from '@openaccord/facts'
import { leafHash, parseProof, sha256, TlogError, verifyInclusion, type Policy, type TlogProof } from '@openaccord/tlog'
import { notCovered, ok, refused, wordsOf, type Step } from './answer.ts'
import { judgeCheckpoint, type JudgedCheckpoint } from './checkpoints.ts'
import type { Piece } from './evidence-file.ts'
import { fromUtf8, hexOf, printSeconds, sameBytes, secondsOf } from './texts.ts'
import { CLOCK_SKEW } from './trust.ts'

export type PieceStep = Step<'entry' | 'payload' | 'checkpoint' | 'witnesses' | 'times' | 'inclusion'>
export type JudgedPiece = {
  readonly steps: readonly PieceStep[]
  readonly entry: Entry | undefined
  /** The payload that the leaf names; undefined where there is none, or another. */
  readonly payload: Uint8Array | undefined
  readonly index: number | undefined
  readonly judged: JudgedCheckpoint | undefined
  /** By when a quorum had seen the entry, in seconds since 1970. */
  readonly seenBy: number | undefined
}

/** Judges pieces of one log; a checkpoint that comes again is judged once. */
export function createPieceJudge(policy: Policy | undefined, now: number | undefined) {
  const judged = new Map<string, Promise<JudgedCheckpoint>>()
  const shown = new Map<string, Uint8Array>()
  const judgeOnce = (text: string): Promise<JudgedCheckpoint> => {
    const known = judged.get(text) ?? judgeCheckpoint(text, policy, now)
    judged.set(text, known)
    return known
  }

  /** Two roots for one size of one log, in one file: the log has shown two histories. */
  function splitView({ checkpoint }: JudgedCheckpoint): PieceStep | undefined {
    if (checkpoint === undefined) return undefined
    const place = `${checkpoint.size} ${checkpoint.origin}`
    const before = shown.get(place) ?? checkpoint.root
    shown.set(place, before)
    if (sameBytes(before, checkpoint.root)) return undefined
    return refused('checkpoint', 'split-view', `two checkpoints of ${checkpoint.origin} with ${checkpoint.size} entries have different roots: the log has shown two histories`)
  }

  return async ({ entry: leaf, payload, removed, proof: text, early }: Piece): Promise<JudgedPiece> => {
    const [entry, entryStep] = readEntry(leaf)
    const payloadSteps = entry === undefined ? [] : [judgePayload(entry, payload, removed)]
    const read = readProof(text)
    if (typeof read === 'string') return { steps: [entryStep, ...payloadSteps, refused('inclusion', 'malformed-proof', read)], entry, payload: undefined, index: undefined, judged: undefined, seenBy: undefined }
    const main = await judgeOnce(read.checkpoint)
    const first = early === undefined ? undefined : await judgeEarly(early, leaf, read.index)
    const seenBy = earlier(main.seenBy, first?.seenBy)
    const split = splitView(main)
    const steps = [
      entryStep, ...payloadSteps, ...main.steps, ...(split === undefined ? [] : [split]), ...(first?.steps ?? []),
      judgeInclusion(read, leaf, main), ...judgeDate(entry, seenBy),
    ]
    return { steps, entry, payload: payloadSteps[0]?.outcome === 'ok' && payload !== null ? payload : undefined, index: read.index, judged: main, seenBy }
  }

  /**
   * The older proof must be right in every way, or it is no evidence of an earlier time. That no quorum of today's policy had
   * seen it then is no fault of it; that it was altered is.
   */
  async function judgeEarly(text: string, leaf: Uint8Array, index: number): Promise<{ steps: PieceStep[]; seenBy: number | undefined }> {
    const read = readProof(text)
    if (typeof read === 'string') return { steps: [refused('inclusion', 'malformed-proof', `the earlier proof: ${read}`)], seenBy: undefined }
    if (read.index !== index) return { steps: [refused('inclusion', 'other-index', `the earlier proof is of entry ${read.index}, not of ${index}`)], seenBy: undefined }
    const judgedEarly = await judgeOnce(read.checkpoint)
    const split = splitView(judgedEarly)
    const open = [...judgedEarly.steps, judgeInclusion(read, leaf, judgedEarly), ...(split === undefined ? [] : [split])].filter(({ outcome }) => outcome !== 'ok')
    const wrong = open.filter(({ outcome, name }) => outcome === 'refused' && name !== 'witnesses')
    return { steps: wrong.map((step) => ({ ...step, words: `the earlier proof: ${step.words}` })), seenBy: open.length === 0 ? judgedEarly.seenBy : undefined }
  }
}

const earlier = (a: number | undefined, b: number | undefined): number | undefined => (a === undefined ? b : b === undefined ? a : Math.min(a, b))

function readEntry(leaf: Uint8Array): [Entry | undefined, PieceStep] {
  const text = fromUtf8(leaf)
  if (text === undefined) return [undefined, refused('entry', 'malformed-entry', 'the leaf is not UTF-8')]
  try {
    const entry = parseEntry(text)
    return [entry, ok('entry', 'entry', `the leaf is an entry: ${entry.fact}, ${entry.id}, dated ${entry.at} by the log`, { fact: entry.fact, id: entry.id, at: entry.at })]
  } catch (error) {
    return [undefined, refused('entry', 'malformed-entry', `the leaf is not an entry: ${wordsOf(error, FactError)}`)]
  }
}

function readProof(text: string): TlogProof | string {
  try {
    return parseProof(text)
  } catch (error) {
    return wordsOf(error, TlogError)
  }
}

function judgePayload({ payload: named, openBy }: Entry, payload: Uint8Array | null, removed: string | undefined): PieceStep {
  if (named.form === 'sealed') {
    if (payload !== null) return refused('payload', 'payload-beside-seal', 'a sealed entry has nothing beside it')
    return notCovered('payload', 'sealed', `what it says is sealed${openBy === undefined ? '' : ` until ${openBy}`}: the log holds only a commitment`, openBy === undefined ? {} : { openBy })
  }
  if (payload === null && removed !== undefined) return notCovered('payload', 'removed', `what was signed was taken away: “${removed}”; the log still holds its hash`, { reason: removed })
  if (payload === null) return notCovered('payload', 'missing', 'what lies beside the entry is not in the file')
  if (payload.length !== named.size || hexOf(sha256(payload)) !== named.sha256) {
    return refused('payload', 'payload-changed', `the payload is not the one that the entry names (SHA-256 ${named.sha256.slice(0, 16)}…, ${named.size} bytes)`)
  }
  return ok('payload', 'payload', `the payload is the one that the entry names: SHA-256 ${named.sha256}`, { sha256: named.sha256 })
}

function judgeInclusion({ index, hashes }: TlogProof, leaf: Uint8Array, { checkpoint }: JudgedCheckpoint): PieceStep {
  if (checkpoint === undefined) return refused('inclusion', 'no-checkpoint', 'there is no checkpoint to prove anything against')
  const { size, root } = checkpoint
  try {
    verifyInclusion({ leafHash: leafHash(leaf), index, size, proof: hashes, root })
    return ok('inclusion', 'included', `it stands in the log as entry ${index} of ${size}`, { index, size })
  } catch (error) {
    return refused('inclusion', 'inclusion-refused', wordsOf(error, TlogError))
  }
}

/** The log's own date of an entry cannot be later than when witnesses saw it. */
function judgeDate(entry: Entry | undefined, seenBy: number | undefined): PieceStep[] {
  if (entry === undefined || seenBy === undefined || secondsOf(entry.at) <= seenBy + CLOCK_SKEW) return []
  return [refused('times', 'dated-after-seen', `the log dates it ${entry.at}, after witnesses had seen it (${printSeconds(seenBy)})`)]
}
