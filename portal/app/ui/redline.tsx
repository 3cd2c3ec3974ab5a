/** What changed, word by word, readable without colour: the marks are the same everywhere (accord.css). */
import type { ReactNode } from 'react'

export type Marked = { text: string; kind: 'same' | 'added' | 'removed' }

/** Stands within a `.redline`. `same`: how words that did not change are shown. */
export const Changed = ({ words, same = (text) => text }: { words: readonly Marked[]; same?: (text: string) => ReactNode }) =>
  words.map(({ kind, text }, n) => (kind === 'same' ? <span key={n}>{same(text)}</span> : kind === 'added' ? <ins key={n}>{text}</ins> : <del key={n}>{text}</del>))
