/**
 * The metrics of CVSS v2.0 and v3.x in vectors and in FIRST's JSON schemas (cvss-v2.0.json, cvss-v3.0.json,
 * cvss-v3.1.json), which CSAF 2.0 refers to. Order of the metrics is that of the specifications.
 */

export interface CvssMetric {
  /** In a vector: `AV`. */
  readonly key: string
  /** In JSON: `attackVector`. */
  readonly property: string
  /** Value in a vector → value in JSON. */
  readonly values: Readonly<Record<string, string>>
  readonly base: boolean
}

export interface CvssRules {
  readonly versions: readonly string[]
  readonly metrics: readonly CvssMetric[]
  /** Every property that the JSON schema defines. */
  readonly fields: readonly string[]
  readonly required: readonly string[]
  readonly scores: readonly string[]
  readonly severities: readonly string[]
  readonly byKey: ReadonlyMap<string, CvssMetric>
  /** The values that a property may have, for those that have a list. */
  readonly allowed: ReadonlyMap<string, readonly string[]>
}

type Row = readonly [key: string, property: string, values: Readonly<Record<string, string>>]

function rules(versions: readonly string[], base: readonly Row[], rest: readonly Row[], severities: readonly string[]): CvssRules {
  const metric = (isBase: boolean) => ([key, property, values]: Row): CvssMetric => ({ key, property, values, base: isBase })
  const metrics = [...base.map(metric(true)), ...rest.map(metric(false))]
  const scores = ['baseScore', 'temporalScore', 'environmentalScore']
  return {
    versions,
    metrics,
    fields: ['version', 'vectorString', ...scores, ...severities, ...metrics.map(({ property }) => property)],
    required: ['version', 'vectorString', 'baseScore', ...severities.slice(0, 1)],
    scores,
    severities,
    byKey: new Map(metrics.map((one) => [one.key, one])),
    allowed: new Map([
      ['version', versions],
      ...severities.map((name): [string, readonly string[]] => [name, ['NONE', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']]),
      ...metrics.map(({ property, values }): [string, readonly string[]] => [property, Object.values(values)]),
    ]),
  }
}

const IMPACT_2 = { N: 'NONE', P: 'PARTIAL', C: 'COMPLETE' }
const REQUIREMENT_2 = { L: 'LOW', M: 'MEDIUM', H: 'HIGH', ND: 'NOT_DEFINED' }

export const CVSS_V2 = rules(
  ['2.0'],
  [
    ['AV', 'accessVector', { N: 'NETWORK', A: 'ADJACENT_NETWORK', L: 'LOCAL' }],
    ['AC', 'accessComplexity', { H: 'HIGH', M: 'MEDIUM', L: 'LOW' }],
    ['Au', 'authentication', { M: 'MULTIPLE', S: 'SINGLE', N: 'NONE' }],
    ['C', 'confidentialityImpact', IMPACT_2],
    ['I', 'integrityImpact', IMPACT_2],
    ['A', 'availabilityImpact', IMPACT_2],
  ],
  [
    ['E', 'exploitability', { U: 'UNPROVEN', POC: 'PROOF_OF_CONCEPT', F: 'FUNCTIONAL', H: 'HIGH', ND: 'NOT_DEFINED' }],
    ['RL', 'remediationLevel', { OF: 'OFFICIAL_FIX', TF: 'TEMPORARY_FIX', W: 'WORKAROUND', U: 'UNAVAILABLE', ND: 'NOT_DEFINED' }],
    ['RC', 'reportConfidence', { UC: 'UNCONFIRMED', UR: 'UNCORROBORATED', C: 'CONFIRMED', ND: 'NOT_DEFINED' }],
    ['CDP', 'collateralDamagePotential', { N: 'NONE', L: 'LOW', LM: 'LOW_MEDIUM', MH: 'MEDIUM_HIGH', H: 'HIGH', ND: 'NOT_DEFINED' }],
    ['TD', 'targetDistribution', { N: 'NONE', L: 'LOW', M: 'MEDIUM', H: 'HIGH', ND: 'NOT_DEFINED' }],
    ['CR', 'confidentialityRequirement', REQUIREMENT_2],
    ['IR', 'integrityRequirement', REQUIREMENT_2],
    ['AR', 'availabilityRequirement', REQUIREMENT_2],
  ],
  [],
)

const X = { X: 'NOT_DEFINED' }
const VECTOR = { N: 'NETWORK', A: 'ADJACENT_NETWORK', L: 'LOCAL', P: 'PHYSICAL' }
const COMPLEXITY = { L: 'LOW', H: 'HIGH' }
const DEGREE = { N: 'NONE', L: 'LOW', H: 'HIGH' }
const INTERACTION = { N: 'NONE', R: 'REQUIRED' }
const SCOPE = { U: 'UNCHANGED', C: 'CHANGED' }
const REQUIREMENT = { L: 'LOW', M: 'MEDIUM', H: 'HIGH', ...X }

export const CVSS_V3 = rules(
  ['3.0', '3.1'],
  [
    ['AV', 'attackVector', VECTOR],
    ['AC', 'attackComplexity', COMPLEXITY],
    ['PR', 'privilegesRequired', DEGREE],
    ['UI', 'userInteraction', INTERACTION],
    ['S', 'scope', SCOPE],
    ['C', 'confidentialityImpact', DEGREE],
    ['I', 'integrityImpact', DEGREE],
    ['A', 'availabilityImpact', DEGREE],
  ],
  [
    ['E', 'exploitCodeMaturity', { U: 'UNPROVEN', P: 'PROOF_OF_CONCEPT', F: 'FUNCTIONAL', H: 'HIGH', ...X }],
    ['RL', 'remediationLevel', { O: 'OFFICIAL_FIX', T: 'TEMPORARY_FIX', W: 'WORKAROUND', U: 'UNAVAILABLE', ...X }],
    ['RC', 'reportConfidence', { U: 'UNKNOWN', R: 'REASONABLE', C: 'CONFIRMED', ...X }],
    ['CR', 'confidentialityRequirement', REQUIREMENT],
    ['IR', 'integrityRequirement', REQUIREMENT],
    ['AR', 'availabilityRequirement', REQUIREMENT],
    ['MAV', 'modifiedAttackVector', { ...VECTOR, ...X }],
    ['MAC', 'modifiedAttackComplexity', { ...COMPLEXITY, ...X }],
    ['MPR', 'modifiedPrivilegesRequired', { ...DEGREE, ...X }],
    ['MUI', 'modifiedUserInteraction', { ...INTERACTION, ...X }],
    ['MS', 'modifiedScope', { ...SCOPE, ...X }],
    ['MC', 'modifiedConfidentialityImpact', { ...DEGREE, ...X }],
    ['MI', 'modifiedIntegrityImpact', { ...DEGREE, ...X }],
    ['MA', 'modifiedAvailabilityImpact', { ...DEGREE, ...X }],
  ],
  ['baseSeverity', 'temporalSeverity', 'environmentalSeverity'],
)
