/** An OpenVEX document (0.2.0) from a draft: one statement for products of one status, for each vulnerability. */
import { OPENVEX_CONTEXT, type OpenVex, type VexComponent, type VexStatement, type VexStatus } from '@openaccord/vulns'
import type { Exported, ExportOptions } from '../convert.ts'
import { assureDraft, normalizeDraft } from '../draft/draft.ts'
import { listProducts, meantBy, type Listed } from '../draft/products.ts'
import type { Affectedness, Draft, Release, Vulnerability } from '../draft/types.ts'
import { AdvisoryError } from '../error.ts'
import { collectLosses, present, some, type Losses } from '../losses.ts'
import { loseFields, loseHead } from '../lost.ts'
import { groupStatements, iriOf, ofProduct, purlOf, vulnerabilityNames, type Group } from '../vex.ts'

const FORMAT = 'OpenVEX'
const STATUS: Readonly<Record<Affectedness, VexStatus>> = { affected: 'affected', fixed: 'fixed', 'not-affected': 'not_affected', investigating: 'under_investigation' }

/** Throws `bad-draft` when the draft is not finished, `nothing-to-say` for a notice. */
export function toOpenVex(given: Draft, options: ExportOptions = {}): Exported<OpenVex> {
  assureDraft(given)
  const draft = normalizeDraft(given)
  if (draft.vulnerabilities.length === 0) throw new AdvisoryError('nothing-to-say', 'the draft has no vulnerability; OpenVEX is about them')
  const losses = collectLosses()
  const { head } = draft
  loseHead(draft, ['id', 'publisher'], FORMAT, losses)
  for (const name of Object.keys(head.publisher)) if (name !== 'name' && name !== 'category') losses.add(`/head/publisher/${name}`, `the publisher’s ${name}`, 'OpenVEX has its name and role')
  losses.add('/products', 'vendors, products and their names', 'OpenVEX names products by identifiers')
  const names = vulnerabilityNames(draft)
  const { generator } = options
  const [first, last] = [head.revisions[0]?.at ?? '', head.revisions.at(-1)?.at ?? '']
  const document: OpenVex = {
    '@context': OPENVEX_CONTEXT,
    '@id': iriOf(draft),
    author: head.publisher.name,
    role: head.publisher.category,
    timestamp: first,
    ...(head.revisions.length > 1 ? { last_updated: last } : {}),
    version: head.revisions.length,
    ...(generator === undefined ? {} : { tooling: `${generator.name}${generator.version === undefined ? '' : ` ${generator.version}`}` }),
    statements: draft.vulnerabilities.flatMap((one, at) => statementsOf(draft, one, `/vulnerabilities/${at}`, names[at] ?? '', losses)),
  }
  return { document, losses: losses.list }
}

const FIELDS = ['cve', 'ids', 'description', 'statements', 'remedies']

function statementsOf(draft: Draft, one: Vulnerability, path: string, name: string, losses: Losses): VexStatement[] {
  const listed = listProducts(draft)
  loseFields(one, path, FIELDS, FORMAT, losses)
  for (const at of (one.ids ?? []).keys()) losses.add(`${path}/ids/${at}/system`, 'whose ID it is', 'OpenVEX has IDs without their systems')
  for (const at of (one.remedies ?? []).keys()) losses.add(`${path}/remedies/${at}`, 'a remedy, apart from its words', 'OpenVEX has one text on what to do')
  loseOfStatements(draft, one, path, listed, losses)
  const aliases = [...new Set((one.ids ?? []).map(({ id }) => id))].filter((id) => id !== name)
  const vulnerability = present({ name, description: one.description, aliases: some(aliases) })
  const adviceOf = (product: string): string => (one.remedies ?? []).filter((remedy) => meantBy(one, remedy).includes(product)).map(({ details }) => details).join('\n\n')
  return groupStatements(one, adviceOf).map((group) => ({
    vulnerability,
    products: group.products.map((id) => componentOf(draft, id, listed)),
    ...saysOf(draft, group, adviceOf(group.products[0] ?? ''), losses),
  }))
}

function loseOfStatements(draft: Draft, { statements }: Vulnerability, path: string, listed: ReadonlyMap<string, Listed>, losses: Losses): void {
  for (const [at, { marks, product, state }] of statements.entries()) {
    const here = `${path}/statements/${at}`
    losses.add(`${here}/product`, 'the ID of the product', 'OpenVEX has identifiers of its own')
    if (marks !== undefined) losses.add(`${here}/marks`, marks.join(', '), 'OpenVEX has no field for it')
    const one = listed.get(product)
    const range = one?.release?.range
    if (range !== undefined) losses.add(`${one?.path}/range`, 'the range, where programs look for it', 'OpenVEX has none; it stands in the qualifier vers of the package URL, or in the name alone')
    if (draft.head.withdrawn !== undefined) losses.add(here, `that it is ${state}`, 'it is withdrawn; OpenVEX says under_investigation instead')
  }
}

function saysOf({ head }: Draft, { because, justification, state }: Group, advice: string, losses: Losses): Pick<VexStatement, 'status' | 'justification' | 'impact_statement' | 'action_statement' | 'status_notes'> {
  const { withdrawn } = head
  if (withdrawn !== undefined) {
    losses.add('/head/withdrawn', 'the withdrawal, for programs', 'OpenVEX has none; a later statement takes the earlier one back')
    return { status: 'under_investigation', status_notes: `Withdrawn: ${withdrawn.reason}` }
  }
  const status = STATUS[state]
  if (state === 'not-affected') return present({ status, justification, impact_statement: because })
  return present({ status, status_notes: because, action_statement: state === 'affected' ? advice : undefined })
}

const HASHES: Readonly<Record<string, string>> = { md5: 'md5', sha1: 'sha1', sha256: 'sha-256', sha384: 'sha-384', sha512: 'sha-512' }

function componentOf(draft: Draft, id: string, listed: ReadonlyMap<string, Listed>): VexComponent {
  const one = ofProduct(listed, id)
  const purl = one === undefined ? undefined : purlOf(one)
  const cpe = one?.cpe
  const identifiers = present({ purl, cpe22: cpe?.startsWith('cpe:/') === true ? cpe : undefined, cpe23: cpe?.startsWith('cpe:2.3:') === true ? cpe : undefined })
  return present({ '@id': iriOf(draft, id), identifiers: Object.keys(identifiers).length === 0 ? undefined : identifiers, hashes: hashesOf(one) })
}

/** The hashes of the one file that a release is. */
function hashesOf(one: Pick<Release, 'files'> | undefined): Record<string, string> | undefined {
  const [file, ...others] = one?.files ?? []
  if (file === undefined || others.length > 0) return undefined
  const known = Object.entries(file.hashes).flatMap(([algorithm, value]): [string, string][] => (HASHES[algorithm] === undefined ? [] : [[HASHES[algorithm], value]]))
  return known.length === 0 ? undefined : Object.fromEntries(known)
}
