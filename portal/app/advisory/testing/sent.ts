/** A form of an advisory as a browser sends it: HTML Living Standard §4.10.22, “constructing the entry list”. */
import { rowIn, rowsIn, tickedIn, type Loose } from '../form.ts'

/** A field for each text, a box for each tick; names are the places within the draft, as in `/head/title`. */
export function sent(value: Loose, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  const ticks = tickedIn(value)
  if (ticks.length > 0) return ticks.map((tick) => [path, tick])
  if (Array.isArray(value)) return rowsIn(value).flatMap((row, at) => sent(row, `${path}/${at}`))
  return Object.entries(rowIn(value)).flatMap(([name, inner]) => sent(inner, `${path}/${name}`))
}
