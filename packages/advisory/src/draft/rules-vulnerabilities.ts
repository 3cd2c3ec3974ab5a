/** Rules of the vulnerabilities: names, statements, scores, remedies, times. */
import { cweName } from '@openaccord/csaf'
import { parseCvss, VulnsError } from '@openaccord/vulns'
import { pointer, type Report } from '../shape.ts'
import { listProducts, meantBy, productsOf } from './products.ts'
import type { Draft, Remedy, RemedyKind, Statement, Vulnerability } from './types.ts'

export function checkVulnerabilities(draft: Draft, report: Report): void {
  const products = listProducts(draft)
  const seen = new Map<string, string>()
  for (const [at, vulnerability] of draft.vulnerabilities.entries()) {
    const path = pointer('/vulnerabilities', at)
    const { cve, ids = [], weaknesses = [] } = vulnerability
    const first = cve === undefined ? undefined : seen.get(cve)
    if (first !== undefined) report(`${path}/cve`, 'cve-once', `is ${cve}, which ${first} has too`, 'put both into one vulnerability, or correct the ID')
    if (cve !== undefined) seen.set(cve, path)
    if (draft.head.kind === 'vex' && cve === undefined && ids.length === 0) report(path, 'vulnerability-id', 'has neither cve nor ids', 'add one of the two')
    const named = new Set<string>()
    for (const [place, { system, id }] of ids.entries()) {
      const key = JSON.stringify([system, id])
      if (named.has(key)) report(pointer(path, 'ids', place), 'id-once', 'stands there already', 'remove one of the two')
      named.add(key)
    }
    for (const [place, id] of weaknesses.entries()) {
      if (cweName(id) === undefined) report(pointer(path, 'weaknesses', place), 'cwe', `is ${id}, which is no weakness of CWE 4.17`, 'use the ID of a weakness, not of a category or a view')
    }
    if (vulnerability.statements.length === 0) report(`${path}/statements`, 'statements', 'is empty', 'say of one product at least how it stands')
    checkReferences(vulnerability, products, path, report)
    checkStatements(vulnerability, path, report)
    checkScores(vulnerability, path, report)
    checkRemedies(vulnerability, path, report)
    checkTimes(draft, vulnerability, path, report)
  }
}

function checkReferences(vulnerability: Vulnerability, products: ReadonlyMap<string, unknown>, path: string, report: Report): void {
  const { statements, scores = [], remedies = [] } = vulnerability
  const check = (id: string, at: string): void => {
    if (!products.has(id)) report(at, 'product-defined', `is "${id}", which the product tree does not have`, 'add the release, or correct the ID')
  }
  for (const [at, { product }] of statements.entries()) check(product, pointer(path, 'statements', at, 'product'))
  for (const [list, items] of [['scores', scores], ['remedies', remedies]] as const) {
    for (const [at, item] of items.entries()) {
      for (const [place, id] of (item.products ?? []).entries()) check(id, pointer(path, list, at, 'products', place))
      if (item.products === undefined && meantBy(vulnerability, item).length === 0) report(pointer(path, list, at, 'products'), 'products', 'is missing, and no product is affected', 'say for which products it is')
    }
  }
}

const MARKS: Readonly<Record<Statement['state'], readonly string[]>> = {
  affected: ['first', 'last'],
  fixed: ['first', 'recommended'],
  'not-affected': ['recommended'],
  investigating: [],
}

function checkStatements(vulnerability: Vulnerability, path: string, report: Report): void {
  const { remedies = [], statements } = vulnerability
  const seen = new Set<string>()
  const remedied = new Set(remedies.flatMap((remedy) => meantBy(vulnerability, remedy)))
  for (const [at, { because, justification, marks = [], product, state }] of statements.entries()) {
    const here = pointer(path, 'statements', at)
    if (seen.has(product)) report(`${here}/product`, 'statement-once', `is "${product}", which has a statement already`, 'leave one of the two')
    seen.add(product)
    for (const [place, mark] of marks.entries()) {
      if (!MARKS[state].includes(mark)) report(pointer(here, 'marks', place), 'mark', `is ${mark}, and the product is ${state}`, `remove it; possible here: ${MARKS[state].join(', ') || 'none'}`)
    }
    if (state === 'not-affected' && justification === undefined && because === undefined) report(here, 'why-not', `does not say why "${product}" is not affected`, 'add justification or because')
    if (state !== 'not-affected' && justification !== undefined) report(`${here}/justification`, 'why-not', `is for products that are not affected; "${product}" is ${state}`, 'remove it, or correct the state')
    if (state === 'affected' && !remedied.has(product)) report(here, 'what-to-do', `"${product}" is affected, and no remedy is for it`, 'add a remedy; if there is nothing yet, one of the kind none-available')
  }
}

function checkScores(vulnerability: Vulnerability, path: string, report: Report): void {
  const seen = new Set<string>()
  for (const [at, score] of (vulnerability.scores ?? []).entries()) {
    const here = pointer(path, 'scores', at)
    let version: string
    try {
      version = parseCvss(score.vector).version
    } catch (error) {
      if (!(error instanceof VulnsError)) throw error
      report(`${here}/vector`, 'cvss', error.message, 'write a vector of CVSS 2.0, 3.0, 3.1 or 4.0')
      continue
    }
    for (const product of meantBy(vulnerability, score)) {
      const key = JSON.stringify([version, product])
      if (seen.has(key)) report(here, 'score-once', `gives "${product}" a second score of CVSS ${version}`, 'leave one score of each version for a product')
      seen.add(key)
    }
  }
}

/** CSAF 2.1 §3.2.4.14.1: which remedies cannot stand together for one product, … */
const APART: Readonly<Record<RemedyKind, readonly RemedyKind[]>> = {
  'none-available': ['fix', 'optional-fix', 'workaround', 'mitigation', 'no-fix-planned', 'fix-planned'],
  'no-fix-planned': ['fix', 'optional-fix', 'fix-planned', 'none-available'],
  'fix-planned': ['fix', 'optional-fix', 'no-fix-planned', 'none-available'],
  'optional-fix': ['fix', 'none-available', 'no-fix-planned', 'fix-planned'],
  fix: ['optional-fix', 'none-available', 'no-fix-planned', 'fix-planned'],
  workaround: ['none-available'],
  mitigation: ['none-available'],
}

/** … and which not with a status (6.1.36). */
const AGAINST: Readonly<Record<Statement['state'], readonly RemedyKind[]>> = {
  affected: [],
  investigating: [],
  fixed: ['none-available', 'fix-planned', 'no-fix-planned', 'fix', 'mitigation', 'workaround'],
  'not-affected': ['fix', 'mitigation', 'workaround', 'none-available'],
}

function checkRemedies(vulnerability: Vulnerability, path: string, report: Report): void {
  const kinds = new Map<string, Set<RemedyKind>>()
  const stateOf = new Map(vulnerability.statements.map(({ product, state }) => [product, state]))
  for (const [at, remedy] of (vulnerability.remedies ?? []).entries()) {
    const here = pointer(path, 'remedies', at)
    for (const product of meantBy(vulnerability, remedy)) {
      checkRemedy(remedy, product, stateOf.get(product), kinds.get(product) ?? new Set(), here, report)
      kinds.set(product, (kinds.get(product) ?? new Set()).add(remedy.kind))
    }
  }
  if (productsOf(vulnerability, 'affected').length > 0 && (vulnerability.scores ?? []).length === 0) {
    report(`${path}/scores`, 'score', 'is empty; a score helps to decide what comes first', 'add a CVSS vector', 'warning')
  }
}

function checkRemedy({ kind }: Remedy, product: string, state: Statement['state'] | undefined, others: ReadonlySet<RemedyKind>, path: string, report: Report): void {
  const other = APART[kind].find((one) => others.has(one))
  if (other !== undefined) report(path, 'remedies', `is ${kind} for "${product}", which has a remedy of the kind ${other} too`, 'leave one of the two')
  if (state !== undefined && AGAINST[state].includes(kind)) report(path, 'remedy-state', `is ${kind} for "${product}", which is ${state}`, 'name the affected products, or correct the statement')
}

function checkTimes({ head }: Draft, { disclosed, discovered, exploitation }: Vulnerability, path: string, report: Report): void {
  const last = head.revisions.at(-1)?.at ?? ''
  // CSAF 2.1, 6.1.45: what is public for everyone cannot be disclosed later.
  if (head.state !== 'draft' && head.tlp === 'CLEAR' && isLater(disclosed, last)) report(`${path}/disclosed`, 'disclosed', 'is later than the last revision', 'correct one of the two times')
  if (isLater(exploitation?.since, last)) report(`${path}/exploitation/since`, 'exploited', 'is later than the last revision', 'correct one of the two times')
  if (isLater(discovered, disclosed)) report(`${path}/discovered`, 'discovered', 'is later than its disclosure', 'correct one of the two times', 'warning')
}

function isLater(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && Date.parse(a) > Date.parse(b)
}
