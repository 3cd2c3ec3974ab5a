/**
 * CSAF 2.0 (OASIS Standard) and CSAF 2.1 from a draft. Of 2.1 the committee's draft is followed as far as it concerns what
 * is made here; which of its tests that are, and which are left out, stands in the README.
 */
import { asCsaf, sortKeys, type Csaf } from '@openaccord/csaf'
import type { Exported, ExportOptions } from '../convert.ts'
import { assureDraft, normalizeDraft } from '../draft/draft.ts'
import { listProducts } from '../draft/products.ts'
import type { Draft, Kind, Vulnerability } from '../draft/types.ts'
import { collectLosses, present, some, type Losses } from '../losses.ts'
import { documentOf } from './document.ts'
import { treeOf } from './tree.ts'
import { vulnerabilityOf } from './vulnerability.ts'

export const CSAF21_SCHEMA = 'https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json'

/** A CSAF 2.1 document. */
export interface Csaf21 {
  readonly $schema: typeof CSAF21_SCHEMA
  readonly document: object
  readonly product_tree?: object
  readonly vulnerabilities?: readonly object[]
}

const CATEGORIES: Readonly<Record<Kind, string>> = { advisory: 'csaf_security_advisory', vex: 'csaf_vex', notice: 'csaf_informational_advisory' }

/** Throws `bad-draft` when the draft is not finished. Keys stand in alphabetical order (6.2.13). */
export function toCsaf20(given: Draft, options: ExportOptions = {}): Exported<Csaf> {
  assureDraft(given)
  const draft = normalizeDraft(given)
  const losses = collectLosses()
  const document = present({
    document: documentOf(draft, '2.0', CATEGORIES[draft.head.kind], options, losses),
    product_tree: treeOf(draft, '2.0', losses),
    vulnerabilities: some(draft.vulnerabilities.map((one, at) => vulnerabilityOf(one, `/vulnerabilities/${at}`, '2.0', '', losses))),
  })
  return { document: asCsaf(sortKeys(document)), losses: losses.list }
}

/** Throws `bad-draft` when the draft is not finished. */
export function toCsaf21(given: Draft, options: ExportOptions = {}): Exported<Csaf21> {
  assureDraft(given)
  const draft = normalizeDraft(given)
  const losses = collectLosses()
  const { withdrawn } = draft.head
  const document = documentOf(draft, '2.1', category21(draft, losses), options, losses)
  if (withdrawn !== undefined) {
    // Profiles 7 and 8: what was said of products and vulnerabilities is taken back with the document.
    losses.add('/head/kind', 'the kind', 'CSAF 2.1 has categories of their own for what is withdrawn')
    losses.add('/products', 'the products', 'CSAF 2.1 withdraws a document without them')
    losses.add('/vulnerabilities', 'the vulnerabilities', 'CSAF 2.1 withdraws a document without them')
    return { document: sortKeys({ $schema: CSAF21_SCHEMA, document }), losses: losses.list.filter(({ path }) => !/^\/(?:products|vulnerabilities)\//.test(path)) }
  }
  const lastRevision = draft.head.revisions.at(-1)?.at ?? ''
  const whole = present({
    $schema: CSAF21_SCHEMA,
    document,
    product_tree: treeOf(draft, '2.1', losses),
    vulnerabilities: some(draft.vulnerabilities.map((one, at) => vulnerabilityOf(one, `/vulnerabilities/${at}`, '2.1', lastRevision, losses))),
  })
  return { document: sortKeys(whole) as Csaf21, losses: losses.list }
}

function category21(draft: Draft, losses: Losses): string {
  const { kind, withdrawn } = draft.head
  if (withdrawn !== undefined) return withdrawn.replacedBy === undefined ? 'csaf_withdrawn' : 'csaf_superseded'
  if (kind !== 'advisory') return CATEGORIES[kind]
  const products = listProducts(draft)
  const isWhole = draft.vulnerabilities.every((one) => namesAffected(one, (id) => products.get(id)))
  if (isWhole) return CATEGORIES.advisory
  losses.add('/head/kind', 'the profile of a security advisory', 'CSAF 2.1 asks for an affected release beside each fixed one (6.1.27.12, 6.1.27.13); the deprecated profile does not')
  return 'csaf_deprecated_security_advisory'
}

/** 6.1.27.12 and 6.1.27.13: something is affected, and of each product that is fixed something was. */
function namesAffected({ statements }: Vulnerability, find: (id: string) => { readonly vendor?: string; readonly product?: string } | undefined): boolean {
  const keyOf = (id: string): string => JSON.stringify([find(id)?.vendor, find(id)?.product])
  const affected = new Set(statements.filter(({ state }) => state === 'affected').map(({ product }) => keyOf(product)))
  return affected.size > 0 && statements.every(({ product, state }) => state !== 'fixed' || affected.has(keyOf(product)))
}
