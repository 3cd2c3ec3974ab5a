/**
 * Figures of closed cases: who answered within five working days, who had a fix within ninety; with the interval of Wilson (1927).
 * They are told in fives: five cases of one organisation in the order of their closing, in the year in which the fifth was closed.
 * Every figure is a sum of whole fives, so no difference between two of them, of two days either, is about fewer than five cases.
 */
import type { Micros, OrganisationId } from '@openaccord/names'
import { DAY, iso } from '../../../kernel/index.ts'
import { isOf, type Entry } from '../model.ts'
import type { Party, State } from './fold.ts'

export type Share = { of: number; yes: number; share: number | null; low: number | null; high: number | null }
/** Of one vendor in one closed case; `fixed` is null where it had nothing to fix. */
export type FigureRow = { organisation: OrganisationId; answered: 0 | 1; fixed: 0 | 1 | null }
/** That row, when its case was closed. */
export type Closed = FigureRow & { at: Micros }
export type Figures = { cases: number; answered: Share; fixed: Share }
export type Told = Figures & { years: (Figures & { year: number })[] }
/** Five cases, and of how many the answer was yes. */
type Five = { year: number; yes: number }
export type Fives = { answered: readonly Five[]; fixed: readonly Five[] }
export const LEAST = 5
export const ANSWER_DAYS = 5
export const FIX_DAYS = 90
const Z = 1.959963984540054

/** Of fewer than five nothing is told, not even how many: one case more or less would say how that one went. */
export function shareOf(yes: number, of: number): Share {
  if (of < LEAST) return { of: 0, yes: 0, share: null, low: null, high: null }
  const p = yes / of
  const middle = (p + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of)
  const half = (Z / (1 + Z ** 2 / of)) * Math.sqrt((p * (1 - p)) / of + Z ** 2 / (4 * of ** 2))
  return { of, yes, share: p, low: yes === 0 ? 0 : Math.max(0, middle - half), high: yes === of ? 1 : Math.min(1, middle + half) }
}

/** Of one organisation, in the order of closing; what does not fill a five waits. Those with nothing to fix are left out of the second. */
export const fivesOf = (rows: readonly Closed[]): Fives => ({
  answered: inFives(rows.map(({ at, answered: yes }) => ({ at, yes }))),
  fixed: inFives(rows.flatMap(({ at, fixed: yes }) => (yes === null ? [] : [{ at, yes }]))),
})

function inFives(answers: readonly { at: Micros; yes: number }[]): Five[] {
  return Array.from({ length: Math.floor(answers.length / LEAST) }, (_, n) => {
    const five = answers.slice(n * LEAST, (n + 1) * LEAST)
    return { year: Number(iso(five.at(-1)!.at).slice(0, 4)), yes: five.reduce((sum, { yes }) => sum + yes, 0) }
  })
}

/** What is told of these fives together, and of each year; the last year first. */
export function tell(fives: readonly Fives[]): Told {
  const answered = fives.flatMap((one) => one.answered)
  const fixed = fives.flatMap((one) => one.fixed)
  const years = [...new Set([...answered, ...fixed].map(({ year }) => year))].sort((a, b) => b - a)
  return { ...figures(answered, fixed), years: years.map((year) => ({ year, ...figures(answered.filter(inYear(year)), fixed.filter(inYear(year))) })) }
}
const inYear = (year: number) => (five: Five): boolean => five.year === year

const figures = (answered: readonly Five[], fixed: readonly Five[]): Figures => ({ cases: answered.length * LEAST, answered: sumOf(answered), fixed: sumOf(fixed) })
const sumOf = (fives: readonly Five[]): Share => shareOf(fives.reduce((sum, { yes }) => sum + yes, 0), fives.length * LEAST)

/** The end of the fifth working day (Monday to Friday, UTC) after that moment, at the same time of day. */
export function workingDaysAfter(at: Micros, days: number): Micros {
  let due = at
  for (let left = days; left > 0; ) {
    due += DAY
    const day = new Date(due / 1000).getUTCDay()
    if (day !== 0 && day !== 6) left--
  }
  return due
}

/** One row for each vendor that is an organisation and was asked. A vendor that is not affected has nothing to fix. */
export function figuresOf(entries: readonly Entry[], state: State): FigureRow[] {
  const vendors = [...state.parties.values()].filter(({ roles, organisation, standing }) => roles.includes('vendor') && organisation !== null && standing !== 'removed')
  return vendors.map((party) => ({ organisation: party.organisation!, answered: answered(entries, party) ? 1 : 0, fixed: fixed(entries, state, party) }))
}

function answered(entries: readonly Entry[], { id, invited }: Party): boolean {
  const first = entries.find(({ by, kind, at }) => by === id && at >= invited && kind !== 'read' && kind !== 'people-named')
  return first !== undefined && first.at <= workingDaysAfter(invited, ANSWER_DAYS)
}

function fixed(entries: readonly Entry[], state: State, { id, invited }: Party): 0 | 1 | null {
  const row = state.matrix.get(id)
  const affected = state.vulnerabilities.filter(({ n }) => row?.get(n) !== undefined && row.get(n)!.state !== 'not-affected' && row.get(n)!.state !== 'investigating')
  if (affected.length === 0) return null
  const stated = entries.filter(isOf('stated')).filter(({ party, state: said }) => party === id && (said === 'fix-ready' || said === 'fix-deployed'))
  const inTime = affected.every(({ n }) => stated.some(({ vulnerabilities, at }) => vulnerabilities.includes(n) && at <= invited + FIX_DAYS * DAY))
  return inTime ? 1 : 0
}
