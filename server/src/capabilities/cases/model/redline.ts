/** What changed from one text to another, word by word. `same` and `removed` together are the old text, `same` and `added` the new one. */
import { diffArrays } from 'diff'

export type Part = { text: string; is: 'same' | 'added' | 'removed' }

/** Beyond so many changes the text is shown as replaced: the work grows with their square. */
const MOST_EDITS = 1_500
const WORDS = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|\s+|[^\p{L}\p{M}\p{N}\s]/gu

export function redline(old: string, next: string): Part[] {
  if (old === next) return whole('same', next)
  const changes = diffArrays(old.match(WORDS) ?? [], next.match(WORDS) ?? [], { maxEditLength: MOST_EDITS })
  if (changes === undefined) return [...whole('removed', old), ...whole('added', next)]
  return changes.map(({ value, added, removed }) => ({ text: value.join(''), is: added ? 'added' : removed ? 'removed' : 'same' }))
}

const whole = (is: Part['is'], text: string): Part[] => (text === '' ? [] : [{ is, text }])
