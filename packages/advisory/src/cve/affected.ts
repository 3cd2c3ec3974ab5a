/** `affected` of a CNA container: products by vendor and name, versions and ranges with their status. */
import type { CveProduct, CveVersion } from '@openaccord/vulns'
import { listProducts, type Listed } from '../draft/products.ts'
import type { Draft, Release, Statement, Vulnerability } from '../draft/types.ts'
import { present, some, type Losses } from '../losses.ts'
import { packageUrl, readPurl } from '../packages.ts'
import { spansOf, type Span } from '../ranges.ts'

const STATUS: Readonly<Record<Statement['state'], CveVersion['status']>> = { affected: 'affected', fixed: 'unaffected', 'not-affected': 'unaffected', investigating: 'unknown' }

interface Entry {
  readonly vendor: string
  readonly product: string
  readonly packageURL: string | undefined
  readonly cpes: Set<string>
  readonly versions: CveVersion[]
}

export function affectedOf(draft: Draft, one: Vulnerability, path: string, losses: Losses): CveProduct[] {
  const listed = listProducts(draft)
  losses.add('/products', 'the product tree with its IDs, file hashes and names', 'CVE has vendor, product, package URL, CPE and versions')
  losses.add(`${path}/statements`, 'what tells fixed from not affected, and why', 'CVE knows affected, unaffected and unknown')
  const entries = new Map<string, Entry>()
  const others: CveProduct[] = []
  for (const statement of one.statements) {
    const product = listed.get(statement.product)
    if (product?.release === undefined) others.push({ vendor: draft.head.publisher.name, product: product?.name ?? statement.product, defaultStatus: STATUS[statement.state] })
    else addRelease(product, product.release, statement, entries, losses)
  }
  return [...[...entries.values()].map(print), ...others]
}

function addRelease({ path, product = '', vendor = '' }: Listed, release: Release, { state }: Statement, entries: Map<string, Entry>, losses: Losses): void {
  const purl = readPurl(release.purl)
  const packageURL = purl === undefined ? undefined : packageUrl(purl)
  const key = JSON.stringify([vendor, product, packageURL])
  const entry = entries.get(key) ?? { vendor, product, packageURL, cpes: new Set<string>(), versions: [] }
  entries.set(key, entry)
  if (release.cpe !== undefined) entry.cpes.add(release.cpe)
  entry.versions.push(...versionsOf(release, STATUS[state], `${path}/range`, losses))
}

function print({ cpes, packageURL, product, vendor, versions }: Entry): CveProduct {
  return present({ vendor, product, packageURL, cpes: some([...cpes]), defaultStatus: 'unknown' as const, versions })
}

/** Names that the format's documents use for orders of versions; the others go by the name VERS has for them. */
const TYPES: Readonly<Record<string, string>> = { pypi: 'python', deb: 'dpkg', gem: 'rubygems', npm: 'semver', golang: 'semver', cargo: 'semver' }

function versionsOf({ range, version, words }: Release, status: CveVersion['status'], path: string, losses: Losses): CveVersion[] {
  if (range === undefined) return [{ version: version ?? words ?? '', status }]
  const { points, scheme, spans, without } = spansOf(range)
  if (without.length > 0) losses.add(path, 'versions that are left out of the range', 'CVE has ranges without holes')
  const versionType = scheme === 'all' ? 'custom' : (TYPES[scheme] ?? scheme)
  return [...spans.map((span) => spanVersion(span, versionType, status, path, losses)), ...points.map((point) => ({ version: point, status }))]
}

function spanVersion({ high, low }: Span, versionType: string, status: CveVersion['status'], path: string, losses: Losses): CveVersion {
  if (low?.isIn === false) losses.add(path, `that ${low.version} itself is not in the range`, 'CVE has ranges that begin with a version')
  const start = { version: low?.version ?? '0', status, versionType }
  if (high === undefined) return { ...start, lessThan: '*' }
  return high.isIn ? { ...start, lessThanOrEqual: high.version } : { ...start, lessThan: high.version }
}
