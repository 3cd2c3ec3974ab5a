/** CSAF 2.0: documents, the tests of section 6, and distribution. Pure: no I/O of its own. */
export { CsafError, type CsafErrorCode, type Finding } from './error.ts'
export { asCsaf, parseCsaf, printCsaf, sortKeys, validateSchema } from './document/csaf.ts'
export type * from './document/types.ts'
export type { JsonLimits } from './json.ts'
export type { Services, Section6Test, TestGroup, TestResult } from './section6/test.ts'
export type { UrlPlace } from './section6/urls.ts'
export { MAX_TEST_FINDINGS, TESTS, urlsOf, validateCsaf, type Validation, type ValidationOptions } from './section6/validate.ts'
export { documentFileName, documentPath, yearFolder } from './distribution/names.ts'
