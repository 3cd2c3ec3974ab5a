/**
 * The receipt of a report: what its reporter saves, and by which anybody finds the commitment in the log that the hub made at
 * once. The commitment is SHA-256 over the label of seals, a salt and this payload, which names the age file by its SHA-256.
 */
import { canonical } from '../canonical.ts'
import { sealedBytes } from '../entries.ts'
import { FactError, factId, instant, line, matching, object, optional, sha256Hex, type Of, type Shape } from '../shape.ts'
import { sha256Of, utf8 } from './code.ts'

export const RECEIPT_KIND = 'openaccord/report-receipt/v1'

const kind: Shape<typeof RECEIPT_KIND> = {
  read(value, pointer) {
    if (value === RECEIPT_KIND) return RECEIPT_KIND
    throw new FactError('bad-entry', pointer, `is ${RECEIPT_KIND}`)
  },
}
const receiptShape = object({
  receipt: kind,
  /** Where the hub is reached: https://hub.example */
  hub: matching(/^https?:\/\/[^\s/]{1,255}$/, 'is the address of the hub, https://hub.example'),
  report: matching<`report_${string}`>(/^report_[0-9a-hjkmnp-tv-z]{20}$/, 'is the id of a report, report_…'),
  /** The short name of the team it went to. */
  to: line(40),
  at: instant,
  /** The sealed entry in the log. */
  fact: factId,
  commitment: sha256Hex,
  salt: matching(/^[A-Za-z0-9+/]{43}=$/, 'is 32 bytes in base64'),
  ciphertextSha256: sha256Hex,
  /** Opens the mailbox: leave it out of a copy that you show to others. */
  code: optional(matching(/^oar(?:-[0-9a-z]{4}){9}$/, 'is a receipt code, oar-…')),
})
export type ReportReceipt = Of<typeof receiptShape>

/** What is sealed into the log about a report, byte for byte. */
export const reportSeal = (ciphertextSha256: string): Uint8Array<ArrayBuffer> => utf8(canonical({ ciphertext: ciphertextSha256, kind: 'openaccord/report/v1' }))

/** 64 hexadecimal figures. `salt` in base64. */
export async function reportCommitment({ salt, ciphertextSha256 }: { salt: string; ciphertextSha256: string }): Promise<string> {
  return sha256Of(sealedBytes(Uint8Array.from(atob(salt), (letter) => letter.charCodeAt(0)), reportSeal(ciphertextSha256)))
}

/** Reads a saved receipt. Throws FactError with the pointer of the field and its rule, also where its own figures do not fit together. */
export async function parseReceipt(text: string): Promise<ReportReceipt> {
  if (text.length > 10_000) throw new FactError('bad-entry', '', 'is longer than a receipt')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new FactError('bad-entry', '', 'is JSON')
  }
  const receipt = receiptShape.read(value, '')
  if ((await reportCommitment(receipt)) !== receipt.commitment) throw new FactError('bad-entry', '/commitment', 'is what salt and ciphertext give; this one was changed')
  return receipt
}

/** For people too: two spaces, a line end. */
export const printReceipt = (receipt: ReportReceipt): string => `${JSON.stringify(receiptShape.read(receipt, ''), null, 2)}\n`
