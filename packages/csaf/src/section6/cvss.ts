/** Tests 6.1.8 to 6.1.10: CVSS objects are valid, rightly computed, and say what their vector says. */
import { quote } from '../error.ts'
import type { JsonObject } from '../json.ts'
import { pointer } from '../shape.ts'
import { isObject } from '../json.ts'
import { CVSS_V2, CVSS_V3, type CvssRules } from '../cvss/schema.ts'
import { scoreV2, scoreV3, severity, type Scores } from '../cvss/scores.ts'
import { readVector, type Vector } from '../cvss/vector.ts'
import { textOf, type Place, type Reading } from './reading.ts'
import { test, type ReportFinding } from './test.ts'

export interface CvssPlace extends Place {
  readonly rules: CvssRules
}

/** The CVSS objects of one item of `scores`. */
export function cvssIn({ value, path }: Place): CvssPlace[] {
  const rows: [name: string, rules: CvssRules][] = [
    ['cvss_v2', CVSS_V2],
    ['cvss_v3', CVSS_V3],
  ]
  return rows.flatMap(([name, rules]) => {
    const found = value[name]
    return isObject(found) ? [{ value: found, path: `${path}/${name}`, rules }] : []
  })
}

function allCvss({ vulnerabilities }: Reading): CvssPlace[] {
  return vulnerabilities.flatMap(({ scores }) => scores.flatMap(cvssIn))
}

// 6.1.8
export const invalidCvss = test('6.1.8', 'Invalid CVSS', (reading, report) => {
  for (const { scores } of reading.vulnerabilities) {
    for (const { value, path } of scores) {
      for (const name of ['cvss_v2', 'cvss_v3']) {
        if (Object.hasOwn(value, name) && !isObject(value[name])) report(`${path}/${name}`, 'must be an object', 'write { … }')
      }
    }
  }
  for (const { value, path, rules } of allCvss(reading)) {
    for (const name of rules.required) {
      if (!Object.hasOwn(value, name)) report(`${path}/${name}`, 'is missing', `add ${name}`)
    }
    for (const name of Object.keys(value)) checkProperty(value, name, rules, pointer(path, name), report)
  }
})

function checkProperty(value: JsonObject, name: string, rules: CvssRules, path: string, report: ReportFinding): void {
  const found = value[name]
  const allowed = allowedValues(name, rules)
  if (name === 'vectorString') {
    const wrong = typeof found === 'string' ? readVector(found, rules) : 'is not a string'
    if (typeof wrong === 'string') report(path, wrong, `write a vector of CVSS ${rules.versions.join(' or ')} with each metric once`)
    else if (typeof found === 'string' && !fitsVersion(found, value['version'])) report(path, 'is of another version than the version beside it', 'make the two the same')
  } else if (rules.scores.includes(name)) {
    if (typeof found !== 'number' || found < 0 || found > 10) report(path, 'must be a number from 0 to 10', 'write the score as a number')
  } else if (allowed !== undefined && (typeof found !== 'string' || !allowed.includes(found))) {
    report(path, `is ${quote(String(found))}`, `write one of ${allowed.join(', ')}`)
  }
}

function fitsVersion(vector: string, version: unknown): boolean {
  return !vector.startsWith('CVSS:') || version === undefined || vector.startsWith(`CVSS:${String(version)}/`)
}

function allowedValues(name: string, rules: CvssRules): readonly string[] | undefined {
  if (name === 'version') return rules.versions
  if (rules.severities.includes(name)) return ['NONE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']
  const metric = rules.metrics.find(({ property }) => property === name)
  return metric === undefined ? undefined : Object.values(metric.values)
}

// 6.1.9: "The vectorString SHOULD take precedence."
export const wrongComputation = test('6.1.9', 'Invalid CVSS computation', (reading, report) => {
  for (const place of allCvss(reading)) {
    const scores = computeScores(place)
    if (scores === undefined) continue
    const rows: [name: string, score: number][] = [
      ['base', scores.base],
      ['temporal', scores.temporal],
      ['environmental', scores.environmental],
    ]
    for (const [name, score] of rows) {
      const given = place.value[`${name}Score`]
      if (typeof given === 'number' && given !== score) report(`${place.path}/${name}Score`, `is ${given}; its vector gives ${score}`, `write ${score}`)
      if (place.rules.severities.length === 0) continue
      const grade = place.value[`${name}Severity`]
      if (typeof grade === 'string' && grade !== severity(score)) report(`${place.path}/${name}Severity`, `is ${quote(grade)}; ${score} is ${severity(score)}`, `write ${severity(score)}`)
    }
  }
})

/** The scores of a CVSS object by its vector; metrics that the vector leaves out are taken from the properties. */
export function computeScores({ value, rules }: CvssPlace): Scores | undefined {
  const vectorString = textOf(value, 'vectorString') ?? ''
  const vector = readVector(vectorString, rules)
  if (typeof vector === 'string') return undefined
  const metrics: Vector = { ...fromProperties(value, rules), ...vector }
  return rules === CVSS_V2 ? scoreV2(metrics) : scoreV3(vectorString.startsWith('CVSS:3.0/') ? '3.0' : '3.1', metrics)
}

function fromProperties(value: JsonObject, rules: CvssRules): Vector {
  const rows = rules.metrics.flatMap(({ key, property, values }): [string, string][] => {
    const [short] = Object.entries(values).find(([, long]) => long === value[property]) ?? []
    return short === undefined ? [] : [[key, short]]
  })
  return Object.fromEntries(rows)
}

// 6.1.10
export const inconsistentCvss = test('6.1.10', 'Inconsistent CVSS', (reading, report) => {
  for (const { value, path, rules } of allCvss(reading)) {
    const vector = readVector(textOf(value, 'vectorString') ?? '', rules)
    if (typeof vector === 'string') continue
    for (const { key, property, values } of rules.metrics) {
      const short = vector[key]
      const said = short === undefined ? undefined : values[short]
      const given = value[property]
      if (said === undefined || given === undefined || given === said) continue
      report(`${path}/${property}`, `is ${quote(String(given))}; the vector says ${said}`, `write ${said}, or correct the vector`)
    }
  }
})
