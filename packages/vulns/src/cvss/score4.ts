/** CVSS v4.0 scores: specification §8, "CVSS v4.0 Scoring using MacroVectors and Interpolation". */
import { DEPTH, HIGHEST, MACROVECTOR_SCORES, SEVERITY_ORDER } from './macrovectors.ts'

type Metrics = Readonly<Record<string, string>>
type Levels = readonly [eq1: number, eq2: number, eq3: number, eq4: number, eq5: number, eq6: number]

/** The score and the MacroVector it comes from. */
export function scoreV4(metrics: Metrics): { score: number; macroVector: string } {
  const value = (name: string): string => effective(metrics, name)
  const levels = levelsOf(value)
  const macroVector = levels.join('')
  // §8.1: no impact at all
  if (['VC', 'VI', 'VA', 'SC', 'SI', 'SA'].every((name) => value(name) === 'N')) return { score: 0, macroVector }
  const own = MACROVECTOR_SCORES.get(macroVector) ?? 0
  const [eq1, eq2, eq3, eq4, eq5, eq6] = levels

  // §8.4 step 1: for each class, the way to the next lower MacroVector, and how far on that way this vector stands
  const parts = [
    { lower: scoreAt(eq1 + 1, eq2, eq3, eq4, eq5, eq6), key: `1:${eq1}` },
    { lower: scoreAt(eq1, eq2 + 1, eq3, eq4, eq5, eq6), key: `2:${eq2}` },
    { lower: lowerOf36(levels), key: `36:${eq3}${eq6}` },
    { lower: scoreAt(eq1, eq2, eq3, eq4 + 1, eq5, eq6), key: `4:${eq4}` },
    { lower: scoreAt(eq1, eq2, eq3, eq4, eq5 + 1, eq6), key: undefined }, // EQ5 has one vector a level: no distance
  ]
  let sum = 0
  let count = 0
  for (const { lower, key } of parts) {
    if (lower === undefined) continue
    count++
    if (key !== undefined) sum += ((own - lower) * distance(value, HIGHEST[key] ?? [])) / (DEPTH[key] ?? 1)
  }
  // step 2 and 3: less the mean, to one decimal; the small addition undoes what binary fractions take away
  const score = Math.min(10, Math.max(0, count === 0 ? own : own - sum / count))
  return { score: Math.round((score + 1e-6) * 10) / 10, macroVector }
}

// §7, table 23: a modified metric overrides its base metric; what is not defined is taken at its worst.
function effective(metrics: Metrics, name: string): string {
  const modified = metrics[`M${name}`] ?? 'X'
  if (modified !== 'X') return modified
  const own = metrics[name] ?? 'X'
  if (own !== 'X') return own
  return name === 'E' ? 'A' : name === 'CR' || name === 'IR' || name === 'AR' ? 'H' : own
}

// §8.2, tables 24 to 29
function levelsOf(value: (name: string) => string): Levels {
  const is = (name: string, wanted: string): boolean => value(name) === wanted
  const open = [is('AV', 'N'), is('PR', 'N'), is('UI', 'N')]
  const eq1 = open.every(Boolean) ? 0 : open.some(Boolean) && !is('AV', 'P') ? 1 : 2
  const eq2 = is('AC', 'L') && is('AT', 'N') ? 0 : 1
  const eq3 = is('VC', 'H') && is('VI', 'H') ? 0 : is('VC', 'H') || is('VI', 'H') || is('VA', 'H') ? 1 : 2
  const eq4 = is('SI', 'S') || is('SA', 'S') ? 0 : is('SC', 'H') || is('SI', 'H') || is('SA', 'H') ? 1 : 2
  const eq5 = is('E', 'A') ? 0 : is('E', 'P') ? 1 : 2
  const eq6 = ['C', 'I', 'A'].some((letter) => is(`${letter}R`, 'H') && is(`V${letter}`, 'H')) ? 0 : 1
  return [eq1, eq2, eq3, eq4, eq5, eq6]
}

function scoreAt(...levels: Levels): number | undefined {
  return MACROVECTOR_SCORES.get(levels.join(''))
}

// EQ3 and EQ6 together: 00 has two ways down, of which the higher counts; 01 → 11, 10 → 11, 11 → 21.
function lowerOf36([eq1, eq2, eq3, eq4, eq5, eq6]: Levels): number | undefined {
  if (eq3 === 0 && eq6 === 0) {
    return Math.max(scoreAt(eq1, eq2, 0, eq4, eq5, 1) ?? 0, scoreAt(eq1, eq2, 1, eq4, eq5, 0) ?? 0)
  }
  return eq3 === 1 && eq6 === 0 ? scoreAt(eq1, eq2, 1, eq4, eq5, 1) : scoreAt(eq1, eq2, eq3 + 1, eq4, eq5, eq6)
}

// The steps from the first vector of highest severity that is at least as severe in each metric.
function distance(value: (name: string) => string, highest: readonly string[]): number {
  for (const vector of highest) {
    const steps = vector.split('/').map((field) => {
      const [name = '', top = ''] = field.split(':')
      const order = SEVERITY_ORDER[name] ?? ''
      return order.indexOf(value(name)) - order.indexOf(top)
    })
    if (steps.every((step) => step >= 0)) return steps.reduce((sum, step) => sum + step, 0)
  }
  return 0
}
