/**
 * One page of a collection, in the order of the dates added. It is merged from index ranges, one for each level the viewer
 * sees. They have no order or limit of their own: so both engines read each in the order of its index, row by row, and no
 * further than the page reaches; and a page costs the same among ten thousand objects and a million, filtered or not,
 * whoever asks.
 */
import { NOBODY, type View, type Wanted } from '../model.ts'
import { allOf, chosen, visible, type Piece } from './predicate.ts'

export type PageQuery = {
  collection: number
  view: View
  /** Microseconds, exclusive. */
  after: number
  limit: number
  wanted: Wanted
  types?: readonly string[] | undefined
  ids?: readonly string[] | undefined
  /** Backwards: the newest first, from this moment (inclusive) down to `after`. */
  newestFrom?: number
  /** Only these levels of those the viewer sees. */
  levels?: readonly number[] | undefined
}

/** SQL giving `seq, added`, and its values. */
export type Range = { sql: string; values: (string | number)[] }

/** With more types than this, rows are filtered by type one by one instead of in ranges of their own (SQLite joins 500). */
const MOST_TYPES = { current: 64, past: 8 }

/** At most `limit` rows, in order. */
export function pageRange(query: PageQuery): Range {
  const ranges = query.ids === undefined ? rangesOf(query) : [byIds(query, query.ids)]
  return {
    sql: `${ranges.map(({ sql }) => sql).join(' union all ')} order by added${query.newestFrom === undefined ? '' : ' desc'} limit ?`,
    values: [...ranges.flatMap(({ values }) => values), query.limit],
  }
}

/** Where a range of this query begins and ends. */
function stretch({ after, newestFrom }: PageQuery, column: string): { sql: string; values: number[] } {
  if (newestFrom === undefined) return { sql: `${column} > ?`, values: [after] }
  return { sql: `${column} > ? and ${column} <= ?`, values: [after, newestFrom] }
}

/** Whether the ranges can be long and mostly passed over: then the read belongs on a thread of its own. */
export function isSlow({ wanted, ids, types }: PageQuery): boolean {
  if (ids !== undefined) return false
  return (wanted.all !== true && wanted.at.length > 0) || (types?.length ?? 0) > MOST_TYPES.past
}

function byIds({ collection, view, after, wanted, types }: PageQuery, ids: readonly string[]): Range {
  const seen = allOf([visible(view), chosen(view, wanted)])
  const wantedTypes = types === undefined ? '' : `o.type in (${marks(types.length)}) and `
  const padded = padList(ids)
  return {
    sql: `select o.seq, o.added from exchange_object o where o.collection = ? and o.id in (${marks(padded.length)}) and o.added > ? and ${wantedTypes}${seen.sql}`,
    values: [collection, ...padded, after, ...(types ?? []), ...seen.values],
  }
}

const NOTHING: Range = { sql: 'select o.seq, o.added from exchange_object o where 1 = 0', values: [] }

/** Every row the viewer sees lies in exactly one of these. */
function rangesOf(query: PageQuery): Range[] {
  const { view, wanted, types } = query
  if (view.ceiling < 0) return [NOTHING]
  const ranges: Range[] = []
  const lastOnly = wanted.all !== true && wanted.last && !wanted.first && wanted.at.length === 0
  const ask = chosen(view, wanted)
  const [currentTypes, currentFilter] = byType(types, MOST_TYPES.current)
  const [pastTypes, pastFilter] = byType(types, MOST_TYPES.past)
  for (let least = 0; least <= view.ceiling; least++) {
    if (query.levels !== undefined && !query.levels.includes(least)) continue
    const level = `o.least = ${least}`
    const current = `${level} and o.superseded = 9`
    for (const type of currentTypes) ranges.push(range(query, `${ofType(type)}${current}${currentFilter.sql}`, [...listOf(type), ...currentFilter.values], lastOnly ? undefined : ask))
    for (let superseded = lastOnly ? view.ceiling + 1 : 0; superseded <= 5; superseded++) {
      const past = `${level} and o.superseded = ${superseded} and o.superseded < 9`
      for (const type of pastTypes) ranges.push(range(query, `${ofType(type)}${past}${pastFilter.sql}`, [...listOf(type), ...pastFilter.values], ask))
    }
  }
  if (view.party !== NOBODY) ranges.push(...ownRanges(query, ask))
  return ranges.length > 0 ? ranges : [NOTHING]
}

/** What the viewer's own organisation sent and would not see by its level: as owner, and as a further source. */
function ownRanges(query: PageQuery, ask: Piece): Range[] {
  const { collection, view, types, levels } = query
  const part = stretch(query, 'm.added')
  const filter = typeFilter(types)
  const level = levels === undefined ? '' : ` and o.least in (${[...levels, -1].join(', ')})`
  const own = `o.owner = ? and o.least >= 3 and o.least > ${view.ceiling}${filter.sql}${level}`
  const sent: Range = {
    sql: `select o.seq, m.added from exchange_source m join exchange_object o on o.seq = m.object where m.collection = ? and m.party = ? and ${part.sql} and o.least > ${view.ceiling} and o.owner <> ?${filter.sql}${level} and ${ask.sql}`,
    values: [collection, view.party, ...part.values, view.party, ...filter.values, ...ask.values],
  }
  return [range(query, own, [view.party, ...filter.values], ask), sent]
}

function range(query: PageQuery, where: string, values: readonly (string | number)[], ask: Piece | undefined): Range {
  const part = stretch(query, 'o.added')
  const asked = ask === undefined ? '' : ` and ${ask.sql}`
  return {
    sql: `select o.seq, o.added from exchange_object o where o.collection = ? and ${where} and ${part.sql}${asked}`,
    values: [query.collection, ...values, ...part.values, ...(ask?.values ?? [])],
  }
}

/** A range for each type, or one range that is filtered. */
function byType(types: readonly string[] | undefined, most: number): [(string | undefined)[], Filter] {
  if (types !== undefined && types.length <= most) return [[...types], typeFilter(undefined)]
  return [[undefined], typeFilter(types)]
}

type Filter = { sql: string; values: string[] }
const typeFilter = (types: readonly string[] | undefined): Filter =>
  types === undefined ? { sql: '', values: [] } : { sql: ` and o.type in (${marks(types.length)})`, values: [...types] }
const ofType = (type: string | undefined): string => (type === undefined ? '' : 'o.type = ? and ')
const listOf = (type: string | undefined): string[] => (type === undefined ? [] : [type])

export const marks = (count: number): string => '?, '.repeat(count).slice(0, -2)

/** To the next power of two, so that few statements serve all lengths. */
export function padList<T>(list: readonly T[]): T[] {
  const last = list.at(-1)
  if (last === undefined) return []
  const padded = [...list]
  while ((padded.length & (padded.length - 1)) !== 0) padded.push(last)
  return padded
}
