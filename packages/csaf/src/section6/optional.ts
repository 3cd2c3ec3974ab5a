/** Tests 6.2.1 to 6.2.20, the optional ones: a document that fails is valid, and better not published so. */
import { quote } from '../error.ts'
import { compareInstants, parseInstant, type Instant } from '../instants.ts'
import { pointer } from '../shape.ts'
import { documentFileName } from '../distribution/names.ts'
import { privateSubtags } from '../registries/language-tags.ts'
import { languagesOf } from './document.ts'
import { hashesOf } from './products.ts'
import { reportUncovered } from './profiles.ts'
import { eachId, idPath, inner, placesIn, textOf, type Place, type Reading } from './reading.ts'
import { test, type ReportFinding } from './test.ts'

// 6.2.1
export const unusedProduct = test('6.2.1', 'Unused Definition of Product ID', ({ category, products, productReferences }, report) => {
  if (category === 'csaf_informational_advisory') return { state: 'skipped', reason: 'it is not for informational advisories' }
  const used = new Set<string>()
  for (const list of productReferences) eachId(list, (id) => void used.add(id))
  for (const { id, path } of products) {
    if (id !== undefined && !used.has(id)) report(`${path}/product_id`, `defines ${quote(id)}, which nothing refers to`, 'remove the product, or say how it stands')
  }
  return undefined
})

const AFFECTED = ['first_affected', 'known_affected', 'last_affected']

// 6.2.2
export const missingRemediation = test('6.2.2', 'Missing Remediation', (reading, report) => {
  for (const { remediations, status } of reading.vulnerabilities) {
    reportUncovered(reading, status, [...AFFECTED, 'under_investigation'], remediations, 'has no remediation', 'add one (none_available is one)', report)
  }
})

// 6.2.3
export const missingScore = test('6.2.3', 'Missing Score', ({ vulnerabilities }, report) => {
  for (const { scores, status } of vulnerabilities) {
    const scored = new Set<string>()
    for (const { products } of scores) eachId(products, (id) => void scored.add(id))
    for (const name of AFFECTED) {
      eachId(status.get(name) ?? { path: '', ids: [] }, (id, at, list) => {
        if (!scored.has(id)) report(idPath(list, at), `${quote(id)} has no score`, 'add a score for it')
      })
    }
  }
})

// 6.2.4
export const buildMetadata = test('6.2.4', 'Build Metadata in Revision History', ({ revisions }, report) => {
  for (const { path, version } of revisions) {
    if (version.build !== '') report(`${path}/number`, `has the build metadata ${quote(version.build)}`, 'remove it')
  }
})

// 6.2.5
export const olderInitialRelease = test('6.2.5', 'Older Initial Release Date than Revision History', ({ revisions, tracking }, report) => {
  reportOlder(tracking, 'initial_release_date', revisions[0]?.date, 'oldest', report)
})

// 6.2.6
export const olderCurrentRelease = test('6.2.6', 'Older Current Release Date than Revision History', ({ revisions, tracking }, report) => {
  reportOlder(tracking, 'current_release_date', revisions.at(-1)?.date, 'newest', report)
})

function reportOlder(tracking: Reading['tracking'], name: string, than: Instant | undefined, which: string, report: ReportFinding): void {
  const date = parseInstant(textOf(tracking, name) ?? '')
  if (date === undefined || than === undefined || compareInstants(date, than) >= 0) return
  report(`/document/tracking/${name}`, `is older than the ${which} item of the revision history`, 'correct one of the two dates')
}

// 6.2.7
export const involvementWithoutDate = test('6.2.7', 'Missing Date in Involvements', ({ vulnerabilities }, report) => {
  for (const { value, path } of vulnerabilities.flatMap(({ involvements }) => involvements)) {
    if (value['date'] === undefined) report(`${path}/date`, 'is missing', 'say when it was so')
  }
})

// 6.2.8
export const onlyMd5 = test('6.2.8', 'Use of MD5 as the only Hash Algorithm', (reading, report) => reportOnly(reading, 'md5', report))

// 6.2.9
export const onlySha1 = test('6.2.9', 'Use of SHA-1 as the only Hash Algorithm', (reading, report) => reportOnly(reading, 'sha1', report))

function reportOnly(reading: Reading, algorithm: string, report: ReportFinding): void {
  for (const hashes of hashesOf(reading)) {
    const used = placesIn(hashes.value, 'file_hashes', hashes.path).map(({ value }) => value['algorithm'])
    if (used.length > 0 && used.every((one) => one === algorithm)) report(`${hashes.path}/file_hashes`, `has hashes of ${algorithm} only`, 'add a hash of sha256, sha512 or sha3-512')
  }
}

// 6.2.10
export const missingTlp = test('6.2.10', 'Missing TLP label', ({ document }, report) => {
  const label = inner(inner(document, 'distribution'), 'tlp')['label']
  if (!['AMBER', 'GREEN', 'RED', 'WHITE'].includes(String(label))) report('/document/distribution/tlp/label', 'is missing', 'write AMBER, GREEN, RED or WHITE')
})

// 6.2.11
export const missingCanonicalUrl = test('6.2.11', 'Missing Canonical URL', ({ document, tracking }, report) => {
  const id = textOf(tracking, 'id') ?? ''
  const isCanonical = ({ value }: Place): boolean => {
    const url = textOf(value, 'url') ?? ''
    return value['category'] === 'self' && url.startsWith('https://') && url.endsWith(`/${documentFileName(id)}`)
  }
  if (id !== '' && placesIn(document, 'references', '/document').some(isCanonical)) return
  report('/document/references', 'has no canonical URL of the document', `add a reference of the category self to https://…/${id === '' ? '' : documentFileName(id)}`)
})

// 6.2.12
export const missingLanguage = test('6.2.12', 'Missing Document Language', ({ document }, report) => {
  if ((textOf(document, 'lang') ?? '') === '') report('/document/lang', 'is missing', 'say in which language the document is')
})

interface Step {
  readonly value: unknown
  readonly name: string | number
  readonly above: Step | undefined
}

function stepPath(step: Step): string {
  const names: (string | number)[] = []
  for (let here: Step | undefined = step; here?.above !== undefined; here = here.above) names.push(here.name)
  return names.reverse().reduce<string>(pointer, '')
}

// 6.2.13
export const sorting = test('6.2.13', 'Sorting', ({ root }, report) => {
  const open: Step[] = [{ value: root, name: '', above: undefined }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const here = next
    const { value } = here
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) {
      for (let at = 0; at < value.length; at++) if (typeof value[at] === 'object') open.push({ value: value[at], name: at, above: here })
      continue
    }
    let before = ''
    for (const name of Object.keys(value)) {
      if (name < before) report(() => pointer(stepPath(here), name), `stands after ${quote(before)}`, 'sort the keys alphabetically')
      before = name
      const item: unknown = Reflect.get(value, name)
      if (typeof item === 'object') open.push({ value: item, name, above: here })
    }
  }
})

// 6.2.14
export const privateLanguage = test('6.2.14', 'Use of Private Language', (reading, report) => {
  for (const [path, tag] of languagesOf(reading)) {
    const [subtag] = privateSubtags(tag)
    if (subtag !== undefined) report(path, `is ${quote(tag)}; ${quote(subtag)} is reserved for private use`, 'use registered subtags')
  }
})

// 6.2.15
export const defaultLanguage = test('6.2.15', 'Use of Default Language', (reading, report) => {
  for (const [path, tag] of languagesOf(reading)) {
    if (tag.toLowerCase() === 'i-default') report(path, 'is i-default', 'say which language it is')
  }
})

// 6.2.16
export const missingHelper = test('6.2.16', 'Missing Product Identification Helper', ({ products }, report) => {
  for (const { helper, path } of products) {
    if (helper === undefined) report(`${path}/product_identification_helper`, 'is missing', 'add a cpe, a purl, hashes or another way to recognise the product')
  }
})

// 6.2.17
export const cveInIds = test('6.2.17', 'CVE in field IDs', ({ vulnerabilities }, report) => {
  for (const { value, path } of vulnerabilities.flatMap((one) => placesIn(one.value, 'ids', one.path))) {
    const text = textOf(value, 'text') ?? ''
    if (/^CVE-[0-9]{4}-[0-9]{4,}$/.test(text)) report(`${path}/text`, `is ${quote(text)}, a CVE ID`, 'put it into cve')
  }
})

// 6.2.18
export const rangeWithoutVers = test('6.2.18', 'Product Version Range without vers', ({ branches }, report) => {
  for (const { category, name, path } of branches) {
    if (category !== 'product_version_range' || /^vers:[a-z.\-+][a-z0-9.\-+]*\/.+/.test(name)) continue
    report(`${path}/name`, `is ${quote(name)}, no version range specifier`, 'write it as vers:npm/>=1.0.0|<1.4.2')
  }
})

// 6.2.19
export const scoreOfFixed = test('6.2.19', 'CVSS for Fixed Products', ({ vulnerabilities }, report) => {
  for (const { scores, status } of vulnerabilities) {
    const fixed = new Set<string>()
    for (const name of ['first_fixed', 'fixed']) eachId(status.get(name) ?? { path: '', ids: [] }, (id) => void fixed.add(id))
    for (const score of scores) {
      if (score.cvss.every(({ value, scores: computed }) => value['environmentalScore'] === 0 || computed?.environmental === 0)) continue
      eachId(score.products, (id, at, list) => {
        if (fixed.has(id)) report(idPath(list, at), `${quote(id)} is fixed, and its score has no environmental score of 0`, 'set the modified impacts to NONE (v2: target distribution), or leave the product out')
      })
    }
  }
})

// 6.2.20
export const additionalProperties = test('6.2.20', 'Additional Properties', ({ unknown }, report) => {
  for (const path of unknown) report(path, 'is not defined by the schema', 'remove it, or keep it knowing that others will not read it')
})
