/**
 * The status of a version by one entry of `affected`: cve-schema, docs/versions.md, "Version Status Decision Algorithm".
 */
import { isVersionScheme, versionScheme } from '../versions/schemes.ts'
import type { VersionScheme } from '../versions/scheme.ts'
import type { CveProduct, CveVersion } from './cna.ts'

/** What the format calls the orders of versions, as our schemes. `custom` and `git` have none. */
const SCHEME_OF: Readonly<Record<string, string>> = { python: 'pypi', dpkg: 'deb', go: 'golang', rubygems: 'gem', date: 'datetime' }

/** `affected`, `unaffected` or `unknown`: the first entry that holds the version decides, else `defaultStatus`. */
export function cveVersionStatus(product: CveProduct, version: string): CveVersion['status'] {
  for (const entry of product.versions ?? []) {
    const status = statusBy(entry, version)
    if (status !== undefined) return status
  }
  return product.defaultStatus ?? 'unknown'
}

function statusBy(entry: CveVersion, version: string): CveVersion['status'] | undefined {
  const { lessThan, lessThanOrEqual } = entry
  const end = lessThan ?? lessThanOrEqual
  const scheme = schemeOf(entry.versionType)
  if (end === undefined) return entry.version === version || isEqual(scheme, entry.version, version) ? entry.status : undefined
  // An order that is not known, or a version it does not have: the range cannot say no, so nothing after it may.
  if (scheme === undefined || !scheme.isValid(version)) return entry.version === version ? entry.status : 'unknown'
  if (entry.version !== '0' && !scheme.isValid(entry.version)) return 'unknown'
  if (entry.version !== '0' && scheme.compare(version, entry.version) < 0) return undefined
  if (end !== '*') {
    if (!scheme.isValid(end)) return 'unknown'
    const order = scheme.compare(version, end)
    if (order > 0 || (order === 0 && lessThan !== undefined)) return undefined
  }
  const changes = (entry.changes ?? []).filter(({ at }) => scheme.isValid(at)).toSorted((a, b) => scheme.compare(a.at, b.at))
  return changes.findLast(({ at }) => scheme.compare(at, version) <= 0)?.status ?? entry.status
}

function isEqual(scheme: VersionScheme | undefined, a: string, b: string): boolean {
  return scheme !== undefined && scheme.isValid(a) && scheme.isValid(b) && scheme.compare(a, b) === 0
}

function schemeOf(versionType: string | undefined): VersionScheme | undefined {
  const type = versionType?.toLowerCase() ?? ''
  const name = Object.hasOwn(SCHEME_OF, type) ? (SCHEME_OF[type] ?? '') : type
  return isVersionScheme(name) && name !== 'generic' ? versionScheme(name) : undefined
}
