/** A table for people, cut to the width of the terminal; whole when it goes to a file. */
import { stripVTControlCharacters } from 'node:util'

export type Column = { title: string; right?: boolean; /** Gives way where the terminal is narrow. */ elastic?: boolean }

const GAP = '  '
const NARROWEST = 12

export function printTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const all = [columns.map(({ title }) => title), ...rows]
  const widths = columns.map((_, at) => Math.max(...all.map((row) => displayWidth(row[at] ?? ''))))
  fit(columns, widths, width)
  return all.map((row) => columns.map(({ right }, at) => pad(cut(row[at] ?? '', widths[at]!), widths[at]!, right === true)).join(GAP).trimEnd()).join('\n')
}

function fit(columns: readonly Column[], widths: number[], width: number): void {
  let over = widths.reduce((sum, one) => sum + one, 0) + GAP.length * (widths.length - 1) - width
  // From the last: the first column is what one reads for
  for (let at = columns.length - 1; at >= 0 && over > 0; at -= 1) {
    if (columns[at]!.elastic !== true) continue
    const given = Math.min(over, Math.max(widths[at]! - NARROWEST, 0))
    widths[at]! -= given
    over -= given
  }
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(width - displayWidth(text), 0))
  return right ? space + text : text + space
}

/** At most so many columns, with … where something was left out. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 1
  for (const { segment } of graphemes.segment(stripVTControlCharacters(text))) {
    used += displayWidth(segment)
    if (used > width) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** East Asian wide and emoji take two columns (Unicode TR 11). */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

export function displayWidth(text: string): number {
  const bare = stripVTControlCharacters(text)
  if (/^[\x20-\x7e]*$/.test(bare)) return bare.length
  let width = 0
  for (const { segment } of graphemes.segment(bare)) width += WIDE.test(segment) ? 2 : 1
  return width
}
