/** CVSS scores: the equations of v2.0 (guide §3.2) and of v3.0 and v3.1 (specification §7, weights §7.4). */
import type { Vector } from './vector.ts'

export interface Scores {
  readonly base: number
  readonly temporal: number
  readonly environmental: number
}

type Weights = Readonly<Record<string, number>>

function weigher(tables: Readonly<Record<string, Weights>>, vector: Vector, undefinedValue: string): (key: string) => number {
  return (key) => tables[key]?.[vector[key] ?? undefinedValue] ?? 0
}

const IMPACT_2: Weights = { N: 0, P: 0.275, C: 0.66 }
const REQUIREMENT_2: Weights = { L: 0.5, M: 1, H: 1.51, ND: 1 }
const WEIGHTS_2: Readonly<Record<string, Weights>> = {
  AV: { L: 0.395, A: 0.646, N: 1 },
  AC: { H: 0.35, M: 0.61, L: 0.71 },
  Au: { M: 0.45, S: 0.56, N: 0.704 },
  C: IMPACT_2,
  I: IMPACT_2,
  A: IMPACT_2,
  E: { U: 0.85, POC: 0.9, F: 0.95, H: 1, ND: 1 },
  RL: { OF: 0.87, TF: 0.9, W: 0.95, U: 1, ND: 1 },
  RC: { UC: 0.9, UR: 0.95, C: 1, ND: 1 },
  CDP: { N: 0, L: 0.1, LM: 0.3, MH: 0.4, H: 0.5, ND: 0 },
  TD: { N: 0, L: 0.25, M: 0.75, H: 1, ND: 1 },
  CR: REQUIREMENT_2,
  IR: REQUIREMENT_2,
  AR: REQUIREMENT_2,
}

/** v2.0: every base metric is there. */
export function scoreV2(vector: Vector): Scores {
  const w = weigher(WEIGHTS_2, vector, 'ND')
  const impact = (c: number, i: number, a: number): number => 10.41 * (1 - (1 - w('C') * c) * (1 - w('I') * i) * (1 - w('A') * a))
  const exploitability = 20 * w('AV') * w('AC') * w('Au')
  const score = (of: number): number => nearest((0.6 * of + 0.4 * exploitability - 1.5) * (of === 0 ? 0 : 1.176))
  const factor = w('E') * w('RL') * w('RC')
  // §3.2.1, §3.2.2
  const base = score(impact(1, 1, 1))
  // §3.2.3: the base score again with the adjusted impact
  const adjusted = nearest(score(Math.min(10, impact(w('CR'), w('IR'), w('AR')))) * factor)
  return { base, temporal: nearest(base * factor), environmental: nearest((adjusted + (10 - adjusted) * w('CDP')) * w('TD')) }
}

// round_to_1_decimal: half up, in decimal; the small addition undoes what binary fractions take away.
function nearest(value: number): number {
  return Math.max(0, Math.round((value + 1e-9) * 10) / 10)
}

const IMPACT_3: Weights = { H: 0.56, L: 0.22, N: 0 }
const REQUIREMENT_3: Weights = { X: 1, H: 1.5, M: 1, L: 0.5 }
const WEIGHTS_3: Readonly<Record<string, Weights>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  UI: { N: 0.85, R: 0.62 },
  C: IMPACT_3,
  I: IMPACT_3,
  A: IMPACT_3,
  E: { X: 1, H: 1, F: 0.97, P: 0.94, U: 0.91 },
  RL: { X: 1, U: 1, W: 0.97, T: 0.96, O: 0.95 },
  RC: { X: 1, C: 1, R: 0.96, U: 0.92 },
  CR: REQUIREMENT_3,
  IR: REQUIREMENT_3,
  AR: REQUIREMENT_3,
}
/** Privileges weigh more when the scope changes. */
const PRIVILEGES_CHANGED: Weights = { N: 0.85, L: 0.68, H: 0.5 }

/** v3.0 and v3.1: every base metric is there. */
export function scoreV3(version: '3.0' | '3.1', vector: Vector): Scores {
  const roundUp = version === '3.1' ? roundUp31 : roundUp30
  const w = weigher(WEIGHTS_3, vector, 'X')
  const factor = w('E') * w('RL') * w('RC')
  // §7.1, §7.2
  const own = parts(version, vector, false)
  const base = own.impact <= 0 ? 0 : roundUp(Math.min(own.sum, 10))
  // §7.3
  const modified = parts(version, vector, true)
  return {
    base,
    temporal: roundUp(base * factor),
    environmental: modified.impact <= 0 ? 0 : roundUp(roundUp(Math.min(modified.sum, 10)) * factor),
  }
}

function parts(version: '3.0' | '3.1', vector: Vector, modified: boolean): { impact: number; sum: number } {
  // A modified metric that is not defined has the value of its base metric.
  const value = (key: string): string => {
    const own = modified ? (vector[`M${key}`] ?? 'X') : 'X'
    return own === 'X' ? (vector[key] ?? 'X') : own
  }
  const w = (key: string): number => WEIGHTS_3[key]?.[value(key)] ?? 0
  const requirement = (key: string): number => (modified ? (REQUIREMENT_3[vector[key] ?? 'X'] ?? 1) : 1)
  const changed = value('S') === 'C'
  const loss = 1 - (1 - w('C') * requirement('CR')) * (1 - w('I') * requirement('IR')) * (1 - w('A') * requirement('AR'))
  const iss = modified ? Math.min(loss, 0.915) : loss
  // v3.1 changed the last term of the modified impact only.
  const last = modified && version === '3.1' ? 3.25 * (iss * 0.9731 - 0.02) ** 13 : 3.25 * (iss - 0.02) ** 15
  const impact = changed ? 7.52 * (iss - 0.029) - last : 6.42 * iss
  const privileges = changed ? (PRIVILEGES_CHANGED[value('PR')] ?? 0) : w('PR')
  return { impact, sum: (changed ? 1.08 : 1) * (impact + 8.22 * w('AV') * w('AC') * privileges * w('UI')) }
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

/** v3.x §5. */
export function severity(score: number): string {
  if (score === 0) return 'NONE'
  return score < 4 ? 'LOW' : score < 7 ? 'MEDIUM' : score < 9 ? 'HIGH' : 'CRITICAL'
}
