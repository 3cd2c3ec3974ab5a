/**
 * What governments asked, stated each half-year in bands that are never finer. `may-not-say` is an answer like another:
 * nothing is read into it. How many requests there were is not judged anywhere; only that, when and how plainly one answers.
 */
import type { ActBody, REQUEST_BANDS, REQUEST_CATEGORIES } from '@openaccord/facts'
import type { FactId, Micros } from '@openaccord/names'
import { bad, conflict, isOf, monthsLater, type Logged } from '../model.ts'
import { needSignatory, type Of, type Speaker } from './may.ts'
import { nextPeriod, periodEnd, periodOf, periodsBetween } from './periods.ts'

export type Band = (typeof REQUEST_BANDS)[number]
export type Category = (typeof REQUEST_CATEGORIES)[number]
export type Row = ActBody<'request-statement'>['requests'][number]
export type Statement = Logged<'request-statement'>
export type AnswerField = 'received' | 'refused' | 'challenged' | 'complied' | 'pending'

export const CATEGORIES: readonly Category[] = ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6']
export const ANSWER_FIELDS: readonly AnswerField[] = ['received', 'refused', 'challenged', 'complied', 'pending']
/** To build or adapt offensive means, weaken a product, give early knowledge of holes, tamper with distribution, host operations. */
const OFFENSIVE: ReadonlySet<string> = new Set(['G1', 'G2', 'G3', 'G4', 'G5'])
const ORDER: readonly string[] = ['0', '1-4', '5-19', '20-99', '100+']
/** After a period has ended the statement is due for a month, late for six more, then it has lapsed. */
export const LATE_AFTER_MONTHS = 1
export const LAPSES_AFTER_MONTHS = 7

export const statementsOf = (acts: readonly Logged[]): Statement[] => acts.filter(isOf('request-statement'))

/** Those that no later one stands in the place of, by period. */
export function currentStatements(statements: readonly Statement[]): Statement[] {
  const corrected = new Set(statements.map(({ says }) => says.corrects))
  return statements.filter(({ fact }) => !corrected.has(fact)).toSorted((a, b) => (a.says.period < b.says.period ? -1 : 1))
}

export type StatementState = 'fresh' | 'due' | 'late' | 'lapsed'
export type StatementStanding = {
  state: StatementState
  owed: string | null
  due: Micros | null
  late: Micros | null
  lapses: Micros | null
  period: string | null
  fact: FactId | null
  published: Micros | null
  /** Ended periods since it signed, late by now, for which there is none. */
  missing: string[]
  changes: Micros | null
}

/** From its statements (oldest first) and its signature, and then from time alone. */
export function statementStanding(statements: readonly Statement[], signed: Micros | undefined, now: Micros): StatementStanding | undefined {
  const current = currentStatements(statements)
  const last = current.at(-1)
  if (signed === undefined && last === undefined) return undefined
  const owed = last === undefined ? periodOf(signed!) : nextPeriod(last.says.period)
  const end = periodEnd(owed)
  const [late, lapses] = [monthsLater(end, LATE_AFTER_MONTHS), monthsLater(end, LAPSES_AFTER_MONTHS)]
  const state = now >= lapses ? 'lapsed' : now >= late ? 'late' : now >= end || last === undefined ? 'due' : 'fresh'
  const first = signed === undefined ? current[0]!.says.period : periodOf(signed)
  const stated = new Set(current.map(({ says }) => says.period))
  const missing = periodsBetween(first, periodOf(now)).filter((one) => !stated.has(one) && now >= monthsLater(periodEnd(one), LATE_AFTER_MONTHS))
  const changes = [end, late, lapses].find((at) => at > now) ?? null
  return { state, owed, due: end, late, lapses, period: last?.says.period ?? null, fact: last?.fact ?? null, published: last?.at ?? null, missing, changes }
}

/** Where it says that it complied: told as it was said, with no word beyond it. */
export const breachesIn = (rows: readonly Row[]): Row[] =>
  rows.filter(({ category, complied }) => OFFENSIVE.has(category) && complied !== undefined && complied !== '0' && complied !== 'may-not-say')
export const mayNotSay = (rows: readonly Row[]): boolean => rows.some((row) => ANSWER_FIELDS.some((field) => row[field] === 'may-not-say'))

export type Cell = { category: Category; where: string; organisations: number } & Record<AnswerField, Record<string, number>>

/** How many organisations gave which answer: counts of organisations, never sums of requests. */
export function cellsOf(statements: readonly Statement[]): Cell[] {
  const cells = new Map<string, Cell>()
  for (const row of statements.flatMap(({ says }) => says.requests)) {
    const key = `${row.category} ${row.where}`
    const cell = cells.get(key) ?? { category: row.category, where: row.where, organisations: 0, received: {}, refused: {}, challenged: {}, complied: {}, pending: {} }
    cell.organisations += 1
    for (const field of ANSWER_FIELDS) {
      const band = row[field]
      if (band !== undefined) cell[field][band] = (cell[field][band] ?? 0) + 1
    }
    cells.set(key, cell)
  }
  return [...cells].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell)
}

export function needMayStateRequests({ says, organisation }: Of<'request-statement'>, { speaker, statements, now }: { speaker: Speaker; statements: readonly Statement[]; now: Micros }): void {
  needSignatory(speaker)
  const first = periodOf(speaker.signature!.since)
  if (periodEnd(says.period) > now) throw bad('/period', `${says.period} has not ended yet`, 'state what a period held once it is over')
  if (says.period < first) throw bad('/period', `${speaker.name} signed in ${first}`, `begin with ${first}`)
  needRows(says.requests)
  const own = currentStatements(statements.filter((one) => one.organisation === organisation))
  const there = own.find((one) => one.says.period === says.period)
  if (there === undefined && says.corrects !== undefined) throw bad('/corrects', `there is no statement for ${says.period} to correct`, 'leave it out')
  if (there !== undefined && says.corrects !== there.fact) throw says.corrects === undefined ? conflict('stated-already', `${speaker.name} has stated ${says.period} already: a correction names that act`) : bad('/corrects', 'is the statement that stands for this period now', `write ${there.fact}`)
  if (there !== undefined && says.reason === undefined) throw bad('/reason', 'a correction has a reason', 'say why, in plain words')
  if (there === undefined && says.reason !== undefined) throw bad('/reason', 'only a correction has a reason', 'leave it out')
}

function needRows(rows: readonly Row[]): void {
  const seen = new Set<string>()
  for (const [at, row] of rows.entries()) {
    const field = `/requests/${at}`
    const key = `${row.category} ${row.where}`
    if (seen.has(key)) throw bad(field, `${row.category} and ${row.where} stand there twice`, 'give each category and country one line')
    seen.add(key)
    needRow(row, field)
  }
  const blank = CATEGORIES.find((category) => !rows.some((row) => row.category === category))
  if (blank !== undefined) throw bad('/requests', `${blank} is not answered`, `write a line for ${blank}: "worldwide" and "0" where nothing was received, "may-not-say" where a law forbids the answer`)
}

function needRow(row: Row, field: string): void {
  const answers = ANSWER_FIELDS.filter((one) => one !== 'received')
  if (row.category === 'G0') {
    const odd = answers.find((one) => row[one] !== undefined)
    if (odd !== undefined) throw bad(`${field}/${odd}`, 'lawful access to data (G0) is counted only', 'leave it out, and link your own report')
    return
  }
  for (const one of answers) {
    const band = row[one]
    if (band === undefined) throw bad(`${field}/${one}`, 'is missing', 'write a band, "0", or "may-not-say"')
    if (band !== 'may-not-say' && row.received !== 'may-not-say' && ORDER.indexOf(band) > ORDER.indexOf(row.received)) throw bad(`${field}/${one}`, `is not more than was received (${row.received})`, 'check the two bands')
  }
}
