/**
 * What changed from one text of the pledge to another: clause by clause by its id, word by word inside. A clause that
 * got another number has moved; its old id is told.
 */
import { diffArrays } from 'diff'
import type { Reading } from './text.ts'

export type Part = { kind: 'same' | 'added' | 'removed'; text: string }
/** Ids: `title`, `preamble`, `P1` (the title of a principle), `P1.intro`, `P1.2`. `from` where it moved. */
export type RedlineBlock = { id: string; change: 'same' | 'changed' | 'added' | 'removed' | 'moved'; from: string | null; parts: Part[] }
type Block = { id: string; text: string }
type Pair = { old: Block; next: Block }

/** Two clauses are one that was edited when they share at least so much of their words. */
const ALIKE = 0.6
/** Beyond so many changed words a clause is shown as replaced whole. */
const MOST_EDITS = 1_000
/** The work of comparing grows with the square of what changed: so much of it for a whole redline, about a second. */
const MOST_WORK = 2_000_000
/** Clauses that moved and were edited as well are looked for among so many pairs; beyond that the text is another one. */
const MOST_PAIRS = 20_000
type Work = { left: number }
const WORDS = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*|\s+|[^\p{L}\p{M}\p{N}\s]/gu

export function redline(from: Reading, to: Reading): RedlineBlock[] {
  const [olds, nexts] = [blocksOf(from), blocksOf(to)]
  const pairs = pair(olds, nexts)
  const after = new Map<string, RedlineBlock[]>()
  const work: Work = { left: MOST_WORK }
  let place = ''
  for (const old of olds) {
    const kept = pairs.find((one) => one.old === old)
    if (kept !== undefined) place = kept.next.id
    else after.set(place, [...(after.get(place) ?? []), { id: old.id, change: 'removed', from: null, parts: whole('removed', old.text) }])
  }
  return [...(after.get('') ?? []), ...nexts.flatMap((next) => [show(next, pairs.find((one) => one.next === next), work), ...(after.get(next.id) ?? [])])]
}

function show(next: Block, found: Pair | undefined, work: Work): RedlineBlock {
  if (found === undefined) return { id: next.id, change: 'added', from: null, parts: whole('added', next.text) }
  const parts = compare(found.old.text, next.text, work)
  if (found.old.id !== next.id) return { id: next.id, change: 'moved', from: found.old.id, parts }
  return { id: next.id, change: found.old.text === next.text ? 'same' : 'changed', from: null, parts }
}

/** Word by word. `same` and `removed` together are the old text, `same` and `added` the new one. */
export function compare(old: string, next: string, work: Work = { left: MOST_WORK }): Part[] {
  if (old === next) return whole('same', next)
  const most = Math.min(MOST_EDITS, Math.floor(Math.sqrt(work.left)))
  const changes = diffArrays(wordsOf(old), wordsOf(next), { maxEditLength: most })
  const edits = changes?.reduce((sum, { value, added, removed }) => sum + (added || removed ? value.length : 0), 0) ?? most
  work.left -= edits ** 2
  if (changes === undefined) return [...whole('removed', old), ...whole('added', next)]
  return changes.map(({ value, added, removed }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }))
}

const whole = (kind: Part['kind'], text: string): Part[] => (text === '' ? [] : [{ kind, text }])
const wordsOf = (text: string): string[] => text.match(WORDS) ?? []

/** What of a redline was there before or is there now, by id: applied, so that a test can hold it against the texts. */
export function applied(blocks: readonly RedlineBlock[], side: 'old' | 'new'): Map<string, string> {
  const [gone, kind] = side === 'old' ? (['added', 'added'] as const) : (['removed', 'removed'] as const)
  return new Map(blocks.filter(({ change }) => change !== gone).map((block) => [
    side === 'old' ? (block.from ?? block.id) : block.id,
    block.parts.filter((part) => part.kind !== kind).map(({ text }) => text).join(''),
  ]))
}

export function blocksOf({ title, preamble, principles }: Reading): Block[] {
  const blocks = [{ id: 'title', text: title }, { id: 'preamble', text: preamble }]
  for (const principle of principles) {
    blocks.push({ id: principle.id, text: principle.title }, { id: `${principle.id}.intro`, text: principle.intro }, ...principle.clauses)
  }
  return blocks.filter(({ text }) => text !== '')
}

/** Who became whom: unchanged first, then edited in place, then moved, then whatever has the same id. */
function pair(olds: readonly Block[], nexts: readonly Block[]): Pair[] {
  const pairs: Pair[] = []
  const alike = likeness()
  const free = { olds: new Set(olds), nexts: new Set(nexts) }
  const take = (old: Block, next: Block): void => {
    if (!free.olds.delete(old) || !free.nexts.delete(next)) return
    pairs.push({ old, next })
  }
  const each = (fits: (old: Block, next: Block) => boolean): void => {
    for (const next of nexts) {
      if (!free.nexts.has(next)) continue
      const old = olds.find((one) => free.olds.has(one) && fits(one, next))
      if (old !== undefined) take(old, next)
    }
  }
  each((old, next) => old.id === next.id && old.text === next.text)
  each((old, next) => isClause(old) && isClause(next) && old.text === next.text)
  each((old, next) => old.id === next.id && (!isClause(next) || alike(old, next)))
  if (free.olds.size * free.nexts.size <= MOST_PAIRS) each((old, next) => isClause(old) && isClause(next) && alike(old, next))
  each((old, next) => old.id === next.id)
  return pairs
}

const isClause = ({ id }: Block): boolean => /^P\d\.\d/.test(id)

type Counted = { counts: Map<string, number>; all: number }

/** Sørensen–Dice over words, at least ALIKE; each block is counted once. */
function likeness(): (old: Block, next: Block) => boolean {
  const known = new Map<Block, Counted>()
  const counted = (block: Block): Counted => {
    const before = known.get(block)
    if (before !== undefined) return before
    const counts = countsOf(block.text)
    const made = { counts, all: sum(counts) }
    known.set(block, made)
    return made
  }
  return (old, next) => {
    const [left, right] = [counted(old), counted(next)].sort((a, b) => a.counts.size - b.counts.size) as [Counted, Counted]
    const all = left.all + right.all
    if (all === 0) return true
    if ((2 * Math.min(left.all, right.all)) / all < ALIKE) return false
    let shared = 0
    for (const [word, count] of left.counts) shared += Math.min(count, right.counts.get(word) ?? 0)
    return (2 * shared) / all >= ALIKE
  }
}

function countsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of wordsOf(text.toLowerCase())) if (/[\p{L}\p{N}]/u.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
const sum = (counts: Map<string, number>): number => [...counts.values()].reduce((all, count) => all + count, 0)
