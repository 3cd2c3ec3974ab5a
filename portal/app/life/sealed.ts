/**
 * Encrypting and opening what stands between a reporter and a team (age, https://age-encryption.org/v1; shapes in
 * packages/facts). Loaded only where something is sealed or opened. What is opened stays in this page.
 */
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { base64, fileOf, parseReceiptCode, printMessage, printReceiptCode, printReport, readMessage, readReport, receiptKeys, REPORT_LIMITS, type MessageContent, type ReceiptKeys, type ReportContent, type ReportFile } from '@openaccord/facts'

export { parseReceiptCode, printReport, printMessage, receiptKeys }
export type { MessageContent, ReceiptKeys, ReportContent }

/** What is too much or too large: `files`. */
export class TooMuch extends Error {}

export async function newReceipt(): Promise<{ code: string; keys: ReceiptKeys }> {
  const bytes = crypto.getRandomValues(new Uint8Array(20))
  return { code: await printReceiptCode(bytes), keys: await receiptKeys(bytes) }
}

/** A new key of a team. */
export const newIdentity = (): Promise<string> => generateX25519Identity()

export const recipientOf = (identity: string): Promise<string> => identityToRecipient(identity)

/** One age file to each of them, in base64. */
export async function sealTo(recipients: readonly string[], bytes: Uint8Array): Promise<string> {
  const encrypter = new Encrypter()
  for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient)
  return base64(await encrypter.encrypt(bytes))
}

export async function openWith(identity: string, sealed: string): Promise<Uint8Array> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter.decrypt(bytesOf(sealed))
}

/** The identity of a team, which its passphrase guards; throws where the passphrase is another. */
export async function unwrap(wrapped: string, passphrase: string): Promise<string> {
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  return new TextDecoder().decode(await decrypter.decrypt(bytesOf(wrapped)))
}

export async function wrap(identity: string, passphrase: string): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(16)
  return base64(await encrypter.encrypt(identity))
}

export async function filesIn(form: HTMLFormElement): Promise<ReportFile[]> {
  const chosen = [...(form.querySelector<HTMLInputElement>('input[type=file]')?.files ?? [])]
  const bytes = chosen.reduce((sum, { size }) => sum + size, 0)
  if (chosen.length > REPORT_LIMITS.files || bytes > REPORT_LIMITS.fileBytes) throw new TooMuch()
  return Promise.all(chosen.map(async (file) => fileOf(file.name, file.type, new Uint8Array(await file.arrayBuffer()))))
}

export const contentOf = (kind: 'report' | 'message', bytes: Uint8Array): ReportContent | MessageContent | { unreadable: string } => (kind === 'report' ? readReport(bytes) : readMessage(bytes))

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
