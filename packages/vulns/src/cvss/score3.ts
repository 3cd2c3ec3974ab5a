/** CVSS v3.0 and v3.1 scores: specification §7 (equations) and §7.4 (metric values); v3.1 Appendix A (Roundup). */

type Metrics = Readonly<Record<string, string>>
type Weights = Readonly<Record<string, number>>

const IMPACT: Weights = { H: 0.56, L: 0.22, N: 0 }
const REQUIREMENT: Weights = { X: 1, H: 1.5, M: 1, L: 0.5 }
const WEIGHTS: Readonly<Record<string, Weights>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  UI: { N: 0.85, R: 0.62 },
  C: IMPACT,
  I: IMPACT,
  A: IMPACT,
  E: { X: 1, H: 1, F: 0.97, P: 0.94, U: 0.91 },
  RL: { X: 1, U: 1, W: 0.97, T: 0.96, O: 0.95 },
  RC: { X: 1, C: 1, R: 0.96, U: 0.92 },
  CR: REQUIREMENT,
  IR: REQUIREMENT,
  AR: REQUIREMENT,
}
const PRIVILEGES_CHANGED: Weights = { N: 0.85, L: 0.68, H: 0.5 }

const TEMPORAL = ['E', 'RL', 'RC']
const ENVIRONMENTAL = ['CR', 'IR', 'AR', 'MAV', 'MAC', 'MPR', 'MUI', 'MS', 'MC', 'MI', 'MA']

export function scoreV3(version: '3.0' | '3.1', metrics: Metrics): { base: number; temporal?: number; environmental?: number } {
  const roundUp = version === '3.1' ? roundUp31 : roundUp30
  const isDefined = (name: string): boolean => (metrics[name] ?? 'X') !== 'X'
  const weight = (name: string): number => WEIGHTS[name]?.[metrics[name] ?? 'X'] ?? 0
  const temporalFactor = weight('E') * weight('RL') * weight('RC')

  // §7.1
  const base = subScores(metrics, version, false)
  const baseScore = base.impact <= 0 ? 0 : roundUp(Math.min((base.changed ? 1.08 : 1) * (base.impact + base.exploitability), 10))

  // §7.3
  const own = subScores(metrics, version, true)
  const inner = roundUp(Math.min((own.changed ? 1.08 : 1) * (own.impact + own.exploitability), 10))
  const environmental = own.impact <= 0 ? 0 : roundUp(inner * temporalFactor)
  return {
    base: baseScore,
    // §7.2
    ...(TEMPORAL.some(isDefined) ? { temporal: roundUp(baseScore * temporalFactor) } : {}),
    ...(ENVIRONMENTAL.some(isDefined) ? { environmental } : {}),
  }
}

interface SubScores {
  readonly impact: number
  readonly exploitability: number
  readonly changed: boolean
}

function subScores(metrics: Metrics, version: '3.0' | '3.1', modified: boolean): SubScores {
  // A modified metric that is not defined has the value of its base metric.
  const valueOf = (name: string): string => {
    const own = modified ? (metrics[`M${name}`] ?? 'X') : 'X'
    return own === 'X' ? (metrics[name] ?? 'X') : own
  }
  const weight = (name: string): number => WEIGHTS[name]?.[valueOf(name)] ?? 0
  const requirement = (name: string): number => (modified ? (REQUIREMENT[metrics[name] ?? 'X'] ?? 1) : 1)
  const changed = valueOf('S') === 'C'
  const loss = 1 - (1 - weight('C') * requirement('CR')) * (1 - weight('I') * requirement('IR')) * (1 - weight('A') * requirement('AR'))
  const base = modified ? Math.min(loss, 0.915) : loss
  const privileges = changed ? (PRIVILEGES_CHANGED[valueOf('PR')] ?? 0) : weight('PR')
  // §7.3 of v3.1 changed the last term of the modified impact; v3.0 has the one of the base score.
  const last = modified && version === '3.1' ? 3.25 * (base * 0.9731 - 0.02) ** 13 : 3.25 * (base - 0.02) ** 15
  return {
    impact: changed ? 7.52 * (base - 0.029) - last : 6.42 * base,
    exploitability: 8.22 * weight('AV') * weight('AC') * privileges * weight('UI'),
    changed,
  }
}

// v3.0 §7: the smallest number, to one decimal place, that is equal to or higher than its input.
function roundUp30(value: number): number {
  return Math.ceil(value * 10 - 1e-9) / 10
}

// v3.1 Appendix A, in whole numbers.
function roundUp31(value: number): number {
  const whole = Math.round(value * 100_000)
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10
}
