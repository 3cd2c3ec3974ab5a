/** Tests 6.1.8 to 6.1.10: CVSS objects are valid, rightly computed, and say what their vector says. */
import { quote } from '../error.ts'
import { isObject } from '../json.ts'
import { pointer } from '../shape.ts'
import type { CvssReading } from '../cvss/reading.ts'
import { severity } from '../cvss/scores.ts'
import { test, type ReportFinding } from './test.ts'

// 6.1.8
export const invalidCvss = test('6.1.8', 'Invalid CVSS', (reading, report) => {
  for (const { scores } of reading.vulnerabilities) {
    for (const { value, path } of scores) {
      for (const name of ['cvss_v2', 'cvss_v3']) {
        if (Object.hasOwn(value, name) && !isObject(value[name])) report(`${path}/${name}`, 'must be an object', 'write { … }')
      }
    }
  }
  for (const cvss of reading.cvss) {
    for (const name of cvss.rules.required) {
      if (!Object.hasOwn(cvss.value, name)) report(`${cvss.path}/${name}`, 'is missing', `add ${name}`)
    }
    for (const name of Object.keys(cvss.value)) checkProperty(cvss, name, report)
  }
})

function checkProperty({ path, rules, value, vector }: CvssReading, name: string, report: ReportFinding): void {
  const found = value[name]
  const tell = (message: string, fix: string): void => report(pointer(path, name), message, fix)
  if (name === 'vectorString') {
    if (typeof vector === 'string') tell(vector, `write a vector of CVSS ${rules.versions.join(' or ')} with each metric once`)
    else if (!fitsVersion(String(found), value['version'])) tell('is of another version than the version beside it', 'make the two the same')
    return
  }
  if (rules.scores.includes(name)) {
    if (typeof found !== 'number' || found < 0 || found > 10) tell('must be a number from 0 to 10', 'write the score as a number')
    return
  }
  const allowed = rules.allowed.get(name)
  if (allowed !== undefined && (typeof found !== 'string' || !allowed.includes(found))) tell(`is ${quote(String(found))}`, `write one of ${allowed.join(', ')}`)
}

function fitsVersion(vector: string, version: unknown): boolean {
  return !vector.startsWith('CVSS:') || version === undefined || vector.startsWith(`CVSS:${String(version)}/`)
}

// 6.1.9: "The vectorString SHOULD take precedence."
export const wrongComputation = test('6.1.9', 'Invalid CVSS computation', (reading, report) => {
  for (const place of reading.cvss) {
    const { scores } = place
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

// 6.1.10
export const inconsistentCvss = test('6.1.10', 'Inconsistent CVSS', (reading, report) => {
  for (const { value, path, rules, vector } of reading.cvss) {
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
