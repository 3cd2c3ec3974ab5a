/** What is different between two statements: words as an exact diff, figures one by one. It says what changed, and nothing about why. */
import { diffArrays } from 'diff'
import { ANSWER_FIELDS, currentStatements, type AnswerField, type Band, type Row, type Statement } from './requests.ts'

export type Part = { kind: 'same' | 'added' | 'removed'; text: string }
export type RowChange = { category: Row['category']; where: string; field: AnswerField; before: Band | null; after: Band | null }
export type Change = { statement: Statement; before: Statement | undefined; words: Part[] | null; wordsChanged: boolean; rows: RowChange[] }

/** Beyond so many changed words a text is shown as replaced whole: the work grows with their square. */
const MOST_EDITS = 1_000
const WORDS = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|\s+|[^\p{L}\p{M}\p{N}\s]/gu
const lengthOf = (words: readonly string[]): number => words.reduce((sum, word) => sum + (/[\p{L}\p{N}]/u.test(word) ? 1 : 0), 0)
const wordsOf = (text: string): string[] => text.match(WORDS) ?? []

/** Two texts that share less of their words than this are shown as one in the place of the other: scraps between them would say nothing. */
const ALIKE = 0.5

/** `same` and `removed` together are the old text, `same` and `added` the new one. */
export function wordChanges(before: string, after: string): Part[] {
  if (before === after) return after === '' ? [] : [{ kind: 'same', text: after }]
  const parts = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: MOST_EDITS })
  const kept = (parts ?? []).reduce((sum, { value, added, removed }) => (added || removed ? sum : sum + lengthOf(value)), 0)
  const shown: Part[] = parts === undefined || kept < ALIKE * Math.min(lengthOf(wordsOf(before)), lengthOf(wordsOf(after)))
    ? [{ kind: 'removed', text: before }, { kind: 'added', text: after }]
    : parts.map(({ value, added, removed }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }))
  return shown.filter(({ text }) => text !== '')
}

/** What a statement is held against: the one it corrects, or else the one of the period before it. `statements`: of one organisation. */
export function before(statement: Statement, statements: readonly Statement[]): Statement | undefined {
  if (statement.says.corrects !== undefined) return statements.find(({ fact }) => fact === statement.says.corrects)
  return currentStatements(statements.filter(({ seq }) => seq < statement.seq)).findLast(({ says }) => says.period < statement.says.period)
}

export function changeOf(statement: Statement, statements: readonly Statement[]): Change {
  const earlier = before(statement, statements)
  if (earlier === undefined) return { statement, before: undefined, words: null, wordsChanged: false, rows: [] }
  const comparable = earlier.says.language === statement.says.language
  return {
    statement, before: earlier,
    words: comparable ? wordChanges(earlier.says.text, statement.says.text) : null,
    wordsChanged: earlier.says.text !== statement.says.text,
    rows: rowChanges(earlier.says.requests, statement.says.requests),
  }
}

const keyOf = ({ category, where }: Row): string => `${category} ${where}`

export function rowChanges(olds: readonly Row[], nexts: readonly Row[]): RowChange[] {
  const old = new Map(olds.map((row) => [keyOf(row), row]))
  const next = new Map(nexts.map((row) => [keyOf(row), row]))
  return [...new Set([...old.keys(), ...next.keys()])].toSorted().flatMap((key) => {
    const [was, is] = [old.get(key), next.get(key)]
    const { category, where } = (is ?? was)!
    return ANSWER_FIELDS.filter((field) => was?.[field] !== is?.[field]).map((field) => ({ category, where, field, before: was?.[field] ?? null, after: is?.[field] ?? null }))
  })
}
