/** Requirements 7 to 17 of §7.1: how one finds the provider, its folders and its feeds. */
import type { Finding } from '../error.ts'
import { compareInstants, parseInstant } from '../instants.ts'
import { readJsonObject } from '../json.ts'
import { inner, textOf } from '../section6/reading.ts'
import { parseChanges, parseIndex } from './listings.ts'
import { requirement, type NotRun, type ReportSite } from './requirement.ts'
import { validateRolieCategories, validateRolieService } from './rolie.ts'
import { attempt, type SiteDocument, type SiteReading } from './site.ts'

// 7.1.7
export const providerMetadata = requirement(7, 'provider-metadata.json', ({ metadata, problem, site }, report) => {
  if (metadata === undefined) report(site.providerMetadataUrl, problem, 'publish provider metadata by its schema')
})

// 7.1.8
export const securityTxt = requirement(8, 'security.txt', ({ metadata, site }, report) => {
  const url = [`https://${site.domain}/.well-known/security.txt`, `https://${site.domain}/security.txt`].find((one) => site.files.has(one))
  if (url === undefined) return report(`https://${site.domain}/.well-known/security.txt`, 'is not there', 'publish one with a CSAF field')
  const fields = securityTxtUrls(site.files.get(url) ?? '')
  if (fields.length === 0) report(url, 'has no CSAF field', `add CSAF: ${site.providerMetadataUrl}`)
  for (const field of fields) if (!field.startsWith('https://')) report(url, `has the CSAF field ${field}, which is not https`, 'give an https URL')
  if (fields.length > 0 && !fields.includes(site.providerMetadataUrl) && !fields.includes(metadata?.canonical_url ?? '')) report(url, 'does not point to this provider-metadata.json', `add CSAF: ${site.providerMetadataUrl}`)
  // "If one of the URLs fulfills requirement 9, this MUST be used as the first CSAF entry."
  if (fields.slice(1).includes(wellKnownUrl(site.domain))) report(url, 'has the well-known URL after another', 'put it first')
  return undefined
})

/** The CSAF fields of a security.txt (RFC 9116), in their order. */
export function securityTxtUrls(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^csaf:[ \t]*(\S+)[ \t]*$/i.exec(line)
    return match === null ? [] : [match[1] ?? '']
  })
}

/** Where §7.1.9 has the provider metadata of a domain. */
export function wellKnownUrl(domain: string): string {
  return `https://${domain}/.well-known/csaf/provider-metadata.json`
}

// 7.1.9
export const wellKnown = requirement(9, 'Well-known URL for provider-metadata.json', ({ site }, report) => {
  const url = wellKnownUrl(site.domain)
  const text = site.files.get(url)
  if (text === undefined) report(url, 'is not there', 'serve the provider metadata there, without a redirect')
  else if (text !== site.files.get(site.providerMetadataUrl)) report(url, 'is not the provider metadata of this provider', 'serve the same file')
})

// 7.1.10
export const dnsPath = requirement(10, 'DNS path', () => 'dns-not-asked')

const trackingText = ({ value }: SiteDocument, name: string): string | undefined => textOf(inner(inner(value ?? {}, 'document'), 'tracking'), name)

// 7.1.11
export const yearFolders = requirement(11, 'One folder per year', ({ directories, documents }, report) => {
  if (directories.length === 0) return 'no-directory'
  for (const document of documents) {
    const year = trackingText(document, 'initial_release_date')?.slice(0, 4)
    const folder = document.path?.slice(0, 4)
    if (folder !== undefined && year !== undefined && folder !== year) report(document.url, `lies in the folder ${folder}; its initial release was in ${year}`, `move it to ${year}/`)
  }
  return undefined
})

function inDirectory({ documents }: SiteReading, directory: string): Map<string, SiteDocument> {
  return new Map(documents.flatMap((one) => (one.path !== undefined && one.url === directory + one.path ? [[one.path, one]] : [])))
}

// 7.1.12
export const indexTxt = requirement(12, 'index.txt', (reading, report) => {
  if (reading.directories.length === 0) return 'no-directory'
  for (const directory of reading.directories) {
    const url = `${directory}index.txt`
    const text = reading.site.files.get(url)
    const [listed, problem] = text === undefined ? [undefined, 'is not there'] : attempt(() => parseIndex(text))
    if (listed === undefined) report(url, problem, 'list every document of the folder, one path on a line')
    else compareLists(url, new Set(listed), inDirectory(reading, directory), report)
  }
  return undefined
})

function compareLists(url: string, listed: ReadonlySet<string>, found: ReadonlyMap<string, SiteDocument>, report: ReportSite): void {
  for (const path of found.keys()) if (!listed.has(path)) report(url, `does not list ${path}`, 'add it')
  for (const path of listed) if (!found.has(path)) report(url, `lists ${path}, which is not there`, 'remove it, or publish the document')
}

// 7.1.13
export const changesCsv = requirement(13, 'changes.csv', (reading, report) => {
  if (reading.directories.length === 0) return 'no-directory'
  for (const directory of reading.directories) {
    const url = `${directory}changes.csv`
    const text = reading.site.files.get(url)
    const [rows, problem] = text === undefined ? [undefined, 'is not there'] : attempt(() => parseChanges(text))
    if (rows === undefined) {
      report(url, problem, 'list every document with its current release date, the latest first')
      continue
    }
    const found = inDirectory(reading, directory)
    compareLists(url, new Set(rows.map(({ path }) => path)), found, report)
    for (const { date, path } of rows) {
      const document = found.get(path)
      const [stated, actual] = [parseInstant(date), parseInstant((document && trackingText(document, 'current_release_date')) ?? '')]
      if (stated !== undefined && actual !== undefined && compareInstants(stated, actual) !== 0) report(url, `gives ${path} the date ${date}, not its current release date`, 'write the current release date')
    }
  }
  return undefined
})

// 7.1.14
export const directoryListings = requirement(14, 'Directory listings', ({ directories }) => (directories.length === 0 ? 'no-directory' : 'listings-not-asked'))

// 7.1.15
export const rolieFeeds = requirement(15, 'ROLIE feed', ({ documents, feeds }, report) => {
  if (feeds.length === 0) return 'no-feed'
  if (!feeds.some(({ label }) => ['WHITE', 'GREEN', 'UNLABELED'].includes(label))) report(feeds[0]?.url ?? '', 'is a feed, and there is none for TLP:WHITE, TLP:GREEN or unlabelled documents', 'add one of them')
  const listed = new Map<string, Set<string>>()
  for (const { feed, label, problem, url } of feeds) {
    if (feed === undefined) report(url, problem, 'publish a ROLIE feed by RFC 8322')
    const sources = listed.get(label) ?? new Set()
    listed.set(label, sources)
    for (const { content } of feed?.feed.entry ?? []) sources.add(content.src)
  }
  for (const { label, url } of documents) {
    if (listed.get(label)?.has(url) !== true) report(url, `is ${label} and not in a feed of that label`, 'add an entry to the feed')
    for (const [other, sources] of listed) if (other !== label && sources.has(url)) report(url, `is ${label} and in the feed of ${other}`, 'remove the entry')
  }
  return undefined
})

// 7.1.16
export const rolieService = requirement(16, 'ROLIE service document', (reading, report) => {
  const urls = (reading.metadata?.distributions ?? []).flatMap(({ rolie }) => rolie?.services ?? [])
  return checkFiles(reading, urls, validateRolieService, report)
})

// 7.1.17
export const rolieCategory = requirement(17, 'ROLIE category document', (reading, report) => {
  const urls = (reading.metadata?.distributions ?? []).flatMap(({ rolie }) => rolie?.categories ?? [])
  return checkFiles(reading, urls, validateRolieCategories, report)
})

// Both kinds are optional; what is named is there and has its shape.
function checkFiles({ feeds, site }: SiteReading, urls: readonly string[], validate: (value: unknown) => Finding[], report: ReportSite): NotRun | undefined {
  for (const url of urls) {
    const text = site.files.get(url)
    const [value, problem] = text === undefined ? [undefined, 'is not there'] : attempt(() => readJsonObject(text, 'the file'))
    if (value === undefined) report(url, problem, 'publish it')
    for (const finding of value === undefined ? [] : validate(value)) report(url, `${finding.path} ${finding.message}`, finding.fix)
  }
  return feeds.length === 0 ? 'no-feed' : undefined
}
