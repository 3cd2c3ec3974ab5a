/** Figures as a table: RFC 4180, UTF-8, CRLF, a header line. Short names and numbers only: nothing that a spreadsheet would run. */
import type { Figures, Share } from '../model/figures.ts'
import type { PublicFigures } from '../verbs/read.ts'

const HEAD = ['member', 'year', 'closed_cases', ...['answered_in_5_working_days', 'fixed_in_90_days'].flatMap((name) => [`${name}_of`, `${name}_yes`, `${name}_share`, `${name}_low`, `${name}_high`])]

/** A line for each member and year, and one for all its years, whose year is empty; those of the whole alliance have no member. Shares from 0 to 1, empty where too few. */
export function figuresCsv({ all, members }: Pick<PublicFigures, 'all' | 'members'>, slug?: string): string {
  const lines = [...(slug === undefined ? [{ slug: '', ...all }] : []), ...members].flatMap((one) => [lineOf(one.slug, '', one), ...one.years.map((year) => lineOf(one.slug, String(year.year), year))])
  return [HEAD, ...lines].map((line) => `${line.join(',')}\r\n`).join('')
}

const lineOf = (slug: string, year: string, { cases, answered, fixed }: Figures): string[] => [slug, year, String(cases), ...cellsOf(answered), ...cellsOf(fixed)]
const cellsOf = ({ of, yes, share, low, high }: Share): string[] => (share === null ? ['', '', '', '', ''] : [String(of), String(yes), ...[share, low ?? 0, high ?? 0].map((part) => part.toFixed(4))])
