/**
 * What several fields of a draft must agree on, so that every format can be made of it. The rules of CSAF (§6.1 of 2.0
 * and 2.1) are kept here in the draft's own words, and those of CVE, OSV and OpenVEX beside them.
 */
import { judgeLanguageTag } from '@openaccord/csaf'
import { pointer, type Report } from '../shape.ts'
import { checkProducts } from './rules-products.ts'
import { checkVulnerabilities } from './rules-vulnerabilities.ts'
import type { Draft } from './types.ts'

/** Everything that is wrong between the fields of a draft whose shape is right. */
export function checkRules(draft: Draft, report: Report): void {
  checkLanguage(draft, report)
  checkRevisions(draft, report)
  checkKind(draft, report)
  checkProducts(draft, report)
  checkVulnerabilities(draft, report)
}

function checkLanguage({ head }: Draft, report: Report): void {
  const { language, translatedFrom, publisher } = head
  for (const [path, tag] of [['/head/language', language], ['/head/translatedFrom', translatedFrom]] as const) {
    const wrong = tag === undefined ? undefined : judgeLanguageTag(tag)
    if (wrong !== undefined) report(path, 'language', `is "${tag}"; it ${wrong}`, 'write a registered language such as en, nl or pt-BR')
  }
  if (translatedFrom?.toLowerCase() === language.toLowerCase()) {
    report('/head/translatedFrom', 'language', 'is the language of the advisory itself', 'remove it, or say from which language it was translated')
  }
  if (publisher.category === 'translator' && translatedFrom === undefined) {
    report('/head/translatedFrom', 'translator', 'is missing; the publisher is a translator', 'say from which language it was translated')
  }
}

function checkRevisions({ head }: Draft, report: Report): void {
  const { revisions, state, withdrawn } = head
  const parts = revisions.map(({ number }) => number.split('.').map(Number))
  for (const [at, { number, at: instant }] of revisions.entries()) {
    const path = pointer('/head/revisions', at)
    const [own = [], before] = [parts[at], parts[at - 1]]
    const [major = 0] = own
    const [previous = major] = before ?? []
    if (own.length !== parts[0]?.length) report(`${path}/number`, 'revision-scheme', `is ${number}; the first is ${revisions[0]?.number}`, 'use whole numbers everywhere, or versions such as 1.0.0 everywhere')
    if (before === undefined && major > 1) report(`${path}/number`, 'revision-first', `is ${number}`, 'begin with 1')
    if (before !== undefined && compare(before, own) >= 0) report(`${path}/number`, 'revision-order', `is ${number}, after ${revisions[at - 1]?.number}`, 'give each revision a higher number than the one before')
    else if (major > previous + 1) report(`${path}/number`, 'revision-gap', `is ${number}, after ${revisions[at - 1]?.number}`, 'add the revisions between the two')
    if (major === 0 && state !== 'draft') report(`${path}/number`, 'revision-draft', `is ${number} in an advisory that is ${state}`, 'remove the revisions from before the release')
    if (at > 0 && Date.parse(instant) <= Date.parse(revisions[at - 1]?.at ?? '')) report(`${path}/at`, 'revision-time', 'is not later than the revision before', 'correct one of the two times')
  }
  if (withdrawn === undefined) return
  if (revisions.length < 2) report('/head/revisions', 'withdrawal', 'has one revision only; a withdrawal is a revision of what was published', 'add the revision that withdraws it')
  if (Date.parse(withdrawn.at) !== Date.parse(revisions.at(-1)?.at ?? '')) report('/head/withdrawn/at', 'withdrawal', 'is not the time of the last revision', `write ${revisions.at(-1)?.at}`)
  if (state !== 'final') report('/head/state', 'withdrawal', `is ${state}; what is withdrawn was published`, 'write final')
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((part, at) => part - (b[at] ?? 0)).find((order) => order !== 0) ?? 0
}

function checkKind({ head, products, vulnerabilities }: Draft, report: Report): void {
  if (head.kind !== 'notice') {
    if (vulnerabilities.length === 0) report('/vulnerabilities', 'kind', `is empty in an advisory of the kind ${head.kind}`, 'add a vulnerability, or make it a notice')
    if (products.vendors.length === 0) report('/products/vendors', 'kind', 'is empty', 'add the vendor, its product and a release')
    return
  }
  if (vulnerabilities.length > 0) report('/vulnerabilities', 'kind', 'stands in a notice', 'make it an advisory, or remove the vulnerabilities')
  if (!(head.notes ?? []).some(({ kind }) => ['description', 'details', 'general', 'summary'].includes(kind)) && head.audiences === undefined) {
    report('/head/notes', 'kind', 'has nothing that says what the notice is about', 'add a note of the kind description, details, general or summary')
  }
  if (!(head.references ?? []).some(({ kind }) => kind !== 'self')) report('/head/references', 'kind', 'leads nowhere else', 'add a reference to what the notice is about')
}
