/** Tests 6.1.27.1 to 6.1.27.11: what the profiles of section 4 ask for, each for the categories that it names. */
import { quote } from '../error.ts'
import { coverage } from './coverage.ts'
import { eachId, idPath, placesIn, type Place, type Reading } from './reading.ts'
import { profileTest, type ReportFinding } from './test.ts'

const INFORMATIVE = ['csaf_informational_advisory', 'csaf_security_incident_response']
const ADVISORY = ['csaf_security_advisory', 'csaf_vex']
const VEX = ['csaf_vex']

// 6.1.27.1
export const documentNotes = profileTest('6.1.27.1', 'Document Notes', INFORMATIVE, ({ document }, report) => {
  const wanted = ['description', 'details', 'general', 'summary']
  if (placesIn(document, 'notes', '/document').some(({ value }) => wanted.some((category) => value['category'] === category))) return
  report('/document/notes', `has no note of the category ${wanted.join(', ')}`, 'add one')
})

// 6.1.27.2: a reference without a category is external.
export const documentReferences = profileTest('6.1.27.2', 'Document References', INFORMATIVE, ({ document }, report) => {
  if (placesIn(document, 'references', '/document').some(({ value }) => (value['category'] ?? 'external') === 'external')) return
  report('/document/references', 'has no reference of the category external', 'add one')
})

// 6.1.27.3
export const noVulnerabilities = profileTest('6.1.27.3', 'Vulnerabilities', ['csaf_informational_advisory'], ({ root }, report) => {
  if (root['vulnerabilities'] !== undefined) report('/vulnerabilities', 'stands in an informational advisory', 'remove it, or use the category csaf_base')
})

// 6.1.27.4
export const productTree = profileTest('6.1.27.4', 'Product Tree', ADVISORY, ({ root }, report) => {
  if (root['product_tree'] === undefined) report('/product_tree', 'is missing', 'add the products')
})

// 6.1.27.5
export const vulnerabilityNotes = profileTest('6.1.27.5', 'Vulnerability Notes', ADVISORY, ({ vulnerabilities }, report) => {
  reportMissing(vulnerabilities, 'notes', report)
})

// 6.1.27.6
export const productStatus = profileTest('6.1.27.6', 'Product Status', ['csaf_security_advisory'], ({ vulnerabilities }, report) => {
  reportMissing(vulnerabilities, 'product_status', report)
})

function reportMissing(places: readonly Place[], name: string, report: ReportFinding): void {
  for (const { value, path } of places) if (value[name] === undefined) report(`${path}/${name}`, 'is missing', `add ${name}`)
}

// 6.1.27.7
export const vexStatus = profileTest('6.1.27.7', 'VEX Product Status', VEX, ({ vulnerabilities }, report) => {
  const wanted = ['fixed', 'known_affected', 'known_not_affected', 'under_investigation']
  for (const { status, path } of vulnerabilities) {
    if (!wanted.some((name) => status.has(name))) report(`${path}/product_status`, `has none of ${wanted.join(', ')}`, 'say of at least one product how it stands')
  }
})

// 6.1.27.8
export const vulnerabilityId = profileTest('6.1.27.8', 'Vulnerability ID', VEX, ({ vulnerabilities }, report) => {
  for (const { value, path } of vulnerabilities) {
    if (value['cve'] === undefined && value['ids'] === undefined) report(path, 'has neither cve nor ids', 'add one of the two')
  }
})

// 6.1.27.9
export const impactStatement = profileTest('6.1.27.9', 'Impact Statement', VEX, (reading, report) => {
  for (const { flags, status, threats } of reading.vulnerabilities) {
    const items = [...flags, ...threats.filter(({ value }) => value['category'] === 'impact')]
    reportUncovered(reading, status, ['known_not_affected'], items, 'has no flag and no threat of the category impact', 'say why it is not affected', report)
  }
})

// 6.1.27.10
export const actionStatement = profileTest('6.1.27.10', 'Action Statement', VEX, (reading, report) => {
  for (const { remediations, status } of reading.vulnerabilities) {
    reportUncovered(reading, status, ['known_affected'], remediations, 'has no remediation', 'say what to do about it', report)
  }
})

/** Reports every product of a status that none of the items is about. */
export function reportUncovered(
  reading: Reading,
  status: Reading['vulnerabilities'][number]['status'],
  names: readonly string[],
  items: readonly Place[],
  message: string,
  fix: string,
  report: ReportFinding,
): void {
  const isCovered = coverage(reading, items)
  for (const name of names) {
    const list = status.get(name)
    if (list === undefined) continue
    eachId(list, (id, at) => {
      if (!isCovered(id)) report(idPath(list, at), `${quote(id)} ${message}`, fix)
    })
  }
}

// 6.1.27.11
export const vulnerabilities = profileTest('6.1.27.11', 'Vulnerabilities', ADVISORY, ({ root }, report) => {
  if (root['vulnerabilities'] === undefined) report('/vulnerabilities', 'is missing', 'add the vulnerabilities')
})
