/**
 * What the check of a domain finds, and what would fix it, in the visitor's language. English is what the rules themselves
 * say, and comes with each report; the others go by the key of a sentence, which never changes.
 */
import { findings as ar } from './ar/findings.ts'
import { findings as es } from './es/findings.ts'
import { findings as fr } from './fr/findings.ts'
import { findings as nl } from './nl/findings.ts'

export type Sentences = Readonly<Record<string, string>>
export const sentences: Readonly<Record<string, Sentences>> = { ar, es, fr, nl }

/** A piece of a sentence, or the name of a value that stands there. */
export type Piece = { text: string } | { value: string }

/** The sentence of a key, cut at its values; undefined where this language has none: then the report's own words are shown. */
export function sentenceOf(tag: string, key: string): Piece[] | undefined {
  const language = Object.hasOwn(sentences, tag) ? sentences[tag] : undefined
  const words = language !== undefined && Object.hasOwn(language, key) ? language[key] : undefined
  return words?.split(/(\{\w+\})/).filter((piece) => piece !== '').map((piece) => (/^\{\w+\}$/.test(piece) ? { value: piece.slice(1, -1) } : { text: piece }))
}
