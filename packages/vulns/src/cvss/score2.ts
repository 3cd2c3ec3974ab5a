/** CVSS v2.0 scores: "A Complete Guide to the Common Vulnerability Scoring System Version 2.0", §3.2. */

type Metrics = Readonly<Record<string, string>>
type Weights = Readonly<Record<string, number>>

const IMPACT: Weights = { N: 0, P: 0.275, C: 0.66 }
const REQUIREMENT: Weights = { L: 0.5, M: 1, H: 1.51, ND: 1 }
const WEIGHTS: Readonly<Record<string, Weights>> = {
  AV: { L: 0.395, A: 0.646, N: 1 },
  AC: { H: 0.35, M: 0.61, L: 0.71 },
  Au: { M: 0.45, S: 0.56, N: 0.704 },
  C: IMPACT,
  I: IMPACT,
  A: IMPACT,
  E: { U: 0.85, POC: 0.9, F: 0.95, H: 1, ND: 1 },
  RL: { OF: 0.87, TF: 0.9, W: 0.95, U: 1, ND: 1 },
  RC: { UC: 0.9, UR: 0.95, C: 1, ND: 1 },
  CDP: { N: 0, L: 0.1, LM: 0.3, MH: 0.4, H: 0.5, ND: 0 },
  TD: { N: 0, L: 0.25, M: 0.75, H: 1, ND: 1 },
  CR: REQUIREMENT,
  IR: REQUIREMENT,
  AR: REQUIREMENT,
}

const TEMPORAL = ['E', 'RL', 'RC']
const ENVIRONMENTAL = ['CDP', 'TD', 'CR', 'IR', 'AR']

export function scoreV2(metrics: Metrics): { base: number; temporal?: number; environmental?: number } {
  const weight = (name: string): number => WEIGHTS[name]?.[metrics[name] ?? 'ND'] ?? 0
  const isDefined = (name: string): boolean => (metrics[name] ?? 'ND') !== 'ND'
  const temporalFactor = weight('E') * weight('RL') * weight('RC')

  // §3.2.1
  const exploitability = 20 * weight('AV') * weight('AC') * weight('Au')
  const baseOf = (impact: number): number => round((0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176))
  const base = baseOf(impactOf(weight('C'), weight('I'), weight('A')))

  // §3.2.3: the base score again with the adjusted impact
  const adjusted = impactOf(weight('C') * weight('CR'), weight('I') * weight('IR'), weight('A') * weight('AR'))
  const adjustedTemporal = round(baseOf(Math.min(10, adjusted)) * temporalFactor)
  const environmental = round((adjustedTemporal + (10 - adjustedTemporal) * weight('CDP')) * weight('TD'))
  return {
    base,
    // §3.2.2
    ...(TEMPORAL.some(isDefined) ? { temporal: round(base * temporalFactor) } : {}),
    ...(ENVIRONMENTAL.some(isDefined) ? { environmental } : {}),
  }
}

function impactOf(c: number, i: number, a: number): number {
  return 10.41 * (1 - (1 - c) * (1 - i) * (1 - a))
}

// round_to_1_decimal: half up, in decimal; the small addition undoes what binary fractions take away.
function round(value: number): number {
  return Math.max(0, Math.round((value + 1e-9) * 10) / 10)
}
