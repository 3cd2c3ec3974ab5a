/** Pseudo-languages for tests: every message changed visibly, so that text outside of the catalogue stands out. */
import type { Catalogue, Key, english } from './en/index.ts'
import type { Language, Message } from './words.ts'

const ACCENTED: Readonly<Record<string, string>> = { a: 'å', e: 'é', i: 'î', o: 'ö', u: 'û', A: 'Å', E: 'É', I: 'Î', O: 'Ö', U: 'Û' }

/** A third longer, accented, in brackets: what is cut off or was never translated shows. */
export const leftToRight = (from: typeof english): Language => ({
  tag: 'en-XA', locale: 'en-XA', direction: 'ltr', name: '[Åççéñtéd]', messages: changed(from, (text) => `[${text.replace(/[aeiou]/gi, (c) => ACCENTED[c] ?? c)} ~~]`),
})

/** Arabic letters in place of Latin ones: runs from right to left, and is set by a font that is not ours. */
export const rightToLeft = (from: typeof english): Language => ({
  tag: 'ar-XB', locale: 'ar', direction: 'rtl', name: '[مرآة]', messages: changed(from, (text) => text.replace(/[a-z]/gi, (c) => ARABIC[c.toLowerCase().charCodeAt(0) - 97] ?? c)),
})
const ARABIC = [...'ابجدهوزحطيكلمنسعفصقرشتثخذض']

function changed(from: typeof english, change: (text: string) => string): Catalogue {
  // what stands in braces is a name to be filled in
  const each = (text: string) => text.split(/(\{[a-z]+\})/i).map((piece) => (piece.startsWith('{') || piece.trim() === '' ? piece : change(piece))).join('')
  const one = (message: Message): Message =>
    typeof message === 'string' ? each(message) : { ...Object.fromEntries(Object.entries(message).map(([form, text]) => [form, each(text)])), other: each(message.other) }
  const messages = Object.fromEntries(Object.entries(from.messages).map(([key, message]) => [key, one(message)]))
  return messages as Record<Key, Message>
}
