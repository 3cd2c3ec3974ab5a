/** A CycloneDX 1.6 document of vulnerabilities (VEX) from a draft, with the products it speaks of as components. */
import { parseCvss, scoreCvss, severityOf } from '@openaccord/vulns'
import type { Exported, ExportOptions } from '../convert.ts'
import { assureDraft, normalizeDraft } from '../draft/draft.ts'
import { listProducts, meantBy, versionWords, type Listed } from '../draft/products.ts'
import type { Credit, Draft, Justification, RemedyKind, Score, Statement, Vulnerability } from '../draft/types.ts'
import { AdvisoryError } from '../error.ts'
import { collectLosses, present, some, type Losses } from '../losses.ts'
import { loseFields, loseHead } from '../lost.ts'
import { groupStatements, iriOf, vulnerabilityNames, type Group } from '../vex.ts'

export interface CycloneDx {
  readonly bomFormat: 'CycloneDX'
  readonly specVersion: '1.6'
  readonly version: number
  readonly metadata: object
  readonly components: readonly object[]
  readonly vulnerabilities: readonly object[]
}

const FORMAT = 'CycloneDX'

/** Throws `bad-draft` when the draft is not finished, `nothing-to-say` for a notice. */
export function toCycloneDx(given: Draft, options: ExportOptions = {}): Exported<CycloneDx> {
  assureDraft(given)
  const draft = normalizeDraft(given)
  if (draft.vulnerabilities.length === 0) throw new AdvisoryError('nothing-to-say', 'the draft has no vulnerability; a CycloneDX VEX is about them')
  const losses = collectLosses()
  const { head } = draft
  const { generator } = options
  loseHead(draft, ['publisher', 'references', 'withdrawn'], FORMAT, losses)
  for (const name of Object.keys(head.publisher)) if (name !== 'name') losses.add(`/head/publisher/${name}`, `the publisher’s ${name}`, 'CycloneDX has its name')
  if (head.withdrawn !== undefined) losses.add('/head/withdrawn', 'why it is withdrawn, and by what replaced', 'CycloneDX says when it was rejected')
  if ((head.references ?? []).length > 0) losses.add('/head/references', 'what kinds of references they are', 'CycloneDX has advisories with title and address, for each vulnerability')
  losses.add('/products', 'the product tree', 'CycloneDX has components in a list')
  const names = vulnerabilityNames(draft)
  const document: CycloneDx = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: head.revisions.length,
    metadata: present({
      timestamp: head.revisions.at(-1)?.at,
      tools: generator === undefined ? undefined : { components: [present({ type: 'application', name: generator.name, version: generator.version })] },
      supplier: { name: head.publisher.name },
      properties: [{ name: 'advisory:id', value: head.id }, { name: 'advisory:title', value: head.title }],
    }),
    components: [...listProducts(draft).values()].map((one) => component(draft, one)),
    vulnerabilities: draft.vulnerabilities.flatMap((one, at) => vulnerabilitiesOf(draft, one, `/vulnerabilities/${at}`, names[at] ?? '', losses)),
  }
  return { document, losses: losses.list }
}

const HASHES: Readonly<Record<string, string>> = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512', 'sha3-256': 'SHA3-256', 'sha3-384': 'SHA3-384', 'sha3-512': 'SHA3-512' }

function component(draft: Draft, { id, name, product, relationship, release, vendor }: Listed): object {
  const [file, ...others] = (release ?? relationship)?.files ?? []
  const hashes = file === undefined || others.length > 0 ? [] : Object.entries(file.hashes).flatMap(([algorithm, content]) => (HASHES[algorithm] === undefined ? [] : [{ alg: HASHES[algorithm], content }]))
  return present({
    type: 'application',
    'bom-ref': iriOf(draft, id),
    supplier: vendor === undefined ? undefined : { name: vendor },
    name: product ?? name,
    version: release?.version ?? '',
    cpe: (release ?? relationship)?.cpe,
    purl: (release ?? relationship)?.purl,
    hashes: some(hashes),
  })
}

const FIELDS = ['cve', 'ids', 'description', 'weaknesses', 'discovered', 'disclosed', 'scores', 'statements', 'remedies', 'references', 'credits']

function vulnerabilitiesOf(draft: Draft, one: Vulnerability, path: string, name: string, losses: Losses): object[] {
  const listed = listProducts(draft)
  const { head } = draft
  loseFields(one, path, FIELDS, FORMAT, losses)
  if (one.discovered !== undefined) losses.add(`${path}/discovered`, 'when it was found', 'CycloneDX has when the record was made')
  for (const at of (one.remedies ?? []).keys()) losses.add(`${path}/remedies/${at}`, 'a remedy with its kind, products and dates', 'CycloneDX has two texts, recommendation and workaround')
  for (const at of (one.references ?? []).keys()) losses.add(`${path}/references/${at}/kind`, 'the kind', 'CycloneDX has title and address')
  for (const [at, { marks }] of one.statements.entries()) {
    losses.add(`${path}/statements/${at}/product`, 'the ID of the product', 'CycloneDX has references of its own')
    if (marks !== undefined) losses.add(`${path}/statements/${at}/marks`, marks.join(', '), 'CycloneDX has no field for it')
  }
  loseCredits(one, path, losses)
  const common = {
    source: one.cve === undefined ? { name: one.ids?.[0]?.id === name ? one.ids[0].system : head.publisher.name } : { name: 'CVE', url: `https://www.cve.org/CVERecord?id=${one.cve}` },
    references: some((one.ids ?? []).filter(({ id }, at) => at > 0 || id !== name).map(({ id, system }) => ({ id, source: { name: system } }))),
    ratings: some((one.scores ?? []).map((score, at) => rating(score, `${path}/scores/${at}`, losses))),
    cwes: some((one.weaknesses ?? []).map((id) => Number(id.slice(4)))),
    description: one.description,
    advisories: some([...(one.references ?? []), ...(head.references ?? [])].map(({ summary, url }) => ({ title: summary, url }))),
    created: head.revisions[0]?.at,
    published: one.disclosed,
    updated: head.revisions.at(-1)?.at,
    rejected: head.withdrawn?.at,
    credits: creditsOf(one.credits),
  }
  // A state is said of a vulnerability, so each state has a vulnerability of its own.
  return groupStatements(one, () => '').map((group, at) => present({
    'bom-ref': iriOf(draft, name, `${at + 1}`),
    id: name,
    ...common,
    recommendation: advice(one, group, ['fix', 'optional-fix', 'fix-planned', 'no-fix-planned', 'none-available']),
    workaround: advice(one, group, ['workaround', 'mitigation']),
    analysis: analysis(one, group, path, losses),
    affects: group.products.map((id) => affects(draft, listed.get(id), id, group.state)),
  }))
}

function rating({ products, vector }: Score, path: string, losses: Losses): object {
  if (products !== undefined) losses.add(`${path}/products`, 'for which products the score is', 'CycloneDX gives scores to the vulnerability')
  const cvss = parseCvss(vector)
  const { base } = scoreCvss(cvss)
  const method = { '2.0': 'CVSSv2', '3.0': 'CVSSv3', '3.1': 'CVSSv31', '4.0': 'CVSSv4' }[cvss.version]
  return { score: base, severity: severityOf(base).toLowerCase(), method, vector }
}

function advice(one: Vulnerability, group: Group, kinds: readonly RemedyKind[]): string | undefined {
  if (group.state !== 'affected') return undefined
  const texts = (one.remedies ?? []).filter((remedy) => kinds.includes(remedy.kind) && meantBy(one, remedy).some((id) => group.products.includes(id))).map(({ details }) => details)
  return texts.length === 0 ? undefined : texts.join('\n\n')
}

const STATES: Readonly<Record<Statement['state'], string>> = { affected: 'exploitable', fixed: 'resolved', 'not-affected': 'not_affected', investigating: 'in_triage' }
const JUSTIFICATIONS: Readonly<Record<Justification, string>> = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'code_not_reachable',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
}
const LOSSY = new Set<Justification>(['component_not_present', 'vulnerable_code_cannot_be_controlled_by_adversary'])
const RESPONSES: Readonly<Record<RemedyKind, string>> = {
  fix: 'update', 'optional-fix': 'update', 'fix-planned': 'can_not_fix', 'no-fix-planned': 'will_not_fix', 'none-available': 'can_not_fix', workaround: 'workaround_available', mitigation: 'workaround_available',
}

function analysis(one: Vulnerability, { because, justification, products, state }: Group, path: string, losses: Losses): object {
  if (justification !== undefined && LOSSY.has(justification)) {
    for (const [at, statement] of one.statements.entries()) {
      if (statement.justification === justification) losses.add(`${path}/statements/${at}/justification`, justification, `CycloneDX says ${JUSTIFICATIONS[justification]}, which is more than one thing`)
    }
  }
  const responses = state !== 'affected' ? [] : (one.remedies ?? []).filter((remedy) => meantBy(one, remedy).some((id) => products.includes(id))).map(({ kind }) => RESPONSES[kind])
  return present({ state: STATES[state], justification: justification === undefined ? undefined : JUSTIFICATIONS[justification], response: some([...new Set(responses)]), detail: because })
}

function affects(draft: Draft, one: Listed | undefined, id: string, state: Statement['state']): object {
  const status = state === 'affected' ? 'affected' : state === 'investigating' ? 'unknown' : 'unaffected'
  const release = one?.release
  if (release === undefined) return { ref: iriOf(draft, id) }
  const which = release.range === undefined ? { version: versionWords(release).slice(0, 1024) } : { range: release.range }
  return { ref: iriOf(draft, id), versions: [{ ...which, status }] }
}

function loseCredits({ credits = [] }: Vulnerability, path: string, losses: Losses): void {
  for (const [at, { name, organization }] of credits.entries()) losses.add(`${path}/credits/${at}`, name !== undefined && organization !== undefined ? 'the organization of a person, and the role' : 'the role and for what', 'CycloneDX has names of people and of organizations')
}

function creditsOf(credits: readonly Credit[] = []): object | undefined {
  const individuals = credits.flatMap(({ name }) => (name === undefined ? [] : [{ name }]))
  const organizations = credits.flatMap(({ name, organization }) => (name !== undefined || organization === undefined ? [] : [{ name: organization }]))
  return credits.length === 0 ? undefined : present({ individuals: some(individuals), organizations: some(organizations) })
}
