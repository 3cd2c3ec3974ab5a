/**
 * SSVC decisions as rows: the questions of a table, and the outcome that follows (CERT/CC's published tables, which the hub
 * hands out as `reports.ssvc`). A decision that no table answers so is left as it came.
 */
import { rowsIn, settled, textIn, type LooseRow, type Settled } from './form.ts'

type Value = { readonly key: string; readonly name: string; readonly definition: string }
type Ask = { readonly key: string; readonly name: string; readonly definition: string; readonly values: readonly Value[] }
/** `decides`: keys of the outcomes, one for each combination; the last question turns fastest. */
export type Table = { readonly table: string; readonly name: string; readonly asks: readonly Ask[]; readonly outcomes: readonly Value[]; readonly decides: string }
/** What of it the script in the page needs: questions with how many values each has, and the outcomes. */
export type Brief = { readonly asks: readonly { readonly name: string; readonly values: number }[]; readonly outcomes: Readonly<Record<string, string>>; readonly decides: string }

export const MOST_DECISIONS = 3
/** The field that says by which table a row is answered; no name of an advisory’s own begins so. */
export const tableField = (row: string): string => `ssvc:${row}`
/** The field that says which table the next row of a vulnerability has. */
export const nextField = (vulnerability: string): string => `ssvc-next:${vulnerability}`

export const briefOf = ({ asks, outcomes, decides }: Table): Brief => ({
  asks: asks.map(({ name, values }) => ({ name, values: values.length })), outcomes: Object.fromEntries(outcomes.map(({ key, name }) => [key, name])), decides,
})

/** The outcome of these places among the values of each question; empty while one of them is -1. */
export function outcomeOf({ asks, outcomes, decides }: Brief, chosen: readonly number[]): string {
  if (chosen.length !== asks.length || chosen.some((place, nth) => place < 0 || place >= (asks[nth]?.values ?? 0))) return ''
  const at = chosen.reduce((before, place, nth) => before * (asks[nth]?.values ?? 1) + place, 0)
  return outcomes[decides.split(' ')[at] ?? ''] ?? ''
}

/** `Exploitation: Active → Automatable: Yes → Immediate` */
export const pathWords = (steps: readonly { point: string; value: string }[], outcome: string): string => [...steps.filter(({ value }) => value !== '').map(({ point, value }) => `${point}: ${value}`), outcome].filter((part) => part !== '').join(' → ')

export const stepsIn = (row: LooseRow): { point: string; value: string }[] => rowsIn(row['path']).map((step) => ({ point: textIn(step['point']), value: textIn(step['value']) }))

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
const roleOf = ({ table }: Table): string => table.split('-')[0] ?? ''

/** The places of the values that a row has in a table, -1 for none yet; undefined where it is not a row of this table. */
function placesIn(table: Table, row: LooseRow): number[] | undefined {
  const steps = stepsIn(row)
  if (textIn(row['role']) !== roleOf(table) || steps.length !== table.asks.length) return undefined
  const places = table.asks.map(({ key, name, values }, nth) => {
    const { point = '', value = '' } = steps[nth] ?? {}
    if (point !== key && !same(point, name)) return undefined
    if (value === '') return -1
    const place = values.findIndex((one) => one.key === value || same(one.name, value))
    return place < 0 ? undefined : place
  })
  return places.every((place) => place !== undefined) ? places : undefined
}

export type Fit = { readonly table: Table; readonly places: readonly number[]; readonly outcome: string }

/** The table that a decision was made by: it asks the same, and comes to the same. */
export function fitOf(tables: readonly Table[], row: LooseRow): Fit | undefined {
  for (const table of tables) {
    const places = placesIn(table, row)
    const outcome = places === undefined ? '' : outcomeOf(briefOf(table), places)
    if (places !== undefined && same(outcome, textIn(row['outcome']))) return { table, places, outcome: textIn(row['outcome']) }
  }
  return undefined
}

/** Rows that a table answers, with the outcome that follows from what was chosen. `sent` is all that the form sent. */
export function withOutcomes(fields: LooseRow, sent: Iterable<readonly [string, unknown]>, tables: readonly Table[]): LooseRow {
  const by = new Map([...sent].filter(([name]) => name.startsWith('ssvc:')))
  if (by.size === 0) return fields
  const decided = (row: LooseRow, place: string): LooseRow => {
    const table = tables.find((one) => one.table === by.get(tableField(place)))
    const places = table === undefined ? undefined : placesIn(table, row)
    if (table === undefined || places === undefined) return row
    const outcome = outcomeOf(briefOf(table), places)
    return same(outcome, textIn(row['outcome'])) ? row : { ...row, outcome }
  }
  return inVulnerabilities(fields, (row, v) => rowsIn(row['ssvc']).map((one, s) => decided(one, `/vulnerabilities/${v}/ssvc/${s}`)))
}

/** One decision more for `/vulnerabilities/0`, its questions open. What leads nowhere changes nothing. */
export function withDecision(fields: LooseRow, pointer: string, table: Table | undefined): LooseRow {
  const nth = Number(/^\/vulnerabilities\/(\d{1,4})$/.exec(pointer)?.[1] ?? Number.NaN)
  if (table === undefined) return fields
  const row: LooseRow = { role: roleOf(table), outcome: '', path: table.asks.map(({ name }) => ({ point: name, value: '' })) }
  return inVulnerabilities(fields, (one, v) => (v === nth && rowsIn(one['ssvc']).length < MOST_DECISIONS ? [...rowsIn(one['ssvc']), row] : rowsIn(one['ssvc'])))
}

const inVulnerabilities = (fields: LooseRow, rows: (one: LooseRow, at: number) => readonly LooseRow[]): LooseRow => ({ ...fields, vulnerabilities: rowsIn(fields['vulnerabilities']).map((one, at) => ({ ...one, ssvc: rows(one, at) })) })

/** The advisory that these fields make; an outcome that is missing leads to the first question that is open. */
export function settledDraft(fields: LooseRow): Settled {
  const { value, fieldOf } = settled(fields)
  return {
    value,
    fieldOf: (pointer) => {
      const field = fieldOf(pointer)
      const [, row = '', v, s] = /^(\/vulnerabilities\/(\d+)\/ssvc\/(\d+))\/outcome$/.exec(field) ?? []
      const open = row === '' ? -1 : stepsIn(rowsIn(rowsIn(fields['vulnerabilities'])[Number(v)]?.['ssvc'])[Number(s)] ?? {}).findIndex((step) => step.value === '')
      return open < 0 ? field : `${row}/path/${open}/value`
    },
  }
}
