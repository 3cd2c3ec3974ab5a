/**
 * Section 6 of CSAF 2.0 in its order: 43 mandatory, 20 optional, 11 informative tests; conformance clauses 14 (basic
 * validator), 15 (extended) and 16 (full). Everything is computed here; what lies outside comes in as `Services`.
 */
import type { Finding } from '../error.ts'
import { csaf } from '../document/schema.ts'
import { readJsonObject, type JsonLimits } from '../json.ts'
import { checkShape } from '../shape.ts'
import * as cvss from './cvss.ts'
import * as document from './document.ts'
import * as informative from './informative.ts'
import * as optional from './optional.ts'
import * as products from './products.ts'
import * as profiles from './profiles.ts'
import * as revisions from './revisions.ts'
import { readDocument, type Reading } from './reading.ts'
import type { Section6Test, Services, TestGroup, TestResult } from './test.ts'
import { urlsIn, type UrlPlace } from './urls.ts'

/** Every test, in the order of the specification. */
export const TESTS: readonly Section6Test[] = [
  products.missingProduct, products.multipleProducts, products.circularProducts, products.missingGroup,
  products.multipleGroups, products.contradictingStatus, products.multipleScores,
  cvss.invalidCvss, cvss.wrongComputation, cvss.inconsistentCvss,
  document.cwe, document.language, document.purl,
  revisions.sortedHistory, document.translator, revisions.latestVersion, revisions.draftStatus,
  revisions.releasedHistory, revisions.preReleaseHistory, revisions.nonDraftVersion, revisions.missingRevision,
  revisions.multipleRevisions, document.multipleCve, document.multipleInvolvements, products.multipleHashes,
  document.prohibitedCategory,
  profiles.documentNotes, profiles.documentReferences, profiles.noVulnerabilities, profiles.productTree,
  profiles.vulnerabilityNotes, profiles.productStatus, profiles.vexStatus, profiles.vulnerabilityId,
  profiles.impactStatement, profiles.actionStatement, profiles.vulnerabilities,
  document.translation, products.remediationWithoutProduct, revisions.mixedVersioning, products.rangeInVersion,
  products.flagWithoutProduct, products.multipleFlags,
  optional.unusedProduct, optional.missingRemediation, optional.missingScore, optional.buildMetadata,
  optional.olderInitialRelease, optional.olderCurrentRelease, optional.involvementWithoutDate, optional.onlyMd5,
  optional.onlySha1, optional.missingTlp, optional.missingCanonicalUrl, optional.missingLanguage, optional.sorting,
  optional.privateLanguage, optional.defaultLanguage, optional.missingHelper, optional.cveInIds,
  optional.rangeWithoutVers, optional.scoreOfFixed, optional.additionalProperties,
  informative.onlyCvss2, informative.oldCvss3, informative.missingCve, informative.missingCwe, informative.shortHash,
  informative.urlsResolve, informative.selfUrlsResolve, informative.spelling, informative.branchCategories,
  informative.usesRange, informative.versionIndicator,
]

export interface ValidationOptions extends Services {
  /** Which groups to run: `basic` mandatory, `extended` optional too, `full` all. `full` unless told. */
  readonly mode?: 'basic' | 'extended' | 'full'
}

export interface Validation {
  /** The schema and every mandatory test passed. */
  readonly valid: boolean
  /** What the schema says, at most 200 findings. */
  readonly schema: readonly Finding[]
  readonly tests: readonly TestResult[]
}

/** The most findings that one test keeps. */
export const MAX_TEST_FINDINGS = 100

const LEVELS: Readonly<Record<TestGroup, Finding['level']>> = { mandatory: 'error', optional: 'warning', informative: 'information' }
const MODES = { basic: ['mandatory'], extended: ['mandatory', 'optional'], full: ['mandatory', 'optional', 'informative'] }

/**
 * Checks a document, finished or a draft, by the schema and by the tests of section 6. It takes any value and throws
 * nothing: what lacks its shape is named in `schema`, and the tests look at the rest.
 */
export function validateCsaf(value: unknown, { mode = 'full', ...services }: ValidationOptions = {}): Validation {
  const { findings: schema, unknown } = checkShape(csaf, value)
  const reading = readDocument(value, unknown)
  const tests = TESTS.filter(({ group }) => MODES[mode].includes(group)).map((test) => runTest(test, reading, services))
  return { valid: schema.length === 0 && !tests.some(({ group, state }) => group === 'mandatory' && state === 'failed'), schema, tests }
}

/** The same for a JSON text, in one go. Throws `bad-json`, `too-large`; a document that breaks rules is answered. */
export function validateCsafText(source: string, options: ValidationOptions = {}, limits?: JsonLimits): Validation {
  return validateCsaf(readJsonObject(source, 'a CSAF document', limits), options)
}

function runTest({ group, id, run, title }: Section6Test, reading: Reading, services: Services): TestResult {
  const findings: Finding[] = []
  let more = 0
  const silence = run(
    reading,
    (path, message, fix) => {
      if (findings.length < MAX_TEST_FINDINGS) findings.push({ level: LEVELS[group], path: typeof path === 'string' ? path : path(), rule: id, message, fix })
      else more++
    },
    services,
  )
  const state = findings.length > 0 ? 'failed' : (silence?.state ?? 'passed')
  return { id, title, group, state, findings, more, ...(silence === undefined ? {} : { reason: silence.reason }) }
}

/** Every URL of a document, for those who ask them and pass `resolved`. They come from a stranger: ask with care. */
export function urlsOf(value: unknown): UrlPlace[] {
  return urlsIn(readDocument(value))
}
