/**
 * What the check of a domain finds, why, and what would fix it, in the visitor's language. English is what the rules themselves
 * say, and comes with each report; the others go by the key of a sentence and the code of a reason, which never change.
 */
import { findings as ar } from './ar/findings.ts'
import { reasons as arWhy } from './ar/reasons.ts'
import { findings as es } from './es/findings.ts'
import { reasons as esWhy } from './es/reasons.ts'
import { findings as fr } from './fr/findings.ts'
import { reasons as frWhy } from './fr/reasons.ts'
import { findings as nl } from './nl/findings.ts'
import { reasons as nlWhy } from './nl/reasons.ts'

export type Sentences = Readonly<Record<string, string>>
export const sentences: Readonly<Record<string, Sentences>> = { ar, es, fr, nl }
/** Of every reason but `raw`, which is in the words of others. */
export const reasons: Readonly<Record<string, Sentences>> = { ar: arWhy, es: esWhy, fr: frWhy, nl: nlWhy }

/** A piece of a sentence, or the name of a value that stands there. */
export type Piece = { text: string } | { value: string }

/** The sentence of a key, cut at its values; undefined where this language has none: then the report's own words are shown. */
export const sentenceOf = (tag: string, key: string): Piece[] | undefined => piecesOf(sentences, tag, key)

/** The words of a reason, likewise. */
export const reasonOf = (tag: string, code: string): Piece[] | undefined => piecesOf(reasons, tag, code)

function piecesOf(tables: Readonly<Record<string, Sentences>>, tag: string, key: string): Piece[] | undefined {
  const language = Object.hasOwn(tables, tag) ? tables[tag] : undefined
  const words = language !== undefined && Object.hasOwn(language, key) ? language[key] : undefined
  return words?.split(/(\{\w+\})/).filter((piece) => piece !== '').map((piece) => (/^\{\w+\}$/.test(piece) ? { value: piece.slice(1, -1) } : { text: piece }))
}
