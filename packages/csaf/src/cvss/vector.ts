/**
 * CVSS v2.0 and v3.x vectors, read strictly: every base metric once, no metric twice, no metric and no value that the
 * version does not have. v3.x leaves the order open; v2.0's vectors keep it, yet its schema does not ask for it.
 */
import type { CvssRules } from './schema.ts'

export type Vector = Readonly<Record<string, string>>

/** The metrics by their keys, or what is wrong, in words. */
export function readVector(vector: string, rules: CvssRules): Vector | string {
  if (vector.length > 512) return `has ${vector.length} characters; no vector has more than 512`
  const prefix = /^CVSS:(\d\.\d)\//.exec(vector)
  if ((prefix === null) !== rules.versions.includes('2.0')) return prefix === null ? `does not begin with CVSS:${rules.versions.join('/ or CVSS:')}/` : 'has a prefix, which version 2.0 does not know'
  if (prefix !== null && !rules.versions.includes(prefix[1] ?? '')) return `begins with ${prefix[0]}; ${rules.versions.join(' or ')} is expected`
  const metrics: Record<string, string> = {}
  for (const part of vector.slice(prefix?.[0].length ?? 0).split('/')) {
    const [key = '', value = '', ...more] = part.split(':')
    const metric = rules.byKey.get(key)
    if (metric === undefined || more.length > 0 || !Object.hasOwn(metric.values, value)) return `has ${JSON.stringify(part)}, which is no metric with a value`
    if (Object.hasOwn(metrics, key)) return `has ${key} twice`
    metrics[key] = value
  }
  const missing = rules.metrics.find(({ base, key }) => base && !Object.hasOwn(metrics, key))
  return missing === undefined ? metrics : `lacks ${missing.key}`
}
