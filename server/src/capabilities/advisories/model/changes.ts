/** What differs between two drafts, as packages/advisory says it; texts of what stood and stands there, cut to what a page shows. */
import { diffDrafts, type Draft } from '@openaccord/advisory'

export type Changed = { path: string; what: 'added' | 'removed' | 'changed'; before: string | null; after: string | null; words: string }

const MOST_CHANGES = 1_000
const MOST_SHOWN = 2_000

export const changesBetween = (before: Draft, after: Draft): Changed[] =>
  diffDrafts(before, after).slice(0, MOST_CHANGES).map(({ path, what, words, ...values }) => ({ path, what, before: shown(values.before), after: shown(values.after), words: words.slice(0, MOST_SHOWN) }))

const shown = (value: unknown): string | null => (value === undefined ? null : (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, MOST_SHOWN))
