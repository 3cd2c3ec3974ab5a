/** What an object is found by: its values in normal form, its words, its id and what it refers to. Pure. */
import { isStixId, isStixObject, normaliseValue, referencesOf, valuesOf, type StixObject, type Value } from '@openaccord/stix'
import { fingerprint } from '../intake/digest.ts'

/** Terms are numbers of 52 bits. Two texts may share one, so whatever is found is looked at once more. */
export const termOf = (kind: string, value: string): number => fingerprint(`${kind} ${value}`, 7)

const MOST_WORDS = 200
const LONGEST_WORD = 60
const NOT_TEXT = new Set(['id', 'created', 'modified', 'spec_version', 'pattern_type', 'pattern_version', 'created_by_ref', 'lang', 'valid_from', 'valid_until'])

export function termsOf(object: StixObject): Set<number> {
  const terms = new Set<number>()
  const id = object['id']
  if (typeof id === 'string') terms.add(termOf('id', id))
  for (const { kind, value } of valuesOf(object)) terms.add(termOf(kind, value))
  for (const { target } of referencesOf(object)) terms.add(termOf('ref', target))
  for (const word of wordsOf(object)) terms.add(termOf('word', word))
  return terms
}

export function wordsOf(object: StixObject): Set<string> {
  const words = new Set<string>()
  for (const text of textsOf(object)) {
    for (const word of splitWords(text)) {
      if (words.size >= MOST_WORDS) return words
      words.add(word)
    }
  }
  return words
}

function* textsOf(object: StixObject): Generator<string> {
  for (const [name, value] of Object.entries(object)) {
    if (NOT_TEXT.has(name) || name.endsWith('_ref') || name.endsWith('_refs')) continue
    if (typeof value === 'string') yield value.slice(0, 20_000)
    else if (Array.isArray(value)) for (const item of value.slice(0, 200)) yield* textsIn(item)
  }
}

/** Labels, aliases, kill chain phases, external references. */
function* textsIn(item: unknown): Generator<string> {
  if (typeof item === 'string') yield item.slice(0, 2_000)
  else if (isStixObject(item)) for (const value of Object.values(item)) if (typeof value === 'string') yield value.slice(0, 2_000)
}

export function splitWords(text: string): string[] {
  const words = text.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.filter((word) => word.length > 1 && word.length <= LONGEST_WORD)
}

/** A question read: any of these terms, or all of those words. */
export type Asked = { understood: Value[]; any: number[]; all: number[] }

export function readQuestion(q: string): Asked {
  const text = q.trim()
  if (text === '') return { understood: [], any: [], all: [] }
  if (isStixId(text)) return { understood: [], any: [termOf('id', text), termOf('ref', text)], all: [] }
  const readings = normaliseValue(text)
  if (readings.some(({ kind }) => !isPlainName(kind))) return { understood: readings, any: readings.map(({ kind, value }) => termOf(kind, value)), all: [] }
  const words = [...new Set(splitWords(text))].slice(0, 20)
  return { understood: [], any: [], all: words.map((word) => termOf('word', word)) }
}

const isPlainName = (kind: string): boolean => kind === 'name' || kind === 'file-name' || kind === 'path' || kind === 'mutex' || kind === 'user'
