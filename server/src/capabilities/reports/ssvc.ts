/**
 * SSVC: the decision tables that desks use, supplier, deployer and coordinator (triage and publication). Decisions follow
 * CERT/CC's published tables; the words are our own. A row of each file has the outcomes of one combination after the other,
 * the last question turning fastest.
 */
import { readFileSync } from 'node:fs'
import { decideSsvc, parseSsvcTable, printSsvcPath, VulnsError, type SsvcTable } from '@openaccord/vulns'
import { fault } from './model.ts'

export const TABLES = ['supplier', 'deployer', 'coordinator-triage', 'coordinator-publication'] as const
export type TableName = (typeof TABLES)[number]
type Value = { key: string; name: string; definition: string }
export type Ask = { key: string; version: string; name: string; definition: string; values: Value[] }
export type Written = { table: TableName; key: string; version: string; name: string; asks: Ask[]; outcome: Omit<Ask, 'definition'>; rows: string[] }

const idOf = ({ key, version }: { key: string; version: string }): string => `ssvc:${key}:${version}`

/** As they are written, for pages that ask. */
export const WRITTEN: readonly Written[] = TABLES.map((name): Written => JSON.parse(readFileSync(new URL(`./ssvc/${name}.json`, import.meta.url), 'utf8')))
const tables = new Map(WRITTEN.map((written) => [written.table, tableOf(written)]))

/** One row for each combination, as the standard's JSON has it. */
export function tableOf({ key, version, name, asks, outcome, rows }: Written): SsvcTable {
  const outcomes = rows.join(' ').split(' ')
  const combinations = asks.reduce<Record<string, string>[]>((before, ask) => before.flatMap((row) => ask.values.map((value) => ({ ...row, [idOf(ask)]: value.key }))), [{}])
  const points = Object.fromEntries([...asks, outcome].map((point) => [idOf(point), { namespace: 'ssvc', ...point }]))
  return parseSsvcTable(JSON.stringify({
    namespace: 'ssvc', key, version, name, decision_points: points, outcome: idOf(outcome),
    mapping: combinations.map((row, at) => ({ ...row, [idOf(outcome)]: outcomes[at] ?? '' })),
  }))
}

export type Decided = { table: TableName; outcome: string; path: string; suggests: 'accept' | 'defer' | null }

/** `choices` by key or name of each question. Refuses what the table does not ask, or lacks. */
export function decide({ table, choices }: { table: TableName; choices: Readonly<Record<string, string>> }, field: string): Decided {
  try {
    const decision = decideSsvc(tables.get(table)!, choices)
    const { key } = decision.outcome.value
    return { table, outcome: decision.outcome.value.name, path: printSsvcPath(decision), suggests: table === 'supplier' || table === 'deployer' ? (key === 'D' ? 'defer' : 'accept') : null }
  } catch (error) {
    if (!(error instanceof VulnsError)) throw error
    throw fault('ssvc', field, error.message, 'answer every question of the table with one of its values')
  }
}
