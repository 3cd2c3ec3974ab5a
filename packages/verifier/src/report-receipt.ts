/**
 * The receipt of a report, checked offline: that the log, which witnesses have seen, holds the commitment to exactly this age
 * file. Who reported, and what, is neither needed nor shown. The commitment: packages/facts, `reportCommitment`.
 */
import { FactError, parseReceipt, sha256Of, type ReportReceipt } from '@openaccord/facts'
import { answerOf, notCovered, ok, refused, wordsOf, type Answer, type Step } from './answer.ts'
import type { Limit } from './limits.ts'
import type { Trust } from './trust.ts'
import { verifyEvidence, type EvidenceStep, type Seen } from './verify-evidence.ts'

export type ReceiptStep = EvidenceStep | Step<'receipt' | 'commitment' | 'age-file'>
export type ReceiptVerdict = { readonly answer: Answer; readonly steps: readonly ReceiptStep[]; readonly limits: readonly Limit[]; readonly receipt: ReportReceipt | undefined; readonly seen: Seen | undefined }
/** `evidence`: the file that the hub serves for the sealed entry. `ciphertext`: the age file, where it is at hand. */
export type ReceiptFiles = { receipt: string; evidence?: string | Uint8Array | undefined; ciphertext?: Uint8Array | undefined }

/** `now` in seconds since 1970. Throws VerifierError only for a policy that cannot be read. */
export async function verifyReceipt({ receipt: text, evidence, ciphertext }: ReceiptFiles, trust: Trust, now?: number): Promise<ReceiptVerdict> {
  let receipt: ReportReceipt
  try {
    receipt = await parseReceipt(text)
  } catch (error) {
    return { answer: 'refused', steps: [refused('receipt', 'malformed-receipt', `the receipt ${wordsOf(error, FactError)}`)], limits: [], receipt: undefined, seen: undefined }
  }
  const steps: ReceiptStep[] = [ok('receipt', 'receipt', `a receipt for a report to ${receipt.to} at ${receipt.hub}, dated ${receipt.at}; its salt and its age file give its commitment`, { report: receipt.report })]
  if (ciphertext !== undefined) steps.push(await judgeFile(receipt, ciphertext))
  if (evidence === undefined) {
    steps.push(notCovered('commitment', 'no-evidence', `whether the log holds it is told by the file ${receipt.hub}/log/evidence/${receipt.fact}`))
    return { answer: answerOf(steps), steps, limits: [], receipt, seen: undefined }
  }
  const verdict = await verifyEvidence(evidence, trust, now)
  // That it is sealed is what a receipt is about: the commitment is compared instead.
  steps.push(...verdict.steps.filter(({ code }) => code !== 'sealed'), judgeCommitment(receipt, verdict.seen))
  return { answer: answerOf(steps), steps, limits: verdict.limits, receipt, seen: verdict.seen }
}

function judgeCommitment({ fact, commitment }: ReportReceipt, { entry }: Seen): ReceiptStep {
  if (entry === undefined) return refused('commitment', 'no-entry', 'the proof holds no entry that can be read')
  if (entry.id !== fact) return refused('commitment', 'other-entry', `the receipt names the entry ${fact}, the proof is of ${entry.id}`)
  if (entry.payload.form !== 'sealed' || entry.fact !== 'reports.received') return refused('commitment', 'other-kind', `the entry is a ${entry.fact}, not a report that was sealed`)
  if (entry.payload.sha256 !== commitment) return refused('commitment', 'other-commitment', 'the log holds another commitment than the receipt')
  return ok('commitment', 'committed', `the log holds this commitment since ${entry.at}`, { at: entry.at })
}

async function judgeFile({ ciphertextSha256 }: ReportReceipt, ciphertext: Uint8Array): Promise<ReceiptStep> {
  const sha256 = await sha256Of(ciphertext)
  if (sha256 !== ciphertextSha256) return refused('age-file', 'other-file', 'the age file is another one than the receipt names', { sha256 })
  return ok('age-file', 'file', 'the age file is the one that the receipt names', { sha256 })
}
