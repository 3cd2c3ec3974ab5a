/** An OSV record (format 1.7) from one vulnerability of a draft. OSV speaks of packages that are affected, and of their fixes. */
import { parseCvss, schemeOfEcosystem, type Osv, type OsvAffected, type OsvRange } from '@openaccord/vulns'
import type { Exported, ExportOptions } from '../convert.ts'
import { aboutOne } from '../draft/draft.ts'
import { listProducts } from '../draft/products.ts'
import type { Credit, Draft, Head, Reference, ReferenceKind, Vulnerability } from '../draft/types.ts'
import { collectLosses, present, some, type Losses } from '../losses.ts'
import { loseFields, loseHead, loseOthers } from '../lost.ts'
import { osvPackage, packageUrl, readPurl } from '../packages.ts'
import { spansOf, type Span } from '../ranges.ts'

export interface OsvOptions extends ExportOptions {
  /** Which vulnerability; the first unless told. */
  readonly vulnerability?: number
}

const FORMAT = 'OSV'
const HEAD = ['id', 'title', 'withdrawn', 'references', 'credits']
const FIELDS = ['cve', 'ids', 'title', 'description', 'weaknesses', 'scores', 'statements', 'references', 'credits']

/** The record's ID: the advisory's, with a number where it has several vulnerabilities. */
export function osvId({ head, vulnerabilities }: Draft, at: number): string {
  return vulnerabilities.length === 1 ? head.id : `${head.id}-${at + 1}`
}

/** Throws `bad-draft` when the draft is not finished, `nothing-to-say` when it has no such vulnerability. */
export function toOsv(given: Draft, options: OsvOptions = {}): Exported<Osv> {
  const { draft, at, one } = aboutOne(given, options, 'an OSV record')
  const losses = collectLosses()
  const path = `/vulnerabilities/${at}`
  const { head } = draft
  loseOthers(draft, at, FORMAT, losses)
  loseHead(draft, HEAD, FORMAT, losses)
  loseFields(one, path, FIELDS, FORMAT, losses)
  if (draft.vulnerabilities.length > 1) losses.add('/head/id', 'the ID of the advisory', 'the record has its own')
  losses.add('/head/title', 'the title of the advisory', 'the record has the title of the vulnerability, or this one where it has none')
  if (head.withdrawn !== undefined) {
    losses.add('/head/withdrawn/reason', 'why it is withdrawn', 'OSV says when, not why')
    if (head.withdrawn.replacedBy !== undefined) losses.add('/head/withdrawn/replacedBy', 'what replaces it', 'OSV has no field for it')
  }
  const document: Osv = present({
    schema_version: '1.7.0',
    id: osvId(draft, at),
    modified: head.revisions.at(-1)?.at ?? '',
    published: head.revisions[0]?.at,
    withdrawn: head.withdrawn?.at,
    aliases: some(aliasesOf(one, osvId(draft, at), path, losses)),
    summary: one.title ?? head.title,
    details: one.description,
    severity: some(severityOf(one, path, losses)),
    affected: some(affectedOf(draft, one, path, losses)),
    references: some(referencesOf(head, one, path, losses)),
    credits: some([...creditsOf(one.credits, path, losses), ...creditsOf(head.credits, '/head', losses)]),
    database_specific: (one.weaknesses ?? []).length === 0 ? undefined : { cwe_ids: one.weaknesses },
  })
  return { document, losses: losses.list }
}

/** IDs of other databases, by their form. */
const OTHER_ID = /^(?:CVE|GHSA|GO|PYSEC|RUSTSEC|OSV|DSA|USN|RHSA|MAL|GSD)-/

function aliasesOf({ cve, ids = [] }: Vulnerability, own: string, path: string, losses: Losses): string[] {
  for (const [at, { id }] of ids.entries()) losses.add(`${path}/ids/${at}${OTHER_ID.test(id) ? '/system' : ''}`, 'an ID of a tracker', 'OSV takes IDs of databases, without their names')
  return [...new Set([...(cve === undefined ? [] : [cve]), ...ids.map(({ id }) => id).filter((id) => OTHER_ID.test(id))])].filter((id) => id !== own)
}

function severityOf({ scores = [] }: Vulnerability, path: string, losses: Losses): { type: string; score: string }[] {
  return scores.map(({ products, vector }, at) => {
    if (products !== undefined) losses.add(`${path}/scores/${at}/products`, 'for which products the score is', 'OSV gives scores to the vulnerability')
    return { type: `CVSS_V${parseCvss(vector).version.slice(0, 1)}`, score: vector }
  })
}

interface Entry {
  readonly package: { readonly ecosystem: string; readonly name: string; readonly purl: string }
  readonly ranges: OsvRange[]
  readonly versions: string[]
}

function affectedOf(draft: Draft, one: Vulnerability, path: string, losses: Losses): OsvAffected[] {
  const listed = listProducts(draft)
  losses.add('/products', 'vendors, products and their names', 'OSV has packages of ecosystems')
  const entries = new Map<string, Entry>()
  for (const [at, statement] of one.statements.entries()) {
    const here = `${path}/statements/${at}`
    losses.add(`${here}/product`, 'the ID of the product', 'OSV has none')
    const { release, relationship } = listed.get(statement.product) ?? {}
    const purl = readPurl(release?.purl)
    const named = purl === undefined ? undefined : osvPackage(purl)
    if (statement.state !== 'affected') losses.add(here, `that ${statement.product} is ${statement.state}`, 'OSV lists what is affected')
    else if (named === undefined || purl === undefined || release === undefined) losses.add(here, `that ${statement.product} is affected`, relationship === undefined ? 'OSV needs a package URL of an ecosystem that it knows' : 'OSV has no relationships')
    else if (release.words !== undefined) losses.add(here, `that ${statement.product} is affected`, 'OSV has no ranges in words')
    else {
      for (const name of ['because', 'marks'] as const) if (statement[name] !== undefined) losses.add(`${here}/${name}`, name, 'OSV has no field for it')
      const entry = entries.get(packageUrl(purl)) ?? { package: { ...named, purl: packageUrl(purl) }, ranges: [], versions: [] }
      entries.set(entry.package.purl, entry)
      if (release.version !== undefined) entry.versions.push(release.version)
      if (release.range !== undefined) addRange(entry, release.range, here, losses)
    }
  }
  losses.add(`${path}/statements`, 'which products are which', 'OSV has packages with their ranges')
  return [...entries.values()].map(({ ranges, versions, ...rest }) => present({ ...rest, ranges: some(ranges), versions: some([...new Set(versions)]) }))
}

function addRange(entry: Entry, range: string, path: string, losses: Losses): void {
  const { points, spans, without } = spansOf(range)
  if (without.length > 0) losses.add(path, 'versions that are left out of the range', 'OSV has ranges without holes')
  entry.versions.push(...points)
  for (const span of spans) entry.ranges.push({ type: typeOf(span, entry.package.ecosystem), events: eventsOf(span, path, losses) })
}

const SEMVER = new Set(['npm', 'Go', 'crates.io', 'Hex', 'Pub', 'SwiftURL', 'Julia'])

function typeOf({ high, low }: Span, ecosystem: string): 'SEMVER' | 'ECOSYSTEM' {
  const scheme = schemeOfEcosystem(ecosystem)
  const isValid = [high, low].every((bound) => bound === undefined || scheme?.isValid(bound.version) === true)
  return SEMVER.has(ecosystem) && isValid ? 'SEMVER' : 'ECOSYSTEM'
}

function eventsOf({ high, low }: Span, path: string, losses: Losses): OsvRange['events'] {
  if (low?.isIn === false) losses.add(path, `that ${low.version} itself is not in the range`, 'OSV has ranges that begin with a version')
  const end = high === undefined ? [] : [high.isIn ? { last_affected: high.version } : { fixed: high.version }]
  return [{ introduced: low?.version ?? '0' }, ...end]
}

const TYPES: Readonly<Record<ReferenceKind, string>> = { self: 'ADVISORY', advisory: 'ADVISORY', fix: 'FIX', report: 'REPORT', article: 'ARTICLE', evidence: 'EVIDENCE', package: 'PACKAGE', web: 'WEB' }

function referencesOf(head: Head, one: Vulnerability, path: string, losses: Losses): { type: string; url: string }[] {
  if ((head.references ?? []).length > 0) losses.add('/head/references', 'that they are the advisory’s, not the vulnerability’s', 'OSV has one list')
  return (one.references ?? []).map((reference, at) => referenceOf(reference, `${path}/references/${at}`, losses)).concat((head.references ?? []).map((reference, at) => referenceOf(reference, `/head/references/${at}`, losses)))
}

function referenceOf({ kind = 'web', url }: Reference, path: string, losses: Losses): { type: string; url: string } {
  losses.add(`${path}/summary`, 'what it is about', 'OSV has the address and a type')
  if (kind === 'self') losses.add(`${path}/kind`, 'that it is the advisory itself', 'OSV knows advisories in general')
  return { type: TYPES[kind], url }
}

function creditsOf(credits: readonly Credit[] = [], path: string, losses: Losses): object[] {
  return credits.map(({ name, organization, role, summary, url }, at) => {
    if (path === '/head' || organization !== undefined) losses.add(`${path}/credits/${at}`, 'name and organization apart', 'OSV has one name, with the vulnerability')
    if (summary !== undefined) losses.add(`${path}/credits/${at}/summary`, 'for what', 'OSV has no field for it')
    const whole = name === undefined ? (organization ?? '') : organization === undefined ? name : `${name} (${organization})`
    return present({ name: whole, contact: url === undefined ? undefined : [url], type: role?.replaceAll('-', '_').toUpperCase() })
  })
}
