/**
 * One check of one file, the same wherever it runs: in a worker, in the page itself, in Node. An evidence file proves one
 * act, the file of an embargo all of it; a conflict file convicts a log. What comes back can be sent from a worker to its page.
 */
import { CONFLICT, isEmbargo, VerifierError, verifyConflict, verifyEmbargo, verifyEvidence, type Answer, type Outcome } from '@openaccord/verifier'

/** `now` in milliseconds since 1970. */
export type Asked = { file: Uint8Array; policy: string | undefined; now: number }

export type ToldStep = { name: string; outcome: Outcome; code: string; words: string; values: Readonly<Record<string, string | number>> }
export type ToldLimit = Omit<ToldStep, 'name' | 'outcome'>
export type Verdict = { kind: 'act' | 'conflict'; answer: Answer; steps: readonly ToldStep[]; limits: readonly ToldLimit[]; log: string | null }
/** No answer: the policy cannot be read, or this browser cannot do the arithmetic. */
export type Trouble = { kind: 'policy' | 'platform'; words: string }
export type Told = Verdict | Trouble

export async function check({ file, policy, now }: Asked): Promise<Told> {
  const seconds = Math.floor(now / 1000)
  try {
    if (isConflict(file)) {
      const { answer, steps } = await verifyConflict(file, { policy }, seconds)
      return { kind: 'conflict', answer, steps, limits: [], log: null }
    }
    if (isEmbargo(file)) {
      const { answer, steps, limits, origin } = await verifyEmbargo(file, { policy }, seconds)
      return { kind: 'act', answer, steps, limits, log: origin ?? null }
    }
    const { answer, steps, limits, seen } = await verifyEvidence(file, { policy }, seconds)
    return { kind: 'act', answer, steps, limits, log: seen.origin ?? null }
  } catch (error) {
    if (error instanceof VerifierError) return { kind: 'policy', words: error.message }
    return { kind: 'platform', words: error instanceof Error ? error.message : String(error) }
  }
}

/** Only asks which of the two it wants to be; whether it is right, the verifier says. */
function isConflict(file: Uint8Array): boolean {
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(file))
    return typeof read === 'object' && read !== null && 'conflict' in read && read.conflict === CONFLICT
  } catch {
    return false
  }
}
