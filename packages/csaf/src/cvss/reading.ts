/** A CVSS object as it stands in an item of `scores`: its vector read once, its scores computed once. */
import { isObject, type JsonObject } from '../json.ts'
import { CVSS_V2, CVSS_V3, type CvssRules } from './schema.ts'
import { scoreV2, scoreV3, type Scores } from './scores.ts'
import { readVector, type Vector } from './vector.ts'

export interface CvssReading {
  readonly value: JsonObject
  readonly path: string
  readonly rules: CvssRules
  /** Its metrics, or what is wrong with the vector, in words. */
  readonly vector: Vector | string
  /** By its vector; metrics that the vector leaves out are taken from the properties. Undefined without a vector. */
  readonly scores: Scores | undefined
}

export function readCvss(score: JsonObject, path: string): CvssReading[] {
  return [...readOne(score['cvss_v2'], `${path}/cvss_v2`, CVSS_V2), ...readOne(score['cvss_v3'], `${path}/cvss_v3`, CVSS_V3)]
}

function readOne(value: unknown, path: string, rules: CvssRules): CvssReading[] {
  if (!isObject(value)) return []
  const given = value['vectorString']
  const vector = typeof given === 'string' ? readVector(given, rules) : 'is not a string'
  if (typeof vector === 'string') return [{ value, path, rules, vector, scores: undefined }]
  const metrics = { ...fromProperties(value, rules), ...vector }
  const scores = rules === CVSS_V2 ? scoreV2(metrics) : scoreV3(String(given).startsWith('CVSS:3.0/') ? '3.0' : '3.1', metrics)
  return [{ value, path, rules, vector, scores }]
}

function fromProperties(value: JsonObject, rules: CvssRules): Vector {
  const found: Record<string, string> = {}
  for (const { key, property, values } of rules.metrics) {
    const given = value[property]
    if (given === undefined) continue
    const [short] = Object.entries(values).find(([, long]) => long === given) ?? []
    if (short !== undefined) found[key] = short
  }
  return found
}
