/**
 * A CVSS calculator’s fields and the vector that they make, after the tables of packages/vulns (`CVSS_RULES`). Half a vector is
 * read as far as it goes; what is wrong in it is said in the words of the strict parser.
 */
import { CVSS_RULES, MAX_CVSS_LENGTH, parseCvss, type CvssVersion } from '@openaccord/vulns'
import { rowIn, rowsIn, textIn, type LooseRow } from './form.ts'

export type Chosen = Readonly<Record<string, string>>
/** What is there to choose from; a vector of 2.0 or 3.0 that is there already is read as well. */
export const OFFERED = ['4.0', '3.1', '2.0'] as const satisfies readonly CvssVersion[]

/** The field of a metric: no name of an advisory’s own begins so, and `was` is the vector that the fields were made of. */
export const metricField = (row: string, metric: string): string => `cvss:${row}/${metric}`

export function versionIn(vector: string): CvssVersion {
  if (vector === '') return '4.0'
  return (['4.0', '3.1', '3.0'] as const).find((version) => vector.startsWith(CVSS_RULES[version].prefix)) ?? (vector.startsWith('CVSS:') ? '4.0' : '2.0')
}

/** The metrics that a vector names rightly, be the rest as it may. */
export function chosenIn(vector: string): Chosen {
  const { prefix, metrics } = CVSS_RULES[versionIn(vector)]
  const fields = vector.slice(0, MAX_CVSS_LENGTH).slice(prefix.length).split('/').map((field) => field.split(':'))
  return Object.fromEntries(fields.flatMap(([name, value = '']) => (metrics.some((metric) => metric.name === name && metric.values.includes(value)) ? [[name, value]] : [])))
}

/** In the order of the specification; what is not defined is left out, and so is what the version does not know. */
export function vectorOf(version: CvssVersion, chosen: Chosen): string {
  const { prefix, metrics, undefinedValue } = CVSS_RULES[version]
  return prefix + metrics.flatMap(({ name, values }) => {
    const value = Object.hasOwn(chosen, name) ? chosen[name] : undefined
    return value === undefined || value === undefinedValue || !values.includes(value) ? [] : [`${name}:${value}`]
  }).join('/')
}

/** The same flaw said in another version, as far as names and values are the same; a vector of 2.0 has at least its first metric. */
export function vectorAs(version: CvssVersion, vector: string): string {
  const made = vectorOf(version, chosenIn(vector))
  return made === '' ? 'AV:N' : made
}

/** What is wrong with a vector; empty for a right one, and for none. */
export function wrongIn(vector: string): string {
  if (vector === '') return ''
  try {
    parseCvss(vector)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^.*is not a CVSS vector: /s, '') : ''
  }
}

/** The vector of metrics that were chosen without a script: they hold where the vector’s own field was left as it was. */
export function vectorSent(sent: ReadonlyMap<string, unknown>, place: string, vector: string): string {
  if (sent.get(metricField(place, 'was')) !== vector) return vector
  const version = versionIn(vector)
  const chosen = CVSS_RULES[version].metrics.flatMap(({ name }): [string, string][] => {
    const value = sent.get(metricField(place, name))
    return typeof value === 'string' ? [[name, value]] : []
  })
  const next = vectorOf(version, Object.fromEntries(chosen))
  return next !== vectorOf(version, chosenIn(vector)) && chosen.length > 0 ? next : vector
}

/** The scores of an advisory with the vectors that were chosen for them. */
export function withVectors(fields: LooseRow, sent: Iterable<readonly [string, unknown]>): LooseRow {
  const values = new Map([...sent].filter(([name]) => name.startsWith('cvss:')))
  if (values.size === 0) return fields
  const made = (row: LooseRow, place: string): LooseRow => {
    const vector = textIn(row['vector']).trim()
    const next = vectorSent(values, place, vector)
    return next === vector ? row : { ...row, vector: next }
  }
  const vulnerabilities = rowsIn(fields['vulnerabilities']).map((one, v) => ({ ...rowIn(one), scores: rowsIn(one['scores']).map((row, s) => made(row, `/vulnerabilities/${v}/scores/${s}`)) }))
  return { ...fields, vulnerabilities }
}

/** A score in another version: `/vulnerabilities/0/scores/1`. What leads nowhere changes nothing. */
export function scoredAs(fields: LooseRow, version: string, pointer: string): LooseRow {
  const known = OFFERED.find((one) => one === version)
  const [, v = '', s = ''] = /^\/vulnerabilities\/(\d{1,4})\/scores\/(\d{1,4})$/.exec(pointer) ?? []
  if (known === undefined || v === '') return fields
  const vulnerabilities = rowsIn(fields['vulnerabilities']).map((one, at) => (at !== Number(v) ? one : {
    ...one, scores: rowsIn(one['scores']).map((row, nth) => (nth !== Number(s) ? row : { ...row, vector: vectorAs(known, textIn(row['vector']).trim()) })),
  }))
  return { ...fields, vulnerabilities }
}
