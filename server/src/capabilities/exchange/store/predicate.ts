/** The release decision of model.ts in SQL, over a row `o` of exchange_object. Levels and parties are our own numbers. */
import { NOBODY, UNBEATEN, type View, type Wanted } from '../model.ts'

/** A piece of SQL and the values of its `?`, in order. */
export type Piece = { sql: string; values: number[] }

export const piece = (sql: string, ...values: number[]): Piece => ({ sql, values })
export const NEVER = piece('1 = 0')

export function anyOf(pieces: readonly Piece[]): Piece {
  if (pieces.length === 0) return NEVER
  return { sql: `(${pieces.map(({ sql }) => sql).join(' or ')})`, values: pieces.flatMap(({ values }) => values) }
}

export function allOf(pieces: readonly Piece[], brackets?: 'in brackets'): Piece {
  const sql = pieces.map((each) => each.sql).join(' and ')
  return { sql: brackets === undefined ? sql : `(${sql})`, values: pieces.flatMap(({ values }) => values) }
}

/** decideRelease(view, o) is not 'no'. */
export function visible({ ceiling, party }: View, row = 'o'): Piece {
  if (ceiling < 0) return NEVER
  if (party === NOBODY) return piece(`${row}.least <= ${ceiling}`)
  const mine = sentBy(party, row)
  return { sql: `(${row}.least <= ${ceiling} or ${mine.sql})`, values: mine.values }
}

/** This party is its owner or one of its further sources. */
export function sentBy(party: number, row = 'o'): Piece {
  const isSource = `exists (select 1 from exchange_source s where s.object = ${row}.seq and s.party = ?)`
  return piece(`(${row}.owner = ? or ${isSource})`, party, party)
}

const BEATS = {
  superseded: '(n.line < o.line or (n.line = o.line and n.version > o.version))',
  preceded: '(n.line < o.line or (n.line = o.line and n.version < o.version))',
  shadow: 'n.line < o.line',
} as const

/**
 * Nothing that this view sees beats `o`. The rank settles it unless what beats `o` lies above the ceiling: then it may
 * still be the viewer's own, and the few rows of the same id are looked at.
 */
export function unbeaten({ ceiling, party }: View, rank: keyof typeof BEATS): Piece {
  if (party === NOBODY) return piece(`o.${rank} > ${ceiling}`)
  const mine = sentBy(party, 'n')
  const none = `not exists (select 1 from exchange_object n where n.collection = o.collection and n.id = o.id and ${BEATS[rank]} and ${mine.sql})`
  return { sql: `(o.${rank} = ${UNBEATEN} or (o.${rank} > ${ceiling} and ${none}))`, values: mine.values }
}

/** `o`, which the view sees, is among the versions that chooseVersions gives. */
export function chosen(view: View, wanted: Wanted): Piece {
  if (wanted.all === true) return unbeaten(view, 'shadow')
  const ways: Piece[] = []
  if (wanted.last) ways.push(unbeaten(view, 'superseded'))
  if (wanted.first) ways.push(unbeaten(view, 'preceded'))
  if (wanted.at.length > 0) ways.push(allOf([isAt(wanted.at), unbeaten(view, 'shadow')], 'in brackets'))
  return anyOf(ways)
}

const isAt = (instants: readonly number[]): Piece => piece(`o.version in (${instants.map(() => '?').join(', ')})`, ...instants)
