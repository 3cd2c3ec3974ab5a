/** A receipt against its proof: what is verified, what is refused and why, what is not covered. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base64, printReceipt, RECEIPT_KIND, reportCommitment, reportSeal, sha256Of, type ReportReceipt } from '@openaccord/facts'
import { verifyReceipt, type ReceiptVerdict } from './report-receipt.ts'
import { createPaperHub, keyFrom, START, type PaperHub } from './testing/paper-hub.ts'

const NOW = START + 365 * 86_400
const AGE_FILE = new TextEncoder().encode('age-encryption.org/v1 and so on')
const tell = ({ answer, steps }: ReceiptVerdict): string => [answer, ...steps.filter(({ outcome }) => outcome !== 'ok').map(({ name, code }) => `${name}:${code}`)].join(' ')

async function reported(): Promise<{ hub: PaperHub; receipt: ReportReceipt; place: number; other: number }> {
  const hub = await createPaperHub()
  const salt = base64(new Uint8Array(32).fill(5))
  const ciphertextSha256 = await sha256Of(AGE_FILE)
  const commitment = await reportCommitment({ salt, ciphertextSha256 })
  const seal = (kind: string, hash: string) => hub.tell('reports', kind, { about: [], sealed: { commitment: hash, size: reportSeal(ciphertextSha256).length } })
  const other = seal('received', 'ab'.repeat(32))
  const place = seal('received', commitment)
  const receipt: ReportReceipt = { receipt: RECEIPT_KIND, hub: 'https://hub.example', report: `report_${'0'.repeat(20)}`, to: 'acme', at: '2026-11-02T00:00:00Z', fact: hub.entry(place).id as `fact_${string}`, commitment, salt, ciphertextSha256 }
  return { hub, receipt, place, other }
}

test('the log holds the commitment of the receipt, and the age file is the one', async () => {
  const { hub, receipt, place } = await reported()
  const verdict = await verifyReceipt({ receipt: printReceipt(receipt), evidence: await hub.evidence(place, []), ciphertext: AGE_FILE }, { policy: hub.policyText }, NOW)
  assert.equal(verdict.answer, 'verified', JSON.stringify(verdict.steps))
  assert.deepEqual(verdict.steps.map(({ name, code }) => `${name}:${code}`), ['receipt:receipt', 'age-file:file', 'file:evidence', 'entry:entry', 'checkpoint:signed', 'witnesses:quorum', 'times:seen', 'inclusion:included', 'commitment:committed'])
})

test('what is refused, and what is not covered', async () => {
  const { hub, receipt, place, other } = await reported()
  const [evidence, foreign] = [await hub.evidence(place, []), await hub.evidence(other, [])]
  const signed = await createPaperHub()
  const key = await keyFrom('first')
  const keys = await signed.registerKey(key)
  const act = await signed.evidence(await signed.signAct(key), keys)
  const text = printReceipt(receipt)
  const { policyText: policy } = hub
  const rows: [what: string, verdict: Promise<ReceiptVerdict>, says: RegExp][] = [
    ['no proof', verifyReceipt({ receipt: text }, { policy }, NOW), /^not-covered commitment:no-evidence$/],
    ['no policy', verifyReceipt({ receipt: text, evidence }, { policy: undefined }, NOW), /^not-covered checkpoint:no-policy$/],
    ['the proof of another report', verifyReceipt({ receipt: text, evidence: foreign }, { policy }, NOW), /^refused commitment:other-entry$/],
    ['a receipt that was bent to that entry', verifyReceipt({ receipt: text.replace(receipt.fact, hub.entry(other).id), evidence: foreign }, { policy }, NOW), /^refused commitment:other-commitment$/],
    ['the proof of an act', verifyReceipt({ receipt: text, evidence: act }, { policy: signed.policyText }, NOW), /^refused commitment:other-entry$/],
    ['another age file', verifyReceipt({ receipt: text, evidence, ciphertext: new Uint8Array(3) }, { policy }, NOW), /^refused age-file:other-file$/],
    ['a changed receipt', verifyReceipt({ receipt: text.replace(receipt.commitment, '0'.repeat(64)), evidence }, { policy }, NOW), /^refused receipt:malformed-receipt$/],
    ['no receipt', verifyReceipt({ receipt: 'hello', evidence }, { policy }, NOW), /^refused receipt:malformed-receipt$/],
    ['no evidence file', verifyReceipt({ receipt: text, evidence: '{}' }, { policy }, NOW), /^refused file:malformed-evidence commitment:no-entry$/],
  ]
  for (const [what, verdict, says] of rows) assert.match(tell(await verdict), says, what)
})
