/** Package URLs, version ranges, CVE records, OSV, OpenVEX, CVSS and SSVC. Pure: no I/O of its own. */
export * from './error.ts'
export * from './purl/purl.ts'
export { PURL_TYPES } from './purl/types.ts'
