/**
 * SSVC decision tables, evaluated from data: CERTCC/SSVC, Decision_Table schema 2.0.0. The tables themselves are not
 * part of this package; give it the published JSON.
 */
import { quote, VulnsError, type Finding } from '../error.ts'
import { isObject, printJson, readJsonObject, type JsonLimits } from '../json.ts'
import { array, collect, object, pointer, refuse, text, type Check } from '../shape.ts'

export interface SsvcValue {
  readonly key: string
  readonly name: string
  readonly definition?: string
}

export interface SsvcDecisionPoint {
  readonly namespace: string
  readonly key: string
  readonly version: string
  readonly name: string
  readonly definition?: string
  readonly values: readonly SsvcValue[]
  readonly [field: string]: unknown
}

export interface SsvcTable {
  readonly namespace: string
  readonly key: string
  readonly version: string
  readonly name: string
  /** By `namespace:key:version`, the outcome among them. */
  readonly decision_points: Readonly<Record<string, SsvcDecisionPoint>>
  /** Which of the decision points is the outcome. */
  readonly outcome: string
  readonly mapping: readonly Readonly<Record<string, string>>[]
  readonly [field: string]: unknown
}

const words = { namespace: text({ min: 1 }), key: text({ min: 1 }), version: text({ min: 1 }), name: text({ min: 1 }) }
const required = ['namespace', 'key', 'version', 'name']
const point: Check = object(
  { ...words, values: array(object({ key: text({ min: 1 }), name: text({ min: 1 }) }, { required: ['key', 'name'] }), { min: 1 }) },
  { required: [...required, 'values'] },
)

const table: Check = (value, path, report) => {
  object({ ...words, outcome: text({ min: 1 }), mapping: array(object({}), { min: 1 }) }, { required: [...required, 'decision_points', 'outcome', 'mapping'] })(value, path, report)
  if (!isObject(value)) return
  const points = isObject(value['decision_points']) ? value['decision_points'] : {}
  if (!isObject(value['decision_points'])) report(`${path}/decision_points`, 'type', 'must be an object')
  for (const [id, one] of Object.entries(points)) point(one, pointer(`${path}/decision_points`, id), report)
  const { outcome } = value
  if (typeof outcome !== 'string' || !Object.hasOwn(points, outcome)) report(`${path}/outcome`, 'outcome', 'must be one of decision_points')
  const allowed = new Map(Object.entries(points).map(([id, one]) => [id, keysOf(one)]))
  const mapping = Array.isArray(value['mapping']) ? value['mapping'].filter(isObject) : []
  const seen = new Set<string>()
  mapping.forEach((row, at) => {
    for (const [id, keys] of allowed) {
      const key = row[id]
      if (typeof key !== 'string' || !keys.has(key)) report(pointer(`${path}/mapping/${at}`, id), 'value', `must be one of ${[...keys].join(', ')}`)
    }
    const inputs = [...allowed.keys()].filter((id) => id !== outcome).map((id) => JSON.stringify(row[id])).join('|')
    if (seen.has(inputs)) report(`${path}/mapping/${at}`, 'once', 'answers a combination that an earlier row answers')
    seen.add(inputs)
  })
}

function keysOf(value: unknown): Set<string> {
  const values = isObject(value) && Array.isArray(value['values']) ? value['values'].filter(isObject) : []
  return new Set(values.map((one) => one['key']).filter((key) => typeof key === 'string'))
}

/** Everything that is wrong with a decision table; empty when it can be evaluated. */
export function validateSsvcTable(value: unknown): Finding[] {
  return collect(table, value)
}

/** Reads a decision table from its JSON text. Throws `bad-json`, `bad-ssvc` with all findings, `too-large`. */
export function parseSsvcTable(source: string, limits?: JsonLimits): SsvcTable {
  const value = readJsonObject(source, 'an SSVC decision table', limits)
  refuse(validateSsvcTable(value), 'bad-ssvc', 'an SSVC decision table')
  return value as unknown as SsvcTable
}

export function printSsvcTable(one: SsvcTable): string {
  return printJson(one)
}

export interface SsvcStep {
  readonly id: string
  readonly point: SsvcDecisionPoint
  readonly value: SsvcValue
}

export interface SsvcDecision {
  readonly outcome: SsvcStep
  /** The decision points in the table's order, with what was chosen. */
  readonly path: readonly SsvcStep[]
  /** The row of `mapping` that decided. */
  readonly row: number
}

/**
 * Decides. `choices` has a value's key (or name) for each decision point, named by its id (`ssvc:E:1.1.0`), its key
 * (`E`) or its name (`Exploitation`). Throws `bad-ssvc` naming what is missing, unknown or not allowed.
 */
export function decideSsvc(of: SsvcTable, choices: Readonly<Record<string, string>>): SsvcDecision {
  const points = inputsOf(of)
  const used = new Set<string>()
  const path = points.map(([id, one]): SsvcStep => {
    const names = [id, one.key, one.name].filter((name) => Object.hasOwn(choices, name))
    const [name] = names
    if (name === undefined) throw bad(of, `it needs ${quote(one.name)} (${one.key}): one of ${valuesOf(one)}`)
    names.forEach((each) => used.add(each))
    return { id, point: one, value: valueOf(of, one, choices[name] ?? '') }
  })
  const stray = Object.keys(choices).find((name) => !used.has(name))
  if (stray !== undefined) throw bad(of, `it does not ask for ${quote(stray)}`)
  const row = of.mapping.findIndex((one) => path.every(({ id, value }) => one[id] === value.key))
  const outcome = of.decision_points[of.outcome]
  if (row === -1 || outcome === undefined) throw bad(of, 'it has no row for this combination')
  return { path, row, outcome: { id: of.outcome, point: outcome, value: valueOf(of, outcome, of.mapping[row]?.[of.outcome] ?? '') } }
}

/** The path in words: `Exploitation: Active → Automatable: Yes → Immediate`. */
export function printSsvcPath({ path, outcome }: SsvcDecision): string {
  return [...path.map(({ point: one, value }) => `${one.name}: ${value.name}`), outcome.value.name].join(' → ')
}

/** What the table asks, in its order. */
export function inputsOf({ decision_points: points, outcome }: SsvcTable): [id: string, point: SsvcDecisionPoint][] {
  return Object.entries(points).filter(([id]) => id !== outcome)
}

function valueOf(of: SsvcTable, one: SsvcDecisionPoint, chosen: string): SsvcValue {
  const wanted = chosen.toLowerCase()
  const value = one.values.find(({ key }) => key === chosen) ?? one.values.find(({ name }) => name.toLowerCase() === wanted)
  if (value === undefined) throw bad(of, `${quote(one.name)} is one of ${valuesOf(one)}, not ${quote(chosen)}`)
  return value
}

function valuesOf({ values }: SsvcDecisionPoint): string {
  return values.map(({ key, name }) => `${key} (${name})`).join(', ')
}

function bad(of: SsvcTable, why: string): VulnsError {
  return new VulnsError('bad-ssvc', `the decision table ${quote(of.name)} cannot decide: ${why}`)
}
