/** The scores of a vector of any CVSS version, and what they are called. */
import { CVSS_RULES } from './metrics.ts'
import { scoreV2 } from './score2.ts'
import { scoreV3 } from './score3.ts'
import { scoreV4 } from './score4.ts'
import type { Cvss } from './vector.ts'

export type CvssSeverity = 'NONE' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL'

/** Scores from 0.0 to 10.0, with one decimal. */
export interface CvssScores {
  /** By the base metrics alone. */
  readonly base: number
  /** v2 and v3: with the temporal metrics, when there are any. */
  readonly temporal?: number
  /** v2 and v3: with the environmental metrics, when there are any. */
  readonly environmental?: number
  /** By all metrics that the vector defines. */
  readonly overall: number
  /** Of the overall score. */
  readonly severity: CvssSeverity
  /** v4.0 §1.3: which groups of metrics count in the overall score. */
  readonly nomenclature?: 'CVSS-B' | 'CVSS-BT' | 'CVSS-BE' | 'CVSS-BTE'
  /** v4.0 §8.2: the equivalence classes of the overall score. */
  readonly macroVector?: string
}

export function scoreCvss(cvss: Cvss): CvssScores {
  const { version, metrics } = cvss
  if (version === '4.0') return scoresV4(cvss)
  const scores = version === '2.0' ? scoreV2(metrics) : scoreV3(version, metrics)
  const overall = scores.environmental ?? scores.temporal ?? scores.base
  return { ...scores, overall, severity: version === '2.0' ? severityV2(overall) : severityOf(overall) }
}

function scoresV4({ metrics }: Cvss): CvssScores {
  const mandatory = CVSS_RULES['4.0'].metrics.filter((metric) => metric.mandatory).map(({ name }) => name)
  const { score: base } = scoreV4(Object.fromEntries(mandatory.map((name) => [name, metrics[name] ?? 'X'])))
  const { score: overall, macroVector } = scoreV4(metrics)
  const threat = (metrics.E ?? 'X') !== 'X' ? 'T' : ''
  const environmental = Object.entries(metrics).some(([name, value]) => value !== 'X' && /^(?:[CIA]R|M.+)$/.test(name))
  const nomenclature = `CVSS-B${threat}${environmental ? 'E' : ''}` as const
  return { base, overall, severity: severityOf(overall), nomenclature, macroVector }
}

/** v3.1 §5 and v4.0 §6, qualitative severity rating scale. */
export function severityOf(score: number): CvssSeverity {
  return score === 0 ? 'NONE' : score < 4 ? 'LOW' : score < 7 ? 'MEDIUM' : score < 9 ? 'HIGH' : 'CRITICAL'
}

// v2.0 has no scale of its own; this is the one of the NVD.
function severityV2(score: number): CvssSeverity {
  return score < 4 ? 'LOW' : score < 7 ? 'MEDIUM' : 'HIGH'
}
