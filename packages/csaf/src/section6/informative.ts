/** Tests 6.3.1 to 6.3.11, the informative ones. Three of them need the world outside; without it they say so. */
import { quote } from '../error.ts'
import { hashesOf } from './products.ts'
import { eachId, inner, placesIn, textOf, type Reading } from './reading.ts'
import { test, type ReportFinding, type Services, type Silence } from './test.ts'
import { textsIn } from './texts.ts'
import { urlsIn, type UrlPlace } from './urls.ts'

// 6.3.1
export const onlyCvss2 = test('6.3.1', 'Use of CVSS v2 as the only Scoring System', ({ vulnerabilities }, report) => {
  for (const { scores } of vulnerabilities) {
    const hasNewer = new Set<string>()
    for (const score of scores) if (score.value['cvss_v3'] !== undefined) eachId(score.products, (id) => void hasNewer.add(id))
    for (const score of scores) {
      const { path, value } = score
      const products = score.products.ids
      if (value['cvss_v2'] === undefined || value['cvss_v3'] !== undefined) continue
      if (products.length > 0 && products.every((id) => typeof id === 'string' && hasNewer.has(id))) continue
      report(path, 'has CVSS v2 as the only scoring system', 'add a score of CVSS v3.1')
    }
  }
})

// 6.3.2
export const oldCvss3 = test('6.3.2', 'Use of CVSS v3.0', ({ vulnerabilities }, report) => {
  for (const { path, value } of vulnerabilities.flatMap(({ scores }) => scores)) {
    const v3 = inner(value, 'cvss_v3')
    if (v3['version'] === '3.0' || (textOf(v3, 'vectorString') ?? '').startsWith('CVSS:3.0')) report(`${path}/cvss_v3`, 'is of CVSS v3.0', 'use CVSS v3.1')
  }
})

// 6.3.3
export const missingCve = test('6.3.3', 'Missing CVE', ({ vulnerabilities }, report) => {
  for (const { path, value } of vulnerabilities) if (value['cve'] === undefined) report(`${path}/cve`, 'is missing', 'ask a CVE numbering authority for an ID')
})

// 6.3.4
export const missingCwe = test('6.3.4', 'Missing CWE', ({ vulnerabilities }, report) => {
  for (const { path, value } of vulnerabilities) if (value['cwe'] === undefined) report(`${path}/cwe`, 'is missing', 'say which weakness it is')
})

// 6.3.5: 64 hexadecimal digits are 256 bits.
export const shortHash = test('6.3.5', 'Use of Short Hash', (reading, report) => {
  for (const hashes of hashesOf(reading)) {
    for (const { path, value } of placesIn(hashes.value, 'file_hashes', hashes.path)) {
      const hash = textOf(value, 'value')
      if (hash !== undefined && hash.length < 64) report(`${path}/value`, `has ${hash.length} digits, fewer than 64`, 'use sha256 or longer')
    }
  }
})

// 6.3.6
export const urlsResolve = test('6.3.6', 'Use of non-self referencing URLs Failing to Resolve', (reading, report, services) => {
  return reportUnresolved(urlsIn(reading).filter(({ self }) => !self), report, services)
})

// 6.3.7
export const selfUrlsResolve = test('6.3.7', 'Use of self referencing URLs Failing to Resolve', (reading, report, services) => {
  return reportUnresolved(urlsIn(reading).filter(({ self }) => self), report, services)
})

function reportUnresolved(urls: readonly UrlPlace[], report: ReportFinding, { resolved }: Services): Silence | undefined {
  for (const { path, url } of urls) {
    if (resolved?.get(url) === false) report(path, `is ${quote(url)}, which was not answered with a status from 200 to 399`, 'correct the URL')
  }
  const open = urls.filter(({ url }) => resolved?.get(url) === undefined)
  if (open.length === 0) return undefined
  return { state: 'not-run', reason: `${open.length} of ${urls.length} URLs were not asked; this package asks no one, pass what they answered as resolved` }
}

// 6.3.8
export const spelling = test('6.3.8', 'Spell check', (reading, report, { misspelt }) => {
  const lang = textOf(reading.document, 'lang')
  if (lang === undefined) return { state: 'skipped', reason: 'the document does not say its language' }
  if (misspelt === undefined) return { state: 'not-run', reason: 'it needs a dictionary; pass one as misspelt' }
  for (const { path, text } of textsIn(reading.root)) {
    const words = misspelt(text, lang)
    if (words.length > 0) report(path, `has words that the dictionary of ${lang} does not know: ${words.slice(0, 10).map(quote).join(', ')}`, 'correct them, or add them to the dictionary')
  }
  return undefined
})

// 6.3.9
export const branchCategories = test('6.3.9', 'Branch Categories', ({ products }, report) => {
  for (const { branch, path } of products) {
    if (branch !== undefined && branch.ordered < 3) report(path, 'does not lie under branches of vendor, product_name and product_version, in that order', 'add the missing branch, or put them in that order')
  }
})

// 6.3.10
export const usesRange = test('6.3.10', 'Usage of Product Version Range', ({ branches }, report) => {
  for (const { category, path } of branches) if (category === 'product_version_range') report(`${path}/category`, 'is product_version_range', 'list the versions, where they can be counted')
})

// 6.3.11
export const versionIndicator = test('6.3.11', 'Usage of V as Version Indicator', ({ branches }: Reading, report) => {
  for (const { category, name, path } of branches) {
    if (category === 'product_version' && /^v[0-9]/i.test(name)) report(`${path}/name`, `is ${quote(name)}`, `write ${quote(name.slice(1))}`)
  }
})
