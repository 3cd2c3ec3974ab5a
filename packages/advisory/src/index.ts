/** One advisory, every format: CSAF 2.0 and 2.1, CVE, OSV, OpenVEX, CycloneDX VEX, plain words. Pure: no I/O of its own. */
export type { Exported, ExportOptions, Imported, Loss } from './convert.ts'
export { asDraft, assureDraft, checkDraft, MAX_DRAFT_LENGTH, normalizeDraft, parseDraft, printDraft, readDraft } from './draft/draft.ts'
export { listProducts, meantBy, productsOf, type Listed } from './draft/products.ts'
export * from './draft/types.ts'
export { AdvisoryError, type AdvisoryErrorCode, type Finding } from './error.ts'
