/**
 * Text that people wrote, in the one form in which it is kept and hashed: UTF-8, NFC (UAX #15), lines ending in LF,
 * without what hides or turns it for a reader (UTR #36 §2.10, CVE-2021-42574).
 */
import { Refusal } from './refusal.ts'

/** Tab and line ends may stay. Joiners and marks of direction (U+200C to U+200F) belong to how languages are written. */
// oxlint-disable-next-line no-control-regex -- they are what is refused
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u202a-\u202e\u2060-\u2069\ufeff]/
const EVERY_HIDDEN = new RegExp(HIDDEN, 'g')

const inOneForm = (text: string): string => text.replace(/\r\n?/g, '\n').normalize('NFC')

/** Also where half a surrogate pair stands, which is in no encoding. */
export const hidesText = (text: string): boolean => !text.isWellFormed() || HIDDEN.test(text)

/** What a reader would say about it: the rule and the fix of a fault. */
export const PLAIN_TEXT = { rule: 'no control characters, no marks that hide or turn text', fix: 'paste it as plain text' } as const

/** The text in its one form, nothing around it. Throws 'unprocessable' `<room>.text`, naming the field, where something hides or turns it. */
export function plainText(text: string, room: string, field: string): string {
  if (hidesText(text)) throw new Refusal('unprocessable', `${room}.text`, 'this text has marks that hide or turn what is written', { faults: [{ field, ...PLAIN_TEXT }] })
  return inOneForm(text).trim()
}

/** For what came by mail and cannot be sent back: the same, with what hides or turns it taken out. */
export const strippedText = (text: string): string => inOneForm(text.toWellFormed()).replace(EVERY_HIDDEN, '')
