/**
 * Judging a checkpoint: signed by a log of the policy, cosigned by a quorum of its witnesses, at times that can be.
 * Follows tlog-checkpoint, tlog-cosignature and tlog-policy.
 */
import { cosignatureTime, isSupportedKey, openCheckpoint, parseSignedCheckpoint, TlogError, verifierOf, type Checkpoint, type OpenedCheckpoint, type Policy } from '@openaccord/tlog'
import { notCovered, ok, refused, wordsOf, type Step } from './answer.ts'
import { printSeconds } from './texts.ts'
import { CLOCK_SKEW, isQuorumOfOperators } from './trust.ts'

export type CheckpointStep = Step<'checkpoint' | 'witnesses' | 'times'>
/** `time` in seconds since 1970: by then the witness had seen this tree, and nothing inconsistent with it. */
export type Cosigned = { readonly witness: string; readonly key: string; readonly time: number }
export type JudgedCheckpoint = {
  readonly steps: readonly CheckpointStep[]
  /** What it says, whether it is believed or not; undefined when it cannot be read. */
  readonly checkpoint: Checkpoint | undefined
  readonly cosigned: readonly Cosigned[]
  /** By then a quorum had seen it, in seconds since 1970; undefined when there is none. */
  readonly seenBy: number | undefined
}

/** Never throws for what the text says. `now` in seconds since 1970; without it no cosignature is from the future. */
export async function judgeCheckpoint(text: string, policy: Policy | undefined, now?: number): Promise<JudgedCheckpoint> {
  const read = readCheckpoint(text)
  if (typeof read === 'string') return { steps: [refused('checkpoint', 'malformed-checkpoint', read)], checkpoint: undefined, cosigned: [], seenBy: undefined }
  const unjudged = (step: CheckpointStep): JudgedCheckpoint => ({ steps: [step], checkpoint: read, cosigned: [], seenBy: undefined })
  const { origin } = read
  if (policy === undefined) return unjudged(notCovered('checkpoint', 'no-policy', `nobody has said which log and which witnesses to believe for ${origin}`, { origin }))
  const opened = await open(text, policy)
  if (!('note' in opened)) return unjudged(opened)
  const signed = (key: { name: string; id: string }) => opened.note.verified.filter(({ name, id }) => name === key.name && id === key.id)
  if (!policy.logs.some(({ key }) => key.name === origin && signed(key).length > 0)) return unjudged(unsigned(policy, origin))
  const all = policy.witnesses.flatMap(({ name, key }) => signed(key).map(({ signature }): Cosigned => ({ witness: name, key: key.name, time: cosignatureTime(signature) })))
  const cosigned = earliest(all)
  const seenBy = quorumTime(policy, cosigned)
  return {
    steps: [
      ok('checkpoint', 'signed', `${origin} signed that it has ${read.size.toLocaleString('en')} entries`, { origin, size: read.size }),
      judgeQuorum(policy, cosigned, seenBy),
      judgeTimes(all, now),
    ],
    checkpoint: read,
    cosigned,
    seenBy,
  }
}

function readCheckpoint(text: string): Checkpoint | string {
  try {
    return parseSignedCheckpoint(text)
  } catch (error) {
    return wordsOf(error, TlogError)
  }
}

async function open(text: string, policy: Policy): Promise<OpenedCheckpoint | CheckpointStep> {
  const keys = [...policy.logs, ...policy.witnesses].map(({ key }) => key)
  try {
    return await openCheckpoint(text, { verifiers: keys.filter(isSupportedKey).map(verifierOf) })
  } catch (error) {
    const words = wordsOf(error, TlogError)
    if (error instanceof TlogError && error.code === 'no-known-signature') return unsigned(policy, parseSignedCheckpoint(text).origin)
    return refused('checkpoint', error instanceof TlogError ? error.code : 'bad-signature', words)
  }
}

function unsigned(policy: Policy, origin: string): CheckpointStep {
  if (policy.logs.every(({ key }) => key.name !== origin)) {
    return notCovered('checkpoint', 'unknown-log', `the policy says nothing about the log ${origin}; it knows ${policy.logs.map(({ key }) => key.name).join(', ') || 'no log'}`, { origin })
  }
  return refused('checkpoint', 'log-signature-missing', `the log ${origin} itself has not signed this checkpoint`, { origin })
}

/** Each witness once, with the first time that it saw the tree. */
function earliest(all: readonly Cosigned[]): Cosigned[] {
  const first = new Map<string, Cosigned>()
  for (const one of all) if (one.time < (first.get(one.witness)?.time ?? Infinity)) first.set(one.witness, one)
  return [...first.values()].toSorted((a, b) => a.time - b.time)
}

/** The first time by which those who had cosigned were a quorum. */
function quorumTime(policy: Policy, cosigned: readonly Cosigned[]): number | undefined {
  if (policy.quorum === 'none') return undefined
  const named = new Set<string>()
  for (const { witness, time } of cosigned) {
    named.add(witness)
    if (isQuorumOfOperators(policy, named)) return time
  }
  return undefined
}

function judgeQuorum(policy: Policy, cosigned: readonly Cosigned[], seenBy: number | undefined): CheckpointStep {
  const names = cosigned.map(({ witness }) => witness).join(', ')
  if (policy.quorum === 'none') return notCovered('witnesses', 'no-quorum', 'the policy asks for no witness, so the log could show others another history')
  if (seenBy === undefined) {
    return refused('witnesses', 'quorum-missed', `cosigned by ${names || 'no witness of the policy'}, which is not the quorum ${policy.quorum} (each witness counts once, and so does each operator)`, { quorum: policy.quorum, witnesses: names })
  }
  return ok('witnesses', 'quorum', `cosigned by ${names}: the quorum ${policy.quorum}`, { quorum: policy.quorum, witnesses: names })
}

/** Cosignature times are bounds: the tree existed by then. A time that has not come yet says that a clock or a witness lies. */
function judgeTimes(all: readonly Cosigned[], now: number | undefined): CheckpointStep {
  const future = all.find(({ time }) => now !== undefined && time > now + CLOCK_SKEW)
  if (future !== undefined) {
    return refused('times', 'future-time', `the cosignature of ${future.witness} is from the future: ${printSeconds(future.time)}`, { witness: future.witness, time: future.time })
  }
  const [first, last] = [Math.min(...all.map(({ time }) => time)), Math.max(...all.map(({ time }) => time))]
  if (all.length === 0) return notCovered('times', 'no-times', 'without a cosignature nothing bounds when this was')
  return ok('times', 'seen', `seen between ${printSeconds(first)} and ${printSeconds(last)}${now === undefined ? ', not compared with a clock' : ''}`, { first, last })
}
